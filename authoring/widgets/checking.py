"""The model of the check panel: runs the checks of a bank and looks at one finding at a time."""

from collections.abc import Callable, Sequence
from datetime import date

from authoring import workflow
from authoring.bank import Bank
from authoring.checks import manual
from authoring.errors import UsageError
from authoring.findings import Finding, Report, Severity
from authoring.rendering.tables import findings_table, ranked
from authoring.texts import say
from authoring.widgets.single import question_page

__all__ = ["Checking", "rows_of"]

Progress = Callable[[int, int, str], None]
"""Called with what is done, what there is to do, and a word about it."""


class Checking:
    def __init__(self, bank: Bank, today: date) -> None:
        self.bank = bank
        self.today = today
        self.report = Report()
        self.severity: Severity | None = None
        """Findings of which severity are shown; None for all."""

    def run(self, progress: Progress | None = None) -> Report:
        """Reads what changed in the bank and checks all of it."""
        self.bank.refresh()
        self.report = ranked(workflow.check(self.bank, today=self.today, progress=progress))
        return self.report

    @property
    def shown(self) -> Report:
        """The findings of the chosen severity, worst first."""
        return self.report if self.severity is None else self.report.at(self.severity)

    def manual(self, finding: Finding) -> str:
        """What the check is about, or the finding itself where no check made it (an unreadable file)."""
        try:
            return manual(finding.code)
        except UsageError:
            return say("widgets.checking.no_manual", message=finding.message, hint=finding.hint)

    def page(self, finding: Finding) -> str | None:
        """The candidate's page of the finding's question; None where it is about none that can be shown."""
        question = (finding.where.question or "").split(".")[0]
        return question_page(self.bank, self.bank[question]) if question in self.bank else None


def rows_of(report: Report) -> Sequence[tuple[str, tuple[str, ...]]]:
    """A ranked report's findings as rows of a `Table`."""
    cells = findings_table(report).itertuples(index=False, name=None)
    return [(finding.severity.value, row) for finding, row in zip(report, cells, strict=True)]
