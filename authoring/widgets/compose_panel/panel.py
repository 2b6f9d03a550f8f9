"""The view of the assembly panel: it shows the model's state and hands what the coordinator does to the model.

ComposePanel(working_bank(), "丙")         # shows itself in a notebook
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from authoring.bank import Bank
from authoring.errors import AuthoringError, ConflictError, UsageError
from authoring.papers.arranging import Arrangement
from authoring.papers.assembly import Assembly
from authoring.papers.blueprint import Blueprint
from authoring.papers.paper import Paper
from authoring.papers.statistics import Statistics
from authoring.texts import say
from authoring.widgets.compose_panel import outcome, shown
from authoring.widgets.compose_panel.coordinating import Coordinating
from authoring.widgets.compose_panel.running import STAGES, Running, Start, in_thread
from authoring.widgets.compose_panel.sheet import Sheet
from authoring.widgets.panel import Panel

__all__ = ["ComposePanel"]

MOST_SEED = 2**31 - 1
Act = Mapping[str, Any]


class ComposePanel(Panel):
    """One coordinator at work on a bank's papers; `model` holds what is wanted, assembled and kept."""

    def __init__(
        self,
        bank: Bank,
        who: str,
        *,
        statistics: Statistics | None = None,
        start: Start = in_thread,
    ) -> None:
        """`statistics`: what is known of questions. `start` begins a run beside the kernel's own thread."""
        super().__init__()
        self.model = Coordinating(bank, who, statistics)
        self._start = start
        self._running: Running | None = None
        self._sheet = Sheet(self.model)
        self.view = self._sheet.view
        self.view.on_msg(self._heard)
        with self.careful():
            if names := self.model.planning.blueprints:
                self.model.planning.choose(names[0][0])
        self._sheet.show()

    def say(self, text: str, tone: str = "plain", more: Sequence[str] = ()) -> None:
        """Shows a line; `tone` is plain, good or bad. `more` are lines below it."""
        self.view.told = {"text": text, "tone": tone, "more": list(more)}

    @property
    def paper(self) -> Paper:
        """The paper as it is now. Raises UsageError while there is none."""
        return self.model.paper

    @property
    def busy(self) -> bool:
        """Whether a paper is being assembled."""
        return self._running is not None

    # What the coordinator does

    def _heard(self, _: object, act: dict[str, Any], buffers: Sequence[Any]) -> None:
        doing: Mapping[str, Callable[[Act], None]] = {
            "tab": self._turn,
            "blueprint": self._choose_blueprint,
            "file": self._read,
            "statistics": self._read_statistics,
            "set": self._set,
            "open": self._open,
            "refresh": self._refresh,
            "workbook": self._workbook,
            "assemble": self._assemble,
            "remedy": self._relax,
            "form": self._choose_form,
            "choose": self._choose,
            "look": self._look,
            "swap": self._swap,
            "lock": self._lock,
            "ban": self._ban,
            "move": self._move,
            "arrange": self._arrange,
            "undo": lambda _: self._stepped(self.model.work.undo),
            "redo": lambda _: self._stepped(self.model.work.redo),
            "complete": self._complete,
            "renew": self._renew,
            "keep": self._keep,
            "approve": self._approve,
            "hand_on": self._hand_on,
        }
        self._sheet.acts += 1
        if act["do"] == "stop":
            self._stop()
        elif self.busy and act["do"] != "tab":  # what is shown is about to change
            self.say(say("compose_panel.said.busy"))
        else:
            try:
                doing[act["do"]](act | {"data": bytes(buffers[0]) if buffers else b""})
            except AuthoringError as trouble:
                self.say(str(trouble), "bad")
                with self.view.hold_sync():
                    self._sheet.show_setup()
                    self._sheet.show_paper()

    def _turn(self, act: Act) -> None:
        self._sheet.tab = act["name"]
        self._sheet.show_setup()
        if self.model.composing is not None and not self.busy:
            self._sheet.show_chosen()
            self._sheet.show_charts()

    def _choose_blueprint(self, act: Act) -> None:
        self.model.planning.choose(act["name"])
        self._blueprint_there()

    def _read(self, act: Act) -> None:
        self.model.planning.read(act["name"], act["data"])
        self._blueprint_there()

    def _read_statistics(self, act: Act) -> None:
        report = self.model.read_statistics(act["name"], act["data"])
        told = "statistics" if report.passed else "no_statistics"
        text = say(f"compose_panel.said.{told}", name=act["name"], count=len(self.model.statistics.models))
        self.say(text, "good" if report.passed else "bad", [*map(str, report)])
        self._sheet.show()
        self._sheet.show_charts()

    def _blueprint_there(self) -> None:
        self._sheet.tab = "plan"
        planning = self.model.planning
        if planning.wanted is None:
            self.say(say("compose_panel.said.unreadable", name=planning.name), "bad")
        elif not planning.report.passed:
            self.say(say("compose_panel.said.contradicts", title=planning.wanted.title), "bad")
        else:
            self.say(say("compose_panel.said.blueprint", title=planning.wanted.title))
        self._sheet.show()

    def _set(self, act: Act) -> None:
        planning, value = self.model.planning, act["value"]
        match act["name"]:
            case "forms":
                planning.forms(int(_number(value)))
            case "overlap":
                planning.overlap(_number(value))
            case "rest":
                planning.rest(int(_number(value)))
            case "fixed":
                planning.fixed(value)
            case "banned":
                planning.banned(value)
            case "seed":
                self._sheet.seed = min(max(int(_number(value)), 0), MOST_SEED)
        self.say("")
        with self.view.hold_sync():
            self._sheet.show_setup()
            self._sheet.show_plan()

    def _open(self, act: Act) -> None:
        self.model.open(act["id"])
        self._sheet.to("result")
        self.say(say("compose_panel.said.opened", id=act["id"]), "good")
        self._sheet.show()
        self._sheet.show_charts()

    def _refresh(self, _: Act) -> None:
        self.model.planning.refresh()
        self.say(say("compose_panel.said.refreshed"))
        self._sheet.show()

    def _workbook(self, _: Act) -> None:
        name, data = self.model.planning.workbook()
        self.view.send({"do": "keep", "name": name, "data": base64.b64encode(data).decode()})

    # Assembling

    def _assemble(self, _: Act) -> None:
        plan = self.model.planning.plan
        running = self._running = Running(self._advance)
        self.say("")
        self._advance(running, "", None)
        self._start(lambda: self._run(running, plan))

    def _run(self, running: Running, plan: Blueprint) -> None:
        """Beside the kernel's own thread."""
        made, trouble = None, say("compose_panel.said.broken")
        try:
            made = self.model.assemble(
                plan,
                self._sheet.seed,
                progress=lambda line: self._doing(running, line),
                standing=running.at,
                stop=running.stopped,
            )
        except AuthoringError as known:
            trouble = str(known)
        finally:
            if self._running is running:  # else nobody waits for it any more
                self._finish(plan, made, trouble)

    def _finish(self, plan: Blueprint, made: Assembly | None, trouble: str) -> None:
        try:
            self._assembled(plan, made, trouble)
            self.view.progress = {"line": say("compose_panel.stage.draw"), "stopping": True}
            self._sheet.show_charts()
        finally:
            self._running = None
            self.view.progress = {}

    def _doing(self, running: Running, line: str) -> None:
        """What the assembly says of itself between the engine's stages: nobody knows how long that takes."""
        if self._running is running:
            self.view.progress = {"line": line, "stopping": running.stopped()}

    def _advance(self, running: Running, stage: str, gap: float | None) -> None:
        if self._running is not running:
            return
        line = say(f"compose_panel.stage.{stage or 'begin'}")
        if gap is not None:
            line += say("compose_panel.stage.found", gap=f"{max(gap, 0.0):.1%}")
        self.view.progress = {
            "stage": STAGES.index(stage) + 1 if stage else 0,
            "line": line,
            "stopping": running.stopped(),
        }

    def _stop(self) -> None:
        """The first time asks the engine to stop with the best so far; the second time nobody waits for it any more."""
        running = self._running
        if running is None:
            return
        if running.stopped():
            self._running = None
            self.view.progress = {}
            self.say(say("compose_panel.said.abandoned"), "bad")
            return
        running.stop()
        self.view.progress = self.view.progress | {"stopping": True, "line": say("compose_panel.stage.stopping")}

    def _assembled(self, plan: Blueprint, made: Assembly | None, trouble: str) -> None:
        if made is None:
            self.say(trouble, "bad")
            return
        self.model.take(plan, made)
        self._sheet.to("result")
        if made.paper is not None:
            self.say(say("compose_panel.said.made", id=made.paper.id, count=len(made.paper.forms)), "good")
        elif outcome.stopped_early(made):
            self.say(say("compose_panel.said.stopped"), "bad")
        else:
            self.say(say("compose_panel.said.refused"), "bad")
        self._sheet.show()

    def _relax(self, act: Act) -> None:
        if self.model.relax(act["place"]):
            self._sheet.show_setup()
            self._sheet.show_plan()
            self._assemble(act)

    # By hand

    def _choose_form(self, act: Act) -> None:
        self._sheet.form, self._sheet.number, self._sheet.looked = act["name"], 0, ""
        self._sheet.show_paper()

    def _choose(self, act: Act) -> None:
        self._sheet.number, self._sheet.looked = act["number"], ""
        self._sheet.show_chosen()

    def _look(self, act: Act) -> None:
        """At another question, as if it took the place of the chosen one."""
        question = act["id"].strip()
        self.model.work.effect(self._sheet.form, self._sheet.number, question)
        self._sheet.looked = question
        self.say("")
        self._sheet.show_chosen()

    def _swap(self, act: Act) -> None:
        old = self.model.work.item(self._sheet.form, self._sheet.number).question
        what = shown.effect(self.model.work.swap(self._sheet.form, self._sheet.number, act["id"]))
        self._sheet.looked = ""
        values = {"form": self._sheet.form, "number": self._sheet.number, "old": old, "new": act["id"]}
        tone = "bad" if what["problems"] else "good"
        self._done(say("compose_panel.said.swapped", **values), [*what["problems"], *what["changes"]], tone)

    def _lock(self, act: Act) -> None:
        self.model.work.lock(self._sheet.form, self._sheet.number, locked=act["on"])
        self._done("")

    def _ban(self, act: Act) -> None:
        self.model.work.ban(act["id"], banned=act["on"])
        self._done(say("compose_panel.said.banned", id=act["id"]) if act["on"] else "")

    def _move(self, act: Act) -> None:
        self.model.work.move(self._sheet.form, self._sheet.number, self._sheet.number + act["by"])
        self._sheet.number += act["by"]
        self._done("")

    def _arrange(self, act: Act) -> None:
        how = Arrangement(act["how"])
        self.model.work.arrange(self._sheet.form, how, seed=self._sheet.seed + self.model.work.steps)
        self._sheet.number, self._sheet.looked = 0, ""
        self._done(say(f"compose_panel.arranged.{how}", form=self._sheet.form))

    def _stepped(self, step: Callable[[], None]) -> None:
        step()
        self._sheet.looked = ""
        self._done("")

    def _complete(self, _: Act) -> None:
        before = self.model.work.paper
        made = self.model.work.complete(seed=self._sheet.seed)
        if not made:
            raise UsageError(say("compose_panel.nothing_to_complete"))
        self._chosen_anew(before, made, say("compose_panel.said.completed", count=len(made)))

    def _renew(self, _: Act) -> None:
        """Another seed each time, so that pressing again gives another choice."""
        before, form = self.model.work.paper, self._sheet.form
        made = self.model.work.renew(form, seed=self._sheet.seed + self.model.work.steps + 1)
        self._chosen_anew(before, [made], say("compose_panel.said.renewed", form=form))

    def _chosen_anew(self, before: Paper, made: Sequence[Assembly], text: str) -> None:
        refused = next((entry for entry in made if entry.paper is None), None)
        if refused is not None:
            self.say(say("compose_panel.said.incomplete"), "bad", outcome.reasons(refused))
            self._sheet.show()
            return
        self._sheet.looked = ""
        lost = self.model.work.lost(before)
        self._done(text, lost, "bad" if lost else "good")

    def _done(self, text: str, more: Sequence[str] = (), tone: str = "good") -> None:
        self.say(text, tone, more)
        with self.view.hold_sync():
            self._sheet.show_setup()
            self._sheet.show_paper()

    # Keeping

    def _keep(self, act: Act) -> None:
        self._careful_of_others(lambda: self.model.keep(act["id"]))
        self._done(say("compose_panel.said.kept", id=act["id"]))

    def _approve(self, act: Act) -> None:
        self._careful_of_others(lambda: self.model.approve(act["id"], act["term"]))
        self._sheet.show_plan()
        self._done(say("compose_panel.said.approved", id=act["id"], term=act["term"]))

    def _careful_of_others(self, act: Callable[[], object]) -> None:
        """Who saved first is said with what can be done about it."""
        try:
            act()
        except ConflictError as conflict:
            raise UsageError(say("compose_panel.conflict", conflict=conflict)) from conflict

    def _hand_on(self, _: Act) -> None:
        self._sheet.files = [str(path) for path in self.model.hand_on()]
        self._done(say("compose_panel.said.handed_on", count=len(self._sheet.files)))


def _number(value: object) -> Decimal:
    """A number as somebody typed it. Raises UsageError."""
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation as trouble:
        raise UsageError(say("compose_panel.no_number", value=value)) from trouble
    if not found.is_finite():
        raise UsageError(say("compose_panel.no_number", value=value))
    return found
