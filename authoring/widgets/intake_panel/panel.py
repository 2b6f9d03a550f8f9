"""The view of the intake panel.

IntakePanel(bank, Desk(bank, "甲", Role.AUTHOR))      # shows itself in a notebook
"""

import html
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import ipywidgets

from authoring.bank import Bank
from authoring.bank.review import Desk
from authoring.intake.excel import template_workbook
from authoring.questions import Level, Question
from authoring.texts import say
from authoring.widgets.intake_panel.column_step import column_step
from authoring.widgets.intake_panel.columns import ColumnTable
from authoring.widgets.intake_panel.detail import Detail
from authoring.widgets.intake_panel.downloads import annotated, losses, workbooks
from authoring.widgets.intake_panel.drop import DropZone
from authoring.widgets.intake_panel.entries import Entry, Lines, State, label_of
from authoring.widgets.intake_panel.intaking import Intaking
from authoring.widgets.intake_panel.keeping import Shelf, Source
from authoring.widgets.panel import WIDE, Panel, button
from authoring.widgets.table import Table
from authoring.widgets.workplace import FOLDER

__all__ = ["IntakePanel"]

_HERE = Path(__file__).parent
_ROW = ipywidgets.Layout(width="100%", flex_flow="row wrap", align_items="center")
_COLUMNS = ("where", "number", "type", "stem", "key", "marks", "state", "finding")
_LABEL = {"description_width": "56px"}


class _Lines(Table):
    _css = "\n".join(path.read_text("utf-8") for path in (_HERE.parent / "table.css", _HERE / "lines.css"))


