"""What stands in the table: one entry for each question that was understood, and one for each thing that was not."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from authoring.content import parse
from authoring.findings import Finding, Place, Severity
from authoring.intake.draft import Draft, Intake
from authoring.intake.plan import Revision
from authoring.records import Record
from authoring.texts import say

__all__ = ["Entry", "State", "cells_of", "entries_of", "key_text", "label_of", "name_of", "stem_text", "tone_of"]

STEM = 60
"""Characters of a stem that stand in the table."""
_OF_THE_SOURCE = frozenset(
    ("I301", "I302", "I303", "I309", "I310", "I311", "I319", "I320", "I325", "I329", "I330", "I342", "I343", "I344")
)
"""Findings of a text as a whole: they stand near a question and are not about it."""


class State(StrEnum):
    READY = "ready"
    """A new question that can be taken in."""
    LACKING = "lacking"
    """A new question that lacks something."""
    CHANGED = "changed"
    """Changes a question that the bank has."""
    CONFLICTING = "conflicting"
    """The bank's question was changed too: the author chooses."""
    UNTOUCHED = "untouched"
    """The bank has it as it is."""
    DONE = "done"
    """Taken in."""
    LOST = "lost"
    """Something of the source that became no question."""


class Entry(Record):
    """One line of the table."""

    name: str
    """What it is known by as long as its file is open."""
    state: State
    draft: Draft | None = None
    revision: Revision | None = None
    findings: tuple[Finding, ...] = ()
    id: str = ""
    """In the bank, once it is there."""

    @property
    def where(self) -> Place:
        return self.draft.where if self.draft else self.findings[0].where


def name_of(draft: Draft) -> str:
    """Source and place: where a draft is found again when the file is read once more."""
    where = draft.where
    return "|".join(str(part or "") for part in (where.file, where.sheet, where.row or where.line, draft.number))


def entries_of(
    intakes: Sequence[Intake],
    states: Mapping[str, tuple[State, Revision | None]],
    lacks: Mapping[str, Sequence[Finding]],
) -> list[Entry]:
    """The entries of all sources, in their order; what became no question stands behind those of its source."""
    found: list[Entry] = []
    for intake in intakes:
        owned, loose = _by_draft(intake)
        for place, draft in enumerate(intake.drafts):
            name = name_of(draft)
            state, revision = states[name]
            findings = (*owned.get(place, ()), *lacks.get(name, ()))
            found.append(Entry(name=name, state=state, draft=draft, revision=revision, findings=findings))
        for number, finding in enumerate(loose):
            found.append(Entry(name=f"{intake.source}|?|{number}", state=State.LOST, findings=(finding,)))
    return found


def _by_draft(intake: Intake) -> tuple[dict[int, list[Finding]], list[Finding]]:
    """Findings by the place of the draft that they are about, and those that are about none."""
    places = {_spot(draft.where): n for n, draft in enumerate(intake.drafts)}
    starts = sorted((spot, n) for spot, n in places.items() if spot[2])
    owned: dict[int, list[Finding]] = {}
    loose: list[Finding] = []
    for finding in intake.report:
        spot = _spot(finding.where)
        owner = places.get(spot) if spot[2] else None
        if owner is None and spot[2] and finding.code not in _OF_THE_SOURCE:
            owner = _before(starts, spot)
        if owner is None:
            loose.append(finding)
        else:
            owned.setdefault(owner, []).append(finding)
    return owned, loose


def _spot(where: Place) -> tuple[str, str, int]:
    return where.file or "", where.sheet or "", where.row or where.line or 0


def _before(starts: Sequence[tuple[tuple[str, str, int], int]], spot: tuple[str, str, int]) -> int | None:
    """The draft that begins last before a place of the same sheet or text."""
    place = bisect_right(starts, spot, key=lambda entry: entry[0])
    return starts[place - 1][1] if place and starts[place - 1][0][:2] == spot[:2] else None


def tone_of(entry: Entry) -> str:
    """How the table colours it: error, warning, info or nothing."""
    if entry.state in (State.LACKING, State.CONFLICTING):
        return Severity.ERROR.value
    tones = [severity.value for severity in Severity if any(f.severity is severity for f in entry.findings)]
    return tones[0] if tones and entry.state is not State.DONE else ""


def cells_of(entry: Entry) -> Iterator[str]:
    """Place, number, type, stem, key, state, the worst finding."""
    plain: Mapping[str, Any] = entry.draft.plain if entry.draft else {}
    yield str(entry.where)
    yield entry.id or (entry.draft.number if entry.draft else "")
    yield say(f"label.question_type.{plain['type']}") if plain.get("type") else "—"
    yield stem_text(plain)[:STEM]
    yield key_text(plain)[:STEM]
    yield label_of(entry.state)
    worst = min(entry.findings, key=lambda finding: list(Severity).index(finding.severity), default=None)
    yield worst.message if worst else ""


def label_of(state: State) -> str:
    return say(f"receiving.state.{state}")


def stem_text(plain: Mapping[str, Any]) -> str:
    return " ".join(parse(str(plain.get("stem", ""))).text().split())


def key_text(plain: Mapping[str, Any]) -> str:
    """The key as the source gave it, for the eye."""
    for field in ("key", "value", "blanks", "model_answer", "children"):
        value = plain.get(field)
        if value is not None:
            return _shown(field, value, plain)
    return "—"


def _shown(field: str, value: Any, plain: Mapping[str, Any]) -> str:
    match field:
        case "blanks":
            return "；".join("/".join(map(str, blank.get("accepted", ()))) for blank in value)
        case "value":
            return f"{value} {plain.get('unit', '')}".strip()
        case "children":
            return say("receiving.children", count=len(value))
        case "model_answer":
            return " ".join(str(value).split())
    if isinstance(value, bool):
        return say("review_notes.right" if value else "review_notes.wrong")
    if isinstance(value, dict):
        return "，".join(f"{one}—{other}" for one, other in value.items())
    return "".join(value) if isinstance(value, list) else str(value)
