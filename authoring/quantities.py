"""Numbers of calculations: a small, safe evaluator for `calculation:` and the rounding that exams expect.

An expression is Python arithmetic over named inputs (`FC*NCV*CC*OF*44/12`), with comparisons, `a if c else b`,
subscripts by whole numbers, lists, and comprehensions over lists (`sum(x*y for x, y in zip(AD, EF))`). Only the
functions of `FUNCTIONS` can be called; there are no attributes, no strings and no other names, and size, depth,
exponents and steps are bounded, so an author's text can neither reach the machine nor keep it busy.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NoReturn

from authoring.texts import say

__all__ = ["FUNCTIONS", "Expression", "ExpressionError", "compile_expression", "evaluate", "round_half_up"]

Number = int | float
Inputs = Mapping[str, Number | Sequence[Number]]
_Node = Callable[["_Run"], Any]

LONGEST = 1000
"""Characters of an expression."""
DEEPEST = 40
"""Levels of brackets and operators."""
MOST_STEPS = 20_000
"""Operations of one evaluation."""
LARGEST_EXPONENT = 1000
LARGEST_RANGE = 1000
LARGEST_NUMBER = 1e100
"""Whole numbers beyond it are refused: in Python they could grow without an end."""


class ExpressionError(ValueError):
    """The author's expression is wrong or has no value; `position` is the 1-based column of the offending part."""

    def __init__(self, kind: str, position: int, **values: object) -> None:
        super().__init__(say(f"quantities.{kind}", position=position, **values))
        self.position = position


def npv(rate: float, cash_flows: Sequence[float]) -> float:
    """Net present value; the first flow is that of year 0 and is not discounted."""
    return math.fsum(flow / (1 + rate) ** year for year, flow in enumerate(cash_flows))


def irr(cash_flows: Sequence[float]) -> float:
    """The rate between −99 % and 1000 % at which `npv` is 0, by bisection to 1e-12.

    Raises ValueError without exactly one change of sign between the ends.
    """
    low, high = -0.99, 10.0
    at_low = npv(low, cash_flows)
    if at_low * npv(high, cash_flows) > 0:
        raise ValueError("no change of sign")
    while high - low > 1e-12:
        middle = (low + high) / 2
        if npv(middle, cash_flows) * at_low > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _bounded_range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > LARGEST_RANGE:
        raise OverflowError
    return found


def _exact_sum(terms: Sequence[Number]) -> Number:
    """Decimal fractions add up to what people expect: 0.1 + 0.2 + 0.3 is 0.6 in any order."""
    numbers = list(terms)
    return sum(numbers) if all(isinstance(number, int) for number in numbers) else math.fsum(numbers)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sum": _exact_sum,
    "zip": zip,
    "min": min,
    "max": max,
    "abs": abs,
    "round": round,
    "len": len,
    "floor": math.floor,
    "ceil": math.ceil,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "npv": npv,
    "irr": irr,
    "range": _bounded_range,
}
"""Everything an expression can call."""

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def evaluate(expr: str, inputs: Inputs) -> float:
    """The value of `expr` for `inputs` (numbers and lists of numbers by name). Raises ExpressionError."""
    return compile_expression(expr)(inputs)
