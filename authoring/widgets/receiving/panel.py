"""The view of the intake panel.

IntakePanel(bank, Desk(bank, "甲", Role.AUTHOR))      # shows itself in a notebook
"""

import html
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ipywidgets

from authoring.bank import Bank
from authoring.bank.review import Desk
from authoring.intake.excel import FIELDS, title
from authoring.intake.suggestions import Suggestion
from authoring.questions import Level, Question
from authoring.rendering.differences import Piece
from authoring.texts import say
from authoring.widgets.editor.editor import Editor
from authoring.widgets.panel import WIDE, Panel, button
from authoring.widgets.receiving.drop import DropZone
from authoring.widgets.receiving.entries import Entry, State, cells_of, label_of, tone_of
from authoring.widgets.receiving.intaking import Intaking
from authoring.widgets.receiving.keeping import Shelf, Source
from authoring.widgets.receiving.tables import ColumnTable
from authoring.widgets.table import Table
from authoring.widgets.workplace import FOLDER

__all__ = ["IntakePanel"]

_ROW = ipywidgets.Layout(width="100%", flex_flow="row wrap", align_items="center")
_COLUMNS = ("where", "number", "type", "stem", "key", "state", "finding")


class IntakePanel(Panel):
    """Takes files into a bank at a desk. `model` is what has come of them."""

    def __init__(self, bank: Bank, desk: Desk, today: date | None = None, folder: Path | None = None) -> None:
        """What is not taken in yet is kept in `folder` (default: `build/intake` beside the notebook)."""
        super().__init__()
        day = today or date.today()  # noqa: DTZ011  # the author's own day
        self.model = Intaking(bank, desk, day, Shelf(folder or FOLDER / "intake"))
        self._listeners: list[Callable[[list[Question]], None]] = []
        self._shown: list[Entry] = []
        self._entry: Entry | None = None
        self._editor: Editor | None = None
        self.drop = DropZone(self._dropped, self._pasted)
        self.filter = ipywidgets.ToggleButtons(
            options=[(say("widgets.checking.all"), "")], style={"button_width": "auto"}
        )
        self.table = Table([say(f"receiving.table.{name}") for name in _COLUMNS])
        self.bar = ipywidgets.IntProgress(min=0, max=1, layout=ipywidgets.Layout(width="220px", display="none"))
        self.detail, self.columns = ipywidgets.VBox(layout=WIDE), ipywidgets.VBox(layout=WIDE)
        self.take_in = button("", self.bring, style="primary", icon="check")
        self.files = ipywidgets.HBox(layout=_ROW)
        self.view.children = (
            self.drop,
            self._defaults(),
            self.said,
            self.columns,
            self.filter,
            self.table,
            self._acts(),
            self.detail,
        )
        self.filter.observe(lambda _: self._fill(), "value")
        self.table.observe(self._chosen, "selected")
        self.say(say("receiving.start"))
        if self.model.sources:
            names = "、".join(source.name for source in self.model.sources)
            self.say(say("receiving.restored", names=names))
        self._show()

    def on_brought(self, callback: Callable[[list[Question]], None]) -> None:
        """`callback` hears of the questions that came into the bank."""
        self._listeners.append(callback)

    def _defaults(self) -> Any:
        domains = self.model.bank.syllabus.domains
        self.level = ipywidgets.Dropdown(
            options=[(say(f"label.level.{level}"), level) for level in Level],
            value=self.model.level,
            description=say("receiving.level"),
        )
        names = [(f"{domain.code} {domain.name}", domain.code) for domain in domains]
        self.domain = ipywidgets.Dropdown(
            options=[(say("receiving.all_points"), ""), *names], description=say("receiving.domain")
        )
        self.point = ipywidgets.Dropdown(options=[], description=say("receiving.point"))
        self.difficulty = ipywidgets.Dropdown(
            options=list(range(1, 6)), value=self.model.difficulty, description=say("receiving.difficulty")
        )
        if self.model.point:
            self.domain.value = self.model.point.split("-")[0]
            self._domain_chosen({"new": self.domain.value})
            self.point.value = self.model.point
        self.domain.observe(self._domain_chosen, "value")
        for field in (self.level, self.point, self.difficulty):
            field.observe(lambda _: self._given(), "value")
        head = ipywidgets.HTML(html.escape(say("receiving.default")))
        fields = [self.level, self.domain, self.point, self.difficulty]
        return ipywidgets.VBox([head, ipywidgets.HBox(fields, layout=_ROW)], layout=WIDE)

    def _domain_chosen(self, change: dict[str, str]) -> None:
        code = change["new"]
        domain = next((entry for entry in self.model.bank.syllabus.domains if entry.code == code), None)
        points = [(f"{point.code} {point.name}", point.code) for point in domain.points] if domain else []
        whole = [(say("receiving.whole_domain", name=domain.name), code)] if domain else []
        self.point.options = [*whole, *points]
        self.point.value = code or None  # a list that was empty would choose nothing by itself

    def _given(self) -> None:
        self._put_back()
        self.model.give(level=self.level.value, point=self.point.value or "", difficulty=self.difficulty.value)
        self._show()
        if self.model.sources:
            self._count()

    def _acts(self) -> Any:
        clear = button(say("receiving.clear"), self.clear, icon="trash")
        template = button(say("receiving.template"), self._template, icon="download")
        columns = button(say("receiving.columns"), self._map, icon="columns")
        return ipywidgets.HBox([self.take_in, self.bar, columns, clear, template, self.files], layout=_ROW)

    # What comes in

    def _dropped(self, files: Sequence[tuple[str, bytes, bool]]) -> None:
        with self.careful():
            self.model.add([Source(name=name, content=content, is_key=is_key) for name, content, is_key in files])
            self._read()

    def _pasted(self, text: str) -> None:
        with self.careful():
            self.model.paste(text)
            self._read()

    def _read(self) -> None:
        self._entry = self._editor = None
        self.detail.children = ()
        missing = [table for table in self.model.tables() if not table.understood]
        self.columns.children = tuple(self._column_step(table) for table in missing)
        self._show()
        self._count()

    def _count(self) -> None:
        counts = self.model.counts()
        told = "、".join(
            say("receiving.count", state=label_of(state), count=counts[state]) for state in State if counts[state]
        )
        self.say(say("receiving.counted", sources=len(self.model.sources), counts=told or "—"))

    def clear(self) -> None:
        """Puts all files away."""
        self.model.clear()
        self.columns.children = ()
        self._read()
        self.say(say("receiving.start"))

    # What stands there

    def _show(self) -> None:
        counts = self.model.counts()
        options = [(say("widgets.checking.all"), "")]
        options += [(say("receiving.count", state=label_of(s), count=counts[s]), s.value) for s in State if counts[s]]
        if tuple(self.filter.options) != tuple(options):
            chosen = self.filter.value
            with self.filter.hold_trait_notifications():
                self.filter.options = options
                self.filter.value = chosen if any(chosen == value for _, value in options) else ""
        self.take_in.description = say("receiving.bring", count=self.model.ready())
        self.take_in.disabled = not self.model.ready()
        found = bool(self.model.entries)
        outs = [self._copy_button(name) for name in self.model.workbooks]
        outs += [button(say("receiving.losses"), self._losses, icon="download")] if found else []
        self.files.children = tuple(outs)
        self._fill()

    def _fill(self) -> None:
        self._shown = self.model.shown([State(self.filter.value)] if self.filter.value else ())
        self.table.fill([(tone_of(entry), tuple(cells_of(entry))) for entry in self._shown])

    # One entry

    def _chosen(self, change: dict[str, int]) -> None:
        if change["new"] < 0:
            return
        entry = self._shown[change["new"]]
        if self._put_back():
            self._show()
            entry = next((same for same in self.model.entries if same.name == entry.name), entry)
        self._entry, self._editor = entry, None
        with self.careful():
            self.detail.children = tuple(self._about(entry))

    def _put_back(self) -> bool:
        """Keeps what was repaired on the open form; whether there was anything."""
        if self._entry is None or self._editor is None or not self._editor.editing.changed:
            return False
        self.model.take_back(self._entry, self._editor.editing)
        self._editor = None
        return True

    def _about(self, entry: Entry) -> list[Any]:
        parts = [ipywidgets.HTML(_findings(entry), layout=WIDE)]
        if entry.revision is not None:
            parts.append(ipywidgets.HTML(_sides(self.model.differences(entry)), layout=WIDE))
        if entry.state is State.CONFLICTING:
            parts.append(self._choice(entry))
        parts += [self._offer(entry, suggestion) for suggestion in self.model.suggestions(entry)]
        editing = self.model.editing(entry)
        if editing is not None:
            self._editor = Editor(editing, self.model.desk)
            self._editor.on_saved(lambda question: self._saved(entry, question))
            parts += [ipywidgets.HTML(html.escape(say("receiving.repair"))), self._editor.view]
        return parts

    def _offer(self, entry: Entry, suggestion: Suggestion) -> Any:
        """A repair that is made only when its button is pressed."""

        def take() -> None:
            self._put_back()
            now = next(same for same in self.model.entries if same.name == entry.name)
            self.model.accept(now, suggestion)
            self._show()
            again = next(same for same in self.model.entries if same.name == entry.name)
            self._entry, self._editor = again, None
            self.detail.children = tuple(self._about(again))

        return button(say("receiving.suggest", quote=suggestion.quote, put=suggestion.put), take, icon="magic")

    def _choice(self, entry: Entry) -> Any:
        said = ipywidgets.HTML()

        def choose(take: bool) -> None:
            self.model.choose(entry, take=take)
            said.value = html.escape(say("receiving.chosen_take" if take else "receiving.chosen_keep"))
            self.take_in.description = say("receiving.bring", count=self.model.ready())
            self.take_in.disabled = not self.model.ready()

        take = button(say("receiving.take"), lambda: choose(True))
        keep = button(say("receiving.keep"), lambda: choose(False))
        return ipywidgets.HBox([take, keep, said], layout=_ROW)

    def _saved(self, entry: Entry, question: Question) -> None:
        self.model.saved(entry, question)
        self._editor = None
        self.say(say("receiving.saved", id=question.id), "good")
        self._show()
        self._tell([question])

    def _tell(self, questions: list[Question]) -> None:
        for listener in self._listeners:
            listener(questions)

    # Into the bank

    def bring(self) -> None:
        """Takes all that is ready into the bank."""
        self._put_back()
        self.bar.layout.display = None
        self.say(say("receiving.bringing"))
        self.detail.children = ()
        self._entry = self._editor = None
        with self.careful():
            saved = self.model.bring(self._advance)
            self.say(say("receiving.brought", count=len(saved)), "good")
            self._tell(saved)
        self.bar.layout.display = "none"
        self._show()

    def _advance(self, done: int, total: int, _: str) -> None:
        self.bar.max, self.bar.value = max(total, 1), done

    # Columns

    def _map(self) -> None:
        self.columns.children = tuple(self._column_step(table) for table in self.model.tables())

    def _column_step(self, table: ColumnTable) -> Any:
        said = "columns_title" if table.understood else "columns_missing"
        head = ipywidgets.HTML(
            f"<b>{html.escape(say(f'receiving.{said}', source=table.source, sheet=table.sheet))}</b>"
        )
        options = [(say("receiving.unread"), ""), *((title(name), name) for name in FIELDS)]
        known = {value for _, value in options}
        fields = []
        rows = []
        for word, field, samples in zip(table.header, table.fields, table.samples, strict=True):
            choice = ipywidgets.Dropdown(
                options=options, value=field if field in known else "", layout=ipywidgets.Layout(width="180px")
            )
            choice.tooltip = word
            fields.append(choice)
            shown = html.escape(" ｜ ".join(samples))
            text = f"<b>{html.escape(word or '—')}</b>　<span style='color:#55677a'>{shown}</span>"
            rows.append(ipywidgets.HBox([choice, ipywidgets.HTML(text)], layout=_ROW))

        def keep() -> None:
            with self.careful():
                self.model.map_columns(table, [choice.value or None for choice in fields])
                self._read()

        done = button(say("receiving.columns_keep"), keep, style="primary", icon="check")
        return ipywidgets.VBox([head, *rows, done], layout=WIDE)

    # Files to take away

    def _template(self) -> None:
        self.drop.hand_out(say("receiving.template_name"), self.model.template())

    def _annotated(self, name: str) -> None:
        with self.careful():
            self.drop.hand_out(say("receiving.annotated_name", name=name), self.model.annotated(name))

    def _copy_button(self, name: str) -> Any:
        return button(say("receiving.annotated", name=name), lambda: self._annotated(name), icon="download")

    def _losses(self) -> None:
        self.drop.hand_out(say("receiving.losses_name"), self.model.losses())


