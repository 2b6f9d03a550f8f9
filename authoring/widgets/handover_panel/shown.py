"""The models as plain data for the browser. No text of a candidate's is in it, and nothing secret."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from authoring.export.sealing.envelope import Envelope
from authoring.export.sealing.key_entry import KeyEntry, KeyStatus
from authoring.findings import Finding, Report
from authoring.rendering.tables import ranked
from authoring.sessions.timing import moment
from authoring.texts import say
from authoring.widgets.handover_panel.custodian import Custodian
from authoring.widgets.handover_panel.materials import Loss
from authoring.widgets.handover_panel.rostering import Rostering
from authoring.widgets.handover_panel.seating import RoomPlan

__all__ = ["envelope_lines", "findings", "keys", "lost", "roster"]

Plain = dict[str, Any]
MOST = 500
"""Findings that go to the browser."""
MOST_ROOMS = 60
MOST_QUESTIONS = 12
"""Ids that stand behind a loss."""


def findings(report: Report) -> Plain:
    """The worst of them as rows, and how many there are."""
    return {
        "rows": [_finding(each) for each in list(ranked(report))[:MOST]],
        "count": len(report),
        "summary": report.summary() if len(report) else "",
    }


def _finding(each: Finding) -> Plain:
    where, tone = each.where, each.severity.value
    row = "" if where.row is None else str(where.row)
    place = "　".join(filter(None, [where.sheet or "", where.question or "", "" if row else where.file or ""]))
    column = "" if where.column is None else str(where.column)
    return {
        "tone": tone,
        "cells": [say(f"label.severity.{tone}"), each.code, row, column, place, each.message, each.hint],
    }


def roster(model: Rostering) -> Plain:
    """The roster tab."""
    plan = model.plan
    given = Counter((seat.paper, seat.form) for room in plan for seat in room.seats)
    forms = sorted(given)
    return {
        "source": model.source,
        "photos": "" if model.photos is None else model.photos.source,
        "counted": _counted(model),
        "findings": findings(model.report + model.doubts),
        "ready": model.ready,
        "legend": [
            say("handover_panel.form", paper=paper, form=form, count=given[paper, form]) for paper, form in forms
        ],
        "rooms": [_room(room, forms) for room in plan[:MOST_ROOMS]],
        "more": say("handover_panel.more_rooms", count=len(plan) - MOST_ROOMS) if len(plan) > MOST_ROOMS else "",
        "sealed": model.sealed is not None,
    }


def _counted(model: Rostering) -> str:
    if not model.source:
        return ""
    text = say("handover_panel.counted", source=model.source, count=len(model.roster.candidates))
    if model.photos is None:
        return text
    photos = sum(bool(one.photo) for one in model.roster.candidates)
    return text + say("handover_panel.with_photos", count=photos)


def _room(room: RoomPlan, forms: Sequence[tuple[str, str]]) -> Plain:
    name = room.name or say("handover_panel.home")
    tone = "warning" if room.alike else "good"
    return {
        "name": say("handover_panel.room", name=name, count=len(room.seats)),
        "tone": tone,
        "alike": say(f"handover_panel.alike.{tone}", count=room.alike),
        "seats": [[seat.seat, seat.form, forms.index((seat.paper, seat.form))] for seat in room.seats],
    }


def keys(model: Custodian) -> Plain:
    """The tab of keys: all of them, those in use, what was sealed, and files to verify."""
    entries = model.entries
    status = {entry.key_id: entry.status for entry in entries}
    return {
        "entries": [_entry(entry) for entry in entries],
        "active": [_choice(entry) for entry in entries if entry.status is KeyStatus.ACTIVE],
        "own": [_choice(entry) for entry in entries if entry.file],
        "record": [
            [
                moment(each.at),
                each.file,
                each.source.id if each.source else "—",
                "、".join(_who(one.name, status.get(one.key_id)) for one in each.keys),
                each.who,
            ]
            for each in model.record
        ],
        "files": [file.name for file in model.files],
    }


def _who(name: str, status: KeyStatus | None) -> str:
    known = say(f"sealing.status.{status}") if status else "—"
    return name if status is KeyStatus.ACTIVE else say("cli.keys_files.key", name=name, status=known)


def _entry(entry: KeyEntry) -> Plain:
    needed, count = entry.shares or (0, 0)
    cells = [
        entry.name,
        say(f"sealing.role.{entry.role}"),
        say(f"sealing.status.{entry.status}") + (f"　{entry.reason}" if entry.reason else ""),
        say(f"sealing.protection.{entry.protection}", needed=needed, count=count),
        entry.key_id,
        entry.recipient,
        moment(entry.ended or entry.created),
    ]
    return {"cells": cells, "status": entry.status.value}


def _choice(entry: KeyEntry) -> Plain:
    """`value` names a key in use by its name, any other by its id."""
    used = entry.status is KeyStatus.ACTIVE
    role = say(f"handover_panel.role.{entry.role}")
    text = say("handover_panel.key", name=entry.name, role=role)
    return {
        "value": entry.name if used else entry.key_id,
        "text": text if used else f"{text}　{say(f'sealing.status.{entry.status}')}",
        "role": entry.role.value,
        "own": bool(entry.file),
        "lock": entry.protection.value,
    }


def lost(found: Sequence[Loss]) -> list[Plain]:
    """What a format cannot carry, a row for each code."""
    return [
        {
            "tone": each.severity.value,
            "cells": [
                say(f"label.severity.{each.severity}"),
                each.code,
                str(each.count),
                each.message if each.count == 1 else say("handover_panel.such_as", message=each.message),
                each.hint,
                _ids(each.questions),
            ],
        }
        for each in found
    ]


def _ids(questions: Sequence[str]) -> str:
    shown = "、".join(questions[:MOST_QUESTIONS])
    if len(questions) <= MOST_QUESTIONS:
        return shown or "—"
    return say("handover_panel.and_more", shown=shown, count=len(questions))


def envelope_lines(envelope: Envelope) -> str:
    """What a sealed file says of itself."""
    return say(
        "handover_panel.said.verified",
        name=envelope.name,
        audience=say(f"sealing.audience.{envelope.audience}"),
        who=envelope.sealed_by,
        when=moment(envelope.sealed_at),
        keys="、".join(one.name for one in envelope.recipients),
        first=moment(envelope.window.not_before) if envelope.window.not_before else "—",
        last=moment(envelope.window.until) if envelope.window.until else "—",
    )
