"""Keys on a command line: passphrases are asked for, or come from files, and never stand on the line itself."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click

from authoring.cli.chinese import Choice
from authoring.cli.show import show_json
from authoring.errors import StorageError, UsageError
from authoring.export.sealing.envelope import Envelope
from authoring.export.sealing.key_entry import Lock
from authoring.export.sealing.opening import Opened, unsealed
from authoring.export.sealing.seal_key import SealKey, is_locked
from authoring.export.sealing.shares import join_shares
from authoring.export.signing import read_public_key
from authoring.sessions.timing import moment
from authoring.texts import say

__all__ = [
    "facts",
    "lock_of",
    "lock_options",
    "new_passphrase",
    "now",
    "public_keys",
    "told",
    "unlocked",
    "unlocking",
    "verify_sealed",
    "words",
]

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


def words(path: Path) -> str:
    """The text of a small file. Raises StorageError."""
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise StorageError(say("sealing.unreadable", path=path, reason=type(problem).__name__)) from problem
    if not text:
        raise StorageError(say("sealing.empty", path=path))
    return text


def unlocked(path: Path, shares: Sequence[Path] = (), passphrase_file: Path | None = None) -> SealKey:
    """The key of a file; where it is locked, by shares, a passphrase from a file, or the one typed at the console."""
    if not is_locked(path):
        return SealKey.load(path)
    if shares:
        return SealKey.load(path, join_shares([words(share) for share in shares]))
    if passphrase_file is not None:
        return SealKey.load(path, words(passphrase_file))
    typed = click.prompt(say("cli.keys.passphrase"), hide_input=True, err=True) if sys.stdin.isatty() else None
    return SealKey.load(path, typed)


def public_keys(files: Sequence[Path]) -> list[str]:
    """Public signing keys in base64. Raises StorageError, SignatureError."""
    return [read_public_key(words(file)) for file in files]


def unlocking(command: Callable[..., int]) -> Callable[..., int]:
    """What a locked key file is opened with."""
    for option in (
        click.option("--passphrase-file", type=_FILE, cls=Choice),
        click.option("--share", "shares", type=_FILE, multiple=True, cls=Choice),
    ):
        command = option(command)
    return command


def now() -> datetime:
    return datetime.now().astimezone()


def facts(envelope: Envelope) -> None:
    """What an envelope says, on the console."""
    limits = envelope.window
    values = {
        "contents": say(f"sealing.contents.{envelope.contents}"),
        "audience": say(f"sealing.audience.{envelope.audience}"),
        "source": envelope.source.id,
        "bank": f"{envelope.source.bank} {envelope.source.bank_fingerprint[:12]}".strip() or "—",
        "who": envelope.sealed_by,
        "when": moment(envelope.sealed_at),
        "signer": envelope.signer.key_id,
        "keys": "、".join(one.name for one in envelope.recipients),
        "first": moment(limits.not_before) if limits.not_before else "—",
        "last": moment(limits.until) if limits.until else "—",
    }
    click.echo(say("cli.seal.facts", **values))


def told(opened: Opened, written: Path | None, as_json: bool) -> int:
    """What was opened, and whether its sealer is known."""
    if as_json:
        show_json(written=written, envelope=opened.envelope, trusted=opened.is_trusted, passed=True)
        return 0
    facts(opened.envelope)
    if not opened.is_trusted:
        click.echo(say("cli.open.untrusted", key_id=opened.envelope.signer.key_id))
    click.echo(say("cli.written", path=written) if written else say("cli.verify.sealed"))
    return 0


def verify_sealed(file: Path, key: SealKey, trusted: Sequence[Path], as_json: bool) -> int:
    """Opens a sealed file, checks everything in it, and keeps nothing."""
    with unsealed(file, key, now=now(), trusted=public_keys(trusted)) as opened:
        return told(opened, None, as_json)


def lock_options(command: Callable[..., int]) -> Callable[..., int]:
    """How a new key is protected."""
    for option in (
        click.option("--passphrase-file", type=_FILE, cls=Choice),
        click.option("--shares", cls=Choice),
        click.option("--no-passphrase", is_flag=True, cls=Choice),
    ):
        command = option(command)
    return command


def lock_of(no_passphrase: bool, shares: str | None, passphrase_file: Path | None) -> Lock:
    """Raises UsageError for shares that are not `3/5`, or where no protection is chosen and nobody can be asked."""
    if shares is not None:
        needed, _, count = shares.partition("/")
        if not (needed.isdecimal() and count.isdecimal()):
            raise UsageError(say("cli.keys.bad_shares", value=shares))
        return Lock(shares=(int(needed), int(count)))
    if no_passphrase:
        return Lock()
    return Lock(passphrase=new_passphrase(passphrase_file, say("cli.keys.no_lock")))


def new_passphrase(file: Path | None, refusal: str) -> str:
    """From a file, or typed twice. Raises UsageError with `refusal` where nobody can be asked."""
    if file is not None:
        return words(file)
    if not sys.stdin.isatty():
        raise UsageError(refusal)
    again = say("cli.keys.passphrase_again")
    return str(click.prompt(say("cli.keys.passphrase"), hide_input=True, confirmation_prompt=again, err=True))
