"""`authoring keys …`: the keys that sealed files are opened with: made, added, listed, rotated, revoked, backed up."""

import getpass
from collections.abc import Callable
from pathlib import Path

import click

from authoring.cli.chinese import Choice, Verb, Verbs
from authoring.cli.show import show_json, show_written
from authoring.cli.unlocking import lock_of, lock_options, new_passphrase, unlocked, words
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.export.sealing.custody import Custody, KeyDone, sealed_files
from authoring.export.sealing.key_entry import KeyEntry, Role
from authoring.export.sealing.keyring import Keyring
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
    context.obj = Custody(Keyring(keyring), who)


def _role(command: Callable[..., int]) -> Callable[..., int]:
    return click.option("--role", type=click.Choice([role.value for role in Role]), required=True, cls=Choice)(command)


def _told(done: KeyDone, as_json: bool) -> int:
    entry = done.entry
    if as_json:
        show_json(key=entry, key_id=entry.key_id, written=done.written)
        return 0
    click.echo(_line(entry))
    click.echo(say("cli.keys.recipient", recipient=entry.recipient))
    show_written(done.written)
    if done.sheets:
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
    custody: Custody,
    name: str,
    role: str,
    no_passphrase: bool,
    shares: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> int:
    return _told(custody.create(name, Role(role), lock_of(no_passphrase, shares, passphrase_file)), as_json)


@keys.command("add")
@click.argument("name")
@click.argument("recipient")
@_role
@as_json
@click.pass_obj
def add(custody: Custody, name: str, recipient: str, role: str, as_json: bool) -> int:
    return _told(custody.add(name, Role(role), recipient), as_json)


@keys.command("list")
@as_json
@click.pass_obj
def list_(custody: Custody, as_json: bool) -> int:
    entries = custody.ring.entries
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
def files(custody: Custody, as_json: bool) -> int:
    """Which sealed files there are and who can open each."""
    sealed = sealed_files(custody.ring)
    if as_json:
        show_json(files=sealed)
        return 0
    status = {entry.key_id: say(f"sealing.status.{entry.status}") for entry in custody.ring.entries}
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
    custody: Custody, name: str, no_passphrase: bool, shares: str | None, passphrase_file: Path | None, as_json: bool
) -> int:
    return _told(custody.rotate(name, lock_of(no_passphrase, shares, passphrase_file)), as_json)


@keys.command("revoke")
@click.argument("name")
@click.option("--reason", required=True, cls=Choice)
@as_json
@click.pass_obj
def revoke(custody: Custody, name: str, reason: str, as_json: bool) -> int:
    return _told(custody.revoke(name, reason), as_json)


@keys.command("backup")
@click.argument("name")
@click.option("--share", "slips", type=EXISTING, multiple=True, cls=Choice)
@click.option("--passphrase-file", type=EXISTING, cls=Choice)
@click.option("--new-passphrase-file", type=EXISTING, cls=Choice)
@click.option("--out", type=FOLDER, required=True, cls=Choice)
@as_json
@click.pass_obj
def backup(
    custody: Custody,
    name: str,
    slips: tuple[Path, ...],
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    out: Path,
    as_json: bool,
) -> int:
    key = unlocked(custody.ring.path_of(custody.ring.active(name)), slips, passphrase_file)
    passphrase = new_passphrase(new_passphrase_file or passphrase_file, say("cli.keys_backup.no_passphrase"))
    return _told(custody.back_up(name, key, passphrase, out), as_json)


@keys.command("restore")
@click.argument("file", type=EXISTING)
@click.argument("name")
@_role
@click.option("--old-passphrase-file", type=EXISTING, cls=Choice)
@lock_options
@as_json
@click.pass_obj
def restore(
    custody: Custody,
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
    return _told(custody.restore(key, name, Role(role), lock_of(no_passphrase, shares, passphrase_file)), as_json)
