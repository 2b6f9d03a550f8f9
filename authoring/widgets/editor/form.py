"""What the editor shows: fields, lists of entries and findings, as plain records that the view draws as they are.

The model (`editing.py`) makes a `Form` from the draft; the view (`editor.py`, `editor.js`) knows no question type.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from authoring.findings import Finding
from authoring.records import Record

__all__ = ["Choice", "Entry", "Field", "FieldKind", "Form", "Group"]


class FieldKind(StrEnum):
    LINE = "line"
    """One line of plain text; the value is text."""
    MARKUP = "markup"
    """Text with markup and a toolbar; the value is text."""
    NUMBER = "number"
    """The value is the text as typed, so that nothing typed is lost."""
    TRUTH = "truth"
    """A tick; the value is true or false."""
    CHOICE = "choice"
    """One of `choices`; the value is the choice's value, or empty."""
    CHOICES = "choices"
    """Any of `choices`; the value is a list."""
    ORDER = "order"
    """All of `choices` in the order that the value, a list, gives."""
    POINTS = "points"
    """Knowledge points, the main one first; the value is a list of codes."""
    SOURCES = "sources"
    """Keys of the bank's references; the value is a list."""
    WORDS = "words"
    """Short texts, such as tags or accepted wordings; the value is a list."""


class Choice(Record):
    value: str
    label: str


class Field(Record):
    """One thing that the author fills in."""

    path: str
    """Where it stands in the question, such as `options.1.text`; findings name the same paths."""
    kind: FieldKind
    label: str
    value: Any = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    """Shown while it is empty."""
    rows: int = 1
    """Height of a markup field in lines."""
    findings: tuple[Finding, ...] = ()


class Entry(Record):
    """One of a list: an option, a blank, a rubric point, a question of a case."""

    path: str
    """Such as `options.1`."""
    title: str
    """Such as `B`."""
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = ()
    """Lists within it: a case's question has options of its own."""
    findings: tuple[Finding, ...] = ()
    removable: bool = True


class Group(Record):
    """Fields that belong together, or a list of entries."""

    path: str
    """Of a list, such as `options`; otherwise a name of its own."""
    title: str
    fields: tuple[Field, ...] = ()
    entries: tuple[Entry, ...] = ()
    add: tuple[Choice, ...] = ()
    """What can be added at the end, a button for each (a case's list has one for each type); none for a fixed list."""
    findings: tuple[Finding, ...] = ()


class Form(Record):
    """Everything that stands on the form at one moment."""

    title: str
    """Such as `DC-D03-014 单选题 草稿`."""
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...] = ()
    """Those that belong to none of the fields."""
    can_undo: bool = False
    can_redo: bool = False
    changed: bool = False
    """Whether something stands here that the bank does not have yet."""
