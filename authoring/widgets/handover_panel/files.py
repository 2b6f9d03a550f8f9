"""Files that were written, as the panel lists them; and files that come from the browser."""

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from authoring.errors import StorageError
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = ["Arriving", "listed", "written"]


def written(folder: Path, files: Mapping[str, bytes], *, secret: bool = False) -> list[Path]:
    """Writes files by name into a folder, secret ones for their owner alone. Raises StorageError."""
    paths = []
    for name, data in files.items():
        write_atomically(folder / name, data, mode=0o600 if secret else 0o666)
        paths.append(folder / name)
    return paths


def listed(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Each with its size in bytes; what is gone meanwhile is left out."""
    return [{"path": str(path), "size": path.stat().st_size} for path in paths if path.is_file()]


class Arriving:
    """Pieces of files on their way; they lie where only their owner can read them, as long as this object lives."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="authoring-"))
        self._count = 0
        self._coming: dict[str, Path] = {}
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def piece(self, mark: str, data: bytes) -> None:
        """The next piece of the file that the browser calls `mark`. Raises StorageError."""
        if mark not in self._coming:
            self._count += 1
            self._coming[mark] = self._folder / str(self._count)
        path = self._coming[mark]
        try:
            with path.open("ab") as file:
                file.write(data)
        except OSError as problem:
            raise StorageError(say("sealing.unwritable", path=path, reason=problem.strerror or problem)) from problem

    def path(self, mark: str) -> Path:
        """Where the file lies that has come whole."""
        return self._coming.pop(mark)

    def take(self, mark: str) -> bytes:
        """The bytes of the file that has come whole; it lies nowhere any more."""
        path = self.path(mark)
        data = path.read_bytes()
        path.unlink()
        return data
