"""Where files are dropped: they come in pieces that a notebook's connection carries, each confirmed before the next."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from authoring.intake.excel.opening import LARGEST
from authoring.texts import tree

__all__ = ["DropZone"]

_HERE = Path(__file__).parent
PIECE = 2_000_000
"""Bytes; a notebook server refuses messages of 10 MB, and base64 makes them a third longer."""

Dropped = Callable[[Sequence[tuple[str, bytes, bool]]], None]
"""Hears of the files that were dropped together: name, bytes, whether they are answers."""


class DropZone(anywidget.AnyWidget):
    """Files by drag, by choice and by paste, and files to take away."""

    _esm = _HERE / "drop.js"
    _css = _HERE / "drop.css"
    fixed = traitlets.Dict().tag(sync=True)
    """Texts, the largest file and the size of a piece in bytes."""

    def __init__(self, dropped: Dropped, pasted: Callable[[str], None]) -> None:
        super().__init__(fixed={"texts": tree("receiving", "drop"), "largest": LARGEST, "piece": PIECE})
        self._dropped, self._pasted = dropped, pasted
        self._coming: dict[str, list[bytes]] = {}
        self.on_msg(self._heard)

    def hand_out(self, name: str, data: bytes) -> None:
        """Lets the browser keep a file."""
        self.send({"do": "keep", "name": name, "data": base64.b64encode(data).decode()})

    def _heard(self, _: object, act: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        match act["do"]:
            case "piece":
                self._coming.setdefault(act["file"], []).append(bytes(buffers[0]) if buffers else b"")
                self.send({"do": "next"})
            case "end":
                files = [
                    (file["name"], b"".join(self._coming.pop(file["file"], [])), file["key"]) for file in act["files"]
                ]
                try:
                    self._dropped(files)
                finally:
                    self.send({"do": "done"})
            case "paste":
                self._pasted(act["text"])
