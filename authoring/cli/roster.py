"""`authoring roster …`: candidates of a session: checked, given papers and codes, sealed, written for others."""

import getpass
from datetime import date
from pathlib import Path

import click

from authoring.cli.chinese import Choice, Verb, Verbs
from authoring.cli.keys import KEYRING
from authoring.cli.session import session_at
from authoring.cli.show import show_json, show_report, show_written, write
from authoring.cli.unlocking import now, public_keys, unlocked, unlocking
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.errors import StorageError
from authoring.export.manifest import Audience
from authoring.export.roster_files import ROSTER_FORMATS, roster_files
from authoring.export.sealing.delivering import deliver_roster
from authoring.export.sealing.keyring import Keyring
from authoring.export.sealing.roster import open_roster
from authoring.export.sealing.sealing import Sealer
from authoring.export.signing import SigningKey
from authoring.findings import Report
from authoring.roster.candidate import Roster
from authoring.roster.entries import ExamRoster, enter
from authoring.roster.photos import Photos, open_photos
from authoring.roster.reading import read_roster
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["roster"]

ANY = click.Path(path_type=Path, exists=True)


class RosterVerb(Verb):
    prefix = "roster_"


class RosterVerbs(Verbs):
    command_class = RosterVerb


@verbs.group("roster", cls=RosterVerbs, help=say("cli.roster.help"))
def roster() -> None:
    pass


def _read(file: Path, session: ExamSession | None, photos: Photos | None) -> tuple[Roster, Report]:
    on = session.timing.start.date() if session else date.today()  # noqa: DTZ011
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise StorageError(say("sealing.unreadable", path=file, reason=problem.strerror or problem)) from problem
    return read_roster(data, file.name, on=on, session=session, photos=photos)


@roster.command("check")
@click.argument("file", type=EXISTING)
@click.option("--session", type=EXISTING, cls=Choice)
@click.option("--photos", type=ANY, cls=Choice)
@as_json
def check(file: Path, session: Path | None, photos: Path | None, as_json: bool) -> int:
    rules = session_at(session) if session else None
    found, report = _read(file, rules, open_photos(photos) if photos else None)
    if as_json:
        show_json(candidates=len(found.candidates), passed=report.passed, findings=report)
    else:
        show_report(report)
        click.echo(say("cli.roster_check.done", count=len(found.candidates)))
    return report.exit_code


@roster.command("assign")
@click.argument("file", type=EXISTING)
@click.argument("session", type=EXISTING)
@click.option("--photos", type=ANY, cls=Choice)
@click.option("--seed", type=int, default=1, cls=Choice)
@click.option("--to", "names", multiple=True, required=True, cls=Choice)
@click.option("--key", type=EXISTING, required=True, cls=Choice)
@click.option("--keyring", type=FOLDER, default=KEYRING, cls=Choice)
@click.option("--who", default=getpass.getuser, show_default=False, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("sealed"), cls=Choice)
@as_json
def assign(
    file: Path,
    session: Path,
    photos: Path | None,
    seed: int,
    names: tuple[str, ...],
    key: Path,
    keyring: Path,
    who: str,
    out: Path,
    as_json: bool,
) -> int:
    rules, pictures = session_at(session), open_photos(photos) if photos else None
    ring = Keyring(keyring)
    ring.addressees(names, Audience.DELIVERY)  # an unknown name is told before anything is read
    found, report = _read(file, rules, pictures)
    entered: ExamRoster | None = None
    written: list[Path] = []
    if report.passed:
        entered, doubts = enter(found, rules, seed=seed)
        report += doubts
        sealer = Sealer(who, now(), SigningKey.load(key))
        written.append(deliver_roster(entered, names, ring, sealer, out, pictures)[0])
    counts = _counts(entered)
    if as_json:
        show_json(passed=report.passed, findings=report, forms=counts, written=written)
        return report.exit_code
    show_report(report)
    if entered:
        for form, count in counts.items():
            click.echo(say("cli.roster_assign.form", form=form, count=count))
        show_written(written)
    return report.exit_code


def _counts(entered: ExamRoster | None) -> dict[str, int]:
    forms = [f"{entry.paper} {entry.form}" for entry in entered.entries] if entered else []
    return {form: forms.count(form) for form in sorted(set(forms))}


@roster.command("export")
@click.argument("file", type=EXISTING)
@click.argument("session", type=EXISTING)
@click.option("--as", "kind", type=click.Choice(ROSTER_FORMATS), required=True, cls=Choice)
@click.option("--key", type=EXISTING, required=True, cls=Choice)
@unlocking
@click.option("--trusted", type=EXISTING, multiple=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("roster"), cls=Choice)
@as_json
def export(
    file: Path,
    session: Path,
    kind: str,
    key: Path,
    shares: tuple[Path, ...],
    passphrase_file: Path | None,
    trusted: tuple[Path, ...],
    out: Path,
    as_json: bool,
) -> int:
    rules, opener = session_at(session), unlocked(key, shares, passphrase_file)
    opened = open_roster(file, opener, now=now(), trusted=public_keys(trusted))
    written = [write(out / name, data, secret=True) for name, data in roster_files(kind, opened, rules).items()]
    if as_json:
        show_json(written=written, left_out=say(f"roster.left_out.{kind}"))
        return 0
    show_written(written)
    click.echo(say(f"roster.left_out.{kind}"))
    return 0
