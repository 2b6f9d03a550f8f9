"""What the panel shows, and where in it the coordinator is: which tab, form and question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from authoring.papers.arranging import Arrangement
from authoring.papers.paper import Form
from authoring.papers.wording import number
from authoring.texts import say, tree
from authoring.widgets.compose_panel import outcome, shown
from authoring.widgets.compose_panel.coordinating import Coordinating
from authoring.widgets.compose_panel.running import STAGES
from authoring.widgets.front import scripts, styles
from authoring.widgets.single import question_page

__all__ = ["ComposeView", "Sheet"]

_HERE = Path(__file__).parent
SCRIPTS = ("parts.js", "setup.js", "plan.js", "result.js", "byhand.js", "keeping.js", "panel.js")
"""Joined in this order to one module."""
TABS = ("plan", "result", "byhand", "keeping")
SUBSTITUTES = 8
LARGEST = 4_000_000
"""Bytes of a blueprint file: it comes in one message, and a notebook server refuses those of 10 MB."""


class ComposeView(anywidget.AnyWidget):
    """The front end; `panel.js` says what it does with the traits."""

    _esm = scripts(_HERE, *SCRIPTS)
    _css = styles(_HERE, "panel.css")
    fixed = traitlets.Dict().tag(sync=True)
    """What stays: texts, who is at work, the stages of a run, the largest file."""
    setup = traitlets.Dict().tag(sync=True)
    """Blueprints and kept papers to choose from, the settings, which tab is open."""
    progress = traitlets.Dict().tag(sync=True)
    """Of a run: stage, a line, whether it is being stopped; empty for none."""
    plan = traitlets.Dict().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)
    charts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """Of the paper: PNG as base64, and a text that says the same."""
    byhand = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)
    """The question chosen from a form, with its substitutes; empty for none."""
    page = traitlets.Unicode().tag(sync=True)
    """The question that is looked at, as candidates see it."""
    keeping = traitlets.Dict().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    """What came of the last act: text, tone and further lines."""


class Sheet:
    """Puts the model's state into the view."""

    def __init__(self, model: Coordinating) -> None:
        self.model = model
        self.view = ComposeView(fixed=self._fixed())
        self.seed = 1
        self.tab = TABS[0]
        self.form = ""
        self.number = 0
        """Of the chosen question; 0 for none."""
        self.looked = ""
        """Id of the question that is looked at in its place; empty for itself."""
        self.files: list[str] = []
        """Written last, for preview and package."""
        self.acts = 0
        """What was heard so far: it sends the settings anew, so that a field shows again what counts."""
        self._charted = ("", "")
        """Fingerprints of the paper and of the statistics whose charts are shown."""

    def to(self, tab: str) -> None:
        """To another tab for another paper: no question of it is chosen yet."""
        self.tab, self.number, self.looked, self.files = tab, 0, "", []

    def _fixed(self) -> dict[str, Any]:
        return {
            "texts": tree("compose_panel", "view"),
            "who": say("compose_panel.at_work", who=self.model.who, bank=self.model.bank.info.name),
            "tabs": list(TABS),
            "stages": len(STAGES) + 1,
            "orders": [how.value for how in Arrangement],
            "largest": LARGEST,
        }

    def show(self) -> None:
        """Shows the model as it is now, but for the charts."""
        with self.view.hold_sync():
            self.show_setup()
            self.show_plan()
            self.show_paper()

    def show_plan(self) -> None:
        self.view.plan = shown.plan(self.model.planning)

    def show_setup(self) -> None:
        planning = self.model.planning
        wanted = planning.wanted
        papers = [(name, name) for name in self.model.papers.ids]
        self.view.setup = {
            "tab": self.tab,
            "plans": planning.blueprints,
            "plan": planning.name,
            "papers": papers,
            "paper": self.model.kept.paper.id if self.model.kept else "",
            "any": wanted is not None,
            "able": wanted is not None and planning.report.passed,
            "forms": wanted.forms if wanted else 1,
            "overlap": number(round(100 * wanted.overlap, 2)) if wanted else "0",
            "rest": wanted.rest if wanted else 0,
            "fixed": "、".join(wanted.fixed) if wanted else "",
            "banned": "、".join(wanted.banned) if wanted else "",
            "seed": self.seed,
            "known": shown.known(self.model.statistics),
            "heard": self.acts,
            "unsaved": self.model.composing is not None and self.model.composing.undoable and self.model.changed,
            "paper_there": self.model.composing is not None,
            "result_there": self.model.assembly is not None or self.model.composing is not None,
        }

    def show_paper(self) -> None:
        model, report = self.model, self.model.findings
        self.view.result = outcome.result(model, report)
        self.view.keeping = shown.keeping(model, report, self.files)
        if model.composing is None:
            self.view.byhand, self.view.chosen, self.view.page, self.view.charts = {}, {}, "", []
            self._charted = ("", "")
            return
        names = [form.name for form in model.paper.forms]
        self.form = self.form if self.form in names else names[0]
        self.view.byhand = shown.byhand(model, self._shown)
        self.show_chosen()

    def show_charts(self) -> None:
        """Drawn when they are looked at: it takes a second or two."""
        if self.tab != "result" or self.model.composing is None:
            return
        mark = self.model.paper.fingerprint(), self.model.statistics.fingerprint()
        if self._charted != mark:
            self.view.charts = [shown.picture(chart) for chart in self.model.charts()]
            self._charted = mark

    @property
    def _shown(self) -> Form:
        return next(form for form in self.model.paper.forms if form.name == self.form)

    def show_chosen(self) -> None:
        """The chosen question, what could take its place, and the page of the one that is looked at."""
        work, form = self.model.work, self._shown
        section = next((s for s in form.sections if any(i.number == self.number for i in s.items)), None)
        if self.tab != "byhand" or section is None:
            self.view.chosen, self.view.page = {}, ""
            return
        item = work.item(self.form, self.number)
        keeping = work.substitutes(self.form, self.number, SUBSTITUTES)
        found = keeping or work.breaking(self.form, self.number, SUBSTITUTES)
        listed = [
            {"id": each.question, "stem": each.stem, "used": each.used, **shown.effect(each.effect)} for each in found
        ]
        looked = self.looked or item.question
        if looked != item.question and looked not in {each["id"] for each in listed}:
            listed.insert(0, self._named(looked))
        self.view.chosen = {
            "number": item.number,
            "id": item.question,
            "locked": (self.form, item.question) in work.locked,
            "banned": item.question in work.banned,
            "up": item.number > section.items[0].number,
            "down": item.number < section.items[-1].number,
            "keeping": bool(keeping),
            "substitutes": listed,
            "looked": looked,
        }
        self.view.page = question_page(self.model.bank, self.model.bank[looked])

    def _named(self, question: str) -> dict[str, Any]:
        """A question that the coordinator named, whatever it would break."""
        what = self.model.work.effect(self.form, self.number, question)
        stem = shown.stem_of(self.model.bank[question])
        return {"id": question, "stem": stem, "used": 0, **shown.effect(what)}
