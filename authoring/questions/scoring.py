"""The one reference marker. Whatever else marks (QTI, Moodle, the rehearsal, the analysis) is tested to agree with it.

Responses are plain JSON values, in the shapes that the candidate views name:

    single_choice    "B"                        matching      {"P1": "C2", "P2": "C1"}
    multiple_choice  ["A", "C"]                 ordering      ["B", "A", "C"]
    true_false       true                       short_answer  "…"
    blanks           ["…", "…"]                 case          {"DC-D04-020.1": …, "DC-D04-020.2": …}
    numeric          {"value": "12.5", "unit": "tCO₂"}
"""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any, assert_never

from authoring.questions import (
    Blank,
    Blanks,
    Case,
    Match,
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
from authoring.questions.responses import normalise, read_number
from authoring.records import Marks, Record

__all__ = ["Incomplete", "Outcome", "PartMarks", "Score", "ScoringRules", "matches", "score"]

STEP = Decimal("0.5")
ZERO = Decimal(0)


class Incomplete(StrEnum):
    """What an incomplete multiple choice earns (少选). A wrong option always earns nothing (错选)."""

    NOTHING = "nothing"
    HALF = "half"
    """Half of the marks, rounded down to half marks."""
    PER_OPTION = "per_option"
    """`option_marks` for each right option, but less than full marks."""


class PartMarks(StrEnum):
    """How blanks and matching earn marks."""

    SHARED = "shared"
    """Each right part earns its share; the sum is rounded down to half marks."""
    ALL_OR_NOTHING = "all_or_nothing"


class ScoringRules(Record):
    """Scoring rules of one paper."""

    multiple_choice: Incomplete = Incomplete.NOTHING
    option_marks: Marks = STEP
    """For `per_option`: marks for each right option."""
    parts: PartMarks = PartMarks.SHARED


class Outcome(StrEnum):
    SCORED = "scored"
    UNANSWERED = "unanswered"
    MALFORMED = "malformed"
    """Not an answer in this question's shape; earns nothing."""
    NEEDS_MARKER = "needs_marker"
    """People mark it."""


class Score(Record):
    question: str
    marks: Marks
    maximum: Marks
    outcome: Outcome
    children: tuple["Score", ...] = ()
    """Of a case: one per child, in order."""


class _MalformedError(Exception):
    pass


def score(
    question: Question, response: Any, marks: Decimal | None = None, rules: ScoringRules = ScoringRules()
) -> Score:
    """Marks for a response.

    `marks` is what the question is worth in its paper (default: its own); a case's children keep their own marks.
    Never raises on a response, however malformed.
    """
    if isinstance(question, Case):
        return _score_case(question, response, rules)
    maximum = question.marks if marks is None else marks
    if _is_empty(response):
        return Score(question=question.id, marks=ZERO, maximum=maximum, outcome=Outcome.UNANSWERED)
    try:
        earned = _earn(question, response, maximum, rules)
    except _MalformedError:
        return Score(question=question.id, marks=ZERO, maximum=maximum, outcome=Outcome.MALFORMED)
    if earned is None:
        return Score(question=question.id, marks=ZERO, maximum=maximum, outcome=Outcome.NEEDS_MARKER)
    return Score(question=question.id, marks=earned, maximum=maximum, outcome=Outcome.SCORED)


def matches(blank: Blank, text: str) -> bool:
    """Whether a text is one of a blank's accepted wordings."""
    if blank.match is Match.EXACT:
        return text.strip() in {wording.strip() for wording in blank.accepted}
    return normalise(text) in {normalise(wording) for wording in blank.accepted}


def _score_case(case: Case, response: Any, rules: ScoringRules) -> Score:
    answers = response if isinstance(response, dict) else {}
    children = tuple(score(child, answers.get(child.id), rules=rules) for child in case.children)
    outcomes = {child.outcome for child in children}
    if not _is_empty(response) and (not isinstance(response, dict) or set(response) - {c.id for c in case.children}):
        outcome = Outcome.MALFORMED
    else:
        order = (Outcome.NEEDS_MARKER, Outcome.SCORED, Outcome.MALFORMED, Outcome.UNANSWERED)
        outcome = next(candidate for candidate in order if candidate in outcomes)
    earned = sum((child.marks for child in children), ZERO)
    return Score(question=case.id, marks=earned, maximum=case.marks, outcome=outcome, children=children)


def _is_empty(response: Any) -> bool:
    match response:
        case None:
            return True
        case str():
            return not response.strip()
        case list():
            return all(isinstance(entry, str) and not entry.strip() for entry in response)
        case {"value": str(value)}:
            return not value.strip()
        case dict():
            return all(entry in ("", None) for entry in response.values())
        case _:
            return False


def _earn(question: Part, response: Any, maximum: Decimal, rules: ScoringRules) -> Decimal | None:
    """Marks earned, None where people must mark. Raises _MalformedError."""
    match question:
        case SingleChoice():
            return maximum if _one_of(response, question.option_ids) == question.key else ZERO
        case MultipleChoice():
            return _earn_multiple(question, response, maximum, rules)
        case TrueFalse():
            return maximum if _need(response, lambda given: isinstance(given, bool)) == question.key else ZERO
        case Blanks():
            given = _texts(response, len(question.blanks))
            right = sum(matches(blank, text) for blank, text in zip(question.blanks, given, strict=True))
            return _share(right, len(given), maximum, rules)
        case Numeric():
            return maximum if _within(question, response) else ZERO
        case Matching():
            right = sum(question.key[premise] == choice for premise, choice in _pairs(question, response).items())
            return _share(right, len(question.key), maximum, rules)
        case Ordering():
            given = _texts(response, len(question.key))
            _need(given, lambda order: sorted(order) == sorted(question.key))
            return maximum if tuple(given) == question.key else ZERO
        case ShortAnswer():
            _need(response, lambda given: isinstance(given, str))
            return None
        case _:
            assert_never(question)


def _earn_multiple(question: MultipleChoice, response: Any, maximum: Decimal, rules: ScoringRules) -> Decimal:
    chosen = {_one_of(entry, question.option_ids) for entry in _need(response, lambda given: isinstance(given, list))}
    key = set(question.key)
    if chosen == key:
        return maximum
    if chosen - key:
        return ZERO
    return incomplete_marks(len(chosen), maximum, rules)


def incomplete_marks(chosen: int, maximum: Decimal, rules: ScoringRules) -> Decimal:
    """What `chosen` right options of more earn, by the paper's rule for 少选."""
    match rules.multiple_choice:
        case Incomplete.NOTHING:
            return ZERO
        case Incomplete.HALF:
            return _down(maximum / 2)
        case Incomplete.PER_OPTION:
            return max(ZERO, min(rules.option_marks * chosen, maximum - STEP))
        case _:
            assert_never(rules.multiple_choice)


def _share(right: int, total: int, maximum: Decimal, rules: ScoringRules) -> Decimal:
    if rules.parts is PartMarks.ALL_OR_NOTHING:
        return maximum if right == total else ZERO
    return _down(maximum * right / total)


def _down(marks: Decimal) -> Decimal:
    """Rounded down to half marks."""
    return (marks / STEP).to_integral_value(ROUND_FLOOR) * STEP


def _within(question: Numeric, response: Any) -> bool:
    given = _need(response, lambda value: isinstance(value, dict) and isinstance(value.get("value"), str))
    unit = given.get("unit", question.unit if len(question.units) == 1 else None)
    number = read_number(given["value"])
    if number is None or unit not in question.units:
        raise _MalformedError
    low, high = question.bounds(unit)
    return low <= number <= high


def _pairs(question: Matching, response: Any) -> dict[str, str]:
    given = _need(response, lambda value: isinstance(value, dict))
    chosen = {premise: choice for premise, choice in given.items() if choice not in ("", None)}
    choices = {entry.id for entry in question.choices}
    pairs: dict[str, str] = _need(
        chosen, lambda pairs: set(pairs) <= set(question.key) and set(map(str, pairs.values())) <= choices
    )
    return pairs


def _one_of(value: Any, known: tuple[str, ...]) -> str:
    return str(_need(value, lambda given: isinstance(given, str) and given in known))


def _texts(value: Any, count: int) -> list[str]:
    texts: list[str] = _need(
        value, lambda given: isinstance(given, list) and len(given) == count and all(isinstance(x, str) for x in given)
    )
    return texts


def _need(value: Any, shape: Callable[[Any], bool]) -> Any:
    if not shape(value):
        raise _MalformedError
    return value
