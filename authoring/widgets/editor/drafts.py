"""Drafts: what stands on a form and is not in the bank yet, kept in files that outlive the notebook's kernel.

Each form writes a file of its own, beside those that other forms write for the same question. A form that finds its
file changed by another one leaves it alone and begins a new one, so that two open notebooks never overwrite each other.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from authoring.bank import Bank
from authoring.bank.store import locked
from authoring.content import parse
from authoring.questions import Question, question_from
from authoring.records import canonical_json
from authoring.storage import write_atomically
from authoring.texts import say
from authoring.widgets.editor.editing import Editing
from authoring.widgets.workplace import FOLDER

__all__ = ["Draft", "Drafts"]

DRAFT_FORMAT = 1
_LONGEST = 30
"""Characters of a stem that stand for a question."""


@dataclass(frozen=True)
class Draft:
    """A draft in its file."""

    file: Path
    question: str
    """Id of the bank's question that it changes, empty for a new one."""
    title: str
    """The beginning of its stem."""
    at: datetime
    bank: Bank
    today: date
    text: str
    """What the file holds."""


class Drafts:
    """The drafts of a folder, by default `build/drafts` beside the notebook. `now` must know its zone."""

    def __init__(self, folder: Path = FOLDER / "drafts", now: Callable[[], datetime] | None = None) -> None:
        self.folder = folder
        self._now = now or _local_now
        self._own: WeakKeyDictionary[Editing, tuple[Path, str]] = WeakKeyDictionary()

    def keep(self, editing: Editing) -> Draft:
        """Writes what stands on a form. Raises StorageError."""
        data = _data(editing, self._now())
        text = canonical_json(data)
        with locked(self.folder / "drafts", data["title"]):
            path = self._file(editing)
            write_atomically(path, text.encode())
        self._own[editing] = (path, text)
        return _read(path, text, editing)

    def _file(self, editing: Editing) -> Path:
        """The form's own file, if it still holds what the form wrote; else a new one."""
        path, text = self._own.get(editing, (self.folder, ""))
        if path != self.folder and _text(path) == text:
            return path
        name = editing.base.id if editing.base else "new"
        numbers = range(1, len(list(self.folder.glob("*.json"))) + 2)
        free = (path for number in numbers if not (path := self.folder / f"{name}-{number}.json").exists())
        return next(free)

    def find(self, editing: Editing) -> Draft | None:
        """The latest draft of the question on a form that another form left: of the same id, or of a new question."""
        return next(iter(self.all(editing)), None)

    def all(self, editing: Editing) -> list[Draft]:
        """Every such draft, the latest first."""
        wanted = editing.base.id if editing.base else ""
        own, _ = self._own.get(editing, (None, ""))
        found = [draft for draft in self._drafts(editing) if draft.question == wanted and draft.file != own]
        return sorted(found, key=lambda draft: (draft.at, draft.file.name), reverse=True)

    def _drafts(self, editing: Editing) -> Iterator[Draft]:
        for path in sorted(self.folder.glob("*.json")):
            try:
                draft = _read(path, _text(path), editing)
            except (ValueError, KeyError, TypeError):
                continue  # of a later format, or no draft: it stays where it is
            if json.loads(draft.text)["bank"] == editing.bank.info.id:
                yield draft

    def restore(self, draft: Draft) -> Editing:
        """The form as the draft left it; it goes on in the draft's file.

        Its `conflict` is set where the bank's question has changed since.
        """
        data = json.loads(draft.text)
        base = question_from(data["base"]) if data["base"] else None
        media = {name: base64.b64decode(picture) for name, picture in data["media"].items()}
        editing = Editing.resumed(draft.bank, data["sheet"], today=draft.today, base=base, media=media)
        self._own[editing] = (draft.file, draft.text)
        return editing

    def forget(self, kept: Draft | Editing) -> None:
        """Removes a draft, or the one of a form that has been saved; not what another form has written there since."""
        path, text = (kept.file, kept.text) if isinstance(kept, Draft) else self._own.pop(kept, (None, ""))
        if path is not None and _text(path) == text:
            path.unlink(missing_ok=True)


def _local_now() -> datetime:
    return datetime.now().astimezone()


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _data(editing: Editing, now: datetime) -> dict[str, Any]:
    stem = " ".join(parse(editing.sheet["stem"]).text().split())
    return {
        "format": DRAFT_FORMAT,
        "bank": editing.bank.info.id,
        "at": now.isoformat(),
        "title": stem[:_LONGEST] or say(f"label.question_type.{editing.sheet['type']}"),
        "base": editing.base.data() if editing.base else None,
        "sheet": editing.sheet,
        "media": {name: base64.b64encode(data).decode() for name, data in editing.media.items()},
    }


def _read(path: Path, text: str, editing: Editing) -> Draft:
    """Raises ValueError, KeyError or TypeError for what is no draft of this format."""
    data = json.loads(text)
    if data["format"] != DRAFT_FORMAT:
        raise ValueError(data["format"])
    question: Question | None = question_from(data["base"]) if data["base"] else None
    return Draft(
        file=path,
        question=question.id if question else "",
        title=data["title"],
        at=datetime.fromisoformat(data["at"]),
        bank=editing.bank,
        today=editing.today,
        text=text,
    )
