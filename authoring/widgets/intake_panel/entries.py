"""What stands in the table: one entry for each question that was understood, and one for each thing that was not."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from authoring.content import parse
from authoring.findings import Finding, Place, Severity
from authoring.intake.draft import Draft, Intake
from authoring.intake.plan import Revision
from authoring.records import Record
from authoring.texts import say

__all__ = ["Entry", "Lines", "State", "entries_of", "label_of", "name_of"]

SHOWN = 48
"""Characters of a stem or a message that stand in the table."""
_OF_THE_SOURCE = frozenset(
    ("I301", "I302", "I303", "I309", "I310", "I311", "I319", "I320", "I325", "I329", "I330", "I342", "I343", "I344")
)
"""Findings of a text as a whole: they stand near a question and are not about it."""

_QUOTE = re.compile("[“：]([^“”：、]+)")
_Spot = tuple[str, str, int]
"""File, sheet, row or line."""


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
    told: tuple[Finding, ...] = ()
    """What its source has to say about it."""
    lacks: tuple[Finding, ...] = ()
    """What the comparison with the bank found."""
    id: str = ""
    """Of the bank's question that it is."""

    @property
    def where(self) -> Place:
        return self.draft.where if self.draft else self.told[0].where

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.told + self.lacks


def name_of(draft: Draft) -> str:
    """Source and place: where a draft is found again when the file is read once more."""
    where = draft.where
    return "|".join(str(part or "") for part in (where.file, where.sheet, where.row or where.line, draft.number))


def entries_of(intakes: Sequence[Intake]) -> list[Entry]:
    """The entries of all sources, in their order; what became no question stands behind those of its source."""
    found: list[Entry] = []
    names: Counter[str] = Counter()
    for intake in intakes:
        owned, loose = _by_draft(intake)
        for place, draft in enumerate(intake.drafts):
            name = name_of(draft)
            names[name] += 1
            if names[name] > 1:  # several questions glued together in one line
                name = f"{name}|{names[name]}"
            found.append(Entry(name=name, state=State.READY, draft=draft, told=tuple(owned.get(place, ()))))
        for number, finding in enumerate(loose):
            found.append(Entry(name=f"{intake.source}|?|{number}", state=State.LOST, told=(finding,)))
    return found


def _by_draft(intake: Intake) -> tuple[dict[int, list[Finding]], list[Finding]]:
    """Findings by the place of the draft that they are about, and those that are about none."""
    places: dict[_Spot, list[int]] = {}
    for n, draft in enumerate(intake.drafts):
        places.setdefault(_spot(draft.where), []).append(n)
    starts = sorted(spot for spot in places if spot[2])
    owned: dict[int, list[Finding]] = {}
    loose: list[Finding] = []
    for finding in intake.report:
        spot = _spot(finding.where)
        if spot[2] and spot not in places and finding.code not in _OF_THE_SOURCE:
            spot = _before(starts, spot) or spot
        owners = places.get(spot, ()) if spot[2] else ()
        if len(owners) > 1:
            owners = _quoted(finding, intake.drafts, owners) or owners
        for owner in owners:
            owned.setdefault(owner, []).append(finding)
        if not owners:
            loose.append(finding)
    return owned, loose


def _quoted(finding: Finding, drafts: Sequence[Draft], places: Sequence[int]) -> list[int]:
    """Which of the questions in one line a finding quotes: a whole paper may come without a line break."""
    quotes = [quote.rstrip("…") for quote in _QUOTE.findall(finding.message)]
    return [n for n in places if any(quote in str(drafts[n].plain) for quote in quotes)]


def _spot(where: Place) -> _Spot:
    return where.file or "", where.sheet or "", where.row or where.line or 0


def _before(starts: Sequence[_Spot], spot: _Spot) -> _Spot | None:
    """Where the draft begins that begins last before a place of the same sheet or text."""
    place = bisect_right(starts, spot)
    return starts[place - 1] if place and starts[place - 1][:2] == spot[:2] else None


def tone_of(entry: Entry) -> str:
    """How the table colours it: error, warning, info or nothing."""
    if entry.state in (State.LACKING, State.CONFLICTING):
        return Severity.ERROR.value
    tones = [severity.value for severity in Severity if any(f.severity is severity for f in entry.findings)]
    return tones[0] if tones and entry.state is not State.DONE else ""


def cells_of(entry: Entry) -> Iterator[str]:
    """Place, number, type, stem, key, marks, state, the worst finding."""
    plain: Mapping[str, Any] = entry.draft.plain if entry.draft else {}
    yield str(entry.where)
    yield entry.id or (entry.draft.number if entry.draft else "")
    yield say(f"label.question_type.{plain['type']}") if plain.get("type") else "—"
    yield _beginning(stem_text(plain))
    yield _beginning(key_text(plain))
    yield _amount(plain.get("marks"))
    yield label_of(entry.state)
    worst = min(entry.findings, key=lambda finding: list(Severity).index(finding.severity), default=None)
    yield _beginning(worst.message) if worst else ""


class Lines(Sequence[tuple[str, tuple[str, ...]]]):
    """Entries as rows of the table, worked out as they are looked at."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        entry = self._entries[place]
        return tone_of(entry), tuple(cells_of(entry))


def _beginning(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _amount(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value or "")


def label_of(state: State) -> str:
    return say(f"intake_panel.state.{state}")


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
            return say("intake_panel.children", count=len(value))
        case "model_answer":
            return " ".join(str(value).split())
    if isinstance(value, bool):
        return say("review_notes.right" if value else "review_notes.wrong")
    if isinstance(value, dict):
        return "，".join(f"{one}—{other}" for one, other in value.items())
    return "".join(value) if isinstance(value, list) else str(value)
