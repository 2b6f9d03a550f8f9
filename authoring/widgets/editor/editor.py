"""The view of the editor: it draws the model's `Form` and hands what the author does to the model.

editing = Editing.open(bank, "DC-D03-001", today=date.today())
Editor(editing, Desk(bank, "甲", Role.AUTHOR), Drafts(Path("build/drafts")))      # shows itself in a notebook

The front end sends batches of acts, one at a time, each with its number; `shown` is the state after it and names that
number, so that nothing the author has typed since is overwritten (see `Wire` in `nodes.js`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import anywidget
import traitlets

from authoring.bank import Similar
from authoring.bank.review import Desk
from authoring.content.pictures import LARGEST
from authoring.errors import AuthoringError, ConflictError
from authoring.questions import Question, QuestionType
from authoring.texts import say, tree
from authoring.widgets.editor.drafts import Drafts
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.form import Entry, Form, Group
from authoring.widgets.editor.palette import UNITS, formulas
from authoring.widgets.editor.sources import SourceNames
from authoring.widgets.front import scripts, styles
from authoring.widgets.panel import Panel
from authoring.widgets.single import question_page

__all__ = ["Editor", "EditorView"]

_HERE = Path(__file__).parent
SCRIPTS = (
    *("nodes.js", "chips.js", "fields.js", "groups.js"),
    *("tools.js", "preview.js", "merge.js", "editor.js"),
)
"""Joined in this order to one module."""
_Act = Mapping[str, Any]
_LOOKS = frozenset({"rest", "search", "look", "picture"})
"""Acts that leave the question as it is."""
_WRITES: Mapping[str, Callable[[Editing, _Act], None]] = {
    "change": lambda editing, act: editing.change(act["path"], act["value"], typed=act.get("typed", False)),
    "add": lambda editing, act: editing.add(act["path"], act["choice"]),
    "remove": lambda editing, act: editing.remove(act["path"]),
    "move": lambda editing, act: editing.move(act["path"], act["by"]),
    "retype": lambda editing, act: editing.retype(QuestionType(act["kind"])),
    "undo": lambda editing, _: editing.undo(),
    "redo": lambda editing, _: editing.redo(),
}
"""Acts that change the question."""
_CHILD = re.compile(r"children\.(\d+)\.")
_NO_ANSWER: Mapping[str, Any] = MappingProxyType({"view": "", "number": 0, "results": []})


class EditorView(anywidget.AnyWidget):
    """The front end; `editor.js` says what it does with the traits."""

    _esm = scripts(_HERE, *SCRIPTS)
    _css = styles(_HERE, "editor.css")
    fixed = traitlets.Dict().tag(sync=True)
    """What stays: texts, kinds of question, knowledge points, units, formulas, the largest picture in bytes."""
    shown = traitlets.Dict().tag(sync=True)
    """The form and all around it, and which batch of acts it answers."""
    page = traitlets.Unicode().tag(sync=True)
    """The candidate's page as it would be now."""
    similar: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """Questions of the bank that are like this one: id, stem, share in per cent, status."""


