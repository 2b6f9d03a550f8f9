"""Ed25519 signatures (RFC 8032) over a package's manifest; keys are PEM files that openssl reads as well."""

import base64
import binascii
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from authoring.errors import SignatureError
from authoring.records import sha256_hex
from authoring.storage import write_new_secret
from authoring.texts import say

__all__ = ["SigningKey", "key_id", "read_public_key", "verify_signature"]

_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
_PEM = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


class SigningKey:
    """A private key. Its text never shows the secret part."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    def __repr__(self) -> str:
        return f"SigningKey({self.key_id})"

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new key from the system's random source."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: str | Path, passphrase: str | None = None) -> "SigningKey":
        """The key of a PEM file (PKCS #8). Raises SignatureError naming the file and the reason."""
        file, secret = Path(path), passphrase.encode() if passphrase is not None else None
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise SignatureError(
                say("export.key.unreadable", path=file, reason=problem.strerror or problem)
            ) from problem
        try:
            private = serialization.load_pem_private_key(data, secret)
        except TypeError as problem:  # encrypted without a passphrase, or a passphrase for an open key
            raise SignatureError(say(f"export.key.{'needless' if secret else 'locked'}", path=file)) from problem
        except (ValueError, UnsupportedAlgorithm) as problem:
            raise SignatureError(say(f"export.key.{'wrong' if secret else 'no_key'}", path=file)) from problem
        if not isinstance(private, Ed25519PrivateKey):
            raise SignatureError(say("export.key.other_kind", path=file))
        return cls(private)

    def save(self, path: str | Path, passphrase: str | None = None) -> None:
        """Writes the key as PEM, readable by its owner only (0600). Raises SignatureError; never overwrites a file."""
        lock = (
            serialization.NoEncryption()
            if passphrase is None
            else serialization.BestAvailableEncryption(passphrase.encode())
        )
        data = self._private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
        try:
            write_new_secret(Path(path), data)
        except FileExistsError as problem:
            raise SignatureError(say("export.key.exists", path=path)) from problem
        except OSError as problem:
            reason = problem.strerror or problem
            raise SignatureError(say("export.key.unwritable", path=path, reason=reason)) from problem

    @property
    def public_key(self) -> str:
        """The raw 32 bytes of the public key in base64, as in a manifest."""
        return base64.b64encode(self._private.public_key().public_bytes(*_RAW)).decode()

    @property
    def public_text(self) -> str:
        """The public key as PEM: what is given to those who verify packages."""
        return self._private.public_key().public_bytes(*_PEM).decode()

    @property
    def key_id(self) -> str:
        """See `key_id`."""
        return key_id(self.public_key)

    def sign(self, data: bytes) -> str:
        """The signature in base64; the same data give the same signature."""
        return base64.b64encode(self._private.sign(data)).decode()


def key_id(public_key: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of a raw public key given in base64."""
    return sha256_hex(_exact(public_key, 32))[:16]


def read_public_key(text: str) -> str:
    """A public key in base64, from PEM or from base64 itself. Raises SignatureError."""
    try:
        if "-----BEGIN" not in text:
            return base64.b64encode(_exact(text.strip(), 32)).decode()
        public = serialization.load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise SignatureError(say("export.key.no_public", text=text.strip()[:40])) from problem
    if not isinstance(public, Ed25519PublicKey):
        raise SignatureError(say("export.key.no_public", text=text.strip()[:40]))
    return base64.b64encode(public.public_bytes(*_RAW)).decode()


def verify_signature(public_key: str, data: bytes, signature: str) -> bool:
    """Whether `signature` (base64) over `data` is that of `public_key` (base64). Nothing malformed is valid."""
    try:
        Ed25519PublicKey.from_public_bytes(_exact(public_key, 32)).verify(_exact(signature, 64), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _exact(text: str, size: int) -> bytes:
    """The bytes of the one base64 text they have. Raises ValueError for others: base64 leaves bits over at its end."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise ValueError(str(problem)) from problem
    if len(data) != size or base64.b64encode(data).decode() != text:
        raise ValueError(text)
    return data
