"""Contents, signed by their maker and encrypted to those who may open them: one age file, whole or not there."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage

from authoring.errors import SealError, StorageError
from authoring.export.manifest import Audience, Signer
from authoring.export.package import GENERATOR
from authoring.export.sealing.envelope import NO_LIMIT, Contents, Envelope, Recipient, Source, Window, sign_envelope
from authoring.export.sealing.parts import PackageParts
from authoring.export.sealing.seal_key import recipient_id
from authoring.export.sealing.streams import ChunkReader, Member, archive_chunks, joined, measured, pieces
from authoring.export.signing import SigningKey
from authoring.texts import say

__all__ = ["CONTENTS", "ENVELOPE", "ENVELOPE_SIGNATURE", "Addressee", "Sealer", "seal_files", "seal_package"]

CONTENTS = "contents.zip"
ENVELOPE = "envelope.json"
ENVELOPE_SIGNATURE = "envelope.sig"


@dataclass(frozen=True)
class Addressee:
    """A key to seal to."""

    name: str
    recipient: str
    """`age1…`."""


@dataclass(frozen=True)
class Sealer:
    """Who seals, when, and signs with which key."""

    who: str
    at: datetime
    key: SigningKey


def seal_package(
    parts: PackageParts,
    audience: Audience,
    addressees: Sequence[Addressee],
    sealer: Sealer,
    path: Path,
    window: Window = NO_LIMIT,
) -> Envelope:
    """Seals the part of a package that is for `audience` into `path`. Raises SealError, StorageError."""
    about = parts.manifest
    if audience is Audience.MARKING and not parts.is_whole:
        raise SealError(say("sealing.no_keys", package=about.id))
    source = Source(
        id=about.id, paper=about.paper, session=about.session, bank=about.bank, bank_fingerprint=about.bank_fingerprint
    )
    ending = "dcexam.zip" if audience is Audience.MARKING else "delivery.zip"
    named = (Contents.PACKAGE, audience, f"{about.paper}.{ending}")
    return seal_files(parts.part(audience), named, source, addressees, sealer, path, window)


def seal_files(
    members: Sequence[Member],
    named: tuple[Contents, Audience, str],
    source: Source,
    addressees: Sequence[Addressee],
    sealer: Sealer,
    path: Path,
    window: Window = NO_LIMIT,
) -> Envelope:
    """Seals files into `path` and returns what its envelope says. `named`: what they are, for whom, and a file name.

    Raises SealError without addressees, StorageError; a file that was there stays as it was unless all goes well.
    """
    if not addressees:
        raise SealError(say("sealing.nobody"))
    contents = measured(CONTENTS, joined(members))
    kind, audience, name = named
    envelope = Envelope(
        contents=kind,
        audience=audience,
        name=name,
        sha256=contents.sha256,
        size=contents.size,
        source=source,
        window=window,
        recipients=tuple(Recipient(name=one.name, key_id=recipient_id(one.recipient)) for one in addressees),
        sealed_by=sealer.who,
        sealed_at=sealer.at,
        generator=GENERATOR,
        signer=Signer(public_key=sealer.key.public_key, key_id=sealer.key.key_id),
    )
    data, signature = sign_envelope(envelope, sealer.key)
    whole = [contents, measured(ENVELOPE, pieces(data)), measured(ENVELOPE_SIGNATURE, pieces(signature))]
    _encrypt(whole, addressees, path)
    return envelope


def _encrypt(members: Sequence[Member], addressees: Sequence[Addressee], path: Path) -> None:
    recipients = [pyrage.x25519.Recipient.from_str(one.recipient) for one in addressees]
    temporary = path.with_name(f".tmp-{path.name}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            pyrage.encrypt_io(ChunkReader(archive_chunks(members)), file, recipients)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as problem:
        raise StorageError(say("sealing.unwritable", path=path, reason=problem.strerror or problem)) from problem
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
