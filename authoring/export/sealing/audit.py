"""The record of what was sealed, opened and done to keys: one JSON object a line, only ever appended.

Each line holds the SHA-256 of the line before. So a line that was changed, or taken out of the middle, is found; that
the last ones were cut off is not, unless somebody noted the last sum elsewhere.
"""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from authoring.bank.store import locked
from authoring.errors import SealError, StorageError
from authoring.export.manifest import Audience
from authoring.export.sealing.envelope import NO_LIMIT, Contents, Envelope, Recipient, Source, Window
from authoring.export.sealing.key_entry import KeyEntry
from authoring.records import Record, sha256_hex
from authoring.texts import say

__all__ = ["AUDIT", "Act", "AuditEntry", "append_entry", "key_entry", "read_audit", "sealed_entry"]

AUDIT = "audit.jsonl"
NOTHING = "0" * 64


class Act(StrEnum):
    SEAL = "seal"
    CREATE = "create"
    ADD = "add"
    ROTATE = "rotate"
    REVOKE = "revoke"
    BACK_UP = "back_up"
    RESTORE = "restore"


class AuditEntry(Record):
    """Something that was done."""

    at: AwareDatetime
    who: str
    act: Act
    keys: tuple[Recipient, ...]
    """Those sealed to, or the one that was changed."""
    file: str = ""
    """Name of the sealed file."""
    contents: Contents | None = None
    audience: Audience | None = None
    contents_sha256: str = ""
    source: Source | None = None
    """Which package of which bank state, or which session."""
    window: Window = NO_LIMIT
    signer: str = ""
    """Id of the signing key."""
    reason: str = ""
    previous: str = NOTHING
    """SHA-256 of the line before, without its line end."""


def sealed_entry(envelope: Envelope, file: str) -> AuditEntry:
    return AuditEntry(
        at=envelope.sealed_at,
        who=envelope.sealed_by,
        act=Act.SEAL,
        keys=envelope.recipients,
        file=file,
        contents=envelope.contents,
        audience=envelope.audience,
        contents_sha256=envelope.sha256,
        source=envelope.source,
        window=envelope.window,
        signer=envelope.signer.key_id,
    )


def key_entry(act: Act, entry: KeyEntry, who: str, at: datetime) -> AuditEntry:
    named = Recipient(name=entry.name, key_id=entry.key_id)
    return AuditEntry(at=at, who=who, act=act, keys=(named,), reason=entry.reason)


def append_entry(folder: Path, entries: Sequence[AuditEntry]) -> None:
    """Adds lines to the record in a keyring's folder. Raises StorageError, SealError for a record that was changed."""
    path = folder / AUDIT
    with locked(path, AUDIT):
        read_audit(folder)
        previous = _last(path)
        lines = []
        for entry in entries:
            data = entry.model_copy(update={"previous": previous}).data()
            line = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
            previous = sha256_hex(line)
            lines.append(line + b"\n")
        try:
            with path.open("ab") as file:
                file.write(b"".join(lines))
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise StorageError(say("sealing.unwritable", path=path, reason=problem.strerror or problem)) from problem


def _last(path: Path) -> str:
    lines = path.read_bytes().splitlines() if path.exists() else []
    return sha256_hex(lines[-1]) if lines else NOTHING


def read_audit(folder: Path) -> tuple[AuditEntry, ...]:
    """The whole record. Raises SealError naming the first line that is not as it was written."""
    path = folder / AUDIT
    entries: list[AuditEntry] = []
    previous = NOTHING
    for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else (), start=1):
        try:
            entry = AuditEntry.model_validate_json(line)
        except ValidationError as problem:
            raise SealError(say("sealing.audit_changed", path=path, line=number)) from problem
        if entry.previous != previous:
            raise SealError(say("sealing.audit_changed", path=path, line=number))
        previous = sha256_hex(line)
        entries.append(entry)
    return tuple(entries)
