"""The settings file of a session as files in a folder: itself, a sheet with its key, and its lasting secret."""

import secrets
from pathlib import Path

from authoring.errors import StorageError
from authoring.export.seb.settings import SebFile, seb_file
from authoring.sessions.rules import ExamSession
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = ["write_seb"]

SALT = 32
"""Bytes of the secret in a settings file."""


def write_seb(
    session: ExamSession, out: Path, *, quit_password: str = "", quit_address: str = "", salt: Path | None = None
) -> tuple[SebFile, list[Path]]:
    """Writes the settings; the secret of an earlier run (default: beside them) is used again, so the key stays.

    Raises UsageError, StorageError.
    """
    kept = salt or out / f"{session.id}.salt"
    secret = _read(kept) if kept.exists() else secrets.token_bytes(SALT)
    made = seb_file(session, quit_password=quit_password, quit_address=quit_address, salt=secret)
    told = [say("export_seb.key", key=made.config_key), *(f"{each.message}　{each.hint}" for each in made.report)]
    written = [out / f"{session.id}.seb", out / f"{session.id}-seb.txt"]
    write_atomically(written[0], made.file)
    write_atomically(written[1], ("\n".join([session.name, *told]) + "\n").encode())
    if not kept.exists():
        write_atomically(kept, secret, mode=0o600)
        written.append(kept)
    return made, written


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise StorageError(say("sealing.unreadable", path=path, reason=problem.strerror or problem)) from problem
