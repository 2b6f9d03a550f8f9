"""Papers that a bank keeps: `papers/<id>.paper.json`. Nobody overwrites another's work; an approved paper is frozen."""

import json
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from authoring.bank import Bank
from authoring.bank.exposure import Exposure, Exposures
from authoring.bank.store import locked
from authoring.errors import ConflictError, StorageError, UsageError
from authoring.papers.paper import Paper
from authoring.records import Record
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = ["KeptPaper", "PaperStatus", "Papers"]

SUFFIX = ".paper.json"


class PaperStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class KeptPaper(Record):
    """A paper with who saved it last; approved, it is frozen and carries the fingerprint that was approved."""

    paper: Paper
    status: PaperStatus = PaperStatus.DRAFT
    saved_by: str
    saved_at: AwareDatetime
    term: str = ""
    """When an approved paper is sat, such as `2026-12`."""
    approved: str = ""
    """Fingerprint of the paper as it was approved."""


def _now() -> datetime:
    return datetime.now().astimezone()


class Papers:
    """The papers of one bank, as one coordinator sees and changes them."""

    def __init__(self, bank: Bank, who: str, now: Callable[[], datetime] = _now) -> None:
        self._bank = bank
        self._who = who
        self._now = now

    @property
    def ids(self) -> list[str]:
        return sorted(path.name.removesuffix(SUFFIX) for path in self._folder.glob(f"*{SUFFIX}"))

    @property
    def _folder(self) -> Path:
        return self._bank.root / "papers"

    def _file(self, paper: str) -> Path:
        return self._folder / f"{paper}{SUFFIX}"

    def open(self, paper: str) -> KeptPaper:
        """Raises UsageError for an unknown id, StorageError for a file that cannot be read or was changed by hand."""
        if paper not in self.ids:
            known = "、".join(self.ids) or "—"
            raise UsageError(say("paper_desk.keeping.unknown", id=paper, known=known))
        kept = _read(self._file(paper))
        if kept.approved and kept.approved != kept.paper.fingerprint():
            raise StorageError(say("paper_desk.keeping.changed", id=paper))
        return kept

    def save(self, paper: Paper, expected: KeptPaper | None = None) -> KeptPaper:
        """Keeps a draft. `expected` is what it was opened as, None for a new one.

        Raises ConflictError when somebody saved first, UsageError when the paper is approved, StorageError.
        """
        kept = KeptPaper(paper=paper, saved_by=self._who, saved_at=self._now())
        self._write(kept, expected)
        return kept

    def approve(self, kept: KeptPaper, term: str) -> KeptPaper:
        """Freezes a paper and counts its questions as used in `term`. Raises as `save` does."""
        paper = kept.paper
        when = self._now()
        frozen = KeptPaper(
            paper=paper,
            status=PaperStatus.APPROVED,
            saved_by=self._who,
            saved_at=when,
            term=term,
            approved=paper.fingerprint(),
        )
        forms = {form.name: tuple(item.question for item in form.items) for form in paper.forms}
        exposure = Exposure(
            at=when, who=self._who, paper=paper.id, paper_fingerprint=frozen.approved, term=term, forms=forms
        )
        # The use is noted first: a crash between both leaves a question counted too often, never one that is not.
        self._write(frozen, kept, lambda: Exposures(self._bank.root).append(exposure))
        return frozen

    def _write(self, kept: KeptPaper, expected: KeptPaper | None, before: Callable[[], None] | None = None) -> None:
        path = self._file(kept.paper.id)
        with locked(path, kept.paper.id):
            present = _read(path) if path.exists() else None
            if present is not None and present.status is PaperStatus.APPROVED:
                raise UsageError(say("paper_desk.keeping.frozen", **_by(present)))
            if present != expected:
                raise ConflictError(say("paper_desk.keeping.conflict", **_by(present or kept)))
            if before is not None:
                before()
            write_atomically(path, (json.dumps(kept.data(), ensure_ascii=False, indent=1) + "\n").encode())


def _by(kept: KeptPaper) -> dict[str, object]:
    return {"id": kept.paper.id, "who": kept.saved_by, "when": f"{kept.saved_at:%Y-%m-%d %H:%M}"}


def _read(path: Path) -> KeptPaper:
    try:
        return KeptPaper.model_validate_json(path.read_bytes())
    except OSError as problem:
        raise StorageError(say("paper_desk.keeping.broken", path=path, reason=problem.strerror or problem)) from problem
    except ValidationError as error:
        reason = f"{error.error_count()}"
        raise StorageError(say("paper_desk.keeping.broken", path=path, reason=reason)) from error