_TONE = {"error": "#b3261e", "warning": "#8a5a00", "info": "#1a5dab"}


def _findings(entry: Entry) -> str:
    """Where an entry stands in its source, and everything that was found about it."""
    where = html.escape(say("receiving.source_place", where=entry.where))
    rows = "".join(
        f'<li><b style="color:{_TONE[finding.severity.value]}">{html.escape(say(f"label.severity.{finding.severity}"))}'
        f" {finding.code}</b>　{html.escape(finding.message)}<br>"
        f'<span style="color:#55677a">{html.escape(finding.hint)}</span></li>'
        for finding in entry.findings
    )
    none = f"<p>{html.escape(say('receiving.no_findings'))}</p>"
    return f'<div style="line-height:1.7"><p>{where}</p>{f"<ul>{rows}</ul>" if rows else none}</div>'


def _sides(found: Sequence[Any]) -> str:
    """A revision side by side."""
    cell = "border:1px solid #d3dce6;padding:6px 10px;vertical-align:top;white-space:pre-wrap;width:42%"
    head = "text-align:left;padding:6px 10px;white-space:nowrap"
    rows = "".join(
        f'<tr><th style="{head}">{html.escape(each.label)}</th><td style="{cell}">{_marked(each.old, "#fde2df")}</td>'
        f'<td style="{cell}">{_marked(each.new, "#d9f2e3")}</td></tr>'
        for each in found
    )
    told = html.escape(say("receiving.differing"))
    return f'<p>{told}</p><table style="border-collapse:collapse;width:100%;line-height:1.6">{rows}</table>'


def _marked(pieces: Sequence[Piece], colour: str) -> str:
    return "".join(
        f'<mark style="background:{colour}">{html.escape(piece.text)}</mark>'
        if piece.differs
        else html.escape(piece.text)
        for piece in pieces
    )
