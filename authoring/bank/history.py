"""What happened to a question: an append-only record beside the bank, one line per event.

`history/<domain>/<id>.jsonl` is only ever appended to, so git merges it by union; lines are read in the order of their
times, whatever order they stand in. An event keeps the question as it then was, so that versions can be compared.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, ValidationError, model_validator

from authoring.bank.store import locked
from authoring.errors import StorageError
from authoring.findings import Place, Report, Voice
from authoring.questions import Question, question_from
from authoring.records import Record, canonical_json
from authoring.texts import say

__all__ = ["Action", "Event", "History", "Turn", "append_record"]

_VOICE = Voice("history")


class Action(StrEnum):
    """What somebody did."""

    EDIT = "edit"
    """Saved a text; the first one made the question."""
    SUBMIT = "submit"
    """送审"""
    COMMENT = "comment"
    APPROVE = "approve"
    """通过: signs the content as it is."""
    RETURN = "return"
    """退回"""
    ACTIVATE = "activate"
    """启用"""
    RETIRE = "retire"
    """停用"""


class Event(Record):
    """One thing that somebody did to one question."""

    at: AwareDatetime
    who: str
    role: str
    action: Action
    question: str
    version: int
    content: str
    """Fingerprint of the content that it was done to (`content_fingerprint`)."""
    field: str = ""
    """For a comment: the field it is about, empty for the whole question."""
    text: str = ""
    """The comment, or the reason."""
    snapshot: dict[str, Any] | None = None
    """The question's data as this event left it, kept where the history does not have this content yet."""
    before: dict[str, Any] | None = None
    """For an edit: the data it began from, kept where the history does not have them yet."""

    @model_validator(mode="after")
    def _readable(self) -> "Event":
        for kept in (self.snapshot, self.before):
            if kept is not None:
                question_from(kept)
        return self

    @property
    def state(self) -> Question | None:
        """The question as this event left it, None where it keeps no text."""
        return None if self.snapshot is None else question_from(self.snapshot)


@dataclass(frozen=True)
class Turn:
    """A question's history while nobody else can add to it."""

    events: list[Event]
    """Oldest first."""
    path: Path

    def add(self, event: Event) -> None:
        """Adds an event; it is on the disk when this returns. Raises StorageError."""
        append_record(self.path, event)
        self.events.append(event)


class History:
    """The history of a bank's questions."""

    def __init__(self, root: Path) -> None:
        self._root = root / "history"

    def _file(self, question: str) -> Path:
        domain = question.split("-")[1] if question.count("-") > 1 else "other"
        return self._root / domain / f"{question}.jsonl"

    def append(self, event: Event) -> None:
        """Adds an event; it is on the disk when this returns. Raises StorageError."""
        path = self._file(event.question)
        with locked(path, event.question):
            append_record(path, event)

    @contextmanager
    def turn(self, question: str) -> Iterator[Turn]:
        """Keeps the question's history to oneself, for looking at it and adding to it. Raises StorageError."""
        path = self._file(question)
        with locked(path, question):
            yield Turn(events=self.of(question)[0], path=path)

    def of(self, question: str) -> tuple[list[Event], Report]:
        """A question's events, oldest first, each once; lines that cannot be read are findings."""
        path = self._file(question)
        if not path.exists():
            return [], Report()
        found: dict[bytes, Event] = {}
        findings = []
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):  # bytes break at line ends alone
            if not line.strip():
                continue
            try:
                found[line] = Event.model_validate(json.loads(line))
            except (ValueError, ValidationError):
                place = Place(file=path.relative_to(self._root.parent).as_posix(), line=number, question=question)
                findings.append(_VOICE.doubtful("B130", place))
        return sorted(found.values(), key=_moment), Report.of(findings)

    def questions(self) -> Iterator[str]:
        """Ids of the questions that have a history."""
        return (path.stem for path in sorted(self._root.glob("*/*.jsonl")))


def append_record(path: Path, record: Record) -> None:
    """Adds a record as one line to a file that the caller has locked. Raises StorageError."""
    line = canonical_json(record.model_dump(mode="json", exclude_defaults=True)).encode() + b"\n"
    try:
        with path.open("ab") as file:
            if file.tell() and not _ends_with_break(path):
                line = b"\n" + line  # a killed process left half a line; it stays, and is reported when read
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise StorageError(say("bank.write.message", path=path, reason=problem.strerror or problem)) from problem


def _moment(event: Event) -> tuple[datetime, str]:
    return event.at, event.canonical()


def _ends_with_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
