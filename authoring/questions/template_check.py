"""What is wrong with a template before any seed is drawn: names, references, texts and units."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from authoring.errors import UsageError
from authoring.findings import Finding, Place, Report, Severity
from authoring.quantities import ExpressionError, compile_expression
from authoring.quantities.dimensions import UnitClashError, Units, disagreement, outcome
from authoring.quantities.units import UnitError, parse_units
from authoring.questions.computing import expression_of, law_of, mistake_expression
from authoring.questions.drawing import figures_of, in_order
from authoring.questions.template import RESERVED, Grounds, Law, Parameter, Template, placeholders
from authoring.texts import say

__all__ = ["check_template"]

_ROUNDING = re.compile("保留|取整|精确到")
"""A stem that says in its own words how to round."""


def check_template(template: Template, references: Grounds) -> Report:
    """Every finding T101 … T118 of a template; `stress` finds what single seeds do."""
    return Report.of(_Checked(template, references).findings())


class _Checked:
    def __init__(self, template: Template, references: Grounds) -> None:
        self.template = template
        self.references = references
        self.law: Law | None = None
        with suppress(UsageError):
            self.law = law_of(template, references)
        self.figures = {
            name: self.figures_behind(parameter.figure)
            for name, parameter in template.parameters.items()
            if parameter.figure is not None
        }

    def finding(self, code: str, field: str, severity: Severity = Severity.ERROR, **values: object) -> Finding:
        return Finding(
            code=code,
            severity=severity,
            where=Place(question=self.template.id, field=field),
            message=say(f"variants.{code}.message", **values),
            hint=say(f"variants.{code}.hint"),
        )

    def findings(self) -> Iterator[Finding]:
        broken = [*self.expressions(), *self.circles(), *self.sources()]
        yield from broken
        yield from self.texts()
        yield from self.unused()
        if not broken:
            yield from self.units()
            yield from self.ranges()

    # Expressions and names

    @property
    def every_expression(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Field, expression, and the names that it may use."""
        template = self.template
        numbers = frozenset(name for name, parameter in template.parameters.items() if not parameter.is_words)
        for name, parameter in template.parameters.items():
            if parameter.expr is not None:
                yield f"parameters.{name}.expr", parameter.expr, numbers - {name}
        yield from ((f"constraints.{n}", expr, numbers) for n, expr in enumerate(template.constraints))
        for name, wanted in template.inputs.items():
            for entry in [wanted] if isinstance(wanted, str) else wanted:
                yield f"inputs.{name}", entry, numbers
        known = numbers | template.inputs.keys()
        if self.law or template.expr:
            yield "formula" if self.law else "expr", expression_of(template, self.law), known
        for n, mistake in enumerate(template.mistakes):
            with suppress(UsageError):
                yield f"mistakes.{n}", mistake_expression(template, mistake, self.law), known

    def expressions(self) -> Iterator[Finding]:
        if self.template.formula and self.law is None:
            there = list(self.references.formulas)
            near = "、".join(get_close_matches(self.template.formula, there, 1) or there[:5])
            yield self.finding("T101", "formula", key=self.template.formula, near=near)
        for n, mistake in enumerate(self.template.mistakes):
            try:
                mistake_expression(self.template, mistake, self.law)
            except UsageError as problem:
                yield self.finding("T102", f"mistakes.{n}", reason=problem)
        for field, expr, known in self.every_expression:
            try:
                names = compile_expression(expr).names
            except ExpressionError as problem:
                yield self.finding("T103", field, reason=problem)
                continue
            for name in sorted(names - known):
                close = get_close_matches(name, sorted(known), 1) or sorted(known)
                yield self.finding("T104", field, name=name, expr=expr, known="、".join(close))

    def circles(self) -> Iterator[Finding]:
        with suppress(ExpressionError):
            left = self.template.parameters.keys() - set(in_order(self.template.parameters))
            if left and not any(True for _ in self.unknown_words()):
                yield self.finding("T105", "parameters", names="、".join(sorted(left)))

    def unknown_words(self) -> Iterator[tuple[str, str]]:
        for name, parameter in self.template.parameters.items():
            for word in placeholders(parameter.figure or ""):
                chosen = self.template.parameters.get(word)
                if chosen is None or not chosen.is_words:
                    yield name, word

    # References

    def figures_behind(self, key: str) -> list[str]:
        with suppress(KeyError):
            return figures_of(key, self.template.parameters)
        return []

    def sources(self) -> Iterator[Finding]:
        for name, word in self.unknown_words():
            yield self.finding("T106", f"parameters.{name}.figure", word=word)
        for name, keys in self.figures.items():
            missing = [key for key in keys if self.references.figure(key) is None]
            if missing:
                yield self.finding("T107", f"parameters.{name}.figure", keys="、".join(missing[:5]), count=len(missing))

    # Texts

    def texts(self) -> Iterator[Finding]:
        parameters = self.template.parameters
        for field, text in self.template.texts.items():
            for name in dict.fromkeys(placeholders(text)):
                if RESERVED.fullmatch(name):
                    number = name.removeprefix("mistake")
                    if number.isdigit() and int(number) > len(self.template.mistakes):
                        yield self.finding("T108", field, name=name, known=self.known_words())
                elif name not in parameters:
                    yield self.finding("T108", field, name=name, known=self.known_words())
                elif parameters[name].expr is not None and parameters[name].decimals is None:
                    yield self.finding("T109", f"parameters.{name}", name=name)
        given = placeholders(self.template.stem)
        if leaks := [name for name in given if RESERVED.fullmatch(name) and name != "rounding"]:
            yield self.finding("T110", "stem", names="、".join(leaks))
        if "rounding" not in given and not _ROUNDING.search(self.template.stem):
            yield self.finding("T111", "stem", Severity.WARNING)

    def known_words(self) -> str:
        return "、".join((*self.template.parameters, "rounding", "result", "mistakes"))

    def unused(self) -> Iterator[Finding]:
        """A parameter in no text and no expression; one that the key needs but no candidate can see."""
        used = {name for text in self.template.texts.values() for name in placeholders(text)}
        used |= {name for p in self.template.parameters.values() for name in placeholders(p.figure or "")}
        for _, expr, _ in self.every_expression:
            with suppress(ExpressionError):
                used |= compile_expression(expr).names
        for name in self.template.parameters:
            if name not in used:
                yield self.finding("T112", f"parameters.{name}", Severity.WARNING, name=name)
        hidden = sorted(self.needed() - self.seen())
        if hidden:
            yield self.finding("T113", "stem", names="、".join(hidden))

    def needed(self) -> frozenset[str]:
        """The parameters that the key is computed from in the end; derived ones are followed to what they rest on."""
        with suppress(ExpressionError):
            wanted = set(compile_expression(expression_of(self.template, self.law) or "0").names)
            seen = self.seen()
            done: set[str] = set()
            while open_ends := wanted - done:
                for name in open_ends:
                    done.add(name)
                    wanted |= self.rests_on(name) if name not in seen else set()
            return frozenset(n for n in done if n in self.template.parameters and not self.rests_on(n))
        return frozenset()

    def rests_on(self, name: str) -> frozenset[str]:
        given = self.template.inputs.get(name, ())
        parameter = self.template.parameters.get(name)
        exprs = [given] if isinstance(given, str) else list(given)
        exprs += [parameter.expr] if parameter and parameter.expr else []
        return frozenset(found for expr in exprs for found in compile_expression(expr).names)

    def seen(self) -> frozenset[str]:
        return frozenset(placeholders(self.template.stem))

    # Units

    def units(self) -> Iterator[Finding]:
        known: dict[str, Any] = {}
        for name in in_order(self.template.parameters):
            parameter = self.template.parameters[name]
            if parameter.is_words:
                continue
            try:
                known[name] = parse_units(parameter.unit)
            except UnitError as problem:
                yield self.finding("T114", f"parameters.{name}.unit", reason=problem)
                known[name] = None
            if parameter.expr is not None:
                yield from self.comes_out(f"parameters.{name}.expr", parameter.expr, known, known[name])
            yield from self.as_published(name, parameter, known[name])
        for name, wanted in self.template.inputs.items():
            known[name] = (
                [self.unit_of(e, known) for e in wanted] if isinstance(wanted, tuple) else self.unit_of(wanted, known)
            )
        try:
            result = parse_units(self.template.unit)
        except UnitError as problem:
            yield self.finding("T114", "unit", reason=problem)
            return
        yield from self.comes_out("unit", expression_of(self.template, self.law), known, result)

    def unit_of(self, expr: str, known: Mapping[str, Any]) -> Units:
        with suppress(UnitClashError):
            return outcome(expr, known)
        return None

    def comes_out(self, field: str, expr: str, known: Mapping[str, Any], wanted: Units) -> Iterator[Finding]:
        constants = self.law.constants if self.law and field == "unit" else {}
        if reason := disagreement(expr, known, wanted, constants):
            yield self.finding("T115", field, expr=expr, reason=reason)

    def as_published(self, name: str, parameter: Parameter, units: Units) -> Iterator[Finding]:
        """A figure keeps the unit it was published in."""
        for key in self.figures.get(name, ()):
            figure = self.references.figure(key)
            if figure is None or figure.unit is None or units is None:
                continue
            with suppress(UnitError):
                if not parse_units(figure.unit) & units:
                    yield self.finding(
                        "T116", f"parameters.{name}.unit", key=key, theirs=figure.unit, ours=parameter.unit
                    )
                    return

    # Sizes

    def ranges(self) -> Iterator[Finding]:
        """Parameters within what the formula calls usual; only where the symbol has the parameter's own unit."""
        for symbol, about in (self.law.symbols if self.law else {}).items():
            parameter = self.template.parameters.get(symbol)
            bounds = about.get("range")
            if parameter is None or not bounds or not _same_unit(about.get("unit", ""), parameter.unit):
                continue
            values = _extremes(parameter)
            if values and (values[0] < Decimal(str(bounds[0])) or values[1] > Decimal(str(bounds[1]))):
                low, high = (f"{value:f}" for value in values)
                yield self.finding(
                    "T117",
                    f"parameters.{symbol}",
                    Severity.WARNING,
                    name=about["name"],
                    low=low,
                    high=high,
                    usual=bounds,
                )


def _same_unit(one: str, other: str) -> bool:
    with suppress(UnitError):
        return bool(parse_units(one) & parse_units(other))
    return False


def _extremes(parameter: Parameter) -> tuple[Decimal, Decimal] | None:
    if parameter.range is not None:
        return parameter.range
    numbers = [choice for choice in parameter.choices or () if isinstance(choice, Decimal)]
    return (min(numbers), max(numbers)) if numbers else None
