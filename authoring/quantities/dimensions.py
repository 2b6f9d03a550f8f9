"""What unit an expression comes out in: the check that finds a missing 44/12, calorific value or kW·h for MW·h.

Each part of an expression is read as a set of possible units, because a number in a formula may be a plain number or a
conversion: 1000 is GJ's MJ, 44 and 12 are the masses of a mole of CO₂ and of carbon, 3.6 leads from MW·h to GJ. Sums,
differences and comparisons need a common unit; products and quotients multiply. What is left must hold the unit that
the author announced.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import log
from typing import Any

from authoring.quantities.expression import compile_expression
from authoring.quantities.units import NUMBER, Unit, parse_unit
from authoring.texts import say

__all__ = ["FACTORS", "UnitClashError", "Units", "disagreement", "outcome"]

Units = frozenset[Unit] | None
"""The units something may have; None when they are not known, which is then not checked."""
_Value = Any  # Units, or a list of values

FACTORS: Mapping[str, tuple[str, ...]] = {
    "44": ("kgCO₂/kmol",),
    "44.01": ("kgCO₂/kmol",),
    "12": ("kgC/kmol",),
    "12.01": ("kgC/kmol",),
    "12.011": ("kgC/kmol",),
    "3.6": ("GJ/(MW·h)",),
    "3600": ("kJ/(kW·h)", "s/h"),
    "4.1868": ("kJ/kcal", "kJ/(kg·℃)"),
    "29.3076": ("GJ/tce",),
    "29307.6": ("kJ/kgce",),
    "0.03412": ("kgce/MJ",),
    "0.1229": ("kgce/(kW·h)",),
    "7000": ("kcal/kgce",),
    "60": ("min/h",),
    "24": ("h/d",),
    "8760": ("h",),
}
"""Numbers that lead from one dimension or unit to another, by what they mean."""
ALSO_PLAIN = frozenset({"44", "44.01", "12", "12.01", "12.011", "60", "24", "7000", "8760"})
"""Those that may be nothing but a number."""
MOLES = ({"44", "12"}, {"44.01", "12.01"}, {"44.01", "12.011"})
"""Two numbers that are the masses of moles where they stand together, and nothing else."""
_SMALLEST_CONVERSION = 1000
"""Powers of ten from here on (and below its inverse) are conversions; 10 and 100 may be plain numbers."""
_MOST = 400


class UnitClashError(ValueError):
    """Two parts of an expression cannot be added or compared; the message says which."""


def outcome(expr: str, units: Mapping[str, _Value], constants: Mapping[str, str] | None = None) -> Units:
    """The units `expr` may come out in. `units`: by name, a list of them for a list of numbers.

    `constants` tells what numbers of this expression mean, such as `{"0.143": "kg/(t·min)"}`.
    Raises UnitClashError, ExpressionError for what is no expression and UnitError for a constant's unit.
    """
    compile_expression(expr)
    reader = _Reader(expr, units, constants or {})
    found = reader.read(reader.tree)
    return found if found is None or isinstance(found, frozenset) else None


def disagreement(
    expr: str, units: Mapping[str, _Value], wanted: Units, constants: Mapping[str, str] | None = None
) -> str | None:
    """In the author's words, why `expr` does not come out in one of the units `wanted`; None when it does."""
    try:
        found = outcome(expr, units, constants)
    except UnitClashError as clash:
        return str(clash)
    if found is None or wanted is None or found & wanted:
        return None
    # Of what it may be the reading with fewest bases left over is what the author means.
    close = sorted(found, key=lambda unit: (_distance(unit, wanted), unit.powers, unit.scale))[0]
    target = min(wanted, key=lambda unit: (not unit.same_kind(close), unit.powers, unit.scale))
    if close.same_kind(target):
        return say("units.outcome.scale", wanted=_shown(target), times=_times(close.scale / target.scale))
    return say(
        "units.outcome.kind",
        wanted=target.shown,
        wanted_name=target.named,
        found=close.shown,
        found_name=close.named,
        advice=_advice(close / target),
    )


def _distance(unit: Unit, wanted: frozenset[Unit]) -> tuple[Fraction, int, float]:
    """By the bases left over first, then by size."""
    kinds = [sum((abs(power) for _, power in (unit / target).powers), Fraction(0)) for target in wanted]
    substance = any(base == "substance" for base, _ in unit.powers)
    return min(kinds), int(substance), min(abs(log(unit.scale / target.scale)) for target in wanted)


def _shown(unit: Unit) -> str:
    known = parse_unit(unit.shown)
    return (
        unit.shown
        if known.scale == unit.scale or not unit.powers
        else f"{_times(unit.scale / known.scale)} {unit.shown}"
    )


