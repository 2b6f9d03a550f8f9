"""Trouble with the program's surroundings: exceptions, one base, one sentence each.

What is wrong with an author's work is a `Finding` (see `authoring.findings`) and is never raised.

    AuthoringError
    ├── UsageError          what the caller asked for does not exist or makes no sense (unknown form, unknown blueprint)
    ├── StorageError        a file or folder cannot be read or written
    │   ├── ConflictError   somebody saved a newer version first
    │   └── FormatError     a file's format version is unknown or newer than this program
    ├── PackageError        an exam package cannot be opened safely (not a zip, path tricks, zip bomb, truncated)
    ├── SignatureError      a key file cannot be read or a signature cannot be made
    ├── SealError           a sealed file or its key cannot be used (wrong key, changed byte, outside its time)
    ├── AssemblyError       the solver itself failed (an infeasible blueprint is a result, not an error)
    └── BrowserError        a browser or a font that the job needs is missing

Every message is Chinese, names the thing, the value and the remedy, and comes from `authoring.texts`.
"""

__all__ = [
    "AssemblyError",
    "AuthoringError",
    "BrowserError",
    "ConflictError",
    "FormatError",
    "PackageError",
    "SealError",
    "SignatureError",
    "StorageError",
    "UsageError",
]


class AuthoringError(Exception):
    """Base of everything this program raises on purpose."""


class UsageError(AuthoringError):
    """What the caller asked for does not exist or makes no sense."""


class StorageError(AuthoringError):
    """A file or folder cannot be read or written."""


class ConflictError(StorageError):
    """Somebody saved a newer version first."""


class FormatError(StorageError):
    """A file's format version is unknown or newer than this program."""


class PackageError(AuthoringError):
    """An exam package cannot be opened safely."""


class SignatureError(AuthoringError):
    """A key file cannot be read or a signature cannot be made."""


class SealError(AuthoringError):
    """A sealed file or its key cannot be used."""


class AssemblyError(AuthoringError):
    """The solver itself failed."""


class BrowserError(AuthoringError):
    """A browser or a font that the job needs is missing."""
