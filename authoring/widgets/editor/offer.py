"""What the form offers to choose from: knowledge points, references and formulas of the bank by their names, and what
a calculation gives."""

from collections.abc import Iterable
from functools import cached_property

from pydantic import ValidationError

from authoring.bank import Bank
from authoring.checks.calculation import recompute
from authoring.questions import Calculation
from authoring.texts import say
from authoring.widgets.editor.form import Choice
from authoring.widgets.editor.fresh import Sheet
from authoring.widgets.editor.plain import plain_of

__all__ = ["Offer"]


class Offer:
    """What the bank offers to choose from."""

    def __init__(self, bank: Bank) -> None:
        self.references = bank.references
        self._points = bank.syllabus.points

    def points(self, codes: Iterable[str]) -> tuple[Choice, ...]:
        """Knowledge points with their names."""
        return tuple(Choice(value=code, label=_named(code, self._point(code))) for code in codes)

    def _point(self, code: str) -> str:
        return self._points[code].name if code in self._points else ""

    def sources(self, keys: Iterable[str]) -> tuple[Choice, ...]:
        """References with their titles."""
        return tuple(Choice(value=key, label=_named(key, self._source(key))) for key in keys)

    def _source(self, key: str) -> str:
        found = self.references.resolve(key)
        return found.title if found and found.title != key else ""

    def symbol(self, formula: str, name: str) -> str:
        """What a symbol of a formula means, with its unit; empty for an unknown one."""
        known = self.references.formulas[formula].symbols if formula in self.references.formulas else {}
        entry = known.get(name)
        if not isinstance(entry, dict) or "name" not in entry:
            return ""
        unit = str(entry.get("unit", "1"))
        return str(entry["name"]) if unit == "1" else say("editor.symbol", name=entry["name"], unit=unit)

    def computed(self, sheet: Sheet) -> str:
        """What the sheet's calculation gives, rounded as it says; empty while it gives nothing."""
        if not sheet.get("calculation"):
            return ""
        try:
            known = Calculation.model_validate(plain_of(sheet)["calculation"] | {"result": 0})
        except ValidationError:
            return ""
        value = recompute(known, self.references).value
        return "" if value is None else f"{value:f}"

    @cached_property
    def formulas(self) -> tuple[Choice, ...]:
        own = Choice(value="", label=say("editor.own_expression"))
        known = self.references.formulas.values()
        return (own, *(Choice(value=formula.key, label=_named(formula.key, formula.name)) for formula in known))


def _named(code: str, name: str) -> str:
    return f"{code} {name}".strip()
