"""`authoring keys …`: the keys that sealed files are opened with: made, added, listed, rotated, revoked, backed up."""

import getpass
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from authoring.cli.chinese import Choice, Verb, Verbs
from authoring.cli.show import show_json, show_written
from authoring.cli.unlocking import lock_of, lock_options, new_passphrase, unlocked, words
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.export.sealing.audit import Act, append_entry, key_entry, read_audit
from authoring.export.sealing.key_entry import KeyEntry, Role
from authoring.export.sealing.key_sheet import key_sheet, share_sheets
from authoring.export.sealing.keyring import Keyring, write_secret
from authoring.export.sealing.seal_key import SealKey, is_locked
from authoring.sessions.timing import moment
from authoring.texts import say

__all__ = ["KEYRING", "keys"]

KEYRING = Path("keyring")


class KeyVerb(Verb):
    prefix = "keys_"


class KeyVerbs(Verbs):
    command_class = KeyVerb


@verbs.group("keys", cls=KeyVerbs, help=say("cli.keys.help"))
@click.option("--keyring", type=FOLDER, default=KEYRING, help=say("cli.keys.keyring"))
@click.option("--who", default=getpass.getuser, help=say("cli.option.who"))
@click.pass_context
def keys(context: click.Context, keyring: Path, who: str) -> None:
    context.obj = (Keyring(keyring), who)


Ring = tuple[Keyring, str]


def _role(command: Callable[..., int]) -> Callable[..., int]:
    return click.option("--role", type=click.Choice([role.value for role in Role]), required=True, cls=Choice)(command)


def _noted(ring: Ring, act: Act, entry: KeyEntry) -> None:
    append_entry(ring[0].folder, [key_entry(act, entry, ring[1], datetime.now().astimezone())])


def _made(ring: Ring, act: Act, entry: KeyEntry, shares: list[str], as_json: bool) -> int:
    """Tells of a new key; its shares go onto sheets, to be printed and then removed."""
    _noted(ring, act, entry)
    written = [ring[0].path_of(entry)]
    if shares:
        sheets = ring[0].folder / f"{entry.name}-{entry.key_id[:8]}-shares.html"
        write_secret(sheets, share_sheets(entry, shares).encode())
        written.append(sheets)
    return _told(entry, written, as_json)


def _told(entry: KeyEntry, written: list[Path], as_json: bool) -> int:
    if as_json:
        show_json(key=entry, key_id=entry.key_id, written=written)
        return 0
    click.echo(_line(entry))
    click.echo(say("cli.keys.recipient", recipient=entry.recipient))
    show_written(written)
    if any(path.suffix == ".html" for path in written):
        click.echo(say("cli.keys.print_and_remove"))
    return 0


def _line(entry: KeyEntry) -> str:
    needed, count = entry.shares or (0, 0)
    values = {
        "name": entry.name,
        "role": say(f"sealing.role.{entry.role}"),
        "status": say(f"sealing.status.{entry.status}"),
        "protection": say(f"sealing.protection.{entry.protection}", needed=needed, count=count),
        "key_id": entry.key_id,
        "when": moment(entry.ended or entry.created),
    }
    return say("cli.keys.line", **values) + (say("cli.keys.reason", reason=entry.reason) if entry.reason else "")


