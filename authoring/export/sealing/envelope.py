"""The envelope: what a sealed file holds, who sealed it for whom, and between which moments it may be opened.

It is signed and lies inside the encryption, so nobody but the recipients reads it and nobody can change it. The moments
are an agreement that this program keeps: who holds a key can decrypt the file with any age program at any time. What
must not be readable before a moment is sealed to a key in shares, whose holders meet at that moment.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError

from authoring.errors import FormatError, SealError
from authoring.export.manifest import Audience, Signer, json_bytes
from authoring.export.paths import unsafe_path
from authoring.export.signing import SigningKey, verify_signature
from authoring.records import Record, Whole
from authoring.sessions.timing import moment
from authoring.texts import say

__all__ = [
    "ENVELOPE_FORMAT",
    "NO_LIMIT",
    "Contents",
    "Envelope",
    "Recipient",
    "Source",
    "Window",
    "read_envelope",
    "sign_envelope",
]

ENVELOPE_FORMAT = 1
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _file_name(name: str) -> str:
    """Nothing that leads out of a folder, and nothing that some system cannot write."""
    if "/" in name or unsafe_path(name.encode()):
        raise ValueError(name)
    return name


class Contents(StrEnum):
    PACKAGE = "package"
    """A whole exam package, or the part of it for delivery."""
    ROSTER = "roster"
    """The roster of a session with photos and codes."""


class Window(Record):
    """Between which moments the file may be opened; null is no limit."""

    not_before: AwareDatetime | None = None
    until: AwareDatetime | None = None

    def check(self, now: datetime) -> None:
        """Raises SealError outside."""
        if self.not_before is not None and now < self.not_before:
            raise SealError(say("sealing.too_early", when=moment(self.not_before), now=moment(now)))
        if self.until is not None and now > self.until:
            raise SealError(say("sealing.expired", when=moment(self.until), now=moment(now)))


NO_LIMIT = Window()


class Recipient(Record):
    """Somebody who can open the file."""

    name: str
    """As the sealer's keyring calls the key."""
    key_id: str


class Source(Record):
    """What the contents were made from."""

    id: str
    """Of the package, or of the session whose roster it is."""
    paper: str = ""
    session: str = ""
    bank: str = ""
    bank_fingerprint: str = ""
    """State of the bank."""


class Envelope(Record):
    """What the signature covers."""

    format: Literal[1] = 1
    contents: Contents
    audience: Audience
    """Delivery or marking."""
    name: Annotated[str, Field(max_length=120), AfterValidator(_file_name)]
    """File name of the contents."""
    sha256: Sha256
    """Of the contents."""
    size: Annotated[Whole, Field(ge=0)]
    """Bytes of the contents."""
    source: Source
    window: Window = NO_LIMIT
    recipients: tuple[Recipient, ...]
    sealed_by: str
    sealed_at: AwareDatetime
    generator: str
    signer: Signer


def sign_envelope(envelope: Envelope, key: SigningKey) -> tuple[bytes, bytes]:
    """The envelope's bytes and the signature over them."""
    data = json_bytes(envelope)
    return data, key.sign(data).encode()


def read_envelope(data: bytes, signature: bytes) -> Envelope:
    """An envelope whose signature is that of the signer it names. Raises SealError, FormatError.

    Whether that signer is to be trusted, the caller must ask.
    """
    try:
        envelope = Envelope.model_validate_json(data)
    except ValidationError as problem:
        if problem.errors()[0]["loc"] == ("format",):
            raise FormatError(say("sealing.newer", known=ENVELOPE_FORMAT)) from problem
        raise SealError(say("sealing.no_envelope")) from problem
    if not verify_signature(envelope.signer.public_key, data, signature.decode("ascii", "replace")):
        raise SealError(say("sealing.signature"))
    return envelope
