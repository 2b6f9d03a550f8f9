"""Keys and rubrics of a form: what markers read, and candidates never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from authoring.content import Content, parse
from authoring.papers.paper import Form
from authoring.papers.wording import number
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Part,
    Question,
    RubricPoint,
    ShortAnswer,
)
from authoring.questions.scoring import PartMarks, ScoringRules
from authoring.rendering.print.blocks import plain
from authoring.rendering.review_notes import key_text
from authoring.texts import say

__all__ = ["PrintedKey", "printed_keys"]


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """Of one answerable question."""

    key: Content
    is_short: bool
    """A letter or a few, fit for a table of keys."""
    marking: str
    """What earns how much, in words; empty where it is all or nothing."""
    rubric: tuple[RubricPoint, ...]
    rationale: Content | None


def printed_keys(form: Form, questions: Mapping[str, Question], rules: ScoringRules) -> dict[str, PrintedKey]:
    """By question or child id, with the letters that this form shows."""
    return {
        part.id: _key(part, order, marks, rules)
        for item in form.items
        for part, order, marks in _parts(questions[item.question], item.order, item.child_orders, item.marks)
    }


def _parts(
    question: Question, order: tuple[str, ...], orders: Mapping[str, tuple[str, ...]], marks: Decimal
) -> Iterator[tuple[Part, tuple[str, ...], Decimal]]:
    if isinstance(question, Case):
        yield from ((child, orders.get(child.id, ()), child.marks) for child in question.children)
    else:
        yield question, order, marks


def _key(part: Part, order: tuple[str, ...], marks: Decimal, rules: ScoringRules) -> PrintedKey:
    text = key_text(part, order)
    return PrintedKey(
        key=parse(part.model_answer) if isinstance(part, ShortAnswer) else plain(text),
        is_short=len(text) <= 6 and not isinstance(part, ShortAnswer | Blanks | Numeric),
        marking=_marking(part, marks, rules),
        rubric=part.rubric if isinstance(part, ShortAnswer) else (),
        rationale=parse(part.rationale) if part.rationale else None,
    )


def _marking(part: Part, marks: Decimal, rules: ScoringRules) -> str:
    values = {"marks": number(marks)}
    match part:
        case MultipleChoice():
            rule = say(f"printing.marking.incomplete.{rules.multiple_choice}", option_marks=number(rules.option_marks))
            return say("printing.marking.multiple_choice", rule=rule, **values)
        case Blanks() | Matching():
            count = len(part.blanks) if isinstance(part, Blanks) else len(part.premises)
            shared = "shared" if rules.parts is PartMarks.SHARED else "all_or_nothing"
            return say(f"printing.marking.{part.type}_{shared}", count=count, **values)
        case Numeric():
            return say("printing.marking.numeric", tolerance=_tolerance(part), **values)
        case ShortAnswer():
            return say("printing.marking.short_answer", **values)
        case _:
            return ""


def _tolerance(question: Numeric) -> str:
    if question.tolerance.relative is not None:
        return say("printing.marking.relative", percent=number(question.tolerance.relative * 100))
    return say("printing.marking.absolute", value=number(question.tolerance.absolute or 0), unit=question.unit)
