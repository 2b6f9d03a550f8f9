"""What a cell of a two-way table counts: `3`, `6分`, `15%`, `3/6`; and what means nothing."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from authoring.findings import Finding, Place
from authoring.intake.notation import absent
from authoring.papers.two_way.faults import wrong
from authoring.papers.workbook_cells import cell_text

__all__ = ["Quantity", "quantity"]

_NUMBER = r"[-−]?\d{1,9}(?:\.\d{1,6})?"
_ONE = re.compile(rf"({_NUMBER})\s*(题|道|个|小题|分|%)?")
_PAIR = re.compile(rf"({_NUMBER})\s*(?:题|道|小题)?\s*[/|(,，、;]?\s*({_NUMBER})\s*分?\s*\)?")
_SEPARATED = re.compile(r"[/|(,，、;]|题|道")
_UNITS = {"题": "count", "道": "count", "个": "count", "小题": "count", "分": "marks", "%": "share"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number, or questions and marks."""

    numbers: tuple[Decimal, ...]
    measure: str = ""
    """What the cell itself says that it counts: `count`, `marks`, `share`, `pair`; empty for a bare number."""


def quantity(value: Any, place: Place) -> tuple[Quantity | None, Finding | None]:
    """What the cell counts, None for an empty one; a cell that means nothing is a finding."""
    if isinstance(value, datetime | date):
        guess = f"{value.month}/{value.day}"
        return None, wrong("P156", place, value=cell_text(value).removesuffix(" 00:00:00"), guess=guess)
    if isinstance(value, bool | time | timedelta):
        return None, wrong("P154", place, value=cell_text(value))
    if isinstance(value, int | float):
        return _counted((Decimal(format(value, ".12g")),), "", value, place)
    if absent(value):
        return None, None
    text = normalize("NFKC", str(value)).strip()
    if found := _ONE.fullmatch(text):
        return _counted((_decimal(found[1]),), _UNITS.get(found[2] or "", ""), value, place)
    pair = _PAIR.fullmatch(text)
    if pair and _SEPARATED.search(text):
        return _counted((_decimal(pair[1]), _decimal(pair[2])), "pair", value, place)
    return None, wrong("P154", place, value=cell_text(value))


def _counted(
    numbers: tuple[Decimal, ...], measure: str, value: Any, place: Place
) -> tuple[Quantity | None, Finding | None]:
    if any(number < 0 for number in numbers):
        return None, wrong("P155", place, value=cell_text(value))
    return Quantity(numbers, measure), None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))