class Editor(Panel):
    """Edits one question at a desk. With `drafts`, what is not saved yet outlives the notebook's kernel."""

    def __init__(self, editing: Editing, desk: Desk, drafts: Drafts | None = None) -> None:
        super().__init__()
        self.editing = editing
        self.desk = desk
        self.drafts = drafts
        self.found = drafts.find(editing) if drafts else None
        """A draft that was left unsaved, until the author has restored or discarded it."""
        self._sources = SourceNames(editing.bank.references)
        self._told = ("", "plain")
        self._kept = ""
        self._looking = ""
        self._compared = ""
        self._callbacks: list[Callable[[Question], None]] = []
        self.view = EditorView(fixed=self._fixed())
        self.view.on_msg(self._heard)
        self.refresh()

    def on_saved(self, callback: Callable[[Question], None]) -> None:
        """`callback` hears of each question that was saved or sent to review."""
        self._callbacks.append(callback)

    def say(self, text: str, tone: str = "plain") -> None:
        """What the line above the form says from the next refresh; `tone` is plain, good or bad."""
        self._told = (text, tone)

    def refresh(self) -> None:
        """Shows the model as it is now: needed after something but the author has changed it."""
        self._draw(_NO_ANSWER)
        self._paint()

    def _draw(self, answer: Mapping[str, Any]) -> None:
        form, conflict = self.editing.form(), self.editing.conflict
        self.view.shown = {
            **answer,
            "form": form.model_dump(mode="json"),
            "kind": self.editing.sheet["type"],
            "blanks": _blank_stems(form),
            "looking": self._looking,
            "state": self._state(form),
            "fresh": self.editing.base is None,
            "told": list(self._told),
            "draft": self._found_text(),
            "conflict": [row.model_dump(mode="json") for row in conflict.fields] if conflict else None,
        }

    def _paint(self) -> None:
        """The candidate's page, then the similar questions: each as soon as it is there."""
        with self.careful():
            self.view.page = self.editing.preview()
        stem = self.editing.sheet["stem"].strip()
        if stem != self._compared:
            self._compared = stem
            self.view.similar = [_similar_row(entry) for entry in self.editing.similar()] if stem else []

    def _fixed(self) -> dict[str, Any]:
        points = self.editing.bank.syllabus.points.values()
        return {
            "texts": tree("editor_view", "view"),
            "kinds": [[kind.value, say(f"label.question_type.{kind}")] for kind in QuestionType],
            "points": [[point.code, point.name] for point in points],
            "units": list(UNITS),
            "formulas": formulas(),
            "largest": LARGEST,
        }

    def _state(self, form: Form) -> str:
        if not form.changed:
            return say("editor_view.state.new" if self.editing.base is None else "editor_view.state.saved")
        return say("editor_view.state.kept", time=self._kept) if self._kept else say("editor_view.state.changed")

    def _found_text(self) -> str:
        if self.found is None:
            return ""
        time = self.found.at.astimezone().strftime("%m-%d %H:%M")
        return say("editor_view.draft.found", time=time, title=self.found.title)

    # What the author does

    def _heard(self, _: object, batch: Mapping[str, Any], buffers: Sequence[memoryview]) -> None:
        acts, waiting = batch["acts"], iter(buffers)
        results: list[Any] = []
        try:
            results.extend(self._done(act, waiting) for act in acts)
        finally:  # the front end waits for its answer, come what may
            self._draw({"view": batch["view"], "number": batch["number"], "results": results})
        if any(act["do"] not in _LOOKS for act in acts):
            self._paint()

    def _done(self, act: _Act, buffers: Iterator[memoryview]) -> Any:
        """Does one act; what the front end is told of it. Trouble is said above the form."""
        if act["do"] not in _LOOKS:
            self.say("")
            self._kept = ""
        try:
            return self._do(act, buffers)
        except ConflictError:
            return None  # the model shows both sides
        except AuthoringError as trouble:
            self.say(str(trouble), "bad")
            return None

    def _do(self, act: _Act, buffers: Iterator[memoryview]) -> Any:
        editing = self.editing
        if act["do"] in _WRITES:
            self._look_at(act.get("path", ""))
            _WRITES[act["do"]](editing, act)
        match act["do"]:
            case "save":
                self._saved(editing.save(self.desk), "saved")
            case "submit":
                self._saved(editing.submit(self.desk), "submitted")
            case "resolve":
                editing.resolve(act["choices"])
                self._saved(editing.save(self.desk), "saved")
            case "rest":
                self._keep()
            case "restore":
                self._restore()
            case "discard":
                self._discard()
            case "picture":
                return {"markup": editing.picture(act["name"], bytes(next(buffers)))}
            case "search":
                return {"found": self._sources.find(act["text"])}
            case "look":
                return {"page": question_page(editing.bank, editing.bank[act["id"]])}
        return None

    def _look_at(self, path: str) -> None:
        """The candidate's page of a case shows the question that is being written."""
        found = _CHILD.match(f"{path}.")
        self._looking = f"{self.editing.id}.{int(found[1]) + 1}" if found else ""

    def _saved(self, question: Question, how: str) -> None:
        if self.drafts:
            self.drafts.forget(self.editing)
        self.say(say(f"editor_view.said.{how}", id=question.id, version=question.version), "good")
        for callback in self._callbacks:
            callback(question)

    def _keep(self) -> None:
        """The author pauses: what is not saved is kept as a draft."""
        if self.drafts and self.editing.changed:
            self._kept = f"{self.drafts.keep(self.editing).at.astimezone():%H:%M}"
        elif self.drafts:
            self.drafts.forget(self.editing)

    def _restore(self) -> None:
        if self.drafts and self.found:
            self.editing = self.drafts.restore(self.found)
            self.found = None
            self.say(say("editor_view.said.restored"))

    def _discard(self) -> None:
        if self.drafts and self.found:
            self.drafts.forget(self.found)
            self.found = self.drafts.find(self.editing)
            self.say(say("editor_view.said.discarded"))


def _groups(owner: Form | Entry) -> Iterator[Group]:
    """Every group, those within entries too."""
    for group in owner.groups:
        yield group
        for entry in group.entries:
            yield from _groups(entry)


def _blank_stems(form: Form) -> list[str]:
    """Paths of the stems that blanks may stand in: those beside a list of blanks."""
    lists = (group.path for group in _groups(form) if group.path.rpartition(".")[2] == "blanks")
    return [f"{path.removesuffix('blanks')}stem" for path in lists]


def _similar_row(entry: Similar) -> dict[str, Any]:
    share = round(100 * entry.share)
    return {"id": entry.id, "stem": entry.stem, "share": share, "status": say(f"label.status.{entry.status}")}
