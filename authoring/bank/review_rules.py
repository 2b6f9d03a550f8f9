"""The rules of reviewing: which step leads where, who may take it, and what makes a sign-off valid.

    草稿 draft ─ submit → 待审 in_review ─ approve → 通过 approved ─ activate → 启用 active ─ retire → 停用 retired
                            └─ return → 退回 rejected

An edit of the content takes a question of any status back to draft. A sign-off binds the content
(`content_fingerprint`): all of a question but its status and version.
"""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from authoring.bank.history import Action, Event
from authoring.questions import Question, Status, question_from
from authoring.records import Record, Truth, Whole
from authoring.texts import say

__all__ = ["BY", "DONE", "TO", "ReviewRules", "Role", "is_signed", "makers", "refusal", "signers"]


class Role(StrEnum):
    AUTHOR = "author"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


class ReviewRules(Record):
    """`review` in bank.yaml."""

    approvals: Whole = Field(default=1, ge=1, le=9)
    """How many different reviewers must approve the same content."""
    two_person: Truth = True
    """Nobody approves what they themselves edited last or sent to review."""
    people: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    """Who may act as what; empty: anybody may take any role."""


FROM: dict[Action, tuple[Status, ...]] = {
    Action.SUBMIT: (Status.DRAFT, Status.REJECTED),
    Action.APPROVE: (Status.IN_REVIEW,),
    Action.RETURN: (Status.IN_REVIEW, Status.APPROVED),
    Action.ACTIVATE: (Status.APPROVED, Status.RETIRED),
    Action.RETIRE: (Status.ACTIVE, Status.APPROVED),
}
"""In which statuses a decision can be taken."""
TO = {
    Action.SUBMIT: Status.IN_REVIEW,
    Action.APPROVE: Status.APPROVED,
    Action.RETURN: Status.REJECTED,
    Action.ACTIVATE: Status.ACTIVE,
    Action.RETIRE: Status.RETIRED,
}
"""Which status a decision leads to."""
BY: dict[Action, tuple[Role, ...]] = {
    Action.SUBMIT: (Role.AUTHOR, Role.COORDINATOR),
    Action.APPROVE: (Role.REVIEWER,),
    Action.RETURN: (Role.REVIEWER, Role.COORDINATOR),
    Action.ACTIVATE: (Role.COORDINATOR,),
    Action.RETIRE: (Role.COORDINATOR,),
}
"""Who takes a decision."""


DONE = (Status.APPROVED, Status.ACTIVE, Status.RETIRED)
"""The statuses of a question that has been through review."""


def refusal(
    question: Question, action: Action, who: str, role: Role, events: Sequence[Event], rules: ReviewRules
) -> str:
    """Why this person may not do this to the question now; empty where they may."""
    doing = say(f"history.action.{action}")
    if question.status not in FROM[action]:
        status = say(f"label.status.{question.status}")
        return say("history.wrong_status", id=question.id, status=status, action=doing)
    if role not in BY[action]:
        allowed = "、".join(say(f"history.role.{role}") for role in BY[action])
        return say("history.wrong_role", role=say(f"history.role.{role}"), action=doing, allowed=allowed)
    if action is Action.APPROVE and rules.two_person and who in makers(question, events):
        return say("history.own_work", id=question.id, who=who)
    if action is Action.ACTIVATE and not is_signed(question, events, rules):
        signed = len(signers(question, events))
        return say("history.unsigned", id=question.id, signed=signed, needed=rules.approvals)
    return ""


def signers(question: Question, events: Sequence[Event]) -> tuple[str, ...]:
    """Who has signed off this very content since it was last written or returned, in order."""
    found: dict[str, None] = {}
    for event in _about(question, events):
        if event.action in (Action.RETURN, Action.EDIT):
            found.clear()
        elif event.action is Action.APPROVE:
            found[event.who] = None
    return tuple(found)


def makers(question: Question, events: Sequence[Event]) -> frozenset[str]:
    """Who wrote this content last, and who sent it to review last."""
    last = {event.action: event.who for event in _about(question, events)}
    return frozenset(who for action, who in last.items() if action in (Action.EDIT, Action.SUBMIT))


def is_signed(question: Question, events: Sequence[Event], rules: ReviewRules) -> bool:
    """Whether the content is signed off, or was taken over with its status when the history began."""
    return len(signers(question, events)) >= rules.approvals or _is_taken_over(question, events)


def _is_taken_over(question: Question, events: Sequence[Event]) -> bool:
    if not events:
        return True
    first = events[0].before if events[0].action is Action.EDIT else events[0].snapshot
    kept = question_from(first) if first is not None else None
    if kept is None or kept.status not in DONE or kept.content_fingerprint() != question.content_fingerprint():
        return False
    reviewed = (Action.EDIT, Action.SUBMIT, Action.APPROVE, Action.RETURN)
    return not any(event.action in reviewed for event in _about(question, events))


def _about(question: Question, events: Sequence[Event]) -> list[Event]:
    """The events of this very content; what was saved over it or never reached the file says nothing about it."""
    content = question.content_fingerprint()
    return [event for event in events if event.content == content]
