"""A keyring in somebody's hands: what is done to a key is recorded, and what goes with it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from authoring.export.sealing.audit import Act, AuditEntry, append_entry, key_entry, read_audit
from authoring.export.sealing.key_entry import UNLOCKED, KeyEntry, Lock, Role
from authoring.export.sealing.key_sheet import key_sheet, share_sheets
from authoring.export.sealing.keyring import Keyring, write_secret
from authoring.export.sealing.seal_key import SealKey

__all__ = ["Custody", "KeyDone", "sealed_files"]


@dataclass(frozen=True)
class KeyDone:
    """What became of a key, and the files that were written for it."""

    entry: KeyEntry
    written: tuple[Path, ...] = ()

    @property
    def sheets(self) -> tuple[Path, ...]:
        """Pages that hold a secret: to be printed, handed out and removed."""
        return tuple(path for path in self.written if path.suffix == ".html")


class Custody:
    """Who changes a keyring. Every method raises what the keyring raises, and StorageError for the record."""

    def __init__(self, ring: Keyring, who: str) -> None:
        self.ring = ring
        self.who = who

    def create(self, name: str, role: Role, lock: Lock = UNLOCKED) -> KeyDone:
        """A new key; the shares of its passphrase, where it has some, go onto sheets."""
        return self._made(Act.CREATE, *self.ring.create(name, role, lock))

    def restore(self, key: SealKey, name: str, role: Role, lock: Lock = UNLOCKED) -> KeyDone:
        """A key from its backup or sheet."""
        return self._made(Act.RESTORE, *self.ring.restore(key, name, role, lock))

    def rotate(self, name: str, lock: Lock = UNLOCKED) -> KeyDone:
        """A new key under the name; the old one still opens old files."""
        return self._made(Act.ROTATE, *self.ring.rotate(name, lock))

    def add(self, name: str, role: Role, recipient: str) -> KeyDone:
        """The public key of somebody who made the key elsewhere."""
        return self._noted(Act.ADD, self.ring.add(name, role, recipient))

    def revoke(self, name: str, reason: str) -> KeyDone:
        """The key is never sealed to again."""
        return self._noted(Act.REVOKE, self.ring.revoke(name, reason))

    def back_up(self, name: str, key: SealKey, passphrase: str, out: Path) -> KeyDone:
        """A key's locked file and its sheet for the safe, into a folder. `key` is the key itself, unlocked."""
        entry = self.ring.active(name)
        stem = f"{name}-{entry.key_id[:8]}"
        written = (out / f"{stem}.key", out / f"{stem}.html")
        write_secret(written[0], key.file(name, passphrase))
        write_secret(written[1], key_sheet(entry, key.secret).encode())
        return self._noted(Act.BACK_UP, entry, written)

    def _made(self, act: Act, entry: KeyEntry, shares: Sequence[str]) -> KeyDone:
        written = [self.ring.path_of(entry)]
        if shares:
            written.append(self.ring.folder / f"{entry.name}-{entry.key_id[:8]}-shares.html")
            write_secret(written[1], share_sheets(entry, shares).encode())
        return self._noted(act, entry, tuple(written))

    def _noted(self, act: Act, entry: KeyEntry, written: tuple[Path, ...] = ()) -> KeyDone:
        append_entry(self.ring.folder, [key_entry(act, entry, self.who, datetime.now().astimezone())])
        return KeyDone(entry, written)


def sealed_files(ring: Keyring) -> list[AuditEntry]:
    """Which files were sealed, in their order, and to whom. Raises StorageError, SealError."""
    return [entry for entry in read_audit(ring.folder) if entry.act is Act.SEAL]
