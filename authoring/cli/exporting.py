"""`authoring export-as`: a bank's questions, or a paper's forms, in a format of another system."""

from pathlib import Path

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.cli.chinese import Choice
from authoring.cli.show import report_csv, show_grouped, show_json, show_written, write
from authoring.cli.verbs import EXISTING, FILE, FOLDER, as_json, verbs
from authoring.export.formats import FORMATS
from authoring.export.formats.qti import QTI_VERSIONS, QtiChoices

__all__ = ["export_as"]


@verbs.command("export-as")
@click.argument("format", type=click.Choice([*FORMATS, *QTI_VERSIONS]))
@click.argument("bank", type=FOLDER)
@click.argument("paper", type=EXISTING, required=False)
@click.option("--form", "forms", multiple=True, cls=Choice)
@click.option("--without-keys", is_flag=True, cls=Choice)
@click.option("--feedback", is_flag=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path(), cls=Choice)
@click.option("--report", "table", type=FILE, cls=Choice)
@as_json
def export_as(
    format: str,  # noqa: A002  # the argument's name as its user sees it
    bank: Path,
    paper: Path | None,
    forms: tuple[str, ...],
    without_keys: bool,
    feedback: bool,
    out: Path,
    table: Path | None,
    as_json: bool,
) -> int:
    with Bank.open(bank) as opened:
        made = workflow.read_paper(paper) if paper else None
        files, report = workflow.export_as(opened, format, made, forms, QtiChoices(not without_keys, feedback))
    written = [write(out / name, data) for name, data in files.items()]
    if table:
        written.append(write(table, report_csv(report)))
    if as_json:
        show_json(findings=report, written=written, passed=report.passed)
    else:
        show_grouped(report)
        show_written(written)
    return report.exit_code
