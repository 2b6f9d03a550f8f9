"""Damaged texts: `????`, `CO?e`, `CO2e` for CO₂e, a blank read as the letter O, half-converted signs, wrong decoding.

Damage is told and a repair offered, never made. What can be repaired by a click is in `suggestions.py`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from authoring.findings import Finding, Place
from authoring.intake.losses import loss
from authoring.texts import tree

__all__ = ["LOST", "PLAIN", "ROUND_LETTER", "damage", "repaired"]

LOST = re.compile(
    r"(?<![A-Za-z])(?:[kMG]?t|kg|g)?(?:CO|CH|SF|NF|SO|H|N|O)[?？\ufffd](?:e|O)?(?![A-Za-z])|(?<=\d)\s?[kcm]?m[?？\ufffd](?![A-Za-z])"
)
PLAIN = re.compile(r"(?<![A-Za-z])(?:[kMG]?t|kg|g)?(?:CO2e?|CH4|N2O|SF6|NF3|H2O)(?![A-Za-z0-9~])")
ROUND_LETTER = re.compile(r"[（(]\s*[OoＯ0〇○]\s*[)）]")
_DECODED = re.compile("\ufffd+|锟斤拷|烫烫烫|ï»¿|â‚‚|Ã[\x80-\xbf]")
_ERASED = re.compile(r"\?(?:\s?\?){3,}")
"""Chinese that became question marks: a text saved in an encoding that has no Chinese."""
_FORMULA = re.compile(r"(CO|CH|SF|NF|SO|H|N)(?:[?？\ufffd]|[2346])(e|O)?")
_INDEX = {"CO": "₂", "CH": "₄", "SF": "₆", "NF": "₃", "SO": "₂", "H": "₂", "N": "₂"}
_MOST = 5


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{tree('intake', 'notation')['traditional']}]")


def damage(text: str, where: Place) -> Iterator[Finding]:
    """What looks damaged in the text of one question, one finding for each kind."""
    if _ERASED.search(text):
        yield loss("I345", where, quote=text)
    if quotes := _quotes(LOST, text):
        yield loss("I331", where, quote="、".join(quotes), repair="、".join(map(repaired, quotes)))
    elif quotes := _quotes(_DECODED, text):
        yield loss("I335", where, quote=_around(_DECODED, text))
    if quotes := _quotes(PLAIN, text):
        yield loss("I332", where, quote="、".join(quotes), repair="、".join(map(repaired, quotes)))
    if ROUND_LETTER.search(text):
        yield loss("I333", where, quote=_around(ROUND_LETTER, text))
    if quotes := _quotes(_traditional(), text):
        yield loss("I334", where, quote="、".join(quotes))


def _quotes(pattern: re.Pattern[str], text: str) -> list[str]:
    """Each different place, a few at most."""
    return list(dict.fromkeys(found.group().strip() for found in pattern.finditer(text)))[:_MOST]


def _around(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return text[max(found.start() - 10, 0) : found.end() + 10] if found else ""


def repaired(quote: str) -> str:
    """A chemical formula with its subscript, an area with its exponent."""
    if quote[-1] in "?？\ufffd" and quote[-2] == "m" and not _FORMULA.search(quote):
        return f"{quote[:-1]}²"
    return _FORMULA.sub(lambda found: found[1] + _INDEX[found[1]] + (found[2] or ""), quote)
