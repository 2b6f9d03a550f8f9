"""The model of the tab for print and handouts, and of that for other formats."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from authoring import workflow
from authoring.bank import Bank
from authoring.export.formats.qti import QtiChoices
from authoring.export.seb import SebFile, write_seb
from authoring.findings import Report, Severity
from authoring.papers.paper import Paper
from authoring.records import Record
from authoring.rendering.guide.files import session_files
from authoring.rendering.guide.handouts import Room
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product
from authoring.sessions.rules import ExamSession
from authoring.widgets.handover_panel.files import written

__all__ = ["Loss", "Materials", "losses"]

Progress = Callable[[int, int, str], None]


class Loss(Record):
    """What a format cannot carry, for all questions alike."""

    code: str
    severity: Severity
    count: int
    """Findings of the code."""
    message: str
    """Of the first of them."""
    hint: str
    questions: tuple[str, ...]
    """Each once; empty where the code is about none in particular."""


def losses(report: Report) -> list[Loss]:
    """A report grouped by code, worst first."""
    return [
        Loss(
            code=found[0].code,
            severity=found[0].severity,
            count=len(found),
            message=found[0].message,
            hint=found[0].hint,
            questions=tuple(dict.fromkeys(one.where.question for one in found if one.where.question)),
        )
        for found in report.alike()
    ]


class Materials:
    """What is made of a paper and a session, into folders below `folder`."""

    def __init__(self, bank: Bank, paper: Paper, folder: Path) -> None:
        self.bank = bank
        self.paper = paper
        self.folder = folder

    def print(
        self,
        forms: Sequence[str],
        layout: PrintLayout,
        products: Collection[Product],
        kinds: Collection[PrintKind],
        progress: Progress,
    ) -> tuple[list[Path], Report]:
        """Prints one form after another, its products together: with an answer sheet the paper has no room for answers.

        Nothing is written where one has an error.
        """
        files: dict[str, bytes] = {}
        report = Report()
        for done, form in enumerate(forms):
            progress(done, len(forms), form)
            made, told = workflow.print_paper(
                self.bank, self.paper, [form], layout=layout, products=products, kinds=kinds
            )
            files |= made
            report += told
        report = Report.of(dict.fromkeys(report))
        return (written(self.folder / "print", files) if report.passed else []), report

    def handouts(
        self, session: ExamSession, rooms: Sequence[Room], names: Collection[str], kinds: Collection[str]
    ) -> list[Path]:
        """Guide, notice, invigilator's sheet and checklist."""
        return written(self.folder / "guide", session_files(session, rooms, names=names, kinds=kinds))

    def seb(self, session: ExamSession, quit_password: str, quit_address: str) -> tuple[SebFile, list[Path]]:
        """The locked browser's settings. Raises UsageError, StorageError."""
        return write_seb(session, self.folder / "seb", quit_password=quit_password, quit_address=quit_address)

    def export(
        self, format_: str, forms: Sequence[str], choices: QtiChoices, *, whole_bank: bool = False
    ) -> tuple[list[Path], Report]:
        """The forms, or the whole bank, for another system, and what it cannot carry. Raises UsageError."""
        paper = None if whole_bank else self.paper
        files, report = workflow.export_as(self.bank, format_, paper, () if whole_bank else forms, choices)
        return written(self.folder / "export", files), report
