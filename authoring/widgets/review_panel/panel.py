"""The view of the review panel: it shows the model's state and hands what the reviewer does to the model.

ReviewPanel(working_bank(), "甲", Role.REVIEWER)         # shows itself in a notebook
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from authoring.bank import Bank
from authoring.bank.history import Action
from authoring.bank.queue import ORDER, Row
from authoring.bank.review import Decided, Desk, Role
from authoring.bank.review_rules import BY
from authoring.bank.telling import Told
from authoring.bank.versions import Version
from authoring.errors import AuthoringError
from authoring.questions import QuestionType, Status
from authoring.rendering.differences import Piece
from authoring.texts import say, tree
from authoring.widgets.front import scripts, styles
from authoring.widgets.panel import Panel
from authoring.widgets.review_panel.reviewing import DECISIONS, Reviewing

__all__ = ["ReviewPanel", "ReviewView"]

_HERE = Path(__file__).parent
SCRIPTS = ("queue.js", "sides.js", "panel.js")
"""Joined in this order to one module."""
PAGE = 10
"""Rows of the queue on a page."""
STEP = 50
"""Decisions of many after which the panel says how far it has come."""
MOST_REASONS = 20
"""Refusals of a decision on many that are listed."""


class ReviewView(anywidget.AnyWidget):
    """The front end; `panel.js` says what it does with the traits."""

    _esm = scripts(_HERE, *SCRIPTS)
    _css = styles(_HERE, "panel.css")
    fixed = traitlets.Dict().tag(sync=True)
    """What stays: texts, who is at work, the choices of the filters."""
    queue = traitlets.Dict().tag(sync=True)
    """Filters, the page's rows, what is ticked."""
    chosen = traitlets.Dict().tag(sync=True)
    """The chosen question but for its page; empty for none."""
    page = traitlets.Unicode().tag(sync=True)
    """The chosen question as candidates and reviewers see it."""
    told = traitlets.Dict().tag(sync=True)
    """What came of the last act: text, tone, refusals, and how many acts have succeeded so far."""


