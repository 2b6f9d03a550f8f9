"""Expressions over columns: one formula for a million variants at once, with numpy.

>>> emission = compile_columns("FC*NCV*CC*OF*44/12")
>>> round_columns(emission({"FC": np.array([12000.0, 0.0]), "NCV": 23.736, "CC": 0.02618, "OF": 0.99}), 2)
array([27068.55,     0.  ])

What has no value (a division by 0, a missing entry) is nan in its row, where `Expression` would raise.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from authoring.quantities.expression import LARGEST_NUMBER, ExpressionError, compile_expression
from authoring.quantities.functions import SIGNIFICANT_DIGITS

__all__ = ["Column", "ColumnExpression", "compile_columns", "round_columns"]

Column = npt.NDArray[np.float64]
Columns = Mapping[str, Any]
"""By name: a number, a column, or a list of these."""
_BISECTIONS = 60


class ColumnExpression:
    """A compiled expression over columns; it lets through what `Expression` lets through."""

    def __init__(self, expr: str) -> None:
        """Raises ExpressionError."""
        self.names = compile_expression(expr).names
        self._source = expr
        self._tree = ast.parse(expr.strip(), mode="eval").body

    def __call__(self, columns: Columns) -> Column:
        """One value for each row. KeyError for a name without column."""
        with np.errstate(all="ignore"):
            try:
                found = np.asarray(_value(self._tree, columns), dtype=np.float64)
            except (TypeError, ValueError, IndexError):
                found = self._row_by_row(columns)  # what has another shape in another row
            return np.where(np.abs(found) <= LARGEST_NUMBER, found, np.nan)

    def _row_by_row(self, columns: Columns) -> Column:
        expression = compile_expression(self._source)
        needed = {name: columns[name] for name in self.names}
        rows = max((np.size(part) for value in needed.values() for part in _parts(value)), default=1)
        found = np.full(rows, np.nan)
        for row in range(rows):
            with suppress(ExpressionError):
                found[row] = expression({name: _at(value, row) for name, value in needed.items()})
        return found


def _parts(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _at(value: Any, row: int) -> Any:
    if isinstance(value, list | tuple):
        return [_at(part, row) for part in value]
    column: Column = np.atleast_1d(np.asarray(value, dtype=np.float64))
    return column.tolist()[row if column.size > 1 else 0]


@lru_cache(maxsize=4096)
def compile_columns(expr: str) -> ColumnExpression:
    """Raises ExpressionError."""
    return ColumnExpression(expr)


def round_columns(values: Column, decimals: int) -> Column:
    """`round_half_up` for a column: ties away from zero, after reading 12 significant digits."""
    size = np.abs(values)
    with np.errstate(all="ignore"):
        exponent = np.floor(np.log10(np.where(size > 0, size, 1.0)))
        finest = 10.0 ** (SIGNIFICANT_DIGITS - 1 - exponent)
        half_a_digit = 0.5 * 10.0**decimals / finest
        rounded = np.floor(size * 10.0**decimals + 0.5 + half_a_digit) / 10.0**decimals
        # Where the decimals asked for lie beyond the twelve digits, there is nothing to round but these.
        return np.asarray(np.copysign(np.where(half_a_digit < 0.4, rounded, np.rint(size * finest) / finest), values))


def _value(node: ast.AST, columns: Columns) -> Any:
    match node:
        case ast.Constant(value=value):
            return float(str(value))
        case ast.Name(id=name):
            return columns[name]
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return np.logical_not(_value(part, columns))
        case ast.UnaryOp(op=sign, operand=part):
            return -_value(part, columns) if isinstance(sign, ast.USub) else _value(part, columns)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, columns), _value(right, columns))
        case ast.Compare(left=left, ops=ops, comparators=others):
            parts = [_value(part, columns) for part in (left, *others)]
            held = [_COMPARISONS[type(op)](a, b) for op, a, b in zip(ops, parts[:-1], parts[1:], strict=True)]
            return reduce(np.logical_and, held)
        case ast.BoolOp(op=op, values=parts):
            join = np.logical_and if isinstance(op, ast.And) else np.logical_or
            return reduce(join, [_value(part, columns) for part in parts])
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return np.where(_value(test, columns), _value(body, columns), _value(orelse, columns))
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [_value(part, columns) for part in parts]
        case ast.Subscript(value=numbers, slice=place):
            return _entry(_value(numbers, columns), _value(place, columns))
        case ast.Call(func=ast.Name(id=name), args=parts):
            return _FUNCTIONS[name](*[_value(part, columns) for part in parts])
        case ast.ListComp(elt=element, generators=loops) | ast.GeneratorExp(elt=element, generators=loops):
            return _looped(element, loops, dict(columns))
    raise TypeError(type(node).__name__)  # not reached: compile_expression lets nothing else through


def _looped(element: ast.AST, loops: Sequence[ast.comprehension], columns: dict[str, Any]) -> list[Any]:
    """The rows run side by side, the entries of a list one after another."""
    if not loops:
        return [_value(element, columns)]
    loop, found = loops[0], []
    names = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    for entry in _value(loop.iter, columns):
        values = entry if isinstance(loop.target, ast.Tuple) else [entry]
        columns |= {name.id: value for name, value in zip(names, values, strict=True) if isinstance(name, ast.Name)}
        if all(_same_for_all(_value(condition, columns)) for condition in loop.ifs):
            found += _looped(element, loops[1:], columns)
    return found


def _same_for_all(held: Any) -> bool:
    """Whether a condition holds. Raises ValueError where it does for some rows only."""
    if np.any(held) != np.all(held):
        raise ValueError("rows differ")
    return bool(np.all(held))


def _entry(numbers: list[Any], place: Any) -> Any:
    if np.ndim(place) == 0:
        return numbers[int(place)]
    return np.select([place == n for n in range(len(numbers))], numbers, np.nan)


def _npv(rate: Any, flows: Sequence[Any]) -> Any:
    return sum((flow / (1 + rate) ** year for year, flow in enumerate(flows)), np.float64(0))


def _irr(flows: Sequence[Any]) -> Any:
    """By bisection in every row, as `irr` does for one; nan where the sign does not change."""
    start = np.zeros(np.broadcast_shapes(*(np.shape(flow) for flow in flows)))
    low, high = start - 0.99, start + 10.0
    at_low = _npv(low, flows)
    solvable = at_low * _npv(high, flows) < 0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        below = _npv(middle, flows) * at_low > 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.where(solvable, (low + high) / 2, np.nan)


def _sum(numbers: Sequence[Any]) -> Any:
    return reduce(np.add, numbers, np.float64(0))


def _extreme(choose: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda *numbers: reduce(choose, numbers[0] if len(numbers) == 1 else numbers)


def _round(values: Any, decimals: Any = 0) -> Any:
    return round_columns(np.asarray(values, dtype=np.float64), int(decimals))


_OPERATORS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.FloorDiv: np.floor_divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
}
_COMPARISONS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sum": _sum,
    "zip": lambda *lists: list(zip(*lists, strict=True)),
    "min": _extreme(np.minimum),
    "max": _extreme(np.maximum),
    "abs": np.abs,
    "round": _round,
    "len": len,
    "floor": np.floor,
    "ceil": np.ceil,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": lambda value, base=np.e: np.log(value) / (1.0 if base is np.e else np.log(base)),
    "npv": _npv,
    "irr": _irr,
    "range": lambda *bounds: [float(n) for n in range(*map(int, bounds))],
}
