"""Responses that any question supplies of itself: right, wrong, incomplete, at the tolerance's edges, malformed.

The marks expected here come from the rules in words, not from the marker; a test holds both together for every question
of every shipped bank, and `verify` holds a package's own marking against the marker with the same responses.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Any, assert_never

from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.questions.scoring import Incomplete, Outcome, PartMarks, ScoringRules
from authoring.records import Marks, Record

__all__ = ["Kind", "Sample", "samples"]

ZERO = Decimal(0)


class Kind(StrEnum):
    CORRECT = "correct"
    WRONG = "wrong"
    PARTIAL = "partial"
    """Right as far as it goes."""
    UNANSWERED = "unanswered"
    MALFORMED = "malformed"


class Sample(Record):
    kind: Kind
    response: Any
    """A JSON value, see `authoring.questions.scoring`."""
    marks: Marks
    """What it must earn."""
    outcome: Outcome


def samples(
    question: Question, marks: Decimal | None = None, rules: ScoringRules = ScoringRules()
) -> tuple[Sample, ...]:
    """Samples of a question worth `marks` (default: its own) under `rules`, right ones first."""
    if isinstance(question, Case):
        return tuple(_case(question, rules))
    full = question.marks if marks is None else marks
    return (
        *_typical(question, full, rules),
        Sample(kind=Kind.UNANSWERED, response=None, marks=ZERO, outcome=Outcome.UNANSWERED),
        *(_malformed(response) for response in (12345, {"?": ["?"]}, [["?"]])),
    )


def _right(response: Any, full: Decimal) -> Sample:
    return Sample(kind=Kind.CORRECT, response=response, marks=full, outcome=Outcome.SCORED)


def _wrong(response: Any) -> Sample:
    return Sample(kind=Kind.WRONG, response=response, marks=ZERO, outcome=Outcome.SCORED)


def _partial(response: Any, marks: Decimal) -> Sample:
    return Sample(kind=Kind.PARTIAL, response=response, marks=marks, outcome=Outcome.SCORED)


def _malformed(response: Any) -> Sample:
    return Sample(kind=Kind.MALFORMED, response=response, marks=ZERO, outcome=Outcome.MALFORMED)


def _typical(question: Part, full: Decimal, rules: ScoringRules) -> Iterator[Sample]:
    match question:
        case SingleChoice():
            yield _right(question.key, full)
            yield from (_wrong(option) for option in question.option_ids if option != question.key)
            yield _malformed("?")
        case MultipleChoice():
            yield from _multiple(question, full, rules)
        case TrueFalse():
            yield _right(question.key, full)
            yield _wrong(not question.key)
            yield _malformed("true")
        case Blanks():
            yield from _blanks(question, full, rules)
        case Numeric():
            yield from _numeric(question, full)
        case Matching():
            yield from _matching(question, full, rules)
        case Ordering():
            yield _right(list(question.key), full)
            yield _wrong(list(reversed(question.key)))
            yield _wrong([*question.key[1:], question.key[0]])
            yield _malformed(list(question.key[1:]))
        case ShortAnswer():
            yield Sample(kind=Kind.CORRECT, response=question.model_answer, marks=ZERO, outcome=Outcome.NEEDS_MARKER)
        case _:
            assert_never(question)


def _multiple(question: MultipleChoice, full: Decimal, rules: ScoringRules) -> Iterator[Sample]:
    key, wrong = list(question.key), [option for option in question.option_ids if option not in question.key]
    yield _right(key, full)
    yield _right(list(reversed(key)), full)
    yield from (_wrong([*key, option]) for option in wrong)
    yield from (_wrong([key[0], option]) for option in wrong)
    for size in range(1, len(key)):
        for chosen in list(combinations(key, size))[:4]:
            marks = _incomplete(size, full, rules)
            yield _partial(list(chosen), marks) if marks else _wrong(list(chosen))
    yield _malformed([key[0], "?"])


def _incomplete(chosen: int, full: Decimal, rules: ScoringRules) -> Decimal:
    if rules.multiple_choice is Incomplete.NOTHING:
        return ZERO
    if rules.multiple_choice is Incomplete.HALF:
        return Decimal(int(full)) / 2  # half of whole marks is a half mark; half of 1.5 is 0.5 after rounding down
    return min(rules.option_marks * chosen, full - Decimal("0.5"))


def _shared(right: int, total: int, full: Decimal, rules: ScoringRules) -> Decimal:
    if rules.parts is PartMarks.ALL_OR_NOTHING:
        return full if right == total else ZERO
    half_marks = int(full * 2) * right // total
    return Decimal(half_marks) / 2


def _blanks(question: Blanks, full: Decimal, rules: ScoringRules) -> Iterator[Sample]:
    key = [blank.accepted[0] for blank in question.blanks]
    nonsense = "#?"
    yield _right(key, full)
    for place, blank in enumerate(question.blanks):
        yield from (_right([*key[:place], wording, *key[place + 1 :]], full) for wording in blank.accepted[1:])
        marks = _shared(len(key) - 1, len(key), full, rules)
        one_off = [*key[:place], nonsense, *key[place + 1 :]]
        yield _partial(one_off, marks) if marks else _wrong(one_off)
    yield _wrong([nonsense] * len(key))
    yield _malformed([*key, nonsense])


def _numeric(question: Numeric, full: Decimal) -> Iterator[Sample]:
    for unit in question.units:
        low, high = question.bounds(unit)
        beyond = max(abs(low), abs(high), Decimal(1)) * Decimal("1e-9")
        yield from (_right({"value": f"{value:f}", "unit": unit}, full) for value in ((low + high) / 2, low, high))
        wrong = (value for value in (low - beyond, high + beyond, -high - 1) if not low <= value <= high)
        yield from (_wrong({"value": f"{value:f}", "unit": unit}) for value in wrong)
    yield _malformed({"value": "约570", "unit": question.unit})
    yield _malformed({"value": f"{question.value:f}", "unit": "?"})


def _matching(question: Matching, full: Decimal, rules: ScoringRules) -> Iterator[Sample]:
    yield _right(dict(question.key), full)
    choices = [choice.id for choice in question.choices]
    for premise, right in question.key.items():
        other = next(choice for choice in choices if choice != right)
        marks = _shared(len(question.key) - 1, len(question.key), full, rules)
        one_off = question.key | {premise: other}
        yield _partial(one_off, marks) if marks else _wrong(one_off)
    swapped = {premise: choices[(choices.index(right) + 1) % len(choices)] for premise, right in question.key.items()}
    yield _wrong(swapped)
    yield _malformed(question.key | {next(iter(question.key)): "?"})


def _case(case: Case, rules: ScoringRules) -> Iterator[Sample]:
    """The key throughout, then every sample of every child amid right ones."""
    by_child = {child.id: samples(child, rules=rules) for child in case.children}
    best = {child: found[0] for child, found in by_child.items()}
    marked = Outcome.NEEDS_MARKER if any(s.outcome is Outcome.NEEDS_MARKER for s in best.values()) else Outcome.SCORED
    key = {child: sample.response for child, sample in best.items()}
    full = sum((sample.marks for sample in best.values()), ZERO)
    yield Sample(kind=Kind.CORRECT, response=key, marks=full, outcome=marked)
    for child, found in by_child.items():
        rest = [sample.outcome for name, sample in best.items() if name != child]
        for sample in found[1:]:
            if sample.kind is Kind.MALFORMED:
                continue
            outcome = next(
                o for o in (Outcome.NEEDS_MARKER, Outcome.SCORED, Outcome.UNANSWERED) if o in [*rest, sample.outcome]
            )
            marks = full - best[child].marks + sample.marks
            kind = sample.kind if sample.kind is Kind.CORRECT else Kind.PARTIAL if marks else Kind.WRONG
            yield Sample(kind=kind, response=key | {child: sample.response}, marks=marks, outcome=outcome)
    yield Sample(kind=Kind.UNANSWERED, response={}, marks=ZERO, outcome=Outcome.UNANSWERED)
    yield Sample(kind=Kind.MALFORMED, response={"?": "?"}, marks=ZERO, outcome=Outcome.MALFORMED)