class ReviewPanel(Panel):
    """One person at review. Raises UsageError where the bank's rules do not know the person in this role."""

    def __init__(self, bank: Bank, who: str, role: Role = Role.REVIEWER, today: date | None = None) -> None:
        super().__init__()
        self.model = Reviewing(Desk(bank, who, Role(role)), today or date.today())  # noqa: DTZ011  # the author's day
        self._first = 0
        self._succeeded = 0
        self.view = ReviewView(fixed=self._fixed())
        self.view.on_msg(self._heard)
        if self.model.ids:
            self.model.choose(self.model.ids[0])
        self.say("")
        self._show()

    def say(self, text: str, tone: str = "plain", refused: Mapping[str, str] | None = None) -> None:
        """Shows a line; `tone` is plain, good or bad. `refused` are the reasons by id."""
        reasons = [[name, reason] for name, reason in (refused or {}).items()][:MOST_REASONS]
        self.view.told = {"text": text, "tone": tone, "refused": reasons, "succeeded": self._succeeded}

    # What is shown

    def _fixed(self) -> dict[str, Any]:
        bank = self.model.bank
        domains = [[domain.code, f"{domain.code} {domain.name}"] for domain in bank.syllabus.domains]
        whose = [[name, say(f"reviewing.whose.{name}")] for name in ("mine", "others")]
        return {
            "texts": tree("reviewing", "panel"),
            "who": say("reviewing.at_work", who=self.model.desk.who, role=say(f"history.role.{self.model.desk.role}")),
            "statuses": [[status.value, say(f"label.status.{status}")] for status in ORDER],
            "domains": domains,
            "kinds": [[kind.value, say(f"label.question_type.{kind}")] for kind in QuestionType],
            "whose": whose,
            "bulk": [action.value for action in DECISIONS if self.model.desk.role in BY[action]],
            "decisions": {action.value: say(f"history.action.{action}") for action in DECISIONS},
        }

    def _show(self) -> None:
        """Shows the model as it is now."""
        with self.view.hold_sync():
            self._show_queue()
            self._show_chosen()
        page = ""
        if self.model.question is not None:
            try:
                page = self.model.page()
            except AuthoringError as trouble:
                self.say(str(trouble), "bad")
        self.view.page = page

    def _show_queue(self) -> None:
        model = self.model
        self._first = min(self._first, (max(len(model.ids) - 1, 0) // PAGE) * PAGE)
        pages = max(1, -(-len(model.ids) // PAGE))
        self.view.queue = {
            "filters": model.filters.model_dump(mode="json"),
            "rows": [_row(row, row.id in model.ticked) for row in model.rows(self._first, PAGE)],
            "chosen": model.question.id if model.question else "",
            "page": self._first // PAGE,
            "pages": pages,
            "count": say("reviewing.page", page=self._first // PAGE + 1, pages=pages, count=len(model.ids)),
            "ticked": len(model.ticked),
            "all": bool(model.ids) and len(model.ticked) == len(model.ids),
        }

    def _show_chosen(self) -> None:
        model = self.model
        if model.question is None:
            self.view.chosen = {}
            return
        question = model.question
        codes = Counter(finding.severity.value for finding in model.findings)
        self.view.chosen = {
            "id": question.id,
            "title": say("reviewing.chosen", id=question.id, kind=say(f"label.question_type.{question.type}")),
            "status": question.status.value,
            "state": self._state(),
            "findings": [[tone, codes[tone]] for tone in ("error", "warning", "info") if codes[tone]],
            "possible": [[action.value, reason] for action, reason in model.possible.items()],
            "fields": [["", say("reviewing.whole")], *map(list, model.fields)],
            "history": [_told(each) for each in model.history],
            "versions": [[place, _version(each)] for place, each in reversed(list(enumerate(model.versions[:-1])))],
            "base": model.versions.index(model.base) if model.base in model.versions else -1,
            "now": say("reviewing.now", number=question.version),
            "differences": [
                {"label": each.label, "old": _pieces(each.old), "new": _pieces(each.new)} for each in model.differences
            ],
        }

    def _state(self) -> str:
        """Such as 第 3 版 · 待审 · 已签字 1/2：乙."""
        question, signed = self.model.chosen, self.model.signed
        state = say("reviewing.state", number=question.version, status=say(f"label.status.{question.status}"))
        if question.status is Status.IN_REVIEW or signed:
            needed = self.model.desk.rules.approvals
            state += say("reviewing.signed", count=len(signed), needed=needed, names="、".join(signed) or "—")
        return state

    # What the reviewer does

    def _heard(self, _: object, act: Mapping[str, Any], __: Sequence[memoryview]) -> None:
        doing: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "filter": self._filter,
            "turn": self._turn,
            "choose": self._choose,
            "step": self._step,
            "tick": self._tick,
            "tick_all": self._tick_all,
            "compare": self._compare,
            "decide": self._decide,
            "decide_ticked": self._decide_ticked,
            "comment": self._comment,
            "refresh": self._refresh,
        }
        try:
            doing[act["do"]](act)
        except AuthoringError as trouble:
            self.say(str(trouble), "bad")
            self._show()

    def _filter(self, act: Mapping[str, Any]) -> None:
        self.model.filter(**{act["name"]: act["value"]})
        self._first = 0
        self.model.choose(self.model.ids[0] if self.model.ids else "")
        self._show()

    def _turn(self, act: Mapping[str, Any]) -> None:
        self._first = act["page"] * PAGE
        self._show_queue()

    def _choose(self, act: Mapping[str, Any]) -> None:
        self.model.choose(act["id"])
        self._show()

    def _step(self, act: Mapping[str, Any]) -> None:
        """To the question before or after the chosen one."""
        model = self.model
        if not model.ids:
            return
        chosen = model.question.id if model.question else ""
        place = model.ids.index(chosen) + act["by"] if chosen in model.ids else 0
        place = min(max(place, 0), len(model.ids) - 1)
        self._first = place // PAGE * PAGE
        model.choose(model.ids[place])
        self._show()

    def _tick(self, act: Mapping[str, Any]) -> None:
        self.model.tick([act["id"]], act["on"])
        self._show_queue()

    def _tick_all(self, act: Mapping[str, Any]) -> None:
        self.model.tick(self.model.ids, act["on"])
        self._show_queue()

    def _compare(self, act: Mapping[str, Any]) -> None:
        self.model.compare(act["place"])
        self._show_chosen()

    def _decide(self, act: Mapping[str, Any]) -> None:
        action, name = Action(act["action"]), self.model.chosen.id
        self.model.decide(action, act["text"])
        self._succeed(say("reviewing.said.decided", id=name, action=say(f"history.action.{action}")))

    def _decide_ticked(self, act: Mapping[str, Any]) -> None:
        action = Action(act["action"])
        decided = self.model.decide_ticked(action, act["text"], self._working)
        values = {"action": say(f"history.action.{action}"), "done": len(decided.done), "refused": len(decided.refused)}
        self._succeed(say(f"reviewing.said.{'some' if decided.refused else 'many'}", **values), decided)

    def _working(self, done: int, of: int, _: str) -> None:
        if done % STEP == 0:
            self.say(say("reviewing.said.working", done=done, of=of))

    def _comment(self, act: Mapping[str, Any]) -> None:
        self.model.comment(act["text"], act["field"])
        self._succeed(say("reviewing.said.commented", id=self.model.chosen.id))

    def _refresh(self, _: Mapping[str, Any]) -> None:
        self.model.refresh()
        self.say(say("reviewing.said.refreshed"))
        self._show()

    def _succeed(self, text: str, decided: Decided | None = None) -> None:
        self._succeeded += 1
        refused = decided.refused if decided else {}
        self.say(text, "bad" if refused else "good", refused)
        self._show()


def _row(row: Row, ticked: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "ticked": ticked,
        "status": row.status.value,
        "cells": [row.id, row.kind, row.point, row.stem, say(f"label.status.{row.status}"), row.who, _time(row.at)],
    }


def _told(each: Told) -> dict[str, Any]:
    return {
        "action": each.action.value,
        "head": say(
            "reviewing.event", at=each.at.astimezone().strftime("%Y-%m-%d %H:%M"), who=each.who, role=each.role
        ),
        "what": each.what,
        "version": say("reviewing.version", number=each.version),
        "field": each.field,
        "text": each.text,
        "changes": list(each.changes),
    }


def _version(each: Version) -> str:
    known = {"number": each.number, "at": _time(each.at), "who": each.who}
    words = say("reviewing.written", **known) if each.at else say("reviewing.version", number=each.number)
    return words + (say("reviewing.approved") if each.approved else "")


def _time(at: datetime | None) -> str:
    return at.astimezone().strftime("%m-%d %H:%M") if at else ""


def _pieces(pieces: Sequence[Piece]) -> list[list[Any]]:
    return [[piece.text, piece.differs] for piece in pieces]
