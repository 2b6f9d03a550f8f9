"""Which questions wait for whom: filters over a bank, and a page of rows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import AwareDatetime

from authoring.bank.history import Action, History
from authoring.content import parse
from authoring.questions import QuestionType, Status
from authoring.records import Record
from authoring.texts import say

if TYPE_CHECKING:
    from authoring.bank import Bank

__all__ = ["ORDER", "Filters", "Row", "row", "waiting"]

ORDER = (Status.IN_REVIEW, Status.APPROVED, Status.REJECTED, Status.DRAFT, Status.ACTIVE, Status.RETIRED)
"""What waits for somebody comes first."""
STEM = 60
"""Characters of a stem that a row shows."""


class Filters(Record):
    """What the queue shows; empty stands for all."""

    status: str = Status.IN_REVIEW.value
    domain: str = ""
    kind: str = ""
    whose: str = ""
    """`mine`: written or sent to review by this person; `others`: by anybody else."""


class Row(Record):
    id: str
    kind: str
    """Chinese name of the type."""
    point: str
    stem: str
    status: Status
    version: int
    who: str = ""
    """Who sent it to review, else who wrote it; empty without a history."""
    at: AwareDatetime | None = None


def waiting(bank: "Bank", filters: Filters, who: str) -> list[str]:
    """Ids of the questions that the filters let through: by status, then in the order of the ids."""
    chosen = [Status(filters.status)] if filters.status else ORDER
    point = filters.domain or None
    kind = QuestionType(filters.kind).value if filters.kind else None
    found = [name for status in chosen for name in bank.search(status=status, knowledge_point=point, type=kind)]
    if not filters.whose:
        return found
    mine = set(_written_by(bank, who, found))
    return [name for name in found if (name in mine) == (filters.whose == "mine")]


def _written_by(bank: "Bank", who: str, names: list[str]) -> Iterator[str]:
    history = History(bank.root)
    known = set(history.questions())
    for name in names:
        events = history.of(name)[0] if name in known else []
        if any(event.who == who and event.action in (Action.EDIT, Action.SUBMIT) for event in events):
            yield name


def row(bank: "Bank", name: str) -> Row:
    """A question as the queue shows it. Raises UsageError for an unknown one."""
    question = bank[name]
    events, _ = History(bank.root).of(name)
    last = next((e for e in reversed(events) if e.action in (Action.SUBMIT, Action.EDIT)), None)
    stem = " ".join(parse(question.stem).text().splitlines())
    return Row(
        id=name,
        kind=say(f"label.question_type.{question.type}"),
        point=question.knowledge_points[0],
        stem=stem if len(stem) <= STEM else f"{stem[:STEM]}……",
        status=question.status,
        version=question.version,
        who=last.who if last else "",
        at=last.at if last else None,
    )
