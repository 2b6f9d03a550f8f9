"""A table to choose a row from; only one page of rows goes to the browser, so its length does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from authoring.texts import say
from authoring.widgets.front import scripts

__all__ = ["Table"]

_HERE = Path(__file__).parent
PAGE = 8


class Table(anywidget.AnyWidget):
    """Rows of text. `selected` is the position of the row chosen among all rows, -1 for none."""

    _esm = scripts(_HERE, "table.js")
    _css: Path | str = _HERE / "table.css"
    columns: traitlets.List[str] = traitlets.List().tag(sync=True)
    shown: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """The page's rows: a tone (error, warning, info or nothing) and the cells."""
    first = traitlets.Int(0).tag(sync=True)
    """Position of the page's first row."""
    page = traitlets.Int(0).tag(sync=True)
    pages = traitlets.Int(1).tag(sync=True)
    selected = traitlets.Int(-1).tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    SIZE: ClassVar[int] = PAGE

    def __init__(self, columns: Sequence[str]) -> None:
        self._rows: Sequence[tuple[str, tuple[str, ...]]] = ()
        words = {name: say(f"widgets.table.{name}") for name in ("previous", "next", "empty", "name")}
        super().__init__(columns=list(columns), texts=words)
        self.observe(lambda _: self._turn(), "page")
        self._turn()

    def fill(self, rows: Sequence[tuple[str, tuple[str, ...]]], chosen: int = -1) -> None:
        """Shows other rows (tone, cells): the page with the row chosen, or the first with none chosen.

        Only rows that are shown are looked at, so `rows` may work them out.
        """
        self._rows = rows
        with self.hold_sync():
            self.selected = chosen
            self.page = max(chosen, 0) // self.SIZE
            self._turn()

    def _turn(self) -> None:
        first = self.page * self.SIZE
        rows = self._rows[first : first + self.SIZE]
        with self.hold_sync():
            self.pages = max(1, -(-len(self._rows) // self.SIZE))
            self.first = first
            self.shown = [[tone, list(cells)] for tone, cells in rows]
            count = say("widgets.table.page", page=self.page + 1, pages=self.pages, count=len(self._rows))
            self.texts = self.texts | {"page": count}