@keys.command("new")
@click.argument("name")
@_role
@lock_options
@as_json
@click.pass_obj
def new(
    ring: Ring,
    name: str,
    role: str,
    no_passphrase: bool,
    shares: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> int:
    entry, slips = ring[0].create(name, Role(role), lock_of(no_passphrase, shares, passphrase_file))
    return _made(ring, Act.CREATE, entry, slips, as_json)


@keys.command("add")
@click.argument("name")
@click.argument("recipient")
@_role
@as_json
@click.pass_obj
def add(ring: Ring, name: str, recipient: str, role: str, as_json: bool) -> int:
    entry = ring[0].add(name, Role(role), recipient)
    _noted(ring, Act.ADD, entry)
    return _told(entry, [], as_json)


@keys.command("list")
@as_json
@click.pass_obj
def list_(ring: Ring, as_json: bool) -> int:
    entries = ring[0].entries
    if as_json:
        show_json(keys=entries)
        return 0
    for entry in entries:
        click.echo(_line(entry))
    click.echo(say("cli.keys_list.done", count=len(entries)))
    return 0


@keys.command("files")
@as_json
@click.pass_obj
def files(ring: Ring, as_json: bool) -> int:
    """Which sealed files there are and who can open each."""
    sealed = [entry for entry in read_audit(ring[0].folder) if entry.act is Act.SEAL]
    if as_json:
        show_json(files=sealed)
        return 0
    status = {entry.key_id: say(f"sealing.status.{entry.status}") for entry in ring[0].entries}
    for entry in sealed:
        who = "、".join(
            say("cli.keys_files.key", name=one.name, status=status.get(one.key_id, "—")) for one in entry.keys
        )
        source = entry.source.id if entry.source else "—"
        values = {"when": moment(entry.at), "who": entry.who, "file": entry.file, "source": source, "keys": who}
        click.echo(say("cli.keys_files.line", **values))
    click.echo(say("cli.keys_files.done", count=len(sealed)))
    return 0


@keys.command("rotate")
@click.argument("name")
@lock_options
@as_json
@click.pass_obj
def rotate(
    ring: Ring, name: str, no_passphrase: bool, shares: str | None, passphrase_file: Path | None, as_json: bool
) -> int:
    entry, slips = ring[0].rotate(name, lock_of(no_passphrase, shares, passphrase_file))
    return _made(ring, Act.ROTATE, entry, slips, as_json)


@keys.command("revoke")
@click.argument("name")
@click.option("--reason", required=True, cls=Choice)
@as_json
@click.pass_obj
def revoke(ring: Ring, name: str, reason: str, as_json: bool) -> int:
    entry = ring[0].revoke(name, reason)
    _noted(ring, Act.REVOKE, entry)
    return _told(entry, [], as_json)


@keys.command("backup")
@click.argument("name")
@click.option("--share", "slips", type=EXISTING, multiple=True, cls=Choice)
@click.option("--passphrase-file", type=EXISTING, cls=Choice)
@click.option("--new-passphrase-file", type=EXISTING, cls=Choice)
@click.option("--out", type=FOLDER, required=True, cls=Choice)
@as_json
@click.pass_obj
def backup(
    ring: Ring,
    name: str,
    slips: tuple[Path, ...],
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    out: Path,
    as_json: bool,
) -> int:
    entry = ring[0].active(name)
    key = unlocked(ring[0].path_of(entry), slips, passphrase_file)
    passphrase = new_passphrase(new_passphrase_file or passphrase_file, say("cli.keys_backup.no_passphrase"))
    written = [out / f"{name}-{entry.key_id[:8]}.key", out / f"{name}-{entry.key_id[:8]}.html"]
    write_secret(written[0], key.file(name, passphrase))
    write_secret(written[1], key_sheet(entry, key.secret).encode())
    _noted(ring, Act.BACK_UP, entry)
    return _told(entry, written, as_json)


@keys.command("restore")
@click.argument("file", type=EXISTING)
@click.argument("name")
@_role
@click.option("--old-passphrase-file", type=EXISTING, cls=Choice)
@lock_options
@as_json
@click.pass_obj
def restore(
    ring: Ring,
    file: Path,
    name: str,
    role: str,
    old_passphrase_file: Path | None,
    no_passphrase: bool,
    shares: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> int:
    """From a backup, or from a text file into which somebody typed what stands on the sheet."""
    key = unlocked(file, (), old_passphrase_file) if is_locked(file) else SealKey.of_text(words(file))
    entry, slips = ring[0].restore(key, name, Role(role), lock_of(no_passphrase, shares, passphrase_file))
    return _made(ring, Act.RESTORE, entry, slips, as_json)
