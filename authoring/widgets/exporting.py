"""The model of the export panel: a paper and a session become a signed, verified package."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from authoring import workflow
from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.export.verify import Verification, verify_package
from authoring.findings import Report
from authoring.papers.paper import Paper
from authoring.texts import say
from authoring.widgets.workplace import keep, signing_key

__all__ = ["Exporting", "ticks"]


class Exporting:
    def __init__(self, bank: Bank, paper: Paper) -> None:
        self.bank = bank
        self.paper = paper
        self.built: workflow.Built | None = None
        self.files: list[Path] = []
        """What was written."""

    @property
    def sessions(self) -> list[tuple[str, str]]:
        """Title and file name of the bank's exam sessions; first those in which this paper is sat."""
        files = sorted((self.bank.root / "sessions").glob("*.yaml"))
        read = [(workflow.read_session(file)[0], file.stem) for file in files]
        here = {name for rules, name in read if rules and any(use.paper == self.paper.id for use in rules.exam.papers)}
        titles = [(f"{name} {rules.name if rules else ''}".strip(), name) for rules, name in read]
        return sorted(titles, key=lambda entry: entry[1] not in here)

    def build(self, session: str) -> Report:
        """Builds the package and writes it, with each form's QTI package, where nothing is wrong; what was found.

        Raises UsageError for an unknown session, SignatureError and StorageError.
        """
        self.built, self.files = None, []
        questions, report = workflow.paper_questions(self.bank, self.paper)
        rules, problems = workflow.read_session(self.bank.root / "sessions" / f"{session}.yaml")
        report += problems
        if rules is None or not report.passed:
            return report
        built = workflow.package(self.bank, self.paper, questions, rules, signing_key())
        report += built.report
        if built.report.passed:
            self.built = built
            self.files = [keep(f"{self.paper.id}.dcexam.zip", built.package)]
            self.files += [keep(f"{self.paper.id}-{form}.qti3.zip", data) for form, data in built.qti3.items()]
        return report

    def verify(self, progress: Callable[[int, int, str], None] | None = None) -> Verification:
        """Reads the written package as a stranger would. Raises UsageError before one was built."""
        if not self.files:
            raise UsageError(say("widgets.exporting.nothing"))
        return verify_package(self.files[0], trusted=[signing_key().public_text], progress=progress)


def ticks(result: Verification) -> pd.DataFrame:
    """Each step of a verification with a tick or a cross."""
    columns = [say(f"widgets.exporting.{name}") for name in ("passed", "step", "detail")]
    rows = [("✓" if step.passed else "✗", step.name, step.detail) for step in result.checks]
    return pd.DataFrame(rows, columns=columns)
