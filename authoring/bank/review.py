"""The desk: the one way in which people change a bank's questions. Each step is an event in the history and a file.

desk = Desk(bank, "甲", Role.AUTHOR)
made = desk.save(None, question)             # a new draft
made = desk.save(made, edited)               # a version higher, and a draft again
desk.decide(made, Action.SUBMIT)

The event is written first. A process that is killed between the two leaves no approved question without its sign-off,
and a text that did not reach its file stands in the history.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import Field

from authoring.bank.history import Action, Event, History
from authoring.bank.review_rules import TO, ReviewRules, Role, refusal, signers
from authoring.bank.store import save_question
from authoring.errors import AuthoringError, UsageError
from authoring.questions import Question, Status, question_from
from authoring.records import Record
from authoring.texts import say

if TYPE_CHECKING:
    from authoring.bank import Bank

__all__ = ["Decided", "Desk", "ReviewRules", "Role", "no_progress"]


AT_ONCE = 8
"""Decisions that are under way at a time."""


def _local_now() -> datetime:
    return datetime.now().astimezone()


Progress = Callable[[int, int, str], None]
"""Hears how many are done, of how many, and which."""
_Entry = TypeVar("_Entry")
_Made = TypeVar("_Made")


def no_progress(_done: int, _of: int, _name: str) -> None:
    pass


class Decided(Record):
    """What came of a decision on many questions."""

    done: tuple[str, ...] = ()
    """Ids."""
    refused: dict[str, str] = Field(default_factory=dict)
    """Why not, by id."""


class Desk:
    """One person at work on a bank's questions, in one role.

    `now` gives the time of an event and must know its zone. Raises UsageError where the bank's rules do not know the
    person in this role.
    """

    def __init__(self, bank: "Bank", who: str, role: Role, now: Callable[[], datetime] = _local_now) -> None:
        self.bank = bank
        self.who = who.strip()
        self.role = role
        self.rules = bank.info.review
        self._history = History(bank.root)
        self._now = now
        self._known()

    def _known(self) -> None:
        if not self.who:
            raise UsageError(say("history.nobody"))
        people = self.rules.people
        if people and self.role not in people.get(self.who, ()):
            known = "、".join(name for name, roles in people.items() if self.role in roles) or "—"
            raise UsageError(
                say("history.not_registered", who=self.who, role=say(f"history.role.{self.role}"), known=known)
            )

    def save(self, old: Question | None, new: Question) -> Question:
        """Saves a text as a draft, a version higher than `old` (None: a new question); what was saved.

        Without a change nothing is written. Raises ConflictError when somebody saved first, and then leaves no event;
        StorageError when it cannot be written.
        """
        file = self.bank.place_of(new)
        try:
            return self._save(old, new, file)
        finally:
            self.bank.note(file)

    def _save(self, old: Question | None, new: Question, file: str) -> Question:
        """Leaves the index alone, so that many can be saved at once."""
        if old is not None and old.content_fingerprint() == new.content_fingerprint():
            return old
        version = old.version + 1 if old else 1
        made = question_from(new.data() | {"version": version, "status": Status.DRAFT.value})
        with self._history.turn(made.id) as turn:
            event = self._event(made, Action.EDIT, turn.events, before=old)
            expected = old.fingerprint() if old else None
            save_question(self.bank.root / file, made, expected, before=lambda: turn.add(event))
        return made

    def save_all(
        self, texts: Sequence[tuple[Question | None, Question]], progress: Progress = no_progress
    ) -> list[Question | AuthoringError]:
        """Saves many texts as `save` does, several at a time; what was saved or why it was not, in their order."""
        files = [self.bank.place_of(new) for _, new in texts]

        def one(place: int) -> Question | AuthoringError:
            try:
                return self._save(*texts[place], files[place])
            except AuthoringError as trouble:
                return trouble

        try:
            return _at_once(one, range(len(texts)), lambda done: progress(done, len(texts), texts[done - 1][1].id))
        finally:
            self.bank.note(*files)

    def decide(self, question: Question, action: Action, text: str = "") -> Question:
        """Takes a decision on the question as it was seen; the question after it.

        Raises UsageError where status, role or the two-person rule forbids it, ConflictError when somebody saved first.
        """
        file = self.bank.place_of(question)
        try:
            return self._decide(question, file, action, text)
        finally:
            self.bank.note(file)

    def _decide(self, question: Question, file: str, action: Action, text: str) -> Question:
        """Leaves the index alone, so that many can be decided at once."""
        if action is Action.RETURN and not text.strip():
            raise UsageError(say("history.reason_missing", id=question.id))
        with self._history.turn(question.id) as turn:
            if forbidden := refusal(question, action, self.who, self.role, turn.events, self.rules):
                raise UsageError(forbidden)
            event = self._event(question, action, turn.events, text=text.strip())
            decided = self._after(question, action, turn.events)
            expected = question.fingerprint()
            save_question(self.bank.root / file, decided, expected, before=lambda: turn.add(event))
        return decided

    def _after(self, question: Question, action: Action, events: Sequence[Event]) -> Question:
        signed = {*signers(question, events), self.who}
        if action is Action.APPROVE and len(signed) < self.rules.approvals:
            return question
        return question_from(question.data() | {"status": TO[action].value})

    def decide_all(
        self, ids: Iterable[str], action: Action, text: str = "", progress: Progress = no_progress
    ) -> Decided:
        """Takes a decision on many questions as the bank has them now; one that is refused keeps no other from it.

        `progress` hears how many are done, of how many, and which.
        """
        names = list(dict.fromkeys(ids))
        seen = {name: self._seen(name) for name in names}
        files = {name: self.bank.place_of(found) for name, found in seen.items() if not isinstance(found, str)}

        def one(name: str) -> str:
            found = seen[name]
            return found if isinstance(found, str) else self._refused(found, files[name], action, text)

        try:
            reasons = _at_once(one, names, lambda done: progress(done, len(names), names[done - 1]))
        finally:
            self.bank.note(*files.values())
        refused = {name: reason for name, reason in zip(names, reasons, strict=True) if reason}
        return Decided(done=tuple(name for name in names if name not in refused), refused=refused)

    def _seen(self, name: str) -> Question | str:
        """A question, or why there is none."""
        try:
            return self.bank[name]
        except UsageError as unknown:
            return str(unknown)

    def _refused(self, question: Question, file: str, action: Action, text: str) -> str:
        """Decides; why it was refused, empty where it was done."""
        try:
            self._decide(question, file, action, text)
        except AuthoringError as reason:
            return str(reason)
        return ""

    def comment(self, question: Question, text: str, field: str = "") -> Event:
        """Keeps a comment on the question, or on one of its fields. Raises UsageError for an empty one."""
        if not text.strip():
            raise UsageError(say("history.comment_empty", id=question.id))
        with self._history.turn(question.id) as turn:
            event = self._event(question, Action.COMMENT, turn.events, text=text.strip(), field=field)
            turn.add(event)
        return event

    def refusal(self, question: Question, action: Action) -> str:
        """Why this decision is not possible now; empty where it is."""
        events, _ = self._history.of(question.id)
        return refusal(question, action, self.who, self.role, events, self.rules)

    def _event(
        self,
        question: Question,
        action: Action,
        events: Sequence[Event],
        *,
        text: str = "",
        field: str = "",
        before: Question | None = None,
    ) -> Event:
        """What is being done now; never earlier than what was done before it, whatever the clock says."""
        now = max([self._now(), *(event.at + timedelta(microseconds=1) for event in events[-1:])])
        known = {event.content for event in events}
        return Event(
            at=now,
            who=self.who,
            role=self.role.value,
            action=action,
            question=question.id,
            version=question.version,
            content=question.content_fingerprint(),
            field=field,
            text=text,
            snapshot=_kept(question, known if action is not Action.EDIT else set()),
            before=_kept(before, known) if before else None,
        )


def _kept(question: Question, known: set[str]) -> dict[str, Any] | None:
    return None if question.content_fingerprint() in known else question.data()


def _at_once(work: Callable[[_Entry], _Made], entries: Iterable[_Entry], heard: Callable[[int], None]) -> list[_Made]:
    """What `work` makes of each, several at a time: most of it is waiting for the disk. `heard` is told how many."""
    made: list[_Made] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for each in pool.map(work, entries):
            made.append(each)
            heard(len(made))
    return made
