"""The keys that a coordinator knows: a folder with a list, and the key files of those that were created here.

Names are people's words (`交付系统`, `阅卷组`). A key that was rotated or revoked is never sealed to again, and is
kept: what was sealed to it before can still be opened with it, and the list says so.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from authoring.bank.store import locked
from authoring.errors import AuthoringError, ConflictError, SealError, UsageError
from authoring.export.manifest import Audience
from authoring.export.sealing.key_entry import UNLOCKED, KeyEntry, KeyStatus, Lock, Protection, Role
from authoring.export.sealing.seal_key import SealKey, recipient_id
from authoring.export.sealing.sealing import Addressee
from authoring.export.sealing.shares import split_passphrase
from authoring.records import Record
from authoring.storage import write_atomically, write_new_secret
from authoring.texts import say

__all__ = ["KEYRING", "Keyring", "write_secret"]

KEYRING = "keyring.json"
_NAME = re.compile(r"[^\W_][\w.()（）· -]{0,39}")


class _List(Record):
    format: Literal[1] = 1
    keys: tuple[KeyEntry, ...] = ()


def _now() -> datetime:
    return datetime.now().astimezone()


class Keyring:
    """The keyring of a folder. What changes it raises SealError, StorageError or UsageError and then changes none."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _now) -> None:
        self.folder = folder
        self._now = now

    @property
    def entries(self) -> tuple[KeyEntry, ...]:
        """In the order in which they came. Raises SealError."""
        path = self.folder / KEYRING
        if not path.exists():
            return ()
        try:
            return _List.model_validate_json(path.read_bytes()).keys
        except (OSError, ValidationError) as problem:
            raise SealError(say("sealing.keyring_unreadable", path=path)) from problem

    def active(self, name: str) -> KeyEntry:
        """Raises UsageError naming the active keys there are."""
        known = [entry for entry in self.entries if entry.status is KeyStatus.ACTIVE]
        found = next((entry for entry in known if entry.name == name), None)
        if found is None:
            names = "、".join(entry.name for entry in known) or "—"
            raise UsageError(say("sealing.unknown_key", name=name, known=names))
        return found

    def addressees(self, names: Sequence[str], audience: Audience) -> list[Addressee]:
        """Those of the named keys whose holders may have what is for `audience`."""
        chosen = [self.active(name) for name in dict.fromkeys(names)]
        return [Addressee(entry.name, entry.recipient) for entry in chosen if entry.role.opens(audience)]

    def create(self, name: str, role: Role, lock: Lock = UNLOCKED) -> tuple[KeyEntry, list[str]]:
        """A new key with its file, and the shares of its passphrase where it has some: they are kept nowhere."""
        self._must_be_free(name)
        return self._created(SealKey.generate(), name, role, lock, ())

    def restore(self, key: SealKey, name: str, role: Role, lock: Lock = UNLOCKED) -> tuple[KeyEntry, list[str]]:
        """A key from its backup or sheet."""
        self._must_be_free(name)
        return self._created(key, name, role, lock, ())

    def rotate(self, name: str, lock: Lock = UNLOCKED) -> tuple[KeyEntry, list[str]]:
        """A new key under the name; the old one is retired and keeps its file."""
        old = self.active(name)
        if old.protection is Protection.ELSEWHERE:
            raise UsageError(say("sealing.not_ours", name=name))
        retired = old.model_copy(update={"status": KeyStatus.RETIRED, "ended": self._now()})
        return self._created(SealKey.generate(), name, old.role, lock, (retired,))

    def add(self, name: str, role: Role, recipient: str) -> KeyEntry:
        """The public key of somebody who made the key elsewhere."""
        recipient_id(recipient)
        self._must_be_free(name)
        entry = KeyEntry(
            name=name, role=role, recipient=recipient, protection=Protection.ELSEWHERE, created=self._now()
        )
        self._keep(entry)
        return entry

    def revoke(self, name: str, reason: str) -> KeyEntry:
        """The key is never sealed to again."""
        old = self.active(name)
        gone = old.model_copy(update={"status": KeyStatus.REVOKED, "ended": self._now(), "reason": reason})
        self._keep(gone)
        return gone

    def path_of(self, entry: KeyEntry) -> Path:
        """Where its key file lies. Raises UsageError for a key that is kept elsewhere."""
        if not entry.file:
            raise UsageError(say("sealing.not_ours", name=entry.name))
        return self.folder / entry.file

    def _must_be_free(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise UsageError(say("sealing.bad_name", name=name))
        if any(entry.name == name and entry.status is KeyStatus.ACTIVE for entry in self.entries):
            raise UsageError(say("sealing.name_taken", name=name))

    def _created(
        self, key: SealKey, name: str, role: Role, lock: Lock, changed: tuple[KeyEntry, ...]
    ) -> tuple[KeyEntry, list[str]]:
        passphrase, shares, protection = lock.passphrase, list[str](), Protection.OPEN
        if lock.shares is not None:
            passphrase, shares = split_passphrase(*lock.shares)
            protection = Protection.SHARES
        elif passphrase is not None:
            protection = Protection.PASSPHRASE
        entry = KeyEntry(
            name=name,
            role=role,
            recipient=key.recipient,
            protection=protection,
            shares=lock.shares,
            created=self._now(),
            file=f"{name}-{key.key_id[:8]}.key",
        )
        file = self.folder / entry.file
        write_secret(file, key.file(name, passphrase))
        try:
            self._keep(*changed, entry)
        except AuthoringError:
            file.unlink()
            raise
        return entry, shares

    def _keep(self, *changed: KeyEntry) -> None:
        """Writes the list with these entries in place of those with the same key."""
        path = self.folder / KEYRING
        with locked(path, KEYRING):
            present = {entry.recipient: entry for entry in self.entries}
            taken = {entry.name for entry in present.values() if entry.status is KeyStatus.ACTIVE}
            ended = {entry.name for entry in changed if entry.status is not KeyStatus.ACTIVE}
            for entry in changed:
                if entry.recipient not in present and entry.name in taken - ended:
                    raise ConflictError(say("sealing.name_taken", name=entry.name))
                present[entry.recipient] = entry
            data = _List(keys=tuple(present.values())).model_dump(mode="json", exclude_none=True)
            write_atomically(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def write_secret(path: Path, data: bytes) -> None:
    """A new file that only its owner can read (0600), in a folder that only its owner can enter. Raises SealError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_new_secret(path, data)
    except FileExistsError as problem:
        raise SealError(say("sealing.exists", path=path)) from problem
    except OSError as problem:
        raise SealError(say("sealing.unwritable", path=path, reason=problem.strerror or problem)) from problem
