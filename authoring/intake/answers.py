"""Answers that candidates write: amounts with units, and the accepted wordings of blanks."""

import re
from decimal import Decimal
from unicodedata import normalize

from authoring.intake.notation import plain_number
from authoring.records import Record

__all__ = ["Amount", "BlankNotation", "amount_of", "blank_answers"]

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"[^\d\s.,~±+;:=-][^\s,。;或和]{0,19}"
_RANGE = re.compile(rf"({_NUMBER})\s*[-~—–至]\s*({_NUMBER})\s*({_UNIT})?")
_AMOUNT = re.compile(rf"(?:约|≈)?\s*({_NUMBER})(?:\s*±\s*({_NUMBER}))?\s*({_UNIT})?")
_ORDINALS = re.compile(
    r"^\s*(?:\[(\d+)\]|[（(](\d+)[)）]|([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])|第?(\d+)空[.、:：]?)\s*",
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Amount(Record):
    """A numeric answer."""

    value: int | float
    unit: str = ""
    reach: int | float | None = None
    """Absolute tolerance, where the source says one."""


def amount_of(value: object) -> Amount | None:
    """`12.5`, `12,000 t`, `12.5±0.1 t`; a range such as `1-9` is its middle with half its width."""
    if isinstance(value, bool):
        return None
    text = normalize("NFKC", str(value)).replace("−", "-").strip().strip("。")
    if found := _RANGE.fullmatch(text):
        low, high = _decimal(found[1]), _decimal(found[2])
        if low >= high:
            return None
        return Amount(
            value=plain_number((low + high) / 2), unit=_unit(value, found[3]), reach=plain_number((high - low) / 2)
        )
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    reach = plain_number(_decimal(found[2])) if found[2] else None
    return Amount(value=plain_number(_decimal(found[1])), unit=_unit(value, found[3]), reach=reach)


def _unit(value: object, unit: str | None) -> str:
    """The unit as its author wrote it: NFKC would make `tCO2` of `tCO₂`."""
    return str(value).strip().strip("。")[-len(unit) :].strip() if unit else ""


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


class BlankNotation(Record):
    """What separates blanks, and what separates the wordings of one blank: sources differ, so people are asked."""

    blanks: str = "|"
    wordings: str = ";"


def blank_answers(answer: str, count: int, notation: BlankNotation | None = None) -> tuple[tuple[str, ...], ...] | None:
    """The accepted wordings of each of `count` blanks, or None where the answer can be read in several ways.

    Numbered answers (`（1）… （2）…`, `①…②…`) and one answer a line need no asking. Without `notation`, `;` and `|`
    separate only where the number of blanks leaves one reading; 、，； belong to the text.
    """
    text = answer.strip()
    if not text or count < 1:
        return None
    if notation is not None:
        return _divided(text, count, notation)
    numbered = _numbered(text)
    if numbered is not None:
        return tuple((part,) for part in numbered) if len(numbered) == count and all(numbered) else None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if count > 1 and len(lines) == count and not re.search(r"[|;]", text):
        return tuple((line,) for line in lines)
    if count == 1 and ";" not in text and "|" not in text:
        return ((text,),)
    both = (BlankNotation(), BlankNotation(blanks=";", wordings="|"))
    readings = {reading for way in both if (reading := _divided(text, count, way))} if count > 1 else set()
    if count == 1 and ";" not in text:
        readings = (
            {(tuple(part.strip() for part in text.split("|")),)} if all(map(str.strip, text.split("|"))) else set()
        )
    return readings.pop() if len(readings) == 1 else None


def _divided(text: str, count: int, notation: BlankNotation) -> tuple[tuple[str, ...], ...] | None:
    blanks = text.split(notation.blanks)
    found = tuple(tuple(part.strip() for part in blank.split(notation.wordings)) for blank in blanks)
    return found if len(found) == count and all(all(blank) for blank in found) else None


def _numbered(text: str) -> list[str] | None:
    """The parts of `（1）甲 （2）乙`, in order, or None where it is not numbered."""
    if not _ORDINALS.match(text):
        return None
    parts: list[str] = []
    rest = text
    for number in range(1, 21):
        found = _ORDINALS.match(rest)
        if found is None or _ordinal(found) != number:
            return None
        rest = rest[found.end() :]
        following = re.search(
            rf"[;；,，、\s]*(?:\[{number + 1}\]|[（(]{number + 1}[)）]|{_sign(number + 1)}|第?{number + 1}空)", rest
        )
        if following is None:
            return [*parts, rest.strip().rstrip(";；")]
        parts.append(rest[: following.start()].strip().rstrip(";；"))
        rest = rest[following.start() :].lstrip(";；,，、 \t\n")
    return None


def _ordinal(found: re.Match[str]) -> int:
    return _CIRCLED.index(found[3]) + 1 if found[3] else int(found[1] or found[2] or found[4])


def _sign(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else "(?!)"
