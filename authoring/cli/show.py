"""How records look on a console."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from authoring.findings import Report, Severity
from authoring.records import canonical_json
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = ["answer", "console_progress", "show_json", "show_report", "show_written", "write"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
MOST = 200
"""Findings shown on a console; a file or --json holds them all."""


def show_report(report: Report) -> None:
    """Findings, worst first, and a summary."""
    ranked = sorted(report, key=lambda finding: list(Severity).index(finding.severity))
    for finding in ranked[:MOST]:
        click.echo(
            f"{click.style(finding.code, fg=_COLOURS[finding.severity])} {str(finding)[len(finding.code) + 1 :]}"
        )
    if len(ranked) > MOST:
        click.echo(say("cli.more", count=len(ranked) - MOST))
    click.echo(report.summary())


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
