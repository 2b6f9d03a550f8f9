"""A sealed file and a key → what is in it. Nothing is left behind where anything is wrong."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import pyrage

from authoring.errors import SealError, StorageError
from authoring.export.sealing.envelope import Contents, Envelope, read_envelope
from authoring.export.sealing.parts import LARGEST_MANIFEST, open_parts
from authoring.export.sealing.seal_key import AGE, SealKey
from authoring.export.sealing.sealing import CONTENTS, ENVELOPE, ENVELOPE_SIGNATURE
from authoring.export.sealing.streams import chunks_of
from authoring.texts import say

__all__ = ["Opened", "is_sealed", "open_sealed", "unsealed"]


@dataclass(frozen=True)
class Opened:
    """What a sealed file held."""

    envelope: Envelope
    path: Path
    """The contents."""
    is_trusted: bool
    """Whether the sealer's public key is among the trusted ones."""


def is_sealed(path: Path) -> bool:
    """Whether a file is an age file at all. Raises StorageError."""
    try:
        with path.open("rb") as file:
            return file.read(len(AGE)) == AGE
    except OSError as problem:
        raise StorageError(say("sealing.unreadable", path=path, reason=problem.strerror or problem)) from problem


def open_sealed(path: Path, key: SealKey, folder: Path, *, now: datetime, trusted: Sequence[str] = ()) -> Opened:
    """Opens a file into `folder`, under the name that its envelope gives. `trusted`: public keys in base64.

    Raises SealError for a wrong key, a changed byte, a wrong signature, outside the window, or where trusted keys are
    given and the sealer's is none of them; StorageError where the contents cannot be written. An existing file of the
    name is not touched.
    """
    with unsealed(path, key, now=now, trusted=trusted, beside=folder) as opened:
        target = folder / opened.envelope.name
        if target.exists():
            raise StorageError(say("sealing.exists", path=target))
        try:
            opened.path.replace(target)
        except OSError as problem:
            raise StorageError(say("sealing.unwritable", path=target, reason=problem.strerror or problem)) from problem
    return Opened(opened.envelope, target, opened.is_trusted)


@contextmanager
def unsealed(
    path: Path, key: SealKey, *, now: datetime, trusted: Sequence[str] = (), beside: Path | None = None
) -> Iterator[Opened]:
    """The contents as a file that is gone afterwards, checked as `open_sealed` does. Only its owner can read it."""
    if not is_sealed(path):
        raise SealError(say("sealing.not_sealed", path=path.name))
    try:
        if beside is not None:
            beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tmp-", dir=beside, ignore_cleanup_errors=True) as folder:
            plain, contents = Path(folder) / "plain", Path(folder) / "contents"
            _decrypt(path, key, plain)
            envelope = _taken_apart(plain, contents)
            yield _judged(envelope, contents, key, now, trusted)
    except OSError as problem:
        raise StorageError(
            say("sealing.unwritable", path=beside or "—", reason=problem.strerror or problem)
        ) from problem


def _decrypt(path: Path, key: SealKey, plain: Path) -> None:
    with path.open("rb") as source, _private(plain) as target:
        try:
            pyrage.decrypt_io(source, target, [key.identity])
        except pyrage.DecryptError as problem:
            if "No matching keys" in str(problem):
                raise SealError(say("sealing.wrong_key", path=path.name, key_id=key.key_id)) from problem
            raise SealError(say("sealing.damaged", path=path.name)) from problem
        except OSError as problem:
            if problem.errno is not None:  # the disk's trouble, not the file's
                raise
            raise SealError(say("sealing.damaged", path=path.name)) from problem


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _taken_apart(plain: Path, contents: Path) -> Envelope:
    """The envelope; the contents go to a file of their own, whose sum is the envelope's."""
    try:
        with ZipFile(plain) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            stored = all(entry.compress_type == ZIP_STORED for entry in entries.values())
            if set(entries) != {CONTENTS, ENVELOPE, ENVELOPE_SIGNATURE} or not stored:
                raise SealError(say("sealing.no_envelope"))
            if (
                entries[ENVELOPE].file_size > LARGEST_MANIFEST
                or entries[ENVELOPE_SIGNATURE].file_size > LARGEST_MANIFEST
            ):
                raise SealError(say("sealing.no_envelope"))
            envelope = read_envelope(archive.read(ENVELOPE), archive.read(ENVELOPE_SIGNATURE))
            found = sha256()
            with archive.open(CONTENTS) as source, _private(contents) as target:
                for piece in chunks_of(source):  # type: ignore[arg-type]
                    found.update(piece)
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
    except (BadZipFile, EOFError) as problem:
        raise SealError(say("sealing.no_envelope")) from problem
    plain.unlink()
    if found.hexdigest() != envelope.sha256:
        raise SealError(say("sealing.other_contents"))
    return envelope


def _judged(envelope: Envelope, contents: Path, key: SealKey, now: datetime, trusted: Sequence[str]) -> Opened:
    """Somebody else could have passed on what was sealed to them: the envelope names whom it is for."""
    if key.key_id not in {one.key_id for one in envelope.recipients}:
        raise SealError(say("sealing.not_addressed", key_id=key.key_id))
    is_trusted = envelope.signer.public_key in trusted
    if trusted and not is_trusted:
        raise SealError(say("sealing.stranger", who=envelope.sealed_by, key_id=envelope.signer.key_id))
    envelope.window.check(now)
    if envelope.contents is Contents.PACKAGE:
        open_parts(contents)
    return Opened(envelope, contents, is_trusted)
