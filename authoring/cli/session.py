"""`authoring guide` and `authoring seb`: what is handed out before a session, and the locked browser's settings."""

from pathlib import Path

import click

from authoring import workflow
from authoring.cli.chinese import Choice
from authoring.cli.show import show_json, show_report, show_written, write
from authoring.cli.unlocking import words
from authoring.cli.verbs import EXISTING, FILE, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.export.seb import write_seb
from authoring.findings import Severity
from authoring.rendering.guide.files import KINDS, session_files
from authoring.rendering.guide.handouts import Room
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["guide", "seb", "session_at"]


def session_at(path: Path) -> ExamSession:
    """A session's rules. Raises UsageError when they have errors."""
    session, report = workflow.read_session(path)
    if session is None or not report.passed:
        errors = "\n".join(map(str, report.at(Severity.ERROR)))
        raise UsageError(say("cli.wrong.session", path=path, errors=errors))
    return session


@verbs.command("guide")
@click.argument("session", type=EXISTING)
@click.option("--room", "rooms", multiple=True, cls=Choice)
@click.option("--as", "kinds", type=click.Choice(KINDS), multiple=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("guide"), cls=Choice)
@as_json
def guide(session: Path, rooms: tuple[str, ...], kinds: tuple[str, ...], out: Path, as_json: bool) -> int:
    rules = session_at(session)
    files = session_files(rules, [_room(text) for text in rooms], kinds=kinds or KINDS)
    written = [write(out / name, content) for name, content in files.items()]
    return _told(as_json, written)


def _room(text: str) -> Room:
    """`第一考场=30` or `第一考场=30=TCK7WN4M8`: name, candidates, code."""
    name, _, rest = text.partition("=")
    count, _, code = rest.partition("=")
    if not name.strip() or not count.strip().isdecimal():
        raise UsageError(say("cli.guide.bad_room", text=text))
    return Room(name=name.strip(), candidates=int(count), codes=(code.strip(),) if code.strip() else ())


@verbs.command("seb")
@click.argument("session", type=EXISTING)
@click.option("--quit-password", type=EXISTING, cls=Choice)
@click.option("--quit-address", default="", cls=Choice)
@click.option("--salt", type=FILE, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("seb"), cls=Choice)
@as_json
def seb(
    session: Path, quit_password: Path | None, quit_address: str, salt: Path | None, out: Path, as_json: bool
) -> int:
    rules = session_at(session)
    password = words(quit_password) if quit_password else ""
    made, written = write_seb(rules, out, quit_password=password, quit_address=quit_address, salt=salt)
    if not as_json:
        click.echo(say("export_seb.key", key=made.config_key))
        show_report(made.report)
    return _told(as_json, written, config_key=made.config_key, findings=made.report)


def _told(as_json: bool, written: list[Path], **values: object) -> int:
    if as_json:
        show_json(written=written, **values)
    else:
        show_written(written)
    return 0