class IntakePanel(Panel):
    """Takes files into a bank at a desk. `model` is what has come of them."""

    def __init__(self, bank: Bank, desk: Desk, today: date | None = None, folder: Path | None = None) -> None:
        """What is not taken in yet is kept in `folder` (default: `build/intake` beside the notebook)."""
        super().__init__()
        day = today or date.today()  # noqa: DTZ011  # the author's own day
        self.model = Intaking(bank, desk, day, Shelf(folder or FOLDER / "intake"))
        self._listeners: list[Callable[[list[Question]], None]] = []
        self._shown: list[Entry] = []
        self.drop = DropZone(self._dropped, self._pasted, self._template)
        self.left = ipywidgets.HBox(layout=_ROW)
        self.defaults = self._defaults()
        self.filter = ipywidgets.ToggleButtons(options=[(say("intake_panel.all"), "")], style={"button_width": "auto"})
        self.search = ipywidgets.Text(
            placeholder=say("intake_panel.search"), layout=ipywidgets.Layout(width="240px"), continuous_update=False
        )
        self.table = _Lines([say(f"intake_panel.table.{name}") for name in _COLUMNS])
        self.bar = ipywidgets.IntProgress(min=0, max=100, layout=ipywidgets.Layout(width="220px", display="none"))
        self.take_in = button("", self.bring, style="primary", icon="check")
        self.files = ipywidgets.HBox(layout=ipywidgets.Layout(flex_flow="row wrap"))
        self.detail = Detail(self.model, self._show, self._saved)
        self.columns = ipywidgets.VBox(layout=WIDE)
        found = ipywidgets.HBox([self.filter, self.search], layout=_ROW)
        acts = ipywidgets.HBox([self.take_in, self.bar, self.files], layout=_ROW)
        self.results = ipywidgets.VBox(
            [found, self.table, acts, self.detail.view], layout=ipywidgets.Layout(width="99%")
        )  # hides and shows by itself
        self.view.children = (self.drop, self.left, self.defaults, self.said, self.columns, self.results)
        self.filter.observe(lambda _: self._fill(), "value")
        self.search.observe(lambda _: self._fill(), "value")
        self.table.observe(self._chosen, "selected")
        self.table.add_class("authoring-intake")
        self._offer_the_last()
        self.say(say("intake_panel.start"))
        self._show()

    def on_brought(self, callback: Callable[[list[Question]], None]) -> None:
        """`callback` hears of the questions that came into the bank."""
        self._listeners.append(callback)

    # What drafts get that say nothing of their own

    def _defaults(self) -> Any:
        levels = [(say(f"label.level.{level}"), level) for level in Level]
        self.level = ipywidgets.Dropdown(
            options=levels, description=say("intake_panel.level"), style=_LABEL, layout=ipywidgets.Layout(width="170px")
        )
        self.point = ipywidgets.Combobox(
            options=list(self._points),
            ensure_option=True,
            placeholder=say("intake_panel.point_hint"),
            description=say("intake_panel.point"),
            style=_LABEL,
            layout=ipywidgets.Layout(width="420px"),
        )
        self.difficulty = ipywidgets.Dropdown(
            options=list(range(1, 6)),
            description=say("intake_panel.difficulty"),
            style=_LABEL,
            layout=ipywidgets.Layout(width="130px"),
        )
        self._show_defaults()
        for field in (self.level, self.point, self.difficulty):
            field.observe(lambda _: self._given(), "value")
        head = ipywidgets.HTML(html.escape(say("intake_panel.default")))
        return ipywidgets.HBox([head, self.level, self.point, self.difficulty], layout=_ROW)

    @property
    def _points(self) -> dict[str, str]:
        """Domains and knowledge points by what the picker says of them."""
        found = {}
        for domain in self.model.bank.syllabus.domains:
            found[say("intake_panel.whole_domain", code=domain.code, name=domain.name)] = domain.code
            found |= {f"{point.code} {point.name}": point.code for point in domain.points}
        return found

    def _show_defaults(self) -> None:
        model = self.model
        names = {code: name for name, code in self._points.items()}
        self.level.value, self.difficulty.value = model.level, model.difficulty
        self.point.value = names.get(model.point, "")

    def _given(self) -> None:
        point = self._points.get(self.point.value, "")
        given = (self.level.value, point, self.difficulty.value)
        if given == (self.model.level, self.model.point, self.model.difficulty):
            return
        self.detail.put_back()
        self.model.give(level=self.level.value, point=point, difficulty=self.difficulty.value)
        self._show()
        if self.model.sources:
            self._reopen()
            self._count()

    # What comes in

    def _offer_the_last(self) -> None:
        if self.model.left is None:
            self.left.children = ()
            return
        names = "、".join(source.name for source in self.model.left.sources)
        told = say("intake_panel.left", names=names, count=self.model.left.waiting)
        restore = button(say("intake_panel.restore"), self.restore, style="primary", icon="history")
        discard = button(say("intake_panel.discard"), self.clear, icon="trash")
        self.left.children = (ipywidgets.HTML(html.escape(told)), restore, discard)

    def restore(self) -> None:
        """Goes on with what was not taken in the last time."""
        with self.careful():
            self.model.restore()
            self._show_defaults()
            self._came()

    def _dropped(self, files: Sequence[tuple[str, bytes, bool]]) -> None:
        with self.careful():
            self.detail.put_back()
            self.model.add([Source(name=name, content=content, is_key=is_key) for name, content, is_key in files])
            self._show_defaults()
            self._came()

    def _pasted(self, text: str) -> None:
        with self.careful():
            self.detail.put_back()
            self.model.paste(text)
            self._show_defaults()
            self._came()

    def _came(self) -> None:
        """Something was read."""
        self.detail.show(None)
        self._offer_the_last()
        self._ask_columns(self.model.unread())
        self._show()
        self._count()

    def _count(self) -> None:
        counts = self.model.counts()
        told = "，".join(
            say("intake_panel.count", state=label_of(state), count=counts[state]) for state in State if counts[state]
        )
        self.say(say("intake_panel.counted", sources=len(self.model.sources), counts=told or "—"))

    def clear(self) -> None:
        """Puts all files away."""
        self.model.clear()
        self._came()
        self.say(say("intake_panel.start"))

    # What stands there

    def _show(self) -> None:
        counts = self.model.counts()
        told = [(say("intake_panel.count", state=label_of(s), count=counts[s]), s.value) for s in State if counts[s]]
        options = [(say("intake_panel.count", state=say("intake_panel.all"), count=len(self.model.entries)), ""), *told]
        if tuple(self.filter.options) != tuple(options):
            chosen = self.filter.value
            with self.filter.hold_trait_notifications():
                self.filter.options = options
                self.filter.value = chosen if any(chosen == value for _, value in options) else ""
        ready = self.model.ready()
        self.take_in.description, self.take_in.disabled = say("intake_panel.bring", count=ready), not ready
        self.results.layout.display = None if self.model.entries else "none"
        self.files.children = tuple(self._outs())
        self._fill()

    def _outs(self) -> list[Any]:
        found = [button(say("intake_panel.losses"), self._losses, icon="download")]
        found += [
            button(say("intake_panel.annotated", name=name), partial(self._annotated, name), icon="download")
            for name in workbooks(self.model)
        ]
        if self.model.has_tables:
            found.append(
                button(say("intake_panel.columns"), lambda: self._ask_columns(self.model.tables()), icon="columns")
            )
        return [*found, self._clear_button()]

    def _clear_button(self) -> Any:
        """Pressed twice: what was repaired is gone then."""

        def act() -> None:
            if made.button_style:
                self.clear()
            else:
                made.button_style, made.description = "danger", say("intake_panel.clear_sure")

        made = button(say("intake_panel.clear"), act, icon="trash")
        return made

    def _fill(self) -> None:
        """The rows that are wanted; the entry that is open stays in sight."""
        state = State(self.filter.value) if self.filter.value else None
        self._shown = self.model.shown(state, self.search.value)
        opened = self.detail.entry.name if self.detail.entry else ""
        place = next((n for n, entry in enumerate(self._shown) if entry.name == opened), -1)
        self.table.fill(Lines(self._shown), place)

    def _chosen(self, change: dict[str, int]) -> None:
        place = change["new"]
        entry = self._shown[place] if 0 <= place < len(self._shown) else None
        opened = self.detail.entry
        if entry is None or (opened is not None and opened.name == entry.name):
            return
        changed = self.detail.put_back()
        self.detail.show(self.model.entry(entry.name))
        if changed:
            self._show()

    def _reopen(self) -> None:
        opened = self.detail.entry
        self.detail.show(self.model.entry(opened.name) if opened else None)

    def _saved(self, question: Question) -> None:
        self.say(say("intake_panel.saved", id=question.id), "good")
        self._show()
        self._tell([question])

    def _tell(self, questions: list[Question]) -> None:
        for listener in self._listeners:
            listener(questions)

    # Into the bank

    def bring(self) -> None:
        """Takes all that is ready into the bank."""
        self.detail.put_back()
        self.detail.show(None)
        self.bar.value, self.bar.layout.display = 0, None
        self.say(say("intake_panel.bringing"))
        with self.careful():
            saved = self.model.bring(self._advance)
            counts = self.model.counts()
            rest = sum(counts[state] for state in (State.LACKING, State.CONFLICTING))
            self.say(say("intake_panel.brought", count=len(saved), rest=rest), "good")
            self._tell(saved)
        self.bar.layout.display = "none"
        self._show()

    def _advance(self, done: int, total: int, _: str) -> None:
        self.bar.value = 100 * done // max(total, 1)

    # Columns

    def _ask_all_columns(self) -> None:
        self._ask_columns(self.model.tables())

    def _ask_columns(self, tables: Sequence[ColumnTable]) -> None:
        self.columns.children = tuple(
            column_step(
                table, partial(self._mapped, table), partial(self._ask_columns, [t for t in tables if t != table])
            )
            for table in tables
        )

    def _mapped(self, table: ColumnTable, fields: Sequence[str | None]) -> None:
        with self.careful():
            self.model.map_columns(table, fields)
            self._came()

    # Files to take away

    def _template(self) -> None:
        self.drop.hand_out(say("intake_panel.template_name"), template_workbook(self.model.bank.syllabus))

    def _annotated(self, name: str) -> None:
        with self.careful():
            self.drop.hand_out(say("intake_panel.annotated_name", name=name), annotated(self.model, name))

    def _losses(self) -> None:
        self.drop.hand_out(say("intake_panel.losses_name"), losses(self.model.report))
