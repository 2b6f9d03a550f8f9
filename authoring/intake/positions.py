"""Where questions and options begin: `1.` `（1）` `第1题`, `A.` `（A）`, one a line or glued together."""

import re
from dataclasses import dataclass
from functools import lru_cache

from authoring.intake.notation import LETTERS

__all__ = ["EMPTY_PLACE", "OptionMark", "QuestionMark", "inside_number", "leading_number", "option_marks"]

_LEADING = re.compile(
    r"\s*(?:第\s*(?P<named>\d{1,4})\s*题\s*[.、．:：]?"
    r"|【\s*(?P<square>\d{1,4})\s*】|\[\s*(?P<bracket>\d{1,4})\s*\]"
    r"|[（(]\s*(?P<round>\d{1,4})\s*[)）]"
    r"|(?P<dot>\d{1,4})\s*(?:[、．:：]|\.(?!\d)|\.(?=\d{4}年))(?!\d+\s*$)"
    r"|(?P<half>\d{1,4})\s*[)）])\s*"
)
EMPTY_PLACE = re.compile(r"[（(][\s_]*[)）]|_{2,}|[（(]\s*[√×✓✗A-Z]{1,8}\s*[)）]")
"""Where a candidate writes: `（ ）`, `____`, or the answer that stands there."""
_OPTION = r"[（(]\s*{letter}\s*[)）]\s*[.、．:：]?|{letter}\s*[.、．:：)）]"


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """The number before a question."""

    number: int
    style: str
    """Numbers of one style count together: `1.` and `1、` do, `（1）` is another."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OptionMark:
    """The letter before an option."""

    letter: str
    start: int
    end: int
    """Where its text begins."""


def leading_number(text: str) -> QuestionMark | None:
    """The question number at the beginning of a line."""
    found = _LEADING.match(text)
    if found is None or found.lastgroup is None:
        return None
    style = "square" if found.lastgroup == "bracket" else found.lastgroup
    return QuestionMark(int(found[found.lastgroup]), style, found.start(), found.end())


@lru_cache(maxsize=4096)
def _inside(number: int, style: str) -> re.Pattern[str]:
    return re.compile(
        {
            "named": rf"第\s*{number}\s*题\s*[.、．:：]?\s*",
            "square": rf"[【\[]\s*{number}\s*[】\]]\s*",
            "round": rf"[（(]\s*{number}\s*[)）]\s*",
            "half": rf"(?<![\d.])0?{number}\s*[)）]\s*",
        }.get(style, rf"(?<![\d.])0?{number}\s*(?:[、．]|\.(?!\d)|\.(?=\d{{4}}年))\s*")
    )


def inside_number(text: str, number: int, style: str, start: int = 0) -> QuestionMark | None:
    """The first place within a text where question `number` may begin."""
    found = _inside(number, style).search(text, start)
    return QuestionMark(number, style, found.start(), found.end()) if found else None


@lru_cache(maxsize=32)
def _mark(letter: str, first: bool) -> re.Pattern[str]:
    """The mark of a letter; only the first one of a line may not touch a Latin letter or digit before it."""
    wide = chr(ord(letter) + 0xFEE0)
    boundary = r"(?<![A-Za-z0-9Ａ-Ｚ])" if first else r"(?<![A-Za-zＡ-Ｚ])"
    return re.compile(boundary + rf"(?:{_OPTION.format(letter=f'[{letter}{wide}]')})\s*")


def option_marks(text: str, expected: int, *, in_stem: bool = False, more_follow: bool = False) -> list[OptionMark]:
    """The options in a line that goes on with the option number `expected` (0 for A).

    A line that begins with the letter is an option, unless it is the beginning of a stem (`in_stem`: `A、B两厂……`).
    Elsewhere A needs a B behind it, or options on the next line (`more_follow`).
    """
    if expected >= len(LETTERS):
        return []
    leading = _mark(LETTERS[expected], True).match(text)
    if leading and not in_stem:
        return _followed(text, [OptionMark(LETTERS[expected], leading.start(), leading.end())])
    return _first_two(text, more_follow) if expected == 0 else []


def _first_two(text: str, more_follow: bool) -> list[OptionMark]:
    """The last A before the first B with a text between them, and what follows."""
    before = [OptionMark("A", found.start(), found.end()) for found in _mark("A", True).finditer(text)]
    if not before:
        return []
    for second in _mark("B", False).finditer(text, before[0].end):
        known = [mark for mark in before if text[mark.end : second.start()].strip()]
        if known and text[second.end() :].strip():
            return _followed(text, [known[-1], OptionMark("B", second.start(), second.end())])
    return before[-1:] if more_follow and text[before[-1].end :].strip() else []


def _followed(text: str, marks: list[OptionMark]) -> list[OptionMark]:
    """The marks and those of the following letters, as far as they come in order; a new A is another question."""
    for letter in LETTERS[LETTERS.index(marks[-1].letter) + 1 :]:
        found = _mark(letter, False).search(text, marks[-1].end)
        between = text[marks[-1].end : found.start()] if found else ""
        if found is None or not between.strip() or _mark("A", False).search(between):
            return marks
        marks.append(OptionMark(letter, found.start(), found.end()))
    return marks
