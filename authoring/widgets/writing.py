"""The model of a writing desk: one question open at a time; what is not saved yet is put away as a draft."""

import getpass
from datetime import date
from pathlib import Path

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.questions import QuestionType
from authoring.widgets.editor.drafts import Drafts
from authoring.widgets.editor.editing import Editing
from authoring.widgets.workplace import FOLDER

__all__ = ["Writing"]


class Writing:
    """An author at work on a bank. Raises UsageError where the bank's rules do not know the author as one."""

    def __init__(
        self, bank: Bank, who: str = "", *, today: date | None = None, drafts: Path = FOLDER / "drafts"
    ) -> None:
        self.bank = bank
        self.who = who.strip() or getpass.getuser()
        self.desk = Desk(bank, self.who, Role.AUTHOR)
        self.drafts = Drafts(drafts)
        self.today = today or date.today()  # noqa: DTZ011  # the author's day

    def open(self, question: str) -> Editing:
        """A question of the bank on the form. Raises UsageError for an unknown one."""
        return Editing.open(self.bank, question, today=self.today)

    def new(self, kind: QuestionType, point: str) -> Editing:
        """An empty question on the form; it gets into the bank with its first save."""
        return Editing.new(self.bank, kind, point, author=self.who, today=self.today)

    def put_away(self, editing: Editing) -> bool:
        """Keeps as a draft what the bank does not have yet; whether there was anything."""
        if editing.changed:
            self.drafts.keep(editing)
        return editing.changed

    @property
    def domains(self) -> list[tuple[str, str]]:
        """The syllabus's domains: label and code."""
        return [(f"{domain.code} {domain.name}", domain.code) for domain in self.bank.syllabus.domains]

    def points(self, domain: str) -> list[tuple[str, str]]:
        """A domain's knowledge points: label and code."""
        found = (entry.points for entry in self.bank.syllabus.domains if entry.code == domain)
        return [(f"{point.code} {point.name}", point.code) for points in found for point in points]
