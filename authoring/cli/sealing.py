"""`authoring seal`: a package for those who may open it; `authoring open`: for the one who got it."""

import getpass
from datetime import datetime
from pathlib import Path

import click

from authoring.cli.chinese import Choice
from authoring.cli.keys import KEYRING
from authoring.cli.show import show_json
from authoring.cli.unlocking import facts, now, public_keys, told, unlocked, unlocking
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.export.sealing.delivering import deliver_package
from authoring.export.sealing.envelope import Window
from authoring.export.sealing.keyring import Keyring
from authoring.export.sealing.opening import open_sealed
from authoring.export.sealing.sealing import Sealer
from authoring.export.signing import SigningKey
from authoring.sessions.timing import BEIJING
from authoring.texts import say

__all__ = ["open_", "seal"]

MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"])


def _window(not_before: datetime | None, until: datetime | None) -> Window:
    """Moments on a command line are Beijing time. Raises UsageError for an end before its beginning."""
    if not_before and until and until <= not_before:
        raise UsageError(say("cli.seal.no_window"))
    first, last = (when.replace(tzinfo=BEIJING) if when else None for when in (not_before, until))
    return Window(not_before=first, until=last)


@verbs.command("seal")
@click.argument("package", type=EXISTING)
@click.option("--to", "names", multiple=True, required=True, cls=Choice)
@click.option("--key", type=EXISTING, required=True, cls=Choice)
@click.option("--not-before", type=MOMENT, metavar="YYYY-MM-DD HH:MM", cls=Choice)
@click.option("--until", type=MOMENT, metavar="YYYY-MM-DD HH:MM", cls=Choice)
@click.option("--keyring", type=FOLDER, default=KEYRING, cls=Choice)
@click.option("--who", default=getpass.getuser, show_default=False, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("sealed"), cls=Choice)
@as_json
def seal(
    package: Path,
    names: tuple[str, ...],
    key: Path,
    not_before: datetime | None,
    until: datetime | None,
    keyring: Path,
    who: str,
    out: Path,
    as_json: bool,
) -> int:
    ring, limits = Keyring(keyring), _window(not_before, until)
    sealer = Sealer(who, now(), SigningKey.load(key))
    written = deliver_package(package, names, ring, sealer, out, limits)
    if as_json:
        show_json(written=[path for path, _ in written], envelopes=[envelope for _, envelope in written])
        return 0
    for path, envelope in written:
        click.echo(say("cli.written", path=path))
        facts(envelope)
    return 0


@verbs.command("open")
@click.argument("file", type=EXISTING)
@click.option("--key", type=EXISTING, required=True, cls=Choice)
@unlocking
@click.option("--trusted", type=EXISTING, multiple=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path(), cls=Choice)
@as_json
def open_(
    file: Path,
    key: Path,
    shares: tuple[Path, ...],
    passphrase_file: Path | None,
    trusted: tuple[Path, ...],
    out: Path,
    as_json: bool,
) -> int:
    signers = public_keys(trusted)
    opened = open_sealed(file, unlocked(key, shares, passphrase_file), out, now=now(), trusted=signers)
    return told(opened, opened.path, as_json)
