"""What stands in the intake panel, kept in a folder so that it outlives the notebook's kernel."""

import base64
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from authoring.questions import Level
from authoring.records import Record, sha256_hex
from authoring.storage import write_atomically

__all__ = ["Kept", "Repair", "Shelf", "Source"]

_STATE = "intake.json"


class Source(Record):
    """A file or a paste."""

    name: str
    content: bytes
    is_key: bool = False
    """Whether it holds nothing but the answers of another one."""


class Repair(Record):
    """A draft as the author has changed it."""

    plain: dict[str, Any]
    media: dict[str, bytes] = Field(default_factory=dict)
    by_hand: bool = True
    """Whether the author had all of it before the eyes, and did not only take a suggestion."""


class Kept(Record):
    """Everything but the sources' bytes can be read in the state file."""

    sources: tuple[Source, ...] = ()
    repairs: dict[str, Repair] = Field(default_factory=dict)
    """By the entry's name."""
    done: dict[str, str] = Field(default_factory=dict)
    """Ids of what is in the bank."""
    taken: tuple[str, ...] = ()
    """Names of the conflicts in which the source's words are taken."""
    level: Level = Level.JUNIOR
    point: str = ""
    difficulty: int = 3
    waiting: int = 0
    """Questions that are not in the bank yet."""


class Shelf:
    """A folder for one panel's state; contents are files of their own, so that a change of a repair writes little."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, kept: Kept) -> None:
        """Keeps the state, and removes contents that it names no more. Raises StorageError."""
        names = {sha256_hex(source.content): source for source in kept.sources}
        for name, source in names.items():
            if not (self._folder / name).exists():
                write_atomically(self._folder / name, source.content)
        plain = kept.model_dump(mode="json", exclude={"sources", "repairs"})
        plain["sources"] = [[sha256_hex(s.content), s.name, s.is_key] for s in kept.sources]
        plain["repairs"] = {
            name: [repair.plain, _encoded(repair.media), repair.by_hand] for name, repair in kept.repairs.items()
        }
        write_atomically(self._folder / _STATE, json.dumps(plain, ensure_ascii=False, indent=1).encode())
        for path in self._folder.iterdir():
            if path.name != _STATE and path.name not in names and len(path.name) == 64:
                path.unlink()

    def take(self) -> Kept:
        """What was kept; nothing where there is nothing, or where it cannot be read."""
        with suppress(OSError, ValueError, KeyError, TypeError, ValidationError):
            plain = json.loads((self._folder / _STATE).read_text("utf-8"))
            sources = [
                Source(name=name, content=(self._folder / file).read_bytes(), is_key=is_key)
                for file, name, is_key in plain.pop("sources")
            ]
            repairs = {
                name: Repair(plain=text, media={n: base64.b64decode(d) for n, d in media.items()}, by_hand=by_hand)
                for name, (text, media, by_hand) in plain.pop("repairs").items()
            }
            return Kept.model_validate(plain | {"sources": sources, "repairs": repairs})
        return Kept()


def _encoded(media: dict[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(data).decode() for name, data in media.items()}
