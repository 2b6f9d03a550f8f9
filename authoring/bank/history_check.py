"""Where question files and their history do not agree: changes that went past the desk, texts that never arrived."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from authoring.bank.history import Action, Event, History
from authoring.bank.review_rules import ReviewRules, is_signed, signers
from authoring.findings import Finding, Place, Report, Voice
from authoring.questions import Question, Status
from authoring.texts import say

if TYPE_CHECKING:
    from authoring.bank import Bank

__all__ = ["check_history"]

_VOICE = Voice("history")


def check_history(bank: "Bank", question: str | None = None) -> Report:
    """What is wrong with the history of a bank's questions, or of one of them.

    A question without a history was taken over with its status, and nothing is said about it.
    """
    history = History(bank.root)
    names = history.questions() if question is None else iter([question])
    return Report.of(
        finding for name in names if name in bank for finding in _findings(bank[name], history, bank.info.review)
    )


def _findings(question: Question, history: History, rules: ReviewRules) -> Iterator[Finding]:
    events, unreadable = history.of(question.id)
    yield from unreadable
    place = Place(question=question.id, field="status")
    if question.status in (Status.APPROVED, Status.ACTIVE) and not is_signed(question, events, rules):
        signed = len(signers(question, events))
        yield _VOICE.wrong(
            "B131", place, status=say(f"label.status.{question.status}"), signed=signed, needed=rules.approvals
        )
    lost = _last_edit(events)
    if lost is not None and lost.version > question.version:
        yield _VOICE.doubtful("B132", place, version=lost.version, who=lost.who, found=question.version)


def _last_edit(events: list[Event]) -> Event | None:
    return next((event for event in reversed(events) if event.action is Action.EDIT), None)