def _times(ratio: Fraction) -> str:
    return f"{float(ratio if ratio >= 1 else 1 / ratio):.6g}"


def _advice(ratio: Unit) -> str:
    """What is most probably missing, from what is left over."""
    over = {base for base, power in ratio.powers if power > 0}
    under = {base for base, power in ratio.powers if power < 0}
    match (sorted(over), sorted(under)):
        case (["carbon"], ["co2"]):
            name = "carbon_co2"
        case (["co2"], ["carbon"]):
            name = "co2_carbon"
        case (["mass" | "co2"], ["co2e"]):
            name = "gwp"
        case ([*_, "mass"], [*_, "energy"]) | (["carbon", "mass"], _):
            name = "ncv"
        case (_, ["coal"]) | (["coal"], _):
            name = "coal"
        case (["electricity"], ["energy"]) | (["energy"], ["electricity"]):
            name = "electricity"
        case (["mass"], ["carbon" | "co2"]):
            name = "content"
        case _:
            return ""
    return say(f"units.advice.{name}")


def _is_number(node: ast.AST) -> bool:
    """Whether a part is made of numbers alone."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=part):
            return _is_number(part)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
    return False


class _Reader:
    """Walks the tree of an expression that `compile_expression` has let through."""

    def __init__(self, expr: str, units: Mapping[str, _Value], constants: Mapping[str, str]) -> None:
        self.expr = expr.strip()
        self.tree = ast.parse(self.expr, mode="eval").body
        self.units: dict[str, _Value] = dict(units)
        self.constants = constants
        numbers = {_plain(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Constant)}
        self.moles = set().union(*(pair for pair in MOLES if pair <= numbers))

    def quote(self, node: ast.AST) -> str:
        return ast.get_source_segment(self.expr, node) or self.expr

    def read(self, node: ast.AST) -> _Value:
        match node:
            case ast.Constant(value=value):
                return self.constant(_plain(value))
            case ast.Name(id=name):
                return self.units.get(name)
            case ast.UnaryOp(operand=part):
                return self.read(part)
            case ast.BinOp():
                return self.binary(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.read(test)
                return self.common(node, body, orelse)
            case ast.Compare() | ast.BoolOp():
                return self.verdict(node)
            case ast.Call():
                return self.call(node)
        return self.several(node)

    def verdict(self, node: ast.Compare | ast.BoolOp) -> Units:
        """What is compared has a common unit; the verdict has none."""
        if isinstance(node, ast.Compare):
            for other in node.comparators:
                self.common(node, node.left, other)
        else:
            for part in node.values:
                self.read(part)
        return frozenset({NUMBER})

    def several(self, node: ast.AST) -> _Value:
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return [self.read(part) for part in parts]
            case ast.Subscript(value=numbers):
                return self.element(node, self.read(numbers))
            case ast.ListComp() | ast.GeneratorExp():
                return self.comprehension(node)
        return None

    def constant(self, number: str) -> Units:
        if number in self.constants:
            return frozenset({parse_unit(self.constants[number])})
        # The unit of a number that converts is what the number is worth, over the number itself: 1000 kJ are 1 MJ.
        named = {parse_unit(text) for text in FACTORS.get(number, ())}
        exact = Fraction(number)
        if number in self.moles:
            return frozenset(named)
        power_of_ten = (
            exact > 0 and 1 in (exact.numerator, exact.denominator) and str(max(exact, 1 / exact)).strip("0") == "1"
        )
        if power_of_ten and exact != 1:
            converting = NUMBER.times(1 / exact)
            if max(exact, 1 / exact) >= _SMALLEST_CONVERSION:
                return frozenset({converting} | named)
            return frozenset({NUMBER, converting})
        return frozenset(named if named and number not in ALSO_PLAIN else {NUMBER} | named)

    def binary(self, node: ast.BinOp) -> _Value:
        match node.op:
            case ast.Add() | ast.Sub() | ast.Mod():
                return self.common(node, node.left, node.right)
            case ast.Pow():
                return self.raised(node)
        left, right = self.read(node.left), self.read(node.right)
        if left is None or right is None or isinstance(left, list) or isinstance(right, list):
            return None
        divides = isinstance(node.op, ast.Div | ast.FloorDiv)
        return _few({a / b if divides else a * b for a, b in product(left, right)})

    def raised(self, node: ast.BinOp) -> Units:
        base = self.read(node.left)
        if base is None or isinstance(base, list):
            return None
        if isinstance(node.right, ast.Constant):
            return _few({unit.power(Fraction(_plain(node.right.value))) for unit in base})
        if any(unit.is_number for unit in base):
            return frozenset({NUMBER})
        raise UnitClashError(say("units.exponent", part=self.quote(node)))

    def common(self, node: ast.AST, left: ast.AST, right: ast.AST) -> Any:
        """The units two parts share."""
        one, other = self.read(left), self.read(right)
        if _is_number(left) and _is_number(right):
            return frozenset({NUMBER})
        if _is_number(left) or _is_number(right):
            number, rest = (left, other) if _is_number(left) else (right, one)
            return self.beside_number(node, number, rest)
        return self.shared(node, one, other)

    def beside_number(self, node: ast.AST, number: ast.AST, rest: _Value) -> _Value:
        """A number added to a quantity is in the quantity's unit; 1 is the whole, and 100 the whole in per cent."""
        whole = {"1": Fraction(1), "100": Fraction(1, 100)}.get(self.quote(number))
        if whole is None or not isinstance(rest, frozenset) or not all(unit.is_number for unit in rest):
            return rest
        fitting = frozenset(unit for unit in rest if unit.scale == whole)
        if not fitting:
            scales = sorted({str(float(unit.scale)) for unit in rest})
            raise UnitClashError(
                say(
                    "units.mixed",
                    part=self.quote(node),
                    left=self.quote(number),
                    right="、".join(map(_per_cent, scales)),
                )
            )
        return fitting

    def shared(self, node: ast.AST, one: _Value, other: _Value) -> _Value:
        if one is None or other is None:
            return one if other is None else other
        if isinstance(one, list) or isinstance(other, list):
            return None
        if not one & other:
            raise UnitClashError(say("units.mixed", part=self.quote(node), left=_names(one), right=_names(other)))
        return one & other

    def element(self, node: ast.AST, numbers: _Value) -> _Value:
        """What the entries of a list share."""
        if not isinstance(numbers, list) or not numbers:
            return None
        found = numbers[0]
        for entry in numbers[1:]:
            found = self.shared(node, found, entry)
        return found

    def call(self, node: ast.Call) -> _Value:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        match name:
            case "zip":
                return _zipped([self.read(part) for part in node.args])
            case "sum":
                return self.element(node, self.read(node.args[0]))
            case "npv":
                return self.element(node, self.read(node.args[1]))
            case "min" | "max" if len(node.args) > 1:
                found = self.read(node.args[0])
                for before, part in zip(node.args[:-1], node.args[1:], strict=True):
                    found = self.common(node, before, part)
                return found
            case "min" | "max":
                return self.element(node, self.read(node.args[0]))
            case "abs" | "floor" | "ceil" | "round":
                return _counted(self.read(node.args[0])) if name in ("floor", "ceil") else self.read(node.args[0])
            case "sqrt":
                root = self.read(node.args[0])
                return _few({unit.power(Fraction(1, 2)) for unit in root}) if isinstance(root, frozenset) else None
            case "range":
                return [frozenset({NUMBER})]
        for part in node.args:
            self.read(part)
        return frozenset({NUMBER})

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> list[_Value]:
        """Entry by entry: what stands in a list side by side (amounts of several fuels) may have units of its own."""
        outside = dict(self.units)
        found = self.rounds(node.elt, node.generators)
        self.units = outside
        return found

    def rounds(self, element: ast.AST, loops: Sequence[ast.comprehension]) -> list[_Value]:
        if not loops:
            return [self.read(element)]
        loop, found = loops[0], []
        entries = self.read(loop.iter)
        for entry in entries if isinstance(entries, list) else [None]:
            targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
            values = entry if isinstance(loop.target, ast.Tuple) and isinstance(entry, list) else [entry] * len(targets)
            names = (target.id for target in targets if isinstance(target, ast.Name))
            self.units |= dict(zip(names, values, strict=False))
            found += self.rounds(element, loops[1:])
        return found


def _zipped(lists: list[_Value]) -> _Value:
    if not all(isinstance(numbers, list) for numbers in lists):
        return None
    return [list(group) for group in zip(*lists, strict=False)]


def _counted(units: _Value) -> _Value:
    """A whole number of things counts them, whatever power of a count the rule of thumb began with."""
    if not isinstance(units, frozenset):
        return units
    count = parse_unit("个")
    counts = {count for unit in units if unit.powers and all(base == "count" for base, _ in unit.powers)}
    return units | counts


def _few(units: set[Unit]) -> Units:
    return frozenset(units) if len(units) <= _MOST else None


def _names(units: Sequence[Unit] | frozenset[Unit]) -> str:
    return " / ".join(sorted({_shown(unit) for unit in units})[:3])


def _per_cent(scale: str) -> str:
    return {"0.01": "%", "1.0": "1"}.get(scale, scale)


def _plain(value: Any) -> str:
    """A number as `Fraction` and the tables read it: 1e-6 and 44.0 included."""
    exact = Fraction(repr(value))
    return str(exact.numerator) if exact.denominator == 1 else repr(value) if "e" not in repr(value) else str(exact)
