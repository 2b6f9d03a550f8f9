"""The view of the list: it shows the model's state and hands what the author does to the model.

listed = BankList(working_bank())        # shows itself in a notebook
listed.on_chosen(print)                  # called with the id of each question that is chosen
listed.chosen                            # the last one
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from authoring.bank import Bank, Order, Row
from authoring.texts import say, tree
from authoring.widgets.bank_list.listing import Listing
from authoring.widgets.front import scripts, styles
from authoring.widgets.panel import Panel

__all__ = ["BankList", "BankListView"]

_HERE = Path(__file__).parent
COLUMNS = (
    *("id", "stem", "type", "knowledge_points", "level", "cognitive", "difficulty", "marks", "status"),
    *("version", "author", "changed"),
)
SIZES = (12, 24, 50, 100)
STEM = 120
"""Characters of a stem that a row shows."""


class BankListView(anywidget.AnyWidget):
    """The front end; `bank_list.js` says what it does with the traits."""

    _esm = scripts(_HERE, "bank_list.js")
    _css = styles(_HERE, "bank_list.css")
    fixed = traitlets.Dict().tag(sync=True)
    """What stays: texts, columns, page sizes, the bank's name."""
    shown = traitlets.Dict().tag(sync=True)
    """Filters, the page's rows, how they are sorted, what is chosen."""
    told = traitlets.Dict().tag(sync=True)
    """What came of the last act: text and tone."""


class BankList(Panel):
    """The questions of a bank; choosing one calls whoever asked for it by `on_chosen`."""

    def __init__(self, bank: Bank, *, size: int = SIZES[0]) -> None:
        """`size`: rows of a page."""
        super().__init__()
        self.model = Listing(bank, size)
        self._callbacks: list[Callable[[str], None]] = []
        self.view = BankListView(fixed=self._fixed(), shown=self._shown(), told={"text": "", "tone": "plain"})
        self.view.on_msg(self._heard)

    @property
    def chosen(self) -> str | None:
        """Id of the question chosen last."""
        return self.model.chosen

    def on_chosen(self, callback: Callable[[str], None]) -> None:
        """Calls `callback` with its id whenever the author chooses a question, the same one again too."""
        self._callbacks.append(callback)

    def update(self) -> None:
        """Shows the bank as it is now: something was saved."""
        self.model.update()
        self._show()

    def say(self, text: str, tone: str = "plain") -> None:
        self.view.told = {"text": text, "tone": tone}

    # What is shown

    def _fixed(self) -> dict[str, Any]:
        return {
            "texts": tree("bank_list", "view"),
            "name": self.model.bank.info.name,
            "columns": [[name, say(f"bank_list.column.{name}"), name in set(Order)] for name in COLUMNS],
            "filters": {each.name: say(f"bank_list.filter.{each.name}") for each in self.model.filters},
            "sizes": sorted({*SIZES, self.model.size}),
        }

    def _show(self) -> None:
        self.view.shown = self._shown()

    def _shown(self) -> dict[str, Any]:
        model = self.model
        return {
            "text": model.text,
            "filters": [each.model_dump(mode="json") for each in model.filters],
            "rows": [{"id": row.id, "status": row.status.value, "cells": self._cells(row)} for row in model.rows],
            "order": model.order.value,
            "descending": model.descending,
            "chosen": model.chosen or "",
            "count": model.count,
            "number": model.number,
            "pages": model.pages,
            "page": say("bank_list.page", page=model.number + 1, pages=model.pages),
            "size": model.size,
        }

    def _cells(self, row: Row) -> list[list[str]]:
        """Text of each column, and where it is cut or short what stands for it in full."""
        names = self.model.bank.syllabus.names
        cells = {
            "id": (row.id,),
            "stem": (row.stem if len(row.stem) <= STEM else f"{row.stem[:STEM]}……", row.stem),
            "type": (say(f"label.question_type.{row.type}"),),
            "knowledge_points": (
                " ".join(row.points),
                "\n".join(f"{code} {names.get(code, '')}".strip() for code in row.points),
            ),
            "level": (say(f"label.level.{row.level}"),),
            "cognitive": (say(f"label.cognitive.{row.cognitive}"),),
            "difficulty": (str(row.difficulty),),
            "marks": (f"{row.marks:g}",),
            "status": (say(f"label.status.{row.status}"),),
            "version": (str(row.version),),
            "author": (row.author,),
            "changed": (row.changed.astimezone().strftime("%Y-%m-%d %H:%M"),),
        }
        return [list(cells[name]) for name in COLUMNS]

    # What the author does

    def _heard(self, _: object, act: Mapping[str, Any], __: object) -> None:
        model = self.model
        doing: Mapping[str, Callable[[], None]] = {
            "search": lambda: model.search(act["text"]),
            "filter": lambda: model.filter(act["name"], act["value"]),
            "clear": model.clear,
            "sort": lambda: model.sort(act["order"]),
            "turn": lambda: model.turn(act["number"]),
            "resize": lambda: model.resize(act["size"]),
            "choose": lambda: self._choose(act["id"]),
            "refresh": self._refresh,
        }
        self.say("")
        with self.careful():
            doing[act["do"]]()
        self._show()

    def _choose(self, question: str) -> None:
        self.model.choose(question)
        self._show()
        for callback in self._callbacks:
            callback(question)

    def _refresh(self) -> None:
        self.model.refresh()
        self.say(say("bank_list.refreshed"), "good")
