"""How records look on a console."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from authoring.findings import Finding, Report, Severity
from authoring.records import canonical_json
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = [
    "answer",
    "console_progress",
    "report_csv",
    "show_grouped",
    "show_json",
    "show_report",
    "show_written",
    "write",
]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
MOST = 200
"""Findings shown on a console; a file or --json holds them all."""
NAMED = 5
"""Questions named where a finding holds for many."""


def show_report(report: Report) -> None:
    """Findings, worst first, and a summary."""
    ranked = sorted(report, key=lambda finding: list(Severity).index(finding.severity))
    for finding in ranked[:MOST]:
        click.echo(_line(finding))
    if len(ranked) > MOST:
        click.echo(say("cli.more", count=len(ranked) - MOST))
    click.echo(report.summary())


def _line(finding: Finding) -> str:
    return f"{click.style(finding.code, fg=_COLOURS[finding.severity])} {str(finding)[len(finding.code) + 1 :]}"


def show_grouped(report: Report) -> None:
    """One finding of each code, worst first, the questions that share it, and a summary; each error by itself."""
    for findings in report.alike():
        if findings[0].severity is Severity.ERROR:
            for finding in findings:
                click.echo(_line(finding))
            continue
        click.echo(_line(findings[0]))
        if len(findings) > 1:
            named = list(dict.fromkeys(finding.where.question for finding in findings if finding.where.question))
            more = say("cli.and_more") if len(named) > NAMED else ""
            click.echo(say("cli.alike", count=len(findings), ids="、".join(named[:NAMED]) + more))
    click.echo(report.summary())


def report_csv(report: Report) -> bytes:
    """Every finding in a row, for a spreadsheet: UTF-8 with its mark."""
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(
        [say(f"cli.findings.{name}") for name in ("code", "severity", "question", "field", "message", "hint")]
    )
    for finding in report:
        where, severity = finding.where, say(f"label.severity.{finding.severity}")
        rows.writerow([finding.code, severity, where.question or "", where.field or "", finding.message, finding.hint])
    return text.getvalue().encode("utf-8-sig")


def show_json(**values: Any) -> None:
    """One JSON object on one line: what a program reads."""
    click.echo(canonical_json({name: _plain(value) for name, value in values.items()}))


def answer(as_json: bool, lines: Iterable[str], /, **values: Any) -> int:
    """What was asked for: one JSON object for a program, lines for a person. The exit code is 0."""
    if as_json:
        show_json(**values)
    else:
        for line in lines:
            click.echo(line)
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, Report):
        return [finding.model_dump(mode="json", exclude_none=True) for finding in value]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(name): _plain(entry) for name, entry in value.items()}
    return value


def write(path: Path, data: bytes | str, *, secret: bool = False) -> Path:
    """Writes a file whole or not at all; a secret one only its owner can read. Raises StorageError."""
    write_atomically(path, data.encode() if isinstance(data, str) else data, mode=0o600 if secret else 0o666)
    return path


def show_written(paths: Iterable[Path]) -> None:
    """Where files were written."""
    for path in paths:
        click.echo(say("cli.written", path=path))


@contextmanager
def console_progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on the console's error output; silent where there is nobody to watch."""
    if quiet:
        yield lambda _done, _total, _what: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_eta=False) as bar:

        def advance(done: int, total: int, _what: str) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield advance
