"""Writing question files.

Atomic: a killed process leaves the old or the new file. Guarded: a newer version is not overwritten.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from authoring.bank.question_file import question_yaml, read_question
from authoring.errors import ConflictError, StorageError
from authoring.questions import Question
from authoring.texts import say

__all__ = ["TEMPORARY", "locked", "remove_stale", "save_question", "write_atomically"]

PATIENCE_SECONDS = 10.0
STALE_SECONDS = 60.0
TEMPORARY = ".tmp-"


def write_atomically(path: Path, data: bytes) -> None:
    """Temporary file beside it, fsync, rename. Raises StorageError; the old file is then untouched."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as problem:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StorageError(say("bank.write.message", path=path, reason=problem.strerror or problem)) from problem


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path, name: str) -> Iterator[None]:
    """Holds `path`'s lock file; a lock left by a killed process is taken over after a minute. Raises StorageError."""
    lock = path.with_name(f"{TEMPORARY}{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StorageError(say("bank.write.message", path=path, reason=problem.strerror or problem)) from problem
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not _take(lock):
        if time.monotonic() > give_up:
            raise StorageError(say("bank.locked.message", id=name, seconds=int(PATIENCE_SECONDS)))
        time.sleep(0.02)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        with suppress(FileNotFoundError):
            if time.time() - lock.stat().st_mtime > STALE_SECONDS:
                # Renamed before it is removed, so that of two waiting processes only one takes it over.
                stale = lock.with_name(f"{lock.name}-{secrets.token_hex(4)}")
                lock.rename(stale)
                stale.unlink(missing_ok=True)
        return False
    except OSError as problem:
        raise StorageError(say("bank.write.message", path=lock.parent, reason=problem.strerror or problem)) from problem
    return True


def save_question(path: Path, question: Question, expected: str | None) -> None:
    """Writes a question's file if what is there still has the fingerprint `expected` (None: no file yet).

    Raises ConflictError naming both versions when somebody saved first, StorageError when the file cannot be written.
    """
    with locked(path, question.id):
        current = read_question(path.read_bytes(), path.name)[0] if path.exists() else None
        if path.exists() and (current is None or current.fingerprint() != expected):
            raise ConflictError(_conflict(question, current, expected))
        if not path.exists() and expected is not None:
            raise ConflictError(_conflict(question, None, expected))
        write_atomically(path, question_yaml(question).encode())


def _conflict(question: Question, current: Question | None, expected: str | None) -> str:
    return say(
        "bank.conflict.message",
        id=question.id,
        theirs=current.version if current else "—",
        their_print=current.fingerprint()[:8] if current else "—",
        yours=question.version,
        your_print=(expected or "—")[:8],
    )


def remove_stale(path: Path) -> None:
    """Removes a temporary file or lock that a killed process left behind; a young one may still be in use and stays."""
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            path.unlink(missing_ok=True)
