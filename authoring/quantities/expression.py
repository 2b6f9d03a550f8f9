"""The evaluator: each part of an expression becomes a small function of its own; nothing is handed to Python to run.

Allowed are arithmetic (`FC*NCV*CC*OF*44/12`), comparisons, `and or not`, `a if c else b`, subscripts by whole numbers,
lists, comprehensions over lists (`sum(x*y for x, y in zip(AD, EF))`) and calls of `FUNCTIONS`. There are no attributes,
no texts and no other names; length, depth, exponents and rounds are bounded, so an author's expression can neither
reach the machine nor keep it busy.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from authoring.quantities.functions import FUNCTIONS, whole
from authoring.texts import say

__all__ = ["Expression", "ExpressionError", "compile_expression", "evaluate"]

Inputs = Mapping[str, float | Decimal | Sequence[float | Decimal]]
"""Numbers and lists of numbers by name."""

LONGEST = 1000
"""Characters of an expression."""
DEEPEST = 40
"""Levels of brackets and operators."""
MOST_ROUNDS = 10_000
"""Of all loops of one evaluation together."""
MOST_LOOPS = 2
"""`for` within one comprehension."""
LARGEST_EXPONENT = 1000
LARGEST_NUMBER = 1e100
_QUOTED = 40


class ExpressionError(ValueError):
    """The expression is wrong or has no value; `position` is the 1-based column of the part that is to blame."""

    def __init__(self, kind: str, position: int, part: str, **values: object) -> None:
        part = part if len(part) <= _QUOTED else part[: _QUOTED - 1] + "…"
        super().__init__(say(f"quantities.{kind}", position=position, part=part, **values))
        self.position = position


@dataclass(slots=True)
class _Run:
    """One evaluation: the values by name, and the rounds of loops so far."""

    values: dict[str, Any]
    rounds: list[int]


_Part = Callable[[_Run], Any]


class Expression:
    """A compiled expression: call it with the inputs by name."""

    def __init__(self, source: str) -> None:
        """Raises ExpressionError for what is not allowed in an expression."""
        self.source = source
        compiler = _Compiler(source)
        self._value = compiler.compile()
        self.names = frozenset(compiler.names)
        """The inputs that it needs."""

    def __call__(self, inputs: Inputs) -> float:
        """The value. Raises ExpressionError for a missing input and for what has no value, such as a division by 0."""
        return float(self._value(_Run({name: _plain(value) for name, value in inputs.items()}, [0])))


@lru_cache(maxsize=4096)
def compile_expression(expr: str) -> Expression:
    """Raises ExpressionError."""
    return Expression(expr)


def evaluate(expr: str, inputs: Inputs) -> float:
    """The value of `expr` for `inputs`. Raises ExpressionError."""
    return compile_expression(expr)(inputs)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > LARGEST_EXPONENT:
        raise OverflowError
    return math.pow(base, exponent)


_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class _Compiler:
    """Turns each node of an expression's syntax tree into a function of the run."""

    def __init__(self, source: str) -> None:
        self.text = re.sub(r"\s", " ", source).rstrip()
        self.indent = len(self.text) - len(self.text.lstrip())
        self.names: set[str] = set()
        self.bound: list[str] = []
        """Variables of the loops around the current part."""

    def compile(self) -> _Part:
        if len(self.text) > LONGEST:
            raise ExpressionError("too_long", 1, self.text, most=LONGEST)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(self.text.lstrip(), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            column = self.indent + (getattr(error, "offset", None) or len(self.text.lstrip()) + 1)
            raise ExpressionError("syntax", column, self.text[column - 1 :] or self.text) from error
        return self.number(tree, 0)

    def blame(self, kind: str, node: ast.AST, **values: object) -> ExpressionError:
        parsed = self.text.lstrip().encode()
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", len(parsed))
        column = self.indent + len(parsed[:start].decode()) + 1
        return ExpressionError(kind, column, parsed[start:end].decode(), **values)

    def part(self, node: ast.AST, depth: int) -> _Part:
        if depth > DEEPEST:
            raise self.blame("too_deep", node)
        kind = _KINDS.get(type(node))
        if kind is None:
            raise self.blame("not_allowed", node)
        return kind(self, node, depth + 1)

    def number(self, node: ast.AST, depth: int) -> _Part:
        """A part whose value has to be a finite number of bounded size."""
        part = self.part(node, depth)

        def value(run: _Run) -> Any:
            return self.bounded(node, part(run))

        return value

    def bounded(self, node: ast.AST, found: Any) -> Any:
        if not isinstance(found, int | float):
            raise self.blame("not_a_number", node)
        if not abs(found) <= LARGEST_NUMBER:
            raise self.blame("too_large", node)
        return found

    def guarded(self, node: ast.AST, compute: _Part) -> _Part:
        """`compute`, with Python's errors told as the author's."""

        def value(run: _Run) -> Any:
            try:
                return compute(run)
            except ExpressionError:
                raise
            except ZeroDivisionError as error:
                raise self.blame("division_by_zero", node) from error
            except OverflowError as error:
                raise self.blame("too_large", node) from error
            except (ValueError, TypeError, IndexError) as error:
                raise self.blame("no_value", node) from error

        return value

    def operator(self, sign: ast.AST, node: ast.AST) -> Callable[..., Any]:
        if type(sign) not in _OPERATORS:
            raise self.blame("not_allowed", node)
        return _OPERATORS[type(sign)]

    def constant(self, node: ast.Constant, _depth: int) -> _Part:
        if type(node.value) not in (int, float):
            raise self.blame("not_allowed", node)
        value = self.bounded(node, node.value)
        return lambda _run: value

    def name(self, node: ast.Name, _depth: int) -> _Part:
        if node.id not in self.bound:
            self.names.add(node.id)

        def value(run: _Run) -> Any:
            if node.id in run.values:
                return run.values[node.id]
            known = sorted(run.values)
            near = get_close_matches(node.id, known, 1) or known
            raise self.blame("unknown_name", node, known="、".join(near) or say("quantities.none"))

        return value

    def binary(self, node: ast.BinOp, depth: int) -> _Part:
        op = self.operator(node.op, node)
        left, right = self.number(node.left, depth), self.number(node.right, depth)
        return self.guarded(node, lambda run: self.bounded(node, op(left(run), right(run))))

    def unary(self, node: ast.UnaryOp, depth: int) -> _Part:
        op, operand = self.operator(node.op, node), self.number(node.operand, depth)
        return lambda run: op(operand(run))

    def compare(self, node: ast.Compare, depth: int) -> _Part:
        signs = [self.operator(sign, node) for sign in node.ops]
        parts = [self.number(part, depth) for part in (node.left, *node.comparators)]

        def value(run: _Run) -> bool:
            found = [part(run) for part in parts]
            return all(sign(left, right) for sign, left, right in zip(signs, found[:-1], found[1:], strict=True))

        return value

    def logic(self, node: ast.BoolOp, depth: int) -> _Part:
        verdict = all if isinstance(node.op, ast.And) else any
        parts = [self.number(part, depth) for part in node.values]
        return lambda run: verdict(part(run) for part in parts)

    def conditional(self, node: ast.IfExp, depth: int) -> _Part:
        test, yes, no = self.number(node.test, depth), self.part(node.body, depth), self.part(node.orelse, depth)
        return lambda run: yes(run) if test(run) else no(run)

    def sequence(self, node: ast.List | ast.Tuple, depth: int) -> _Part:
        parts = [self.part(element, depth) for element in node.elts]
        return lambda run: [part(run) for part in parts]

    def subscript(self, node: ast.Subscript, depth: int) -> _Part:
        numbers, place = self.entries(node.value, depth), self.number(node.slice, depth)
        return self.guarded(node, lambda run: numbers(run)[whole(place(run))])

    def entries(self, node: ast.AST, depth: int) -> _Part:
        """A part whose value has to be a list."""
        part = self.part(node, depth)

        def value(run: _Run) -> Any:
            found = part(run)
            if not isinstance(found, list | tuple):
                raise self.blame("not_a_list", node)
            return found

        return value

    def call(self, node: ast.Call, depth: int) -> _Part:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS or node.keywords:
            raise self.blame("unknown_function", node.func, known="、".join(FUNCTIONS))
        function, parts = FUNCTIONS[name], [self.part(part, depth) for part in node.args]
        return self.guarded(node, lambda run: function(*[part(run) for part in parts]))

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp, depth: int) -> _Part:
        if len(node.generators) > MOST_LOOPS:
            raise self.blame("not_allowed", node)
        outside = len(self.bound)
        loops = [self.loop(loop, depth) for loop in node.generators]
        element = self.part(node.elt, depth)
        del self.bound[outside:]

        def found(run: _Run, place: int) -> Iterator[Any]:
            if place == len(loops):
                yield element(run)
                return
            for _ in loops[place](run):
                run.rounds[0] += 1
                if run.rounds[0] > MOST_ROUNDS:
                    raise self.blame("too_many_rounds", node, most=MOST_ROUNDS)
                yield from found(run, place + 1)

        return self.guarded(node, lambda run: list(found(_Run(dict(run.values), run.rounds), 0)))

    def loop(self, loop: ast.comprehension, depth: int) -> Callable[[_Run], Iterator[None]]:
        """Sets the loop's variables once a round, in the rounds that its conditions allow."""
        numbers = self.entries(loop.iter, depth)
        several = isinstance(loop.target, ast.Tuple)
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if len(names) != len(targets) or loop.is_async:
            raise self.blame("not_allowed", loop.target)
        self.bound += names
        conditions = [self.number(condition, depth) for condition in loop.ifs]

        def rounds(run: _Run) -> Iterator[None]:
            for entry in numbers(run):
                run.values.update(zip(names, entry if several else (entry,), strict=True))
                if all(condition(run) for condition in conditions):
                    yield

        return rounds


_KINDS: Mapping[type[ast.AST], Callable[[_Compiler, Any, int], _Part]] = {
    ast.Constant: _Compiler.constant,
    ast.Name: _Compiler.name,
    ast.BinOp: _Compiler.binary,
    ast.UnaryOp: _Compiler.unary,
    ast.Compare: _Compiler.compare,
    ast.BoolOp: _Compiler.logic,
    ast.IfExp: _Compiler.conditional,
    ast.List: _Compiler.sequence,
    ast.Tuple: _Compiler.sequence,
    ast.Subscript: _Compiler.subscript,
    ast.Call: _Compiler.call,
    ast.ListComp: _Compiler.comprehension,
    ast.GeneratorExp: _Compiler.comprehension,
}
"""What an expression can hold."""
