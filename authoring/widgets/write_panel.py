"""命题: files come in, a question is found or begun, written and sent to review: one panel with a tab for each."""

from datetime import date
from typing import Any

import ipywidgets

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.texts import say
from authoring.widgets.bank_list import BankList
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.editor import Editor
from authoring.widgets.intake_panel import IntakePanel
from authoring.widgets.panel import WIDE, Panel, button
from authoring.widgets.writing import Writing

__all__ = ["WritePanel"]

_TABS = ("intake", "list", "editor")


class WritePanel(Panel):
    """Writes in a bank as `who`. A question that is left unsaved stays as a draft and is offered again."""

    def __init__(self, bank: Bank, who: str = "", *, today: date | None = None) -> None:
        super().__init__()
        self.model = Writing(bank, who, today=today)
        self.intake = IntakePanel(bank, self.model.desk, self.model.today)
        self.list = BankList(bank)
        self.editor: Editor | None = None
        nothing = ipywidgets.HTML(say("writing.nothing_open"))
        self.place = ipywidgets.VBox([nothing], layout=ipywidgets.Layout(width="100%", margin="10px 0 0"))
        self.kind, self.domain, self.point = self._choices()
        self.tabs = ipywidgets.Tab(
            [self.intake.view, self.list.view, ipywidgets.VBox([self._new_row(), self.place])],
            titles=[say(f"writing.tab.{name}") for name in _TABS],
            layout=WIDE,
        )
        self.view.children = (self.said, self.tabs)
        self.intake.on_brought(lambda _: self.list.update())
        self.list.on_chosen(self.open)

    def _choices(self) -> tuple[Any, Any, Any]:
        kinds = [(say(f"label.question_type.{kind}"), kind) for kind in QuestionType]
        kind = _choice("kind", kinds, "170px")
        domain = _choice("domain", self.model.domains, "300px")
        point = _choice("point", self.model.points(domain.value), "330px")
        domain.observe(lambda change: setattr(point, "options", self.model.points(change["new"])), "value")
        return kind, domain, point

    def _new_row(self) -> Any:
        begin = button(say("writing.new"), self.new, style="primary", icon="plus")
        row = ipywidgets.Layout(width="100%", flex_flow="row wrap", align_items="center")
        return ipywidgets.HBox([self.kind, self.domain, self.point, begin], layout=row)

    def open(self, question: str) -> None:
        """Puts a question of the bank on the form."""
        with self.careful():
            self._show(self.model.open(question))

    def new(self) -> None:
        """Begins a question of the chosen type on the chosen knowledge point."""
        with self.careful():
            self._show(self.model.new(self.kind.value, self.point.value or ""))

    def _show(self, editing: Editing) -> None:
        left = self.editor.editing if self.editor else None
        kept = left is not None and self.model.put_away(left)
        self.say(say("writing.put_away", id=left.id) if left and kept else "")
        self.editor = Editor(editing, self.model.desk, self.model.drafts)
        self.editor.on_saved(lambda _: self.list.update())
        self.place.children = (self.editor.view,)
        self.tabs.selected_index = _TABS.index("editor")


def _choice(name: str, options: list[tuple[str, Any]], width: str) -> Any:
    layout = ipywidgets.Layout(width=width)
    style = {"description_width": "56px"}
    return ipywidgets.Dropdown(options=options, description=say(f"writing.{name}"), layout=layout, style=style)
