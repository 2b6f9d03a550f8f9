"""Writing question files.

Atomic: a killed process leaves the old or the new file. Guarded: a newer version is not overwritten. Locks are the
operating system's: a killed process holds none.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from authoring.bank.question_file import question_yaml, read_question
from authoring.errors import ConflictError, StorageError
from authoring.questions import Question
from authoring.storage import TEMPORARY, write_atomically
from authoring.texts import say

__all__ = ["locked", "remove_stale", "save_question"]

PATIENCE_SECONDS = 10.0
RETRY_SECONDS = 0.005
"""Between two tries for a lock: an operating system waits for one for ever or not at all."""
STALE_SECONDS = 60.0
LOCK = ".lock"


@contextmanager
def locked(path: Path, name: str) -> Iterator[None]:
    """Holds `path`'s lock file, which ends with the process that holds it. Raises StorageError."""
    lock = path.with_name(f"{TEMPORARY}{path.name}{LOCK}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _taken(lock, name)
    except OSError as problem:
        raise StorageError(say("bank.write.message", path=path, reason=problem.strerror or problem)) from problem
    try:
        yield
    finally:
        with suppress(OSError):  # removed while it is held; where an open file cannot be removed, it stays
            lock.unlink()
        os.close(handle)


def _taken(lock: Path, name: str) -> int:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR)
        if _lock(handle) and _is_there(lock, handle):
            return handle
        os.close(handle)
        if time.monotonic() > give_up:
            raise StorageError(say("bank.locked.message", id=name, seconds=int(PATIENCE_SECONDS)))
        time.sleep(RETRY_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        """Whether this process has the lock now."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as problem:
            if problem.errno not in (errno.EACCES, errno.EDEADLK):
                raise
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Whether this process has the lock now."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_there(lock: Path, handle: int) -> bool:
    """False where the one who held the lock before has removed the file meanwhile: then it is nobody's lock."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except FileNotFoundError:
        return False


def save_question(
    path: Path, question: Question, expected: str | None, before: Callable[[], None] | None = None
) -> None:
    """Writes a question's file if what is there still has the fingerprint `expected` (None: no file yet).

    `before` runs when that is certain and nothing is written yet. A file that says the same already is left as it is.
    Raises ConflictError naming both versions when somebody saved first, StorageError when the file cannot be written.
    """
    with locked(path, question.id):
        current = read_question(path.read_bytes(), path.name)[0] if path.exists() else None
        if path.exists() and (current is None or current.fingerprint() != expected):
            raise ConflictError(_conflict(question, current, expected))
        if not path.exists() and expected is not None:
            raise ConflictError(_conflict(question, None, expected))
        if before is not None:
            before()
        if current is None or current != question:
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
        if time.time() - path.stat().st_mtime <= STALE_SECONDS:
            return
        if path.name.endswith(LOCK):
            _remove_lock(path)
        else:
            path.unlink(missing_ok=True)


def _remove_lock(lock: Path) -> None:
    handle = os.open(lock, os.O_RDWR)
    try:
        if _lock(handle):
            lock.unlink()
    finally:
        os.close(handle)
