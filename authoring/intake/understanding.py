"""What an answer says: the right option, the judgement, the remark behind it, the points of a rubric."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from authoring.intake.answers import amount_of
from authoring.intake.notation import LETTERS, choice_key, folded, plain_number, truth_of
from authoring.intake.positions import EMPTY_PLACE
from authoring.questions import QuestionType

__all__ = ["Chosen", "Judged", "choice_in_stem", "chosen", "judged", "kind_by_form", "rubric_of", "truth_in_stem"]

_LETTER_VALUE = re.compile(r"([A-Za-zＡ-Ｚ](?:[\s、,，;；/|]*[A-Za-zＡ-Ｚ]){0,25})\s*[。.]?\s*([（(【\n].*)", re.S)
_TRUTH_WORD = r"不?正确|错误|不?对|错|[√×✓✗✔✘]|TRUE|FALSE|[TF]"
_TRUTH_VALUE = re.compile(rf"({_TRUTH_WORD})\s*([（(【，,。；;：:\n].*)", re.S)
_TRUTH_ALONE = re.compile(rf"(?:{_TRUTH_WORD})[。.]?")
_PLACED_LETTERS = re.compile(r"[（(]\s*([A-ZＡ-Ｚ](?:[\s、,，]*[A-ZＡ-Ｚ]){0,7})\s*[)）]")
_PLACED_TRUTH = re.compile(rf"[（(]\s*({_TRUTH_WORD})\s*[)）]")
_EMPTY_BRACKETS = re.compile(r"[（(]\s*[)）]\s*(?=[。.]?\s*$)|^\s*[（(]\s*[)）]\s*")
_ARROWED = re.compile(r"[A-Za-zＡ-Ｚ](?:\s*(?:→|⇒|—?>|->|＞)\s*[A-Za-zＡ-Ｚ])+")
"""A right order: `B→C→A`."""
_POINT = re.compile(r"[（(]\s*(\d{1,2}(?:\.\d)?)\s*分\s*[)）]\s*[。；;，,]?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Letters of the right options, and what stood behind them."""

    key: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, and what stood behind it."""

    key: bool
    remark: str = ""


def chosen(answer: str, options: Sequence[str]) -> Chosen | None:
    """The key in an answer such as `B`, `B（见教材）`; None where it cannot be read for certain."""
    key = choice_key(answer, options)
    if key:
        return Chosen(key)
    found = _LETTER_VALUE.fullmatch(answer.strip())
    key = choice_key(found[1], options) if found else None
    return Chosen(key, found[2].strip()) if found and key else None


def judged(answer: str, options: Sequence[str] = ()) -> Judged | None:
    """The judgement in an answer such as `×`, `错误，应为……`, or of the option it names."""
    if options:
        selected = chosen(answer, options)
        truth = truth_of(options[LETTERS.index(selected.key[0])]) if selected else None
        if selected and truth is not None and len(selected.key) == 1:
            return Judged(truth, selected.remark)
    truth = truth_of(answer)
    if truth is not None:
        return Judged(truth)
    found = _TRUTH_VALUE.fullmatch(answer.strip())
    truth = truth_of(found[1]) if found else None
    return Judged(truth, found[2].strip("，,。；;：: \n")) if found and truth is not None else None


def choice_in_stem(stem: str, options: Sequence[str]) -> list[tuple[tuple[str, ...], int, int]]:
    """The brackets of a stem that hold letters of options, with their places."""
    places = []
    for found in _PLACED_LETTERS.finditer(stem):
        key = choice_key(found[1], options)
        if key and len(key) == sum(sign.isalpha() for sign in found[1]):
            places.append((key, found.start(), found.end()))
    return places


def truth_in_stem(stem: str) -> tuple[bool | None, str]:
    """The judgement that stands in brackets at an end of a statement, and the statement without the brackets."""
    places = [found for found in _PLACED_TRUTH.finditer(stem) if _at_an_end(stem, found)]
    if len(places) == 1:
        found = places[0]
        return truth_of(found[1]), (stem[: found.start()].rstrip() + stem[found.end() :]).strip()
    return None, _EMPTY_BRACKETS.sub("", stem).strip()


def _at_an_end(stem: str, found: re.Match[str]) -> bool:
    return not stem[: found.start()].strip() or not stem[found.end() :].strip(" 。.\n")


def kind_by_form(stem: str, options: Sequence[str], answer: str, keys: int) -> QuestionType | None:
    """The type of a question whose source names none, by its form; None where that leaves it open."""
    if options:
        if _ARROWED.fullmatch(answer.strip().rstrip("。.")):
            return QuestionType.ORDERING
        if len(options) == 2 and {truth_of(option) for option in options} == {True, False} and _words(options):
            return QuestionType.TRUE_FALSE
        return None if not keys else QuestionType.SINGLE_CHOICE if keys == 1 else QuestionType.MULTIPLE_CHOICE
    if _TRUTH_ALONE.fullmatch(answer.strip()) or truth_in_stem(stem)[0] is not None:
        return QuestionType.TRUE_FALSE
    if not answer.strip():
        return None
    if EMPTY_PLACE.search(stem):
        return QuestionType.BLANKS
    return QuestionType.NUMERIC if amount_of(answer) else QuestionType.SHORT_ANSWER


def _words(options: Sequence[str]) -> bool:
    """Not the mere letters or digits that also can be judgements."""
    return all(folded(option) not in {"a", "b", "0", "1"} for option in options)


def rubric_of(text: str) -> list[dict[str, Any]] | None:
    """The points of `……（2分）……（3分）`; None where a part of the text has no marks."""
    points, end = [], 0
    for found in _POINT.finditer(text):
        words = text[end : found.start()].strip()
        if not words:
            return None
        points.append({"text": words, "marks": plain_number(Decimal(found[1]))})
        end = found.end()
    return points if points and not text[end:].strip() else None
