"""What each candidate has earned: answers marked by the reference marker, short answers by people."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from authoring.papers.paper import Item
from authoring.questions.scoring import Outcome, Score, score
from authoring.records import Record
from authoring.rehearsal.answers import stored
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.marking import Script
from authoring.rehearsal.marks import final_marks
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.store.schema import sitting

__all__ = ["PartResult", "Result", "SectionResult", "Status", "results"]

HUNDREDTH = Decimal("0.01")


class Status(StrEnum):
    """How a candidate's exam stands."""

    ABSENT = "absent"
    OPEN = "open"
    """Still answering."""
    HANDED_IN = "handed_in"
    AUTOMATIC = "automatic"
    TERMINATED = "terminated"


class PartResult(Record):
    """One question, or one child of a case."""

    question: str
    """Id in the paper."""
    part: str
    """The same, or the child's id."""
    number: str
    """As the candidate saw it, such as `12` or `20.3`."""
    response: Any
    """As stored; None for no answer."""
    outcome: Outcome
    points: Decimal | None
    """None while people still have to mark."""
    maximum: Decimal


class SectionResult(Record):
    id: str
    title: str
    parts: tuple[PartResult, ...]

    @property
    def points(self) -> Decimal | None:
        return _sum(part.points for part in self.parts)

    @property
    def maximum(self) -> Decimal:
        return sum((part.maximum for part in self.parts), Decimal(0))


class Result(Record):
    """One candidate."""

    candidate: int
    form: str
    status: Status
    began: datetime | None
    ended: datetime | None
    sections: tuple[SectionResult, ...]

    @property
    def counted(self) -> bool:
        """Whether the exam is over for the candidate, who came: points before that are told to nobody."""
        return self.status not in {Status.ABSENT, Status.OPEN}

    @property
    def seconds(self) -> float | None:
        """From the first question to the end, pauses included."""
        return (self.ended - self.began).total_seconds() if self.ended and self.began else None

    @property
    def parts(self) -> Iterator[PartResult]:
        for section in self.sections:
            yield from section.parts

    @property
    def points(self) -> Decimal | None:
        """None while people still have to mark."""
        return _sum(section.points for section in self.sections)

    @property
    def maximum(self) -> Decimal:
        return sum((section.maximum for section in self.sections), Decimal(0))


def results(connection: Connection, exam: Exam) -> list[Result]:
    """All candidates of the exam, by number. Who has not ended has no points yet beyond what is stored."""
    people = final_marks(connection, exam)
    rows = connection.execute(select(sitting).order_by(sitting.c.candidate))
    held = [Sitting.model_validate(dict(row._mapping)) for row in rows]
    return [_result(connection, exam, one, people) for one in held if one.candidate in exam.entries]


def _result(connection: Connection, exam: Exam, held: Sitting, people: Mapping[Script, Decimal | None]) -> Result:
    form = exam.entries[held.candidate].form
    given = {name: each.response for name, each in stored(connection, held.candidate).items()}
    status = Status(held.ended) if held.ended else Status.OPEN if held.began_at else Status.ABSENT
    sections = tuple(
        SectionResult(
            id=section.id,
            title=section.title,
            parts=tuple(
                part
                for item in section.items
                for part in _parts(exam, held.candidate, item, given.get(item.question), people)
            ),
        )
        for section in exam.key.form(form).sections
    )
    return Result(
        candidate=held.candidate, form=form, status=status, began=held.began_at, ended=held.ended_at, sections=sections
    )


def _parts(
    exam: Exam, candidate: int, item: Item, response: Any, people: Mapping[Script, Decimal | None]
) -> Iterator[PartResult]:
    scored = score(exam.key.questions[item.question], response, item.marks, exam.key.scoring)
    children = response if isinstance(response, dict) else {}
    for place, part in enumerate(scored.children or (scored,), start=1):
        own = part is scored
        yield PartResult(
            question=item.question,
            part=part.question,
            number=str(item.number) if own else f"{item.number}.{place}",
            response=response if own else children.get(part.question),
            outcome=part.outcome,
            points=_points(
                part,
                people.get(Script(candidate, item.question, part.question)),
                exam.key.part(item.question, part.question).marks,
            ),
            maximum=part.maximum,
        )


def _points(part: Score, mark: Decimal | None, full: Decimal) -> Decimal | None:
    """People mark along the question's rubric; the paper may make the question worth more or less than that, and
    then the mark is rounded to hundredths, half up."""
    if part.outcome is not Outcome.NEEDS_MARKER:
        return part.marks
    if mark is None or part.maximum == full:
        return mark
    return (mark * part.maximum / full).quantize(HUNDREDTH, ROUND_HALF_UP)


def _sum(points: Iterator[Decimal | None]) -> Decimal | None:
    """The sum; None where something is still open."""
    known = list(points)
    return None if None in known else sum((each for each in known if each is not None), Decimal(0))
