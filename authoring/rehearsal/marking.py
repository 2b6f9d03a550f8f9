"""Marking by people: which answers they mark, how two marks become one, when a third is needed.

Two people mark each answer without seeing the other's mark. Where their marks are further apart than `LIMIT` of the
maximum a third person marks, and the mean of that mark and the nearer of the two counts; otherwise the mean of the two.
The share is ours: half of the pass margin (60 of 100) is decided by less than this on one answer of a usual paper.
Marks go in half-mark steps, as everywhere in the toolkit; a mean is not rounded.
"""

import hmac
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from authoring.questions import Case, Part, Question, ShortAnswer
from authoring.questions.entry import RubricPoint
from authoring.rehearsal.refusals import Refused

__all__ = [
    "LIMIT",
    "MARKERS",
    "Script",
    "by_people",
    "check_points",
    "final_mark",
    "order_for",
    "script_code",
    "wanted",
]

LIMIT = Decimal("0.2")
"""Share of the maximum by which two marks may differ."""
MARKERS = 2
STEP = Decimal("0.5")


class Script(NamedTuple):
    """One answer that people mark."""

    candidate: int
    question: str
    """Of the paper; a case's own id where `part` is its child."""
    part: str


def by_people(question: Question) -> Iterator[Part]:
    """The parts of a question that people mark: a short answer itself, or those of a case's children."""
    parts = question.children if isinstance(question, Case) else (question,)
    yield from (part for part in parts if isinstance(part, ShortAnswer))


def wanted(marks: Sequence[Decimal], maximum: Decimal) -> int:
    """How many marks an answer needs, given those it has."""
    if len(marks) < MARKERS:
        return MARKERS
    return MARKERS + (abs(marks[0] - marks[1]) > LIMIT * maximum)


def final_mark(marks: Sequence[Decimal], maximum: Decimal) -> Decimal | None:
    """The mark that counts; None while somebody still has to mark. Marks are in the order in which they were given."""
    if len(marks) < wanted(marks, maximum):
        return None
    first, second = marks[0], marks[1]
    if len(marks) == MARKERS:
        return (first + second) / 2
    third = marks[MARKERS]
    nearer = min((first, second), key=lambda mark: (abs(mark - third), -mark))  # equally near: the higher one
    return (nearer + third) / 2


def check_points(rubric: Sequence[RubricPoint], points: Sequence[Decimal]) -> Decimal:
    """The sum of the marks for each point of the rubric. Raises Refused where one is too high or no half mark."""
    if len(points) != len(rubric):
        raise Refused("points", number=len(rubric), maximum=sum(point.marks for point in rubric))
    for number, (point, given) in enumerate(zip(rubric, points, strict=True), start=1):
        if not 0 <= given <= point.marks or given % STEP:
            raise Refused("points", number=number, maximum=point.marks)
    return sum(points, Decimal(0))


def script_code(secret: str, script: Script) -> str:
    """What markers call an answer: it tells nothing of the candidate, and nothing of the order of candidates."""
    return _mark(secret, f"script/{script.candidate}/{script.question}/{script.part}")[:10].upper()


def order_for(secret: str, marker: int, code: str) -> str:
    """Sorts answers for one marker; each meets them in an order of their own."""
    return _mark(secret, f"order/{marker}/{code}")


def _mark(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()
