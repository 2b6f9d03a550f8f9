"""The model of one question being written: what stands on the form, what is wrong with it, what it looks like.

editing = Editing.open(bank, "DC-D03-001", today=date.today())
editing.change("stem", "……")
editing.form(), editing.preview()
editing.save(Desk(bank, "甲", Role.AUTHOR))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from authoring.bank import Bank, Similar
from authoring.bank.history import Action
from authoring.bank.review import Desk
from authoring.checks.frame import Context
from authoring.content import parse
from authoring.errors import ConflictError, StorageError, UsageError
from authoring.findings import Report, Severity
from authoring.questions import Level, Question, QuestionType, Status
from authoring.storage import write_atomically
from authoring.texts import say
from authoring.widgets.editor.conflict import Conflict
from authoring.widgets.editor.entries import added, at, moved, parted, removed, without_ids
from authoring.widgets.editor.fields import groups_of
from authoring.widgets.editor.filling import CHOSEN, filled
from authoring.widgets.editor.form import Form
from authoring.widgets.editor.fresh import Sheet, fresh
from authoring.widgets.editor.judging import Judged, judged
from authoring.widgets.editor.offer import Offer
from authoring.widgets.editor.pictures import picture_name
from authoring.widgets.editor.placing import placed
from authoring.widgets.editor.plain import plain_of
from authoring.widgets.editor.preview import preview_page
from authoring.widgets.editor.retyping import retyped
from authoring.widgets.editor.sheet import sheet_of
from authoring.widgets.editor.undo import Steps, Typed

__all__ = ["Editing"]

_NO_MEDIA: Mapping[str, bytes] = MappingProxyType({})
_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
_ATTEMPTS = 20
"""New ids that are tried while others take them."""


class Editing:
    """One question being written. `base` is the bank's question that it began with, None for a new one."""

    def __init__(
        self, bank: Bank, sheet: Sheet, *, today: date, base: Question | None, media: Mapping[str, bytes] = _NO_MEDIA
    ) -> None:
        self.bank = bank
        self.today = today
        self.base = base
        self.media = dict(media)
        """Pictures by name that the bank may not have yet."""
        self._theirs: Question | None = None
        self._steps: Steps[Sheet] = Steps(sheet)
        self._kept = sheet if base is None else sheet_of(base.data())
        self._id = base.id if base else ""
        """Given once; before that the id is one of the next."""
        self._next: dict[str, str] = {}
        """By domain."""
        self._looked: dict[str, tuple[Sheet, Any]] = {}

    @classmethod
    def new(cls, bank: Bank, kind: QuestionType, point: str, *, author: str = "", today: date) -> Editing:
        """An empty question of a type on a knowledge point, at the lowest level that the point is examined at."""
        known = bank.syllabus.points.get(point)
        level = known.from_level if known else Level.JUNIOR
        start = {"level": level.value, "knowledge_points": [point], "author": author}
        return cls(bank, fresh(kind) | start, today=today, base=None)

    @classmethod
    def open(cls, bank: Bank, question: str, *, today: date) -> Editing:
        """A question of the bank. Raises UsageError for an unknown one."""
        base = bank[question]
        return cls(bank, sheet_of(base.data()), today=today, base=base)

    @classmethod
    def of(
        cls, bank: Bank, plain: Mapping[str, Any], *, media: Mapping[str, bytes] = _NO_MEDIA, today: date
    ) -> Editing:
        """A new question from plain data in question-file format, however incomplete; without a type it is a 单选."""
        kind = plain.get("type")
        known = kind in set(QuestionType)
        sheet = without_ids(sheet_of({**plain, "type": kind if known else QuestionType.SINGLE_CHOICE.value}))
        editing = cls(bank, sheet, today=today, base=None, media=media)
        if _ID.fullmatch(given := str(plain.get("id", ""))):
            editing._id = given
        return editing

    @classmethod
    def resumed(
        cls, bank: Bank, sheet: Sheet, *, today: date, base: Question | None, media: Mapping[str, bytes]
    ) -> Editing:
        """What stood on a form that was left; all of a new question still waits to be saved.

        Goes on from what the bank has now: `conflict` is set where that is not what it began with.
        """
        editing = cls(bank, sheet, today=today, base=base, media=media)
        if base is None:
            editing._kept = fresh(QuestionType(sheet["type"]))
        with suppress(ConflictError):  # the question is gone; what was written is not, and becomes a new one
            editing.meet()
        return editing

    # What stands there

    @property
    def sheet(self) -> Sheet:
        """What stands on the form; never changed in place."""
        return self._steps.state

    @property
    def id(self) -> str:
        """The question's id: before the first save the next free one of its domain, empty where it has none."""
        domain = (self.sheet["knowledge_points"] or [""])[0].split("-")[0]
        if self._id or not domain:
            return self._id
        if domain not in self._next:
            self._next[domain] = self.bank.new_id(domain)
        return self._next[domain]

    @property
    def plain(self) -> dict[str, Any]:
        """The question in question-file format, as far as it is written."""
        status = self.base.status if self.base else Status.DRAFT
        named = {"id": self.id} if self.id else {}
        version = {"version": self.base.version} if self.base else {}
        return {**named, **version, "status": status.value, **plain_of(self.sheet)}

    @property
    def question(self) -> Question | None:
        """The question, None while it makes none."""
        return self._judged.question

    @property
    def report(self) -> Report:
        """Everything that is wrong: what it lacks, or else what the checks find."""
        return self._judged.report

    @property
    def changed(self) -> bool:
        """Whether something stands here that the bank does not have yet."""
        return self.sheet is not self._kept and plain_of(self.sheet) != plain_of(self._kept)

    def form(self) -> Form:
        """What the form shows now."""
        report = self.report
        warned = (finding.code for finding in report if finding.severity is not Severity.ERROR)
        groups = groups_of(self.sheet, self._offer, dict.fromkeys(code for code in warned if code != "C001"))
        groups, loose = placed(groups, self.sheet, report)
        return Form(
            title=self._title(),
            groups=groups,
            findings=loose,
            can_undo=self._steps.can_undo,
            can_redo=self._steps.can_redo,
            changed=self.changed,
        )

    def _title(self) -> str:
        kind = say(f"label.question_type.{self.sheet['type']}")
        if self.base is None:
            return say("editor.title_new", id=self.id, kind=kind)
        return say("editor.title", id=self.id, kind=kind, status=say(f"label.status.{self.base.status}"))

    def preview(self) -> str:
        """The candidate's page, as far as the question is written."""
        return preview_page(self.sheet, self.id, self._picture)

    def similar(self, limit: int = 5) -> list[Similar]:
        """Questions of the bank that are worded like this one, the most alike first."""
        text = parse(self.sheet["stem"]).text()
        return self.bank.similar(text, limit=limit, excluding=self.id)

    # What the author does

    def change(self, path: str, value: Any, *, typed: bool = True) -> None:
        """Fills in a field; what was not typed, such as a formula from the toolbar, is an undo step of its own.

        Raises UsageError for a path that is none.
        """
        before = self.sheet
        after = filled(before, path, value, self.bank.references.formulas)
        chosen = not typed or parted(path)[1] in CHOSEN
        self._steps.take(after, None if chosen else Typed.between(path, at(before, path), value))

    def add(self, path: str, choice: str = "") -> None:
        """Adds an entry to a list, `choice` as its group offers it; to `outcome` it adds the computed result."""
        holder, last = parted(path)
        self._steps.take(self._computed(holder, choice) if last == "outcome" else added(self.sheet, path, choice))

    def _computed(self, holder: str, field: str) -> Sheet:
        """With the computed result in the calculation's `result`, or in the question's `value`."""
        prefix = f"{holder}." if holder else ""
        found = self._offer.computed(at(self.sheet, holder))
        if field not in ("result", "value") or not found:
            raise UsageError(say("editor.no_path", path=f"{prefix}outcome"))
        path = f"{prefix}calculation.result" if field == "result" else f"{prefix}value"
        return filled(self.sheet, path, found, self.bank.references.formulas)

    def remove(self, path: str) -> None:
        """Removes an entry of a list."""
        self._steps.take(removed(self.sheet, path))

    def move(self, path: str, by: int) -> None:
        """Moves an entry of a list so many places down; up where `by` is negative."""
        self._steps.take(moved(self.sheet, path, by))

    def retype(self, kind: QuestionType) -> None:
        """Makes it a question of another type; what fits is kept, the rest comes back with undo."""
        self._steps.take(retyped(self.sheet, kind))

    def undo(self) -> None:
        self._steps.undo()

    def redo(self) -> None:
        self._steps.redo()

    def picture(self, name: str, data: bytes) -> str:
        """Takes a picture; the markup to insert. It is written into the bank with the question.

        Raises UsageError for what is no PNG, JPEG or harmless SVG, or too large.
        """
        safe = picture_name(name, data)
        self.media[safe] = data
        self.__dict__.pop("_context", None)  # it may have been looked for in vain before
        self._looked.clear()
        return f"![](media/{safe})"

    # Saving

    def save(self, desk: Desk) -> Question:
        """Saves the question; what was saved.

        Raises UsageError while it makes no question, ConflictError when somebody saved first: then `conflict` is set.
        """
        question = self.question
        if question is None:
            raise UsageError(say("editor.unfinished", count=len(self.report)))
        if self.conflict is not None:
            raise ConflictError(say("editor.conflict.open", id=question.id))
        if self.base is not None and not self.changed:
            return self.base
        self._write_pictures(question)
        saved = self._saved(desk, question)
        self._go_on_from(saved, self.sheet)
        return saved

    def submit(self, desk: Desk) -> Question:
        """Saves the question and sends it to review. Raises what `save` raises, UsageError where it is forbidden."""
        saved = desk.decide(self.save(desk), Action.SUBMIT)
        self._go_on_from(saved, self.sheet)
        return saved

    def _go_on_from(self, base: Question | None, kept: Sheet) -> None:
        self.base, self._id, self._kept, self._theirs = base, base.id if base else "", kept, None
        self._next.clear()
        self._looked.clear()

    def _saved(self, desk: Desk, question: Question) -> Question:
        for _ in range(_ATTEMPTS):
            try:
                return desk.save(self.base, question)
            except ConflictError:
                self.bank.refresh()
                if self.base is None:
                    if question.id not in self.bank:
                        raise
                    self._go_on_from(None, self._kept)  # somebody took the id: that is no conflict of words
                elif self.meet() is not None:
                    raise
                elif self.base is not None and not self.changed:
                    return self.base
                question = self.question or question
        raise ConflictError(say("editor.conflict.open", id=question.id))

    def meet(self) -> Conflict | None:
        """Goes on from what the bank has now; the conflict where its words differ from what this began with.

        Raises ConflictError when the question is gone; what stands here can then be saved as a new one.
        """
        if self.base is None:
            return None
        if self.base.id not in self.bank:
            gone = say("editor.conflict.gone", id=self.base.id)
            self._go_on_from(None, self._kept)
            raise ConflictError(gone)
        theirs = self.bank[self.base.id]
        kept = sheet_of(theirs.data())
        if theirs.content_fingerprint() == self.base.content_fingerprint() or plain_of(kept) == plain_of(self.sheet):
            self._go_on_from(theirs, kept)
        else:
            self._theirs = theirs
        return self.conflict

    @property
    def conflict(self) -> Conflict | None:
        """What somebody else saved meanwhile, beside what stands here; a save is possible again after `resolve`."""
        base, theirs = self.base, self._theirs
        if base is None or theirs is None:
            return None
        found: Conflict = self._look("conflict", lambda: Conflict.between(base, theirs, sheet_of(self.plain)))
        return found

    def resolve(self, choices: Mapping[str, str]) -> None:
        """Merges what both have changed; `choices` says `mine` or `theirs` for each clash, by its path.

        Raises UsageError while a clash has no choice.
        """
        if self.conflict is None:
            return
        theirs, merged = self.conflict.theirs, self.conflict.merged(choices)
        self._steps = Steps(merged)  # undo does not lead back behind what the other one has written
        self._go_on_from(theirs, sheet_of(theirs.data()))

    def _write_pictures(self, question: Question) -> None:
        for name in (PurePosixPath(address).name for address in question.media):
            path = self.bank.root / "media" / name
            if name in self.media and not path.exists():
                write_atomically(path, self.media[name])

    # What it looks up

    @cached_property
    def _offer(self) -> Offer:
        return Offer(self.bank)

    @cached_property
    def _context(self) -> Context:
        return Context(
            self.bank.syllabus, self.bank.references, lambda address: self._picture(address) or None, self.today
        )

    def _picture(self, address: str) -> bytes:
        """A picture of the draft or of the bank; empty where there is none."""
        name = PurePosixPath(address).name
        if name in self.media:
            return self.media[name]
        try:
            return self.bank.media(name)
        except StorageError:
            return b""

    @property
    def _judged(self) -> Judged:
        found: Judged = self._look("judged", lambda: judged(self.sheet, self.plain, self._context))
        return found

    def _look(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` finds, looked for once as long as nothing changes on the form."""
        if name not in self._looked or self._looked[name][0] is not self.sheet:
            self._looked[name] = (self.sheet, make())
        return self._looked[name][1]
