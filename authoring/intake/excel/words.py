"""Words above columns: what authors write there, normalised, and the field each one means.

Fields with a place: `option.A` (an option's text), `right.A` (whether it is right), `blank.1` (a blank's answer).
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import normalize

from pydantic import Field

from authoring.intake.notation import LETTERS, folded
from authoring.records import Record
from authoring.texts import say, tree

__all__ = ["FIELDS", "Columns", "bare", "field_of", "guess_columns", "title"]

_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|[*:。]")
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}
_PLACE = r"(?P<place>[a-z]|\d{1,2}|[一二三四五六七八九十])"
_OPTION_WORD = r"(?:选项|备选项|备选答案|答案选项|候选项|候选答案|option|choice)"
_OPTION = re.compile(
    rf"(?:{_OPTION_WORD}[-_]?{_PLACE}|(?P<front>[a-z])(?:{_OPTION_WORD}|项)?|答案(?P<answer>[a-z])|试题选项(?P<named>[a-z]))"
)
_RIGHT = re.compile(rf"{_OPTION_WORD}?{_PLACE}(?:是否(?:为)?(?:正确|答案)(?:答案|选项)?|正确与否|是否对)")
_BLANK = re.compile(
    r"(?:第?(?P<place>\d{1,2}|[一二三四五六七八九十])空|空格?(?P<behind>\d{1,2}|[一二三四五六七八九十]))(?:的?答案)?"
)


class Columns(Record):
    """What the words of a header mean, column by column."""

    guessed: tuple[str | None, ...]
    """Field of each column; None where the word is empty or unknown, or another column holds the field."""
    unknown: tuple[int, ...] = ()
    """Columns, counted from 0, whose word means nothing known."""
    doubled: dict[int, int] = Field(default_factory=dict)
    """Columns that mean the same field as another one, which is read."""
    candidates: dict[int, tuple[str, ...]] = Field(default_factory=dict)
    """Fields that an unknown column may be, the likeliest first."""


def bare(word: object) -> str:
    """A header's word as words are compared: NFKC, lower case, no `*`, no notes in brackets, no blanks."""
    return _NOTE.sub("", folded("" if word is None else word)).strip("-_")


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, int]]:
    """Normalised word → field and how good a word for it this is (0 is best)."""
    found: dict[str, tuple[str, int]] = {}
    for field, words in tree("intake_excel", "header").items():
        for rank, word in enumerate(words if isinstance(words, list) else ()):
            found.setdefault(bare(word), (field, rank))
    return found


FIELDS = tuple(tree("intake_excel", "header"))
"""Fields of a table, those with a place left out."""


def field_of(word: object) -> str | None:
    """The field that a header's word means."""
    text = bare(word)
    if text in _aliases():
        return _aliases()[text][0]
    if found := _RIGHT.fullmatch(text):
        return _lettered("right", found["place"])
    if found := _OPTION.fullmatch(text):
        return _lettered("option", found["place"] or found["front"] or found["answer"] or found["named"])
    if found := _BLANK.fullmatch(text):
        place = found["place"] or found["behind"]
        return f"blank.{_DIGITS.get(place) or int(place)}"
    return None


def _lettered(kind: str, place: str) -> str | None:
    number = _DIGITS.get(place) or (int(place) if place.isdigit() else ord(place) - ord("a") + 1)
    return f"{kind}.{LETTERS[number - 1] if number <= len(LETTERS) else number}" if number > 0 else None


def title(field: str) -> str:
    """The word that our own tables write above a field."""
    kind, _, place = field.partition(".")
    if place:
        return say(f"intake_excel.pattern.{kind}", letter=place, number=place)
    return str(next(iter(tree("intake_excel", "header")[field])))  # type: ignore[call-overload]


def guess_columns(header: Sequence[object]) -> Columns:
    """What the words of a header mean. A guess is made from known words only; what is like them is a candidate."""
    fields = [field_of(word) for word in header]
    best: dict[str, int] = {}
    for at, field in enumerate(fields):
        if field is not None and (field not in best or _rank(header[at]) < _rank(header[best[field]])):
            best[field] = at
    guessed = tuple(field if field and best[field] == at else None for at, field in enumerate(fields))
    unknown = tuple(at for at, word in enumerate(header) if bare(word) and fields[at] is None)
    return Columns(
        guessed=guessed,
        unknown=unknown,
        doubled={at: best[field] for at, field in enumerate(fields) if field and best[field] != at},
        candidates={at: _candidates(header[at]) for at in unknown},
    )


def _rank(word: object) -> int:
    return _aliases().get(bare(word), ("", 0))[1]


def _candidates(word: object) -> tuple[str, ...]:
    text = bare(normalize("NFKC", str(word)))
    held = [known for known in _aliases() if len(known) > 1 and known in text]
    held.sort(key=len, reverse=True)
    near = get_close_matches(text, list(_aliases()), n=5, cutoff=0.5)
    return tuple(dict.fromkeys(_aliases()[known][0] for known in (*held, *near)))[:3]
