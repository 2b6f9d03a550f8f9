"""Repairs of damaged texts that an author takes by a click: `CO?e` → `CO₂e`, `（O）` → an empty place.

A suggestion is about one quote and holds for every text of a question that candidates or markers read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from authoring.intake.damage import LOST, PLAIN, ROUND_LETTER, repaired
from authoring.records import Record

__all__ = ["SUGGESTED", "Suggestion", "accepted", "suggestions"]

_SEALED = re.compile(r"(\$[^$]*\$|!\[[^\]]*\]\([^)]*\)|`[^`]*`)")
"""Formulas, pictures and code: nothing is replaced in them."""
_TEXTS = frozenset(("stem", "text", "rationale", "mistake", "model_answer"))
_EMPTY_PLACE = "（　　）"
_AREA = re.compile(r"[kcm]?m[?？\ufffd]")
_UNIT = re.compile(r"(?:[kMG]?t|kg|g)(?=[A-Z])")
"""Before a formula: `tCO?e` has the same damage as `CO?e`."""


class Suggestion(Record):
    code: str
    """Of the finding that tells the damage."""
    quote: str
    put: str


def _for_lost(quote: str) -> tuple[str, ...]:
    """An area and a volume look the same without their exponent."""
    return (f"{quote[:-1]}²", f"{quote[:-1]}³") if _AREA.fullmatch(quote) else (repaired(quote),)


_KINDS: Mapping[str, tuple[re.Pattern[str], Callable[[str], tuple[str, ...]]]] = {
    "I331": (LOST, _for_lost),
    "I332": (PLAIN, lambda quote: (repaired(quote),)),
    "I333": (ROUND_LETTER, lambda _: (_EMPTY_PLACE,)),
}
SUGGESTED = frozenset(_KINDS)
"""Codes of findings that a suggestion can settle."""


def suggestions(plain: Mapping[str, Any]) -> list[Suggestion]:
    """What can be repaired in a question, in the order of its texts; each quote once with each repair."""
    found = (
        Suggestion(code=code, quote=quote, put=put)
        for text in _texts(plain)
        for segment in _SEALED.split(text)[::2]
        for code, (pattern, puts) in _KINDS.items()
        for quote in map(_quote, pattern.finditer(segment))
        for put in puts(quote)
        if put != quote
    )
    return list(dict.fromkeys(found))


def accepted(plain: Mapping[str, Any], suggestion: Suggestion) -> dict[str, Any]:
    """The question with the quote replaced wherever it is damage."""
    pattern, _ = _KINDS[suggestion.code]

    def put(match: re.Match[str]) -> str:
        same = _quote(match) == suggestion.quote
        return match.group().replace(suggestion.quote, suggestion.put) if same else match.group()

    def repair(text: str) -> str:
        parts = _SEALED.split(text)
        parts[::2] = [pattern.sub(put, part) for part in parts[::2]]
        return "".join(parts)

    changed: dict[str, Any] = _replaced(plain, repair)
    return changed


def _quote(match: re.Match[str]) -> str:
    return _UNIT.sub("", match.group().strip(), count=1)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name in _TEXTS:
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, name)


def _replaced(value: Any, repair: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, str):
        return repair(value) if name in _TEXTS else value
    if isinstance(value, Mapping):
        return {key: _replaced(inner, repair, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(inner, repair, name) for inner in value]
    return value
