"""Where questions and options begin: `1.` `（1）` `第1题`, `A.` `（A）`, one a line or glued together."""

import re
from dataclasses import dataclass
from functools import lru_cache

from authoring.intake.notation import LETTERS

__all__ = [
    "EMPTY_PLACE",
    "OptionMark",
    "QuestionMark",
    "bare_marks",
    "counted",
    "inside_number",
    "leading_number",
    "option_marks",
]

_COUNTED = "百千万亿吨克个家年月日时分秒米里度台元种项条人次倍户升平立岁点批套座"
"""What a number counts rather than numbers a question: `2 万吨`."""
_LEADING = re.compile(
    r"\s*(?:第\s*(?P<named>\d{1,4})\s*题\s*[.、．:：]?"
    r"|【\s*(?P<square>\d{1,4})\s*】|\[\s*(?P<bracket>\d{1,4})\s*\]"
    r"|[（(]\s*(?P<round>\d{1,4})\s*[)）]"
    r"|(?P<dot>\d{1,4})\s*(?:[、．:：]|\.(?!\d)|\.(?=(?:19|20)\d\d[年、~～—-]))(?!\d+\s*$)"
    r"|(?P<half>\d{1,4})\s*[)）]"
    rf"|(?P<plain>\d{{1,3}})(?=\s+[\u3400-\u9fff【（(\[])(?!\s+[{_COUNTED}]))\s*"
)
EMPTY_PLACE = re.compile(r"[（(][\s_]*[)）]|_{2,}|[（(]\s*[√×✓✗A-Z]{1,8}\s*[)）]")
"""Where a candidate writes: `（ ）`, `____`, or the answer that stands there."""
_LISTED = re.compile(r"(?<![\d.])(\d{1,2})\s*[.、．)）](?!\d)")
_NEAREST = 3
"""Marks of A before a B that are looked at."""
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
        }.get(style, rf"(?<![\d.])0?{number}\s*(?:[、．]|\.(?!\d)|\.(?=(?:19|20)\d\d(?!\d)))\s*")
    )


def inside_number(text: str, number: int, style: str, start: int = 0) -> QuestionMark | None:
    """The first place within a text where question `number` may begin."""
    found = _inside(number, style).search(text, start)
    return QuestionMark(number, style, found.start(), found.end()) if found else None


_GLUED_OPTION = r"[（(]\s*{letter}\s*[)）]|{letter}\s*[.、．:：]"
_AFTER = {"first": r"(?<![A-Za-z0-9Ａ-Ｚ])", "next": r"(?<![A-Za-zＡ-Ｚ])", "glued": ""}
"""What an option's letter may not touch: `A、2B、3C、` has lost its blanks, `36亿kWB、` even more so."""


@lru_cache(maxsize=96)
def _mark(letter: str, after: str) -> re.Pattern[str]:
    """The mark of a letter."""
    letters = f"[{letter}{chr(ord(letter) + 0xFEE0)}]"
    form = _OPTION if after != "glued" else _GLUED_OPTION
    return re.compile(rf"{_AFTER[after]}(?:{form.format(letter=letters)})\s*")


def option_marks(text: str, expected: int, *, in_stem: bool = False, more_follow: bool = False) -> list[OptionMark]:
    """The options in a line that goes on with the option number `expected` (0 for A).

    A line that begins with the letter is an option, unless it is the beginning of a stem (`in_stem`: `A、B两厂……`).
    Elsewhere A needs a B behind it, or options on the next line (`more_follow`).
    """
    if expected >= len(LETTERS):
        return []
    leading = _mark(LETTERS[expected], "first").match(text)
    if leading and not in_stem:
        return _followed(text, [OptionMark(LETTERS[expected], leading.start(), leading.end())])
    if expected:
        return []
    marks = _first_two(text, "next") or _first_two(text, "glued")
    return marks or (_last_one(text) if more_follow else [])


@lru_cache(maxsize=32)
def _bare_mark(letter: str) -> re.Pattern[str]:
    """A letter without a sign behind it: `A外购电力`, `A ①②`."""
    return re.compile(rf"(?:^|(?<=\s))[{letter}{chr(ord(letter) + 0xFEE0)}](?=[\u3400-\u9fff①-⑳]|\s+\S)")


def bare_marks(text: str, expected: int) -> list[OptionMark]:
    """The options in a line with the letter of the option number `expected` at its beginning, or two letters in it."""
    marks: list[OptionMark] = []
    for letter in LETTERS[expected:]:
        found = _bare_mark(letter).search(text, marks[-1].end if marks else 0)
        if found is None:
            break
        marks.append(OptionMark(letter, found.start(), found.end()))
    return marks if len(marks) > 1 or (marks and not marks[0].start) else []


def _first_two(text: str, after: str) -> list[OptionMark]:
    """The last A before the first B with a text between them, and what follows."""
    candidates = _mark("A", "first" if after == "next" else "next").finditer(text)
    ahead = next(candidates, None)
    if ahead is None:
        return []
    before: list[OptionMark] = []
    for second in _mark("B", after).finditer(text, ahead.end()):
        while ahead and ahead.start() < second.start():
            before.append(OptionMark("A", ahead.start(), ahead.end()))
            ahead = next(candidates, None)
        known = [mark for mark in before[-_NEAREST:] if text[mark.end : second.start()].strip()]
        if known and text[second.end() :].strip():
            return _followed(text, [known[-1], OptionMark("B", second.start(), second.end())])
    return []


def _last_one(text: str) -> list[OptionMark]:
    marks = [OptionMark("A", found.start(), found.end()) for found in _mark("A", "first").finditer(text)][-1:]
    return [mark for mark in marks if text[mark.end :].strip()]


def _followed(text: str, marks: list[OptionMark]) -> list[OptionMark]:
    """The marks and those of the following letters, as far as they come in order; a new A is another question."""
    another = _mark("A", "first").search(text, marks[-1].end)
    end = another.start() if another else len(text)
    for letter in LETTERS[LETTERS.index(marks[-1].letter) + 1 :]:
        start = marks[-1].end
        found = _mark(letter, "next").search(text, start, end)
        if found is None and len(marks) > 1:
            found = _mark(letter, "glued").search(text, start, end)
        if found is None or not text[start : found.start()].strip():
            return marks
        marks.append(OptionMark(letter, found.start(), found.end()))
    return marks


def counted(text: str, count: int) -> int:
    """How far a numbered list that has come to `count` comes in a text."""
    for found in _LISTED.finditer(text):
        count += int(found[1]) == count + 1
    return count
