"""Reviewing: who may do what in which status, sign-offs that an edit withdraws by itself, and what changed in words.

    草稿 draft ─ submit → 待审 in_review ─ approve → 通过 approved ─ activate → 启用 active ─ retire → 停用 retired
                            └─ return → 退回 rejected ─ edit → 草稿

A sign-off binds the content (`content_fingerprint`): all of a question but its status and version. Editing an approved
or active question therefore leaves it without a valid sign-off, and it goes back to draft.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from authoring.bank.history import Action, Event, History
from authoring.errors import UsageError
from authoring.questions import Question, Status, question_from
from authoring.records import Record, Truth, Whole
from authoring.texts import say

__all__ = ["Change", "Desk", "ReviewRules", "Role", "changes", "signers"]


class Role(StrEnum):
    AUTHOR = "author"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


class ReviewRules(Record):
    """`review` in bank.yaml."""

    approvals: Whole = 1
    """How many different reviewers must approve the same content."""
    two_person: Truth = True
    """Nobody approves what they themselves edited last or sent to review."""


_FROM: dict[Action, tuple[Status, ...]] = {
    Action.SUBMIT: (Status.DRAFT, Status.REJECTED),
    Action.APPROVE: (Status.IN_REVIEW,),
    Action.RETURN: (Status.IN_REVIEW, Status.APPROVED),
    Action.ACTIVATE: (Status.APPROVED, Status.RETIRED),
    Action.RETIRE: (Status.ACTIVE, Status.APPROVED),
}
_TO = {
    Action.SUBMIT: Status.IN_REVIEW,
    Action.APPROVE: Status.APPROVED,
    Action.RETURN: Status.REJECTED,
    Action.ACTIVATE: Status.ACTIVE,
    Action.RETIRE: Status.RETIRED,
}
_BY: dict[Action, tuple[Role, ...]] = {
    Action.SUBMIT: (Role.AUTHOR, Role.COORDINATOR),
    Action.APPROVE: (Role.REVIEWER,),
    Action.RETURN: (Role.REVIEWER, Role.COORDINATOR),
    Action.ACTIVATE: (Role.COORDINATOR,),
    Action.RETIRE: (Role.COORDINATOR,),
}
_WITHDRAWN = (Status.IN_REVIEW, Status.APPROVED, Status.REJECTED, Status.ACTIVE)
"""Statuses that an edit of the content takes back to draft."""


def signers(question: Question, events: Sequence[Event]) -> tuple[str, ...]:
    """Who has signed off this very content since it was last edited or returned, in order."""
    found: dict[str, None] = {}
    for event in events:
        if event.action in (Action.RETURN, Action.EDIT):
            found.clear()
        elif event.action is Action.APPROVE and event.content == question.content_fingerprint():
            found[event.who] = None
    return tuple(found)


class Desk:
    """One person at work on a bank's questions. Returns the changed question; saving it is the caller's.

    `now` gives the time of an event; it must know its zone.
    """

    def __init__(self, history: History, who: str, role: Role, rules: ReviewRules, now: datetime) -> None:
        self._history = history
        self._who = who
        self._role = role
        self._rules = rules
        self._now = now

    def event(self, question: Question, action: Action, text: str = "", field: str = "") -> Event:
        """What is being done now, for the history."""
        kept = question.data() if action is Action.EDIT else None
        return Event(
            at=self._now,
            who=self._who,
            role=self._role.value,
            action=action,
            question=question.id,
            version=question.version,
            content=question.content_fingerprint(),
            field=field,
            text=text,
            snapshot=kept,
        )

    def edited(self, old: Question | None, new: Question) -> Question:
        """The new text as it may be saved: a version higher, and back to draft if the old one was signed or queued."""
        if old is None or old.content_fingerprint() == new.content_fingerprint():
            return new
        status = Status.DRAFT if old.status in _WITHDRAWN else new.status
        return question_from(new.data() | {"version": old.version + 1, "status": status.value})

    def decide(self, question: Question, action: Action, text: str = "") -> Question:
        """The question after a decision. Raises UsageError where status, role or the two-person rule forbids it."""
        events, _ = self._history.of(question.id)
        self._allowed(question, action, text, events)
        if action is Action.APPROVE and len({*signers(question, events), self._who}) < self._rules.approvals:
            return question
        return question_from(question.data() | {"status": _TO[action].value})

    def _allowed(self, question: Question, action: Action, text: str, events: Sequence[Event]) -> None:
        doing = say(f"history.action.{action}")
        if question.status not in _FROM[action]:
            status = say(f"label.status.{question.status}")
            raise UsageError(say("history.wrong_status", id=question.id, status=status, action=doing))
        if self._role not in _BY[action]:
            allowed = "、".join(say(f"history.role.{role}") for role in _BY[action])
            raise UsageError(
                say("history.wrong_role", role=say(f"history.role.{self._role}"), action=doing, allowed=allowed)
            )
        if action is Action.RETURN and not text.strip():
            raise UsageError(say("history.reason_missing", id=question.id))
        if action is Action.APPROVE and self._rules.two_person and self._who in _makers(events):
            raise UsageError(say("history.own_work", id=question.id, who=self._who))


def _makers(events: Sequence[Event]) -> set[str]:
    """Who edited the question last, and who sent it to review last."""
    last = {event.action: event.who for event in events if event.action in (Action.EDIT, Action.SUBMIT)}
    return set(last.values())


class Change(Record):
    """One field that differs between two versions."""

    field: str
    old: str
    """Empty where there was nothing."""
    new: str

    def __str__(self) -> str:
        kind = "added" if not self.old else "removed" if not self.new else "changed"
        return say(f"history.change.{kind}", field=self.field, old=self.old, new=self.new)


def changes(old: Question, new: Question) -> tuple[Change, ...]:
    """What differs between two versions, field by field, in the order of the fields."""
    before, after = dict(_leaves(old.data())), dict(_leaves(new.data()))
    paths = dict.fromkeys([*before, *after])
    differing = (path for path in paths if before.get(path) != after.get(path))
    return tuple(Change(field=path, old=before.get(path, ""), new=after.get(path, "")) for path in differing)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every single value with its path, such as `options.1.text`."""
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from _leaves(entry, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for number, entry in enumerate(value):
            yield from _leaves(entry, f"{path}.{number}")
    else:
        yield path, "、".join(map(str, value)) if isinstance(value, list) else str(value)
