"""Writing files: whole or not at all, and secrets for their owner alone."""

import os
import secrets
from contextlib import suppress
from functools import partial
from pathlib import Path

from authoring.errors import StorageError
from authoring.texts import say

__all__ = ["TEMPORARY", "write_atomically", "write_new_secret"]

TEMPORARY = ".tmp-"
"""What the name of a file that is being written begins with."""


def write_atomically(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Temporary file beside it, fsync, rename. Raises StorageError; the old file is then untouched.

    `mode`, less what the process masks, is the file's from its first byte on: 0o600 for what only its owner may read.
    """
    temporary = path.with_name(f"{TEMPORARY}{path.name}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_new(temporary, data, mode)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as problem:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StorageError(say("bank.write.message", path=path, reason=problem.strerror or problem)) from problem


def write_new_secret(path: Path, data: bytes) -> None:
    """A new file that only its owner can read; nothing is left of one that fails.

    Raises OSError, FileExistsError for a file that is there.
    """
    try:
        _write_new(path, data, 0o600)
    except FileExistsError:
        raise
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def _write_new(path: Path, data: bytes, mode: int) -> None:
    with open(path, "xb", opener=partial(os.open, mode=mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
