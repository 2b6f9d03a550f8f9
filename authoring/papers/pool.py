"""The pool of one assembly: where each usable question of the bank could sit, and why the others cannot."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from authoring.papers.blueprint import Blueprint, SectionPlan
from authoring.questions import Question
from authoring.texts import say

__all__ = ["Pool", "Seat"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A question in a section where it may stand."""

    question: Question
    section: SectionPlan
    marks: Decimal
    """What the question is worth there."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What a blueprint can draw on."""

    seats: tuple[Seat, ...]
    """In the order of the questions' ids, then of the sections."""
    excluded: tuple[tuple[Seat, str], ...]
    """Seats that only their question's status, its level or a ban keeps from use, each with that reason's name."""
    ids: frozenset[str]
    """Of all questions of the bank."""

    @classmethod
    def of(cls, blueprint: Blueprint, questions: Iterable[Question]) -> "Pool":
        seats: list[Seat] = []
        excluded: list[tuple[Seat, str]] = []
        ids: set[str] = set()
        for question in sorted(questions, key=lambda entry: entry.id):
            ids.add(question.id)
            why = _exclusion(question, blueprint)
            for section in blueprint.sections:
                marks = blueprint.worth(question, section)
                if marks is None:
                    continue
                seat = Seat(question, section, marks)
                if why is None:
                    seats.append(seat)
                else:
                    excluded.append((seat, why))
        return cls(tuple(seats), tuple(excluded), frozenset(ids))

    def elsewhere(self, wanted: Callable[[Seat], bool]) -> dict[str, int]:
        """How many more questions there would be but for each reason, most frequent first."""
        reasons = {seat.question.id: why for seat, why in self.excluded if wanted(seat)}
        return dict(Counter(reasons.values()).most_common())


def _exclusion(question: Question, blueprint: Blueprint) -> str | None:
    if question.id in blueprint.banned:
        return say("papers.banned")
    if question.status not in blueprint.statuses:
        return say(f"label.status.{question.status}")
    if question.level not in blueprint.levels:
        return say(f"label.level.{question.level}")
    return None
