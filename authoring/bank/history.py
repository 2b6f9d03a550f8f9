"""What happened to a question: an append-only record beside the bank, one line per event.

`history/<domain>/<id>.jsonl` is only ever appended to, so git merges it by union; lines are read in the order of their
times, whatever order they stand in. An event keeps the question as it then was, so that versions can be compared.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, ValidationError

from authoring.bank.store import locked
from authoring.errors import StorageError
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions import Question, question_from
from authoring.records import Record, canonical_json
from authoring.texts import say

__all__ = ["Action", "Event", "History"]


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
    """The question's data, kept where the content was changed."""

    @property
    def state(self) -> Question | None:
        """The question as this event left it, None where it did not change the content."""
        return None if self.snapshot is None else question_from(self.snapshot)


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
        line = canonical_json(event.model_dump(mode="json", exclude_defaults=True)).encode() + b"\n"
        with locked(path, event.question):
            try:
                with path.open("ab") as file:
                    if file.tell() and not _ends_with_break(path):
                        line = b"\n" + line  # a killed process left half a line; it stays, and is reported when read
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as problem:
                raise StorageError(
                    say("bank.write.message", path=path, reason=problem.strerror or problem)
                ) from problem

    def of(self, question: str) -> tuple[list[Event], Report]:
        """A question's events, oldest first, each once; lines that cannot be read are findings."""
        path = self._file(question)
        if not path.exists():
            return [], Report()
        found: dict[str, Event] = {}
        findings = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                found[line] = Event.model_validate(json.loads(line))
            except (ValueError, ValidationError):
                findings.append(_unreadable(path.relative_to(self._root.parent).as_posix(), number, question))
        return sorted(found.values(), key=_moment), Report.of(findings)

    def questions(self) -> Iterator[str]:
        """Ids of the questions that have a history."""
        return (path.stem for path in sorted(self._root.glob("*/*.jsonl")))


def _moment(event: Event) -> tuple[datetime, str]:
    return event.at, event.canonical()


def _ends_with_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _unreadable(file: str, line: int, question: str) -> Finding:
    return Finding(
        code="B130",
        severity=Severity.WARNING,
        where=Place(file=file, line=line, question=question),
        message=say("history.unreadable.message"),
        hint=say("history.unreadable.hint"),
    )
