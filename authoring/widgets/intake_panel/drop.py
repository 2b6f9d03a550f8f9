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
from authoring.widgets.front import scripts

__all__ = ["DropZone"]

_HERE = Path(__file__).parent
PIECE = 2_000_000
"""Bytes; a notebook server refuses messages of 10 MB, and base64 makes them a third longer."""

Dropped = Callable[[Sequence[tuple[str, bytes, bool]]], None]
"""Hears of the files that were dropped together: name, bytes, whether they are answers."""


class DropZone(anywidget.AnyWidget):
    """Files by drag, by choice and by paste, and files to take away.

    `template` is called when somebody wants an empty workbook.
    """

    _esm = scripts(_HERE, "drop.js")
    _css = _HERE / "drop.css"
    fixed = traitlets.Dict().tag(sync=True)
    """Texts, the largest file and the size of a piece in bytes."""

    def __init__(self, dropped: Dropped, pasted: Callable[[str], None], template: Callable[[], None]) -> None:
        super().__init__(fixed={"texts": tree("intake_panel", "drop"), "largest": LARGEST, "piece": PIECE})
        self._dropped, self._pasted, self._template = dropped, pasted, template
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
                self._answered(lambda: self._dropped(files))
            case "paste":
                self._answered(lambda: self._pasted(act["text"]))
            case "template":
                self._answered(self._template)

    def _answered(self, act: Callable[[], None]) -> None:
        """The front end waits for its answer, come what may."""
        try:
            act()
        finally:
            self.send({"do": "done"})
