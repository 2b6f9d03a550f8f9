"""The view of one entry of the intake: what was found and is suggested, the form to repair it, the sides to choose."""

import html
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import ipywidgets

from authoring.errors import AuthoringError
from authoring.intake.suggestions import Suggestion
from authoring.questions import Question
from authoring.texts import say
from authoring.widgets.editor.editor import Editor
from authoring.widgets.frame import PreviewFrame
from authoring.widgets.intake_panel.entries import Entry, State
from authoring.widgets.intake_panel.intaking import Intaking
from authoring.widgets.intake_panel.telling import candidate_html, findings_html, sides_html
from authoring.widgets.panel import WIDE, button

__all__ = ["Detail"]

_ROW = ipywidgets.Layout(width="100%", flex_flow="row wrap", align_items="center")


class Detail:
    """Shows one entry; `changed` hears when the author has done something that the table shows."""

    def __init__(self, model: Intaking, changed: Callable[[], None], saved: Callable[[Question], None]) -> None:
        self.model = model
        self.view = ipywidgets.VBox(layout=WIDE)
        self.entry: Entry | None = None
        self.editor: Editor | None = None
        self._changed, self._saved = changed, saved

    def show(self, entry: Entry | None) -> None:
        """Another entry, or none. What stood on the form is kept: see `put_back`."""
        self.entry, self.editor = entry, None
        self.view.children = tuple(self._parts(entry)) if entry else ()

    def put_back(self) -> bool:
        """Keeps what was repaired on the form; whether there was anything."""
        return (
            self.entry is not None and self.editor is not None and self.model.take_back(self.entry, self.editor.editing)
        )

    def _parts(self, entry: Entry) -> Iterator[Any]:
        yield ipywidgets.HTML(findings_html(entry), layout=WIDE)
        offered = self.model.suggestions(entry)
        if offered:
            yield ipywidgets.VBox([self._offer(entry, suggestion) for suggestion in offered], layout=WIDE)
        if entry.revision is not None:
            yield ipywidgets.HTML(sides_html(entry.revision), layout=WIDE)
        if entry.state is State.CONFLICTING:
            yield self._choice(entry)
        editing = self.model.editing(entry)
        if editing is None:
            yield from self._page(entry)
            return
        self.editor = Editor(editing, self.model.desk)
        self.editor.on_saved(partial(self._was_saved, entry))
        self.editor.view.observe(partial(self._hold, entry, self.editor), "shown")
        yield ipywidgets.HTML(html.escape(say("intake_panel.repair")))
        yield self.editor.view

    def _page(self, entry: Entry) -> Iterator[Any]:
        """The candidate's page of what is or would be in the bank."""
        try:
            page = candidate_html(entry, self.model.bank)
        except AuthoringError as trouble:  # a picture that is gone
            yield ipywidgets.HTML(html.escape(str(trouble)))
            return
        if page:
            yield ipywidgets.HTML(PreviewFrame(page)._repr_html_(), layout=WIDE)

    def _offer(self, entry: Entry, suggestion: Suggestion) -> Any:
        """A suggestion's buttons: here, and wherever else it applies."""
        words = {"quote": suggestion.quote, "put": suggestion.put}
        here = button(say("intake_panel.accept", **words), lambda: self._accept([entry.name], suggestion), icon="magic")
        alike = [other.name for other in self.model.alike(suggestion)]
        if alike in ([], [entry.name]):
            return ipywidgets.HBox([here], layout=_ROW)
        everywhere = button(
            say("intake_panel.accept_all", count=len({*alike, entry.name})),
            lambda: self._accept([*alike, entry.name], suggestion),
        )
        return ipywidgets.HBox([here, everywhere], layout=_ROW)

    def _accept(self, names: list[str], suggestion: Suggestion) -> None:
        self.put_back()
        self.model.accept(suggestion, [entry for entry in self.model.entries if entry.name in set(names)])
        self.show(self.model.entry(self.entry.name) if self.entry else None)
        self._changed()

    def _choice(self, entry: Entry) -> Any:
        options = [(say("intake_panel.keep"), False), (say("intake_panel.take"), True)]
        sides = ipywidgets.ToggleButtons(
            options=options, value=self.model.taken(entry), style={"button_width": "auto"}, layout=_ROW
        )

        def choose(change: dict[str, bool]) -> None:
            self.model.choose(entry, take=change["new"])
            self._changed()

        sides.observe(choose, "value")
        return sides

    def _hold(self, entry: Entry, editor: Editor, _: object) -> None:
        """What is being repaired outlives the kernel too."""
        if self.editor is editor:
            self.model.hold(entry, editor.editing)

    def _was_saved(self, entry: Entry, question: Question) -> None:
        self.model.saved(entry, question)
        self.show(self.model.entry(entry.name))
        self._saved(question)
