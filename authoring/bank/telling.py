"""The history of a question in words: who did what, when, about which field, and what an edit changed."""

from collections.abc import Sequence

from pydantic import AwareDatetime

from authoring.bank.changes import content_changes, field_label
from authoring.bank.history import Action, Event
from authoring.questions import Question, question_from
from authoring.records import Record
from authoring.texts import say

__all__ = ["Told", "told"]


class Told(Record):
    """One event in words; every text may be empty but who and what."""

    at: AwareDatetime
    action: Action
    version: int
    who: str
    role: str
    """Chinese name."""
    what: str
    """Such as 送审; the first text of a question is 新建."""
    field: str
    """Chinese name of the field that a comment is about."""
    text: str
    """The comment, or the reason."""
    changes: tuple[str, ...] = ()
    """What an edit changed, a sentence for each field."""

    def __str__(self) -> str:
        about = say("history.about", field=self.field) if self.field else ""
        head = say(
            "history.told",
            at=self.at.astimezone().strftime("%Y-%m-%d %H:%M"),
            who=self.who,
            role=self.role,
            what=self.what,
            version=self.version,
        )
        lines = [f"{head}{about}{say('history.said', text=self.text) if self.text else ''}"]
        return "\n".join([*lines, *(f"    {change}" for change in self.changes)])


def told(events: Sequence[Event]) -> tuple[Told, ...]:
    """The events in words, oldest first."""
    found = []
    known: Question | None = None
    for event in events:
        before = question_from(event.before) if event.before is not None else known
        found.append(_told(event, before))
        known = event.state or known
    return tuple(found)


def _told(event: Event, before: Question | None) -> Told:
    edit = event.action is Action.EDIT
    new = edit and before is None
    return Told(
        at=event.at,
        action=event.action,
        version=event.version,
        who=event.who,
        role=say(f"history.role.{event.role}"),
        what=say("history.made" if new else f"history.action.{event.action}"),
        field=field_label(event.field) if event.field else "",
        text=event.text,
        changes=_changes(before, event.state) if edit else (),
    )


def _changes(before: Question | None, after: Question | None) -> tuple[str, ...]:
    return tuple(map(str, content_changes(before, after))) if before and after else ()
