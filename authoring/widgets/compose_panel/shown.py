"""What the panel shows of its model, as plain data for the front end: no markup, every word in Chinese."""

import base64
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from authoring.content import parse
from authoring.findings import Finding, Report, Severity
from authoring.papers.blueprint import Blueprint
from authoring.papers.coverage import RequirementCover
from authoring.papers.effect import Effect
from authoring.papers.paper import Form, Item
from authoring.papers.paper_store import KeptPaper, PaperStatus
from authoring.papers.statistics import Statistics
from authoring.papers.wording import elsewhere_text, number, settings
from authoring.questions import Question
from authoring.rendering.blueprint_grid import blueprint_grid
from authoring.rendering.chart import Chart, png
from authoring.rendering.coverage_chart import coverage_chart
from authoring.rendering.tables import ranked
from authoring.texts import say
from authoring.widgets.compose_panel.coordinating import Coordinating
from authoring.widgets.compose_panel.planning import Planning

__all__ = [
    "Plain",
    "byhand",
    "effect",
    "findings",
    "keeping",
    "kept_line",
    "known",
    "picture",
    "plan",
    "stem_of",
]

STEM = 90
"""Characters of a stem in the list of a form's questions."""
Plain = dict[str, Any]


def findings(report: Report) -> list[Plain]:
    """Worst first."""
    return [
        {"tone": each.severity.value, "code": each.code, "where": _where(each), "text": each.message, "hint": each.hint}
        for each in ranked(report)
    ]  # fmt: skip


def _where(each: Finding) -> str:
    """Names of fields mean nothing to a coordinator."""
    return str(each.where.model_copy(update={"field": None}))


def picture(chart: Chart) -> Plain:
    return {"data": base64.b64encode(png(chart)).decode(), "alt": chart.alt}


def known(statistics: Statistics) -> str:
    """How much is known of questions from sittings; empty for nothing."""
    timed = sum(seen.seconds is not None for seen in statistics.observed.values())
    if not statistics.models and not statistics.observed:
        return ""
    return say("compose_panel.known", models=len(statistics.models), timed=timed)


# The blueprint


def plan(model: Planning) -> Plain:
    """The blueprint as a table, what the bank has for it, and what is wrong with it."""
    shown: Plain = {"findings": findings(model.report), "any": model.wanted is not None}
    if model.wanted is None:
        return shown
    wanted, syllabus = model.wanted, model.bank.syllabus
    shown |= {"title": wanted.title, "facts": _facts(wanted), "settings": settings(wanted)}
    shown["grid"] = blueprint_grid(wanted, syllabus).model_dump(mode="json")
    found = model.coverage
    if found is not None:
        shown["chart"] = picture(coverage_chart(found, syllabus, wanted.forms))
        shown["rows"] = [_row(n, entry) for n, entry in enumerate(found.requirements, start=1 - len(wanted.sections))]
        shown["tally"] = {plenty: found.count(plenty) for plenty in type(found.requirements[0].plenty)}
    return shown


def _facts(wanted: Blueprint) -> list[str]:
    values = {"marks": number(wanted.marks), "pass_marks": number(wanted.pass_marks), "minutes": wanted.minutes}
    levels = "、".join(say(f"label.level.{level}") for level in wanted.levels)
    statuses = "、".join(say(f"label.status.{status}") for status in wanted.statuses)
    return [
        say("compose_panel.fact.level", level=say(f"label.level.{wanted.level}")),
        say("compose_panel.fact.totals", size=wanted.size, **values),
        say("compose_panel.fact.drawn", levels=levels, statuses=statuses),
    ]


def _row(place: int, entry: RequirementCover) -> Plain:
    """Sections have no number of their own."""
    amounts = {name: "" if value is None else number(value) for name, value in _amounts(entry).items()}
    said = {"number": str(place) if place > 0 else "", "text": entry.sentence, "plenty": entry.plenty.value}
    return said | amounts | {"unit": entry.unit, "elsewhere": elsewhere_text(entry.elsewhere), "filled": _filled(entry)}


def _amounts(entry: RequirementCover) -> dict[str, Decimal | None]:
    return {"demand": entry.demand, "supply": entry.supply}


def _filled(entry: RequirementCover) -> int:
    """How far the supply goes, in per cent of twice the demand."""
    if not entry.demand or entry.supply is None:
        return 0
    return min(100, round(50 * entry.supply / entry.demand))


# By hand


def byhand(model: Coordinating, form: Form) -> Plain:
    """The questions of a form, with what is locked and banned."""
    work, questions = model.work, model.questions
    sections = [
        {"title": section.title, "items": [_item(i, questions[i.question], form.name, model) for i in section.items]}
        for section in form.sections
    ]
    return {
        "forms": [entry.name for entry in model.paper.forms],
        "form": form.name,
        "sections": sections,
        "banned": sorted(work.banned),
        "waiting": model.waiting,
        "undo": work.undoable,
        "redo": work.redoable,
    }


def _item(item: Item, question: Question, form: str, model: Coordinating) -> Plain:
    point = question.knowledge_points[0]
    name = model.bank.syllabus.names.get(point, "")
    return {
        "number": item.number,
        "id": item.question,
        "cells": [
            item.question,
            say(f"label.question_type.{question.type}"),
            f"{point} {name}".strip(),
            str(question.difficulty),
            number(item.marks),
            stem_of(question),
        ],
        "locked": (form, item.question) in model.work.locked,
        "banned": item.question in model.work.banned,
    }


def stem_of(question: Question) -> str:
    """Its beginning, as plain text."""
    text = " ".join(parse(question.stem).text().split())
    return text if len(text) <= STEM else f"{text[: STEM - 1]}…"


def effect(what: Effect) -> Plain:
    """What a swap would change, in words."""
    before, after = what.difficulty
    minutes = [f"{seconds / 60:.1f}" for seconds in what.seconds]
    said = []
    if round(before, 2) != round(after, 2):
        said.append(say("compose_panel.effect.difficulty", before=f"{before:.2f}", after=f"{after:.2f}"))
    if minutes[0] != minutes[1]:
        said.append(say("compose_panel.effect.minutes", before=minutes[0], after=minutes[1]))
    rows = [row for row in what.rows if row not in what.problems]
    return {"changes": [*said, *rows] or [say("compose_panel.effect.none")], "problems": list(what.problems)}


# Keeping


def kept_line(kept: KeptPaper) -> str:
    values = {"id": kept.paper.id, "who": kept.saved_by, "when": f"{kept.saved_at:%m-%d %H:%M}", "term": kept.term}
    approved = kept.status is PaperStatus.APPROVED
    return say(f"compose_panel.kept.{'approved' if approved else 'draft'}", **values)


def keeping(model: Coordinating, report: Report, files: Iterable[str]) -> Plain:
    """How the paper is kept, what stands in the way of its approval, and the files that were written last."""
    kept = model.kept
    if model.composing is None:
        return {"any": False}
    approved = kept is not None and kept.status is PaperStatus.APPROVED and not model.changed
    return {
        "any": True,
        "id": model.name,
        "line": kept_line(kept) if kept else say("compose_panel.kept.none"),
        "changed": model.changed and kept is not None,
        "approved": approved,
        "term": kept.term if kept and kept.term else f"{model.now():%Y-%m}",
        "errors": len(report.at(Severity.ERROR)),
        "warnings": len(report.at(Severity.WARNING)),
        "fingerprint": model.paper.fingerprint(),
        "waiting": model.waiting,
        "files": list(files),
    }
