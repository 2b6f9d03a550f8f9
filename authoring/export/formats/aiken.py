"""Aiken: questions with one right answer, as plain lines (`A. …`, `ANSWER: A`)."""

from collections.abc import Callable, Sequence
from string import ascii_uppercase

from authoring.export.formats.constructs import explanation_in, picture_in, structure_in
from authoring.export.formats.gaps import ALL, Gap, left_out
from authoring.export.formats.groups import Group
from authoring.export.formats.markup import line
from authoring.questions import Question, QuestionType, SingleChoice, TrueFalse, parts
from authoring.texts import say

__all__ = ["GAPS", "aiken_text"]

_CARRIED = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.TRUE_FALSE})

GAPS = (
    Gap("F301", "type", ALL - _CARRIED - {QuestionType.CASE}, leaves_out=True),
    Gap("F319", "stem", frozenset({QuestionType.CASE})),
    Gap("F314", "marks", _CARRIED),
    Gap("F320", "rationale", _CARRIED, explanation_in),
    Gap("F321", "tags", _CARRIED),
    Gap("F318", "stem", _CARRIED, picture_in),
    Gap("F322", "stem", _CARRIED, structure_in),
)


def aiken_text(groups: Sequence[Group], _media: Callable[[str], bytes]) -> bytes:
    """The questions that Aiken can carry (see `GAPS`); of a case, its parts."""
    asked = [part for group in groups for question in group.questions for part in parts(question)]
    return "\n".join([_written(part) for part in asked if not left_out(GAPS, part)]).encode()


def _written(question: Question) -> str:
    if isinstance(question, TrueFalse):
        words = [say("candidate.question.right"), say("candidate.question.wrong")]
        return _lines(question.stem, words, 0 if question.key else 1)
    assert isinstance(question, SingleChoice)  # noqa: S101  # the others are left out
    return _lines(question.stem, [line(option.text) for option in question.options], _place(question))


def _place(question: SingleChoice) -> int:
    return question.option_ids.index(question.key)


def _lines(stem: str, options: Sequence[str], key: int) -> str:
    answers = [f"{letter}. {option}\n" for letter, option in zip(ascii_uppercase, options, strict=False)]
    return f"{line(stem)}\n{''.join(answers)}ANSWER: {ascii_uppercase[key]}\n"
