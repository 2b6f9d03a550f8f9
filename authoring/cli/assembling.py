"""`authoring assemble-all`: the papers of a jobs file, here or on an engine, with a summary."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unicodedata import east_asian_width

import click

from authoring import workflow
from authoring.cli.chinese import Choice
from authoring.cli.show import show_json, show_report, write
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.findings import Finding, Severity
from authoring.jobs.engines import ENGINES
from authoring.jobs.job import JobResult, JobState
from authoring.jobs.job_files import read_jobs
from authoring.jobs.summary import state_word, summary_xlsx
from authoring.texts import say

__all__ = ["assemble_all"]

STOPPED = 130
"""Exit code of what somebody has interrupted."""
SHOWN = ("paper", "state", "forms", "gap", "seconds", "findings")
NUMBERS = frozenset({"forms", "gap", "seconds", "findings"})


@verbs.command("assemble-all")
@click.argument("file", type=EXISTING)
@click.option("--out", type=FOLDER, default=Path("papers"), cls=Choice)
@click.option("--engine", type=click.Choice([*ENGINES]), default="local", cls=Choice)
@click.option("--workers", type=click.IntRange(min=1), cls=Choice)
@click.option("--scheduler", cls=Choice)
@click.option("--again", is_flag=True, cls=Choice)
@as_json
def assemble_all(
    file: Path, out: Path, engine: str, workers: int | None, scheduler: str | None, again: bool, as_json: bool
) -> int:
    jobs, report = read_jobs(file)
    if not jobs:
        if as_json:
            show_json(jobs=[], findings=report, written=[])
        else:
            show_report(report)
            click.echo(say("cli.assemble-all.broken"))
        return 1
    told = _Telling(len(jobs))
    results = workflow.assemble_all(
        jobs, out, engine=engine, workers=workers, scheduler=scheduler, again=again, told=told
    )
    summary = write(out / "summary.xlsx", summary_xlsx(results))
    states = Counter(result.state for result in results)
    if as_json:
        show_json(jobs=results, findings=report, written=[summary])
    else:
        _show(results)
        click.echo(say("cli.written", path=summary))
    if states[JobState.OPEN]:
        click.echo(say("cli.assemble-all.stopped"), err=True)
        return STOPPED
    return 0 if states[JobState.MADE] == len(results) else 1


class _Telling:
    """A line on the error output for each job that is done."""

    def __init__(self, count: int) -> None:
        self.count, self.done = count, 0

    def __call__(self, result: JobResult) -> None:
        self.done += 1
        made = result.state is JobState.MADE
        told = say(
            "cli.assemble-all.told" if made else "cli.assemble-all.took",
            forms=result.forms,
            gap=result.gap or 0.0,
            seconds=result.seconds,
        )
        values = {"paper": result.job.paper, "state": state_word(result), "told": told}
        click.echo(say("cli.assemble-all.row", done=self.done, count=self.count, **values), err=True)


def _show(results: Sequence[JobResult]) -> None:
    """A table of the jobs, then why those that have no paper have none."""
    lines = [{name: say(f"jobs.column.{name}") for name in SHOWN}, *map(_cells, results)]
    widths = {name: max(_width(line[name]) for line in lines) for name in SHOWN}
    for line in lines:
        click.echo("  ".join(_padded(line[name], widths[name], name in NUMBERS) for name in SHOWN).rstrip())
    for result in results:
        for finding in _errors(result):
            click.echo(f"{result.job.paper}　{finding}")
    states = {state.value: sum(result.state is state for result in results) for state in JobState}
    kept, seconds = sum(result.kept for result in results), sum(result.seconds for result in results)
    click.echo(say("cli.assemble-all.done", kept=kept, seconds=seconds, **states))


def _cells(result: JobResult) -> dict[str, str]:
    return {
        "paper": result.job.paper,
        "state": state_word(result),
        "forms": str(result.forms or "—"),
        "gap": "—" if result.gap is None else f"{result.gap:.2%}",
        "seconds": f"{result.seconds:.1f}",
        "findings": str(len(result.report) or "—"),
    }


def _errors(result: JobResult) -> list[Finding]:
    return list(result.report.at(Severity.ERROR))


def _width(text: str) -> int:
    """Columns on a console: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, number: bool) -> str:
    space = " " * (width - _width(text))
    return f"{space}{text}" if number else f"{text}{space}"
