"""The pool of one assembly: where each usable question could sit, and why the others cannot."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from authoring.papers.blueprint import Blueprint, SectionPlan, Selection
from authoring.papers.engine.problem import Ints
from authoring.papers.stock import HALF, Mask, Stock, among
from authoring.questions import Level, Question, QuestionType, Status
from authoring.texts import say

__all__ = ["Exposed", "Pool", "Reason", "Seat"]

Exposed = Mapping[str, tuple[str, ...]]
"""The terms in which each question was used, latest first, such as `Exposures.terms()` gives them."""
OWN_MARKS = (QuestionType.CASE, QuestionType.SHORT_ANSWER)


@dataclass(frozen=True, slots=True)
class Seat:
    """A question in a section where it may stand."""

    question: Question
    section: SectionPlan
    marks: Decimal
    """What the question is worth there."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What alone keeps questions from use."""

    name: str
    """Such as `待审`."""
    status: Status | None = None
    """The status, where it is that."""


@dataclass(frozen=True)
class Pool:
    """What a blueprint can draw on, in arrays: seats in the order of the questions' ids, then of the sections."""

    blueprint: Blueprint
    stock: Stock
    questions: Ints
    """Position of each seat's question in the stock."""
    sections: Ints
    """Position of each seat's section in the blueprint."""
    halves: Ints
    """What the seat is worth, in half marks."""
    out: "Pool | None"
    """The seats that are out of reach; None in itself."""
    reasons: Ints
    """Of each question of the stock: position among `why` of what keeps it from use; −1 for nothing."""
    why: tuple[Reason, ...]

    @classmethod
    def of(cls, blueprint: Blueprint, stock: Stock, exposed: Exposed | None = None) -> "Pool":
        reasons, why = _reasons(blueprint, stock, exposed or {})
        pieces = [_seats(blueprint, stock, place) for place in range(len(blueprint.sections))]
        questions = np.concatenate([questions for questions, _ in pieces])
        sections = np.repeat(np.arange(len(pieces)), [len(questions) for questions, _ in pieces])
        halves = np.concatenate([halves for _, halves in pieces])
        order = np.lexsort((sections, questions))
        questions, sections, halves = questions[order], sections[order], halves[order]
        usable = reasons[questions] < 0
        parts = [
            cls(blueprint, stock, questions[kept], sections[kept], halves[kept], None, reasons, why)
            for kept in (usable, ~usable)
        ]
        return cls(blueprint, stock, parts[0].questions, parts[0].sections, parts[0].halves, parts[1], reasons, why)

    def __len__(self) -> int:
        return len(self.questions)

    def seat(self, place: int) -> Seat:
        """Reads the question of a seat."""
        question = self.stock.get(self.id(place))
        section = self.blueprint.sections[int(self.sections[place])]
        return Seat(question, section, Decimal(int(self.halves[place])) / HALF)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """All of them; for small pools."""
        return tuple(map(self.seat, range(len(self))))

    def id(self, place: int) -> str:
        return self.stock.ids[int(self.questions[place])]

    def seconds(self) -> Ints:
        return self.stock.seconds[self.questions]

    def difficulty(self) -> Ints:
        return self.stock.difficulty[self.questions].astype(np.int64)

    def within(self, section: str | None, select: Selection | None = None) -> Mask:
        """Which seats stand in a section (None: in any) and are covered by a selection."""
        found: Mask = np.ones(len(self), bool)
        if section is not None:
            found &= self.sections == [plan.id for plan in self.blueprint.sections].index(section)
        if select is not None:
            found &= self.stock.covered(select)[self.questions]
        return found

    def of_questions(self, places: Ints) -> Ints:
        """Seats of some questions of the stock, ascending."""
        first, last = (np.searchsorted(self.questions, places, side) for side in ("left", "right"))
        if not len(places):
            return np.empty(0, np.int64)
        return np.concatenate([np.arange(start, end) for start, end in zip(first, last, strict=True)])

    def elsewhere(self, wanted: Callable[["Pool"], Mask]) -> dict[str, int]:
        """How many more questions there would be but for each reason, most frequent first."""
        if self.out is None:
            return {}
        places = np.unique(self.out.questions[wanted(self.out)])
        counts = Counter(self.reasons[places].tolist())
        return {self.why[reason].name: count for reason, count in counts.most_common()}


def _seats(blueprint: Blueprint, stock: Stock, place: int) -> tuple[Ints, Ints]:
    """Questions that may stand in a section, and what they are worth there, in half marks."""
    plan = blueprint.sections[place]
    fitting = among(stock.types, plan.types)
    if plan.marks_each is not None:
        each = int(plan.marks_each * HALF)
        fitting &= ~among(stock.types, OWN_MARKS) | (stock.halves == each)
        places = np.flatnonzero(fitting)
        return places, np.full(len(places), each)
    places = np.flatnonzero(fitting)
    return places, stock.halves[places]


def _reasons(blueprint: Blueprint, stock: Stock, exposed: Exposed) -> tuple[Ints, tuple[Reason, ...]]:
    """What keeps each question from use; of several reasons, the first."""
    found = np.full(len(stock), -1, np.int64)
    why: list[Reason] = []

    def exclude(mask: Mask, reason: Reason) -> None:
        fresh = mask & (found < 0)
        if fresh.any():
            found[fresh] = len(why)
            why.append(reason)

    exclude(np.isin(np.arange(len(stock)), stock.places(blueprint.banned)), Reason(say("papers.banned")))
    for status in Status:
        if status not in blueprint.statuses:
            exclude(among(stock.statuses, (status,)), Reason(say(f"label.status.{status}"), status))
    for level in Level:
        if level not in blueprint.levels:
            exclude(among(stock.levels, (level,)), Reason(say(f"label.level.{level}")))
    fixed = np.isin(np.arange(len(stock)), stock.places(blueprint.fixed))
    recent = recent_terms(exposed, blueprint.rest)
    rested = stock.places(name for name, terms in exposed.items() if recent & set(terms))
    rested_name = say("papers.rested", terms=blueprint.rest) if blueprint.rest > 1 else say("papers.rested_last")
    exclude(np.isin(np.arange(len(stock)), rested) & ~fixed, Reason(rested_name))
    most = blueprint.most_uses
    worn = stock.places(name for name, terms in exposed.items() if most is not None and len(terms) >= most)
    exclude(np.isin(np.arange(len(stock)), worn) & ~fixed, Reason(say("papers.worn", uses=most)))
    return found, tuple(why)


def recent_terms(exposed: Exposed, count: int) -> set[str]:
    """The latest terms in which anything was used."""
    known = sorted({term for terms in exposed.values() for term in terms}, reverse=True)
    return set(known[:count])
