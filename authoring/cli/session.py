"""`authoring guide` and `authoring seb`: what is handed out before a session, and the locked browser's settings."""

import secrets
from pathlib import Path

import click

from authoring import workflow
from authoring.cli.chinese import Choice
from authoring.cli.show import show_json, show_report, show_written, write
from authoring.cli.unlocking import words
from authoring.cli.verbs import EXISTING, FILE, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.export.seb import seb_file
from authoring.findings import Severity
from authoring.rendering.guide.files import KINDS, handout_files
from authoring.rendering.guide.handouts import Room, handouts
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["guide", "seb", "session_at"]

_SALT = 32
"""Bytes of the secret in a settings file."""


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
    made = [_room(text) for text in rooms]
    files: dict[str, bytes] = {}
    for handout in handouts(rules, made):
        files |= handout_files(handout, kinds or KINDS)
    written = [write(out / f"{rules.id}-{name}", content) for name, content in files.items()]
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
    kept = salt or out / f"{rules.id}.salt"
    secret = kept.read_bytes() if kept.exists() else secrets.token_bytes(_SALT)
    made = seb_file(rules, quit_password=password, quit_address=quit_address, salt=secret)
    told = [say("cli.seb.key", key=made.config_key), *(f"{each.message}　{each.hint}" for each in made.report)]
    written = [
        write(out / f"{rules.id}.seb", made.file),
        write(out / f"{rules.id}-seb.txt", "\n".join([rules.name, *told]) + "\n"),
    ]
    if not kept.exists():
        written.append(write(kept, secret, secret=True))
    if not as_json:
        click.echo(told[0])
        show_report(made.report)
    return _told(as_json, written, config_key=made.config_key, findings=made.report)


def _told(as_json: bool, written: list[Path], **values: object) -> int:
    if as_json:
        show_json(written=written, **values)
    else:
        show_written(written)
    return 0
