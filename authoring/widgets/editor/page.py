"""One question's part of the form: its fields and lists by their paths, and what questions of all types have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from authoring.questions import Cognitive, Level, QuestionType
from authoring.texts import catalogue, say
from authoring.widgets.editor.entries import at
from authoring.widgets.editor.form import Choice, Entry, Field, FieldKind, Group
from authoring.widgets.editor.fresh import LISTS, Sheet
from authoring.widgets.editor.offer import Offer

__all__ = ["LINE", "MARKUP", "NUMBER", "Filled", "Page"]

LINE, MARKUP, NUMBER = FieldKind.LINE, FieldKind.MARKUP, FieldKind.NUMBER
_LISTED = (FieldKind.POINTS, FieldKind.SOURCES)


class Page:
    """One question's part of the form: the whole, or a case's child at `prefix`, such as `children.2.`."""

    def __init__(self, sheet: Sheet, prefix: str, offer: Offer) -> None:
        self.sheet = sheet
        self.prefix = prefix
        self.offer = offer
        self.kind = QuestionType(sheet["type"])

    def field(self, name: str, kind: FieldKind, value: Any = None, **more: Any) -> Field:
        """A field by its path within the question; `value` where it does not stand there as it is."""
        if value is None:
            value = at(self.sheet, name)
        if value is None:
            value = [] if kind in _LISTED else ""
        last = name.rpartition(".")[2]
        told = {"label": _word(last), "hint": _hint(last)} | {key: entry for key, entry in more.items() if entry != ""}
        return Field(path=f"{self.prefix}{name}", kind=kind, value=value, **told)

    def named(self, name: str, values: Iterable[StrEnum], table: str) -> Field:
        """One of an enum's values, by their Chinese names."""
        choices = tuple(Choice(value=value.value, label=say(f"{table}.{value}")) for value in values)
        return self.field(name, FieldKind.CHOICE, choices=choices)

    def group(self, name: str, *fields: Field, title: str = "", add: tuple[Choice, ...] = ()) -> Group:
        """Fields under a title."""
        return Group(path=f"{self.prefix}{name}", title=title or say(f"editor.group.{name}"), fields=fields, add=add)

    def listed(self, path: str, filled: Filled, add: tuple[Choice, ...] | None = None) -> Group:
        """A list of entries; `filled` gives the title and the fields of the entry at a path and place."""
        name = path.rpartition(".")[2]
        listing, count = LISTS[name], len(at(self.sheet, path))
        entries = []
        for place in range(count):
            title, fields = filled(self, f"{path}.{place}", place)
            own = f"{self.prefix}{path}.{place}"
            entries.append(Entry(path=own, title=title, fields=fields, removable=count > listing.least))
        if add is None:
            add = (Choice(value="", label=say(f"editor.add.{name}", number=count + 1)),)
        return Group(
            path=f"{self.prefix}{path}",
            title=say(f"editor.group.{name}"),
            entries=tuple(entries),
            add=add if count < listing.most else (),
        )

    def explanation(self) -> Group:
        """Why the key is right, and what it rests on."""
        sources = self.offer.sources(self.sheet["sources"] or ())
        return self.group(
            "explanation",
            self.field("rationale", MARKUP, rows=3),
            self.field("sources", FieldKind.SOURCES, choices=sources, hint=self._shared()),
        )

    def attributes(self) -> Group:
        """What the question is examined for, and what it is worth."""
        points = self.offer.points(self.sheet["knowledge_points"] or ())
        level = () if self.sheet["level"] is None else (self.named("level", Level, "label.level"),)
        sized = () if self.kind is QuestionType.CASE else (self.field("marks", NUMBER), self.field("seconds", NUMBER))
        grades = tuple(Choice(value=grade, label=say(f"editor.difficulty.{grade}")) for grade in "12345")
        return self.group(
            "attributes",
            self.field("knowledge_points", FieldKind.POINTS, choices=points, hint=self._shared()),
            *level,
            self.named("cognitive", Cognitive, "label.cognitive"),
            self.field("difficulty", FieldKind.CHOICE, choices=grades),
            *sized,
        )

    def _shared(self) -> str:
        return say("editor.hint.shared") if self.prefix else ""

    def computing(self) -> tuple[Group, ...]:
        """The calculation behind the key; what can be added to its `outcome` is the computed result."""
        if "calculation" not in self.sheet:
            return ()
        calculation = self.sheet["calculation"]
        tick = self.field("calculation", FieldKind.TRUTH, calculation is not None)
        if calculation is None:
            return (self.group("computing", tick),)
        found = self.offer.computed(self.sheet)
        expression = () if calculation["formula"] and not calculation["expr"] else ("calculation.expr",)
        formula = self.field("calculation.formula", FieldKind.CHOICE, choices=self.offer.formulas)
        hint = say("editor.hint.computed", value=found) if found else ""
        outcome = self.field("calculation.decimals", NUMBER), self.field("calculation.result", NUMBER, hint=hint)
        return (
            self.group("computing", tick, formula, *(self.field(name, LINE) for name in expression)),
            self.listed("calculation.inputs", _input),
            self.group("outcome", *outcome, add=self._taking(found)),
        )

    def _taking(self, found: str) -> tuple[Choice, ...]:
        """The computed result, wherever it does not stand yet."""
        places = {"result": self.sheet["calculation"]["result"]}
        if self.kind is QuestionType.NUMERIC:
            places["value"] = self.sheet["value"]
        wanted = [name for name, value in places.items() if found and value != found]
        return tuple(Choice(value=name, label=say(f"editor.take.{name}", value=found)) for name in wanted)


Filled = Callable[[Page, str, int], tuple[str, tuple[Field, ...]]]


def _input(page: Page, path: str, place: int) -> tuple[str, tuple[Field, ...]]:
    calculation = page.sheet["calculation"]
    meaning = page.offer.symbol(calculation["formula"], calculation["inputs"][place]["name"])
    words = {"label": meaning or say("editor.field.input"), "hint": say("editor.hint.input")}
    return str(place + 1), (page.field(f"{path}.name", LINE), page.field(f"{path}.value", LINE, **words))


def _word(name: str) -> str:
    """A field's label: a word of our own, or the one that the history uses."""
    own = f"editor.field.{name}"
    return say(own) if own in catalogue() else say(f"history.field.{name}")


def _hint(name: str) -> str:
    known = f"editor.hint.{name}"
    return say(known) if known in catalogue() else ""
