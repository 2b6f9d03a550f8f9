"""The model of the keys tab: the keyring, what is sealed to whom, and the check of what was sealed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from authoring.export.sealing.audit import AuditEntry
from authoring.export.sealing.custody import Custody, KeyDone, sealed_files
from authoring.export.sealing.delivering import deliver_package
from authoring.export.sealing.envelope import Envelope, Window
from authoring.export.sealing.key_entry import KeyEntry, KeyStatus, Lock, Role
from authoring.export.sealing.keyring import Keyring
from authoring.export.sealing.opening import unsealed
from authoring.export.sealing.seal_key import SealKey, is_locked
from authoring.export.sealing.sealing import Sealer
from authoring.export.sealing.shares import join_shares
from authoring.export.signing import SigningKey
from authoring.texts import say
from authoring.widgets.handover_panel.fields import FieldError, at_field, day_and_time, whole_number, wording

__all__ = ["Custodian", "lock_of", "window_of"]

Act = Mapping[str, Any]


class Custodian:
    """Who keeps the keys in `folder/keyring` and seals into `folder/sealed`."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder = folder
        self.custody = Custody(Keyring(folder / "keyring"), who)

    @property
    def ring(self) -> Keyring:
        return self.custody.ring

    @property
    def entries(self) -> tuple[KeyEntry, ...]:
        """All keys, in the order in which they came. Raises SealError."""
        return self.ring.entries

    @property
    def active(self) -> list[KeyEntry]:
        return [entry for entry in self.entries if entry.status is KeyStatus.ACTIVE]

    @property
    def record(self) -> list[AuditEntry]:
        """Which file was sealed when and to whom, newest first. Raises SealError, StorageError."""
        return sealed_files(self.ring)[::-1]

    @property
    def files(self) -> list[Path]:
        """Sealed files that are still there."""
        return sorted((self.folder / "sealed").glob("*.age"))

    def sealer(self, key: SigningKey) -> Sealer:
        return Sealer(self.custody.who, datetime.now().astimezone(), key)

    # Keys

    def create(self, act: Act) -> KeyDone:
        lock = lock_of(act)
        with at_field("name"):
            return self.custody.create(wording(act, "name"), Role(act["role"]), lock)

    def add(self, act: Act) -> KeyDone:
        """The public key of somebody who made it elsewhere."""
        name = wording(act, "name")
        recipient = wording(act, "recipient")
        with at_field("recipient" if all(entry.name != name for entry in self.active) else "name"):
            return self.custody.add(name, Role(act["role"]), recipient)

    def rotate(self, act: Act) -> KeyDone:
        lock = lock_of(act)
        with at_field("key"):
            return self.custody.rotate(wording(act, "key"), lock)

    def revoke(self, act: Act) -> KeyDone:
        reason = wording(act, "reason")
        with at_field("key"):
            return self.custody.revoke(wording(act, "key"), reason)

    def back_up(self, act: Act) -> KeyDone:
        """A locked copy and the sheet with the key's own words, into `folder/backup`."""
        name, passphrase = wording(act, "key"), _passphrase(act)
        with at_field("key"):
            self.ring.path_of(self.ring.active(name))
        return self.custody.back_up(name, self.unlocked(name, act), passphrase, self.folder / "backup")

    def restore(self, act: Act) -> KeyDone:
        """From what stands on a key's sheet."""
        with at_field("words"):
            key = SealKey.of_text(wording(act, "words"))
        lock = lock_of(act)
        with at_field("name"):
            return self.custody.restore(key, wording(act, "name"), Role(act["role"]), lock)

    def unlocked(self, name: str, act: Act) -> SealKey:
        """The key of a name, opened by what was typed into `unlock`: a passphrase, or shares on lines of their own."""
        entry = next((each for each in reversed(self.entries) if each.key_id == name), None) or self.ring.active(name)
        with at_field("key"):
            path = self.ring.path_of(entry)
            if not is_locked(path):
                return SealKey.load(path)
        typed = wording(act, "unlock")
        with at_field("unlock"):
            return SealKey.load(path, join_shares(typed.splitlines()) if entry.shares else typed)

    # Sealing

    def seal(self, package: Path, names: Sequence[str], key: SigningKey, window: Window) -> list[tuple[Path, Envelope]]:
        """Seals a package to the named: without keys for delivery, whole for markers."""
        return deliver_package(package, names, self.ring, self.sealer(key), self.folder / "sealed", window)

    def verify(self, act: Act, key: SigningKey) -> Envelope:
        """Opens a sealed file with a key, checks everything in it and keeps nothing."""
        path = next((file for file in self.files if file.name == act.get("file")), None)
        if path is None:
            raise FieldError("file", say("handover_panel.wrong.no_file"))
        opener = self.unlocked(wording(act, "key"), act)
        with at_field("file"), unsealed(path, opener, now=self.sealer(key).at, trusted=[key.public_key]) as opened:
            return opened.envelope


def lock_of(act: Act) -> Lock:
    """How a new key shall be protected: by `open`, `passphrase` or `shares`."""
    match act.get("lock"):
        case "open":
            return Lock()
        case "shares":
            needed, count = whole_number(act, "needed"), whole_number(act, "count")
            if not 2 <= needed <= count:
                raise FieldError("needed", say("handover_panel.wrong.shares", needed=needed, count=count))
            return Lock(shares=(needed, count))
        case _:
            return Lock(passphrase=_passphrase(act))


def _passphrase(act: Act) -> str:
    passphrase = wording(act, "passphrase")
    if passphrase != str(act.get("again", "")).strip():
        raise FieldError("again", say("handover_panel.wrong.passphrases"))
    return passphrase


def window_of(act: Act) -> Window:
    """Between which moments a file may be opened. Raises FieldError for an end before its beginning."""
    first, last = day_and_time(act, "not_before"), day_and_time(act, "until")
    if first and last and last <= first:
        raise FieldError("until", say("handover_panel.wrong.window"))
    return Window(not_before=first, until=last)
