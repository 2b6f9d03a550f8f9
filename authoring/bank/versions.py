"""The versions of a question: every text that its history keeps, and the one that stands in its file."""

from collections.abc import Sequence

from pydantic import AwareDatetime

from authoring.bank.history import Action, Event
from authoring.bank.review_rules import DONE
from authoring.errors import UsageError
from authoring.questions import Question, question_from
from authoring.records import Record, Truth
from authoring.texts import say

__all__ = ["Version", "last_approved", "version", "versions"]


class Version(Record):
    """One text that a question has had."""

    question: Question
    at: AwareDatetime | None = None
    """When it was written; None for what was there before the history, or was written past the desk."""
    who: str = ""
    approved: Truth = False
    """Whether somebody signed it off, or it was taken over with such a status."""

    @property
    def number(self) -> int:
        return self.question.version


def versions(question: Question, events: Sequence[Event]) -> tuple[Version, ...]:
    """Every version that is known, oldest first; the last one is the question as it is now."""
    signed = {event.content for event in events if event.action is Action.APPROVE}
    found: list[Version] = []
    for event in events:
        if event.before is not None:
            found.append(_taken_over(question_from(event.before)))
        if event.state is not None:
            edit = event.action is Action.EDIT
            found.append(
                Version(question=event.state, at=event.at, who=event.who) if edit else _taken_over(event.state)
            )
    content = question.content_fingerprint()
    known = [entry for entry in found if entry.question.content_fingerprint() == content]
    written = Version(question=question) if events else _taken_over(question)
    last = known[-1].model_copy(update={"question": question}) if known else written
    every = (*(entry for entry in found if entry.question.content_fingerprint() != content), last)
    return tuple(
        entry.model_copy(update={"approved": True}) if entry.question.content_fingerprint() in signed else entry
        for entry in every
    )


def _taken_over(question: Question) -> Version:
    return Version(question=question, approved=question.status in DONE)


def last_approved(known: Sequence[Version]) -> Version | None:
    """The latest version before the present one that was signed off."""
    return next((entry for entry in reversed(known[:-1]) if entry.approved), None)


def version(known: Sequence[Version], number: int) -> Version:
    """A version by its number; of several the latest. Raises UsageError naming those there are."""
    found = next((entry for entry in reversed(known) if entry.number == number), None)
    if found is None:
        names = "、".join(str(entry.number) for entry in known)
        raise UsageError(say("history.no_version", id=known[-1].question.id, number=number, known=names))
    return found
