"""Files that authors take away from the intake: their workbook with the findings in it, and the loss report."""

from authoring.findings import Report
from authoring.intake.excel import annotated_copy
from authoring.texts import say
from authoring.widgets.intake_panel.intaking import Intaking

__all__ = ["annotated", "losses", "workbooks"]

_ANNOTATED = (".xlsx", ".xlsm")


def workbooks(model: Intaking) -> list[str]:
    """Names of the sources that can be annotated."""
    return [source.name for source in model.sources if source.name.lower().endswith(_ANNOTATED)]


def annotated(model: Intaking, source: str) -> bytes:
    """A copy of a workbook with its findings in it. Raises UsageError for what is no workbook."""
    content = next(each.content for each in model.sources if each.name == source)
    return annotated_copy(content, model.report.filter(lambda finding: finding.where.file == source))[0]


def losses(report: Report) -> bytes:
    """A report as CSV that Excel opens: UTF-8 with a mark."""
    frame = report.to_frame()
    frame["severity"] = [say(f"label.severity.{severity}") for severity in frame["severity"]]
    frame.columns = [say(f"intake_panel.report.{name}") for name in frame.columns]
    data: bytes = frame.to_csv(index=False).encode("utf-8-sig")
    return data
