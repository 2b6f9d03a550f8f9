"""Cells of a blueprint's workbook: what they mean for a field, and a finding where they mean nothing."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from authoring.findings import Finding, Place
from authoring.papers.faults import wrong
from authoring.papers.wording import listing
from authoring.papers.workbook_words import CHOICES, LISTS, choice_words
from authoring.texts import say

__all__ = ["Reading", "cell_text", "letters", "near_text"]

NUMBERS = frozenset(
    {
        *("format", "minutes", "forms", "count", "difficulty", "target", "marks", "pass_marks", "overlap"),
        *("option_marks", "marks_each", "at_least", "at_most", "ability"),
        *("anchors", "most_forms", "rest", "most_uses", "alike", "spread", "key_share"),
    }
)
_COMMAS = re.compile(r"[、,，;；\n]+")


class Reading:
    """One workbook being read: its plain data, where each field stands, and what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[str, Place] = {}
        self.findings: list[Finding] = []

    def place(self, sheet_name: str, row: int, at: int | None = None) -> Place:
        """Row and column counted from 0, as they are read."""
        return Place(file=self.file, sheet=sheet_name, row=row + 1, column=None if at is None else letters(at))

    def value(self, field: str, cell: Any, place: Place) -> Any:
        """What a cell means for a field; None for an empty cell and for one that means nothing."""
        if isinstance(cell, str):
            cell = cell.strip()
        if cell in ("", None):
            return None
        if field in LISTS:
            values = [self._one(field, part, place) for part in _split(cell)]
            return [value for value in values if value is not None]
        return self._one(field, cell, place)

    def _one(self, field: str, cell: Any, place: Place) -> Any:
        if field in CHOICES:
            return self._choice(choice_words(field), cell, place)
        if field in NUMBERS:
            return self._number(cell, place)
        return cell_text(cell)

    def _choice(self, words: dict[str, Any], cell: Any, place: Place) -> Any:
        word = cell_text(cell)
        if word in words:
            return words[word]
        if cell in words.values():
            return cell
        near = get_close_matches(word, words, n=1, cutoff=0.4)
        self.findings.append(wrong("P134", place, value=word, near=near_text(near), known=listing(words)))
        return None

    def _number(self, cell: Any, place: Place) -> Any:
        try:
            value = float(cell)
        except (TypeError, ValueError):
            self.findings.append(wrong("P135", place, value=cell_text(cell)))
            return None
        return int(value) if value.is_integer() else value


def _split(cell: Any) -> list[Any]:
    return [part for entry in _COMMAS.split(cell) if (part := entry.strip())] if isinstance(cell, str) else [cell]


def cell_text(cell: Any) -> str:
    """A cell as text: Excel's 7.0 is 7."""
    return (
        "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    )


def near_text(found: Iterable[str]) -> str:
    return "".join(say("papers.near", name=name) for name in found)


def letters(at: int) -> str:
    """The letters of a column counted from 0: `A`, `Z`, `AA`."""
    first, last = divmod(at, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)
