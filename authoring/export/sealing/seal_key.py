"""One key that opens sealed files: an age identity (X25519), and its file, open or locked with a passphrase.

Both kinds of file are what the `age` program reads (`age -d -i FILE`): nobody depends on this program to open theirs.
"""

import re
from pathlib import Path

import pyrage

from authoring.errors import SealError
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["AGE", "SealKey", "is_locked", "recipient_id"]

AGE = b"age-encryption.org/"
"""First bytes of every age file."""
_SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")
LARGEST_FILE = 64 * 1024


class SealKey:
    """A secret key. Its text never shows the secret part."""

    def __init__(self, identity: pyrage.x25519.Identity) -> None:
        self.identity = identity

    def __repr__(self) -> str:
        return f"SealKey({self.key_id})"

    @classmethod
    def generate(cls) -> "SealKey":
        """A new key from the system's random source."""
        return cls(pyrage.x25519.Identity.generate())

    @classmethod
    def of_text(cls, text: str) -> "SealKey":
        """A key typed from paper: blanks, line ends and small letters do no harm. Raises SealError."""
        found = _SECRET.search("".join(text.upper().split()))
        try:
            return cls(pyrage.x25519.Identity.from_str(found[0] if found else text))
        except pyrage.IdentityError as problem:
            raise SealError(say("sealing.mistyped")) from problem

    @classmethod
    def load(cls, path: Path, passphrase: str | None = None) -> "SealKey":
        """The key of a file. Raises SealError naming the file and the reason."""
        data = _read(path)
        if is_locked(path):
            if passphrase is None:
                raise SealError(say("sealing.locked", path=path))
            try:
                data = pyrage.passphrase.decrypt(data, passphrase)
            except pyrage.DecryptError as problem:
                raise SealError(say("sealing.wrong_passphrase", path=path)) from problem
        lines = [line for line in data.decode("utf-8", "replace").splitlines() if _SECRET.fullmatch(line.strip())]
        if len(lines) != 1:
            raise SealError(say("sealing.no_key", path=path))
        return cls.of_text(lines[0])

    @property
    def secret(self) -> str:
        """`AGE-SECRET-KEY-1…`: for files and sheets, never for messages."""
        return str(self.identity)

    @property
    def recipient(self) -> str:
        """`age1…`: what others seal to."""
        return str(self.identity.to_public())

    @property
    def key_id(self) -> str:
        """See `recipient_id`."""
        return recipient_id(self.recipient)

    def file(self, name: str, passphrase: str | None = None) -> bytes:
        """The key's file; with a passphrase it is locked."""
        text = f"# {name}\n# public key: {self.recipient}\n{self.secret}\n".encode()
        return text if passphrase is None else pyrage.passphrase.encrypt(text, passphrase)


def is_locked(path: Path) -> bool:
    """Whether a key file needs a passphrase. Raises SealError."""
    return _read(path).startswith(AGE)


def recipient_id(recipient: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of `age1…`, to compare by eye. Raises SealError for other texts."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as problem:
        raise SealError(say("sealing.no_recipient", text=recipient[:24])) from problem
    return sha256_hex(recipient.encode())[:16]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as problem:
        raise SealError(say("sealing.unreadable", path=path, reason=problem.strerror or problem)) from problem
