"""What can be done with each draft: it is compared with the bank, and what it still lacks is said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from authoring.bank import Bank
from authoring.content import parse
from authoring.findings import Finding, Place, Severity, Voice
from authoring.intake.bringing import bring_in
from authoring.intake.draft import Defaults, Draft, Intake
from authoring.intake.plan import plan_import
from authoring.questions import Question
from authoring.widgets.intake_panel.entries import Entry, State

__all__ = ["NOWHERE", "judged", "known_stems"]

NOWHERE = "D00"
"""The knowledge point of drafts that name none, while nobody has chosen one for them."""
INCOMPLETE = "I190"
"""Code of the finding that a draft lacks a field of a question."""
_OWN = frozenset(("id", "status", "version", "author"))
_VOICE = Voice("intake_panel")


def known_stems(bank: Bank) -> dict[str, str]:
    """The id of a question of the bank by its type and stem: a file that is taken in again must not double it."""
    frame = bank.to_frame()
    return {
        _asked(kind, stem): name for name, kind, stem in zip(frame.index, frame["type"], frame["stem"], strict=True)
    }


def _asked(kind: str, stem: str) -> str:
    return f"{kind} {''.join(stem.split())}"


def judged(
    entries: Sequence[Entry], bank: Bank, defaults: Defaults, stems: Mapping[str, str] = MappingProxyType({})
) -> list[Entry]:
    """The entries with their states, and with what keeps them out of the bank. Nothing is written."""
    compared = [_compared(entry, bank) for entry in entries]
    new = [entry.draft for entry in compared if entry.draft and entry.state is State.READY]
    brought = bring_in(new, bank, defaults)
    left = {id(draft) for draft in brought.left}
    complete = (draft for draft in new if id(draft) not in left)
    made = {id(draft): question for draft, question in zip(complete, brought.questions, strict=True)}
    lacks: dict[Place, list[Finding]] = defaultdict(list)
    for finding in brought.report:
        lacks[finding.where.model_copy(update={"field": None, "column": None})].append(finding)

    def settled(entry: Entry) -> Entry:
        if entry.draft is None or entry.state is not State.READY:
            return entry
        found, question = lacks[entry.draft.where], made.get(id(entry.draft))
        twin = stems.get(_asked(question.type, parse(question.stem).text())) if question else None
        if question and twin and twin in bank:
            if _same(entry.draft, question, bank[twin]):
                return _as(entry, State.UNTOUCHED, []).model_copy(update={"id": twin})
            if _shows_the_same(question, bank[twin]) and (revised := _revised(entry, entry.draft, bank, twin)):
                return revised
            found = [*found, _VOICE.doubtful("I192", entry.draft.where, id=twin)]
        return _completed(entry, entry.draft, defaults, found, is_left=question is None)

    return [settled(entry) for entry in compared]


def _same(draft: Draft, question: Question, twin: Question) -> bool:
    """Whether the bank's question says all that the draft says."""
    said, held = question.data(), twin.data()
    return all(said.get(name) == held.get(name) for name in draft.plain if name not in _OWN)


def _shows_the_same(question: Question, twin: Question) -> bool:
    """Whether two questions of one stem are one: many stems only say “which of these is right”."""
    return _shown(question) == _shown(twin)


def _shown(question: Question) -> list[str]:
    return sorted("".join(text.split()) for text in question.candidate_texts().values())


def _revised(entry: Entry, draft: Draft, bank: Bank, twin: str) -> Entry | None:
    """What the bank has with another key, say: nobody knows which is newer, so that the author chooses."""
    same = draft.model_copy(update={"plain": draft.plain | {"id": twin}})
    revision = next(iter(plan_import(Intake(source="", drafts=(same,)), bank).changed), None)
    if revision is None:
        return None
    told = [_VOICE.doubtful("I193", draft.where, id=twin)]
    return _as(entry, State.CONFLICTING, told).model_copy(update={"revision": revision, "id": twin})


def _compared(entry: Entry, bank: Bank) -> Entry:
    """What the bank says of it: READY is new to the bank."""
    if entry.draft is None:
        return entry
    plan = plan_import(Intake(source="", drafts=(entry.draft,)), bank)
    for state, revisions in ((State.CHANGED, plan.changed), (State.CONFLICTING, plan.conflicting)):
        for revision in revisions:
            return _as(entry, state, plan.report).model_copy(update={"revision": revision, "id": revision.bank.id})
    for name in plan.untouched:
        return _as(entry, State.UNTOUCHED, plan.report).model_copy(update={"id": name})
    return _as(entry, State.READY if plan.new else State.LACKING, plan.report)


def _completed(entry: Entry, draft: Draft, defaults: Defaults, found: Sequence[Finding], *, is_left: bool) -> Entry:
    """What a question has to say that is new to the bank. Several in one line share their place."""
    is_pointless = defaults.knowledge_point == NOWHERE and not draft.plain.get("knowledge_points")
    if not (is_pointless or is_left):
        return _as(entry, State.READY, [each for each in found if each.severity is not Severity.ERROR])
    # What its source has told already, it tells in better words than the missing field.
    is_told = any(each.severity is Severity.ERROR for each in entry.told)
    rest = [each for each in found if not (is_told and each.code == INCOMPLETE)]
    pointless = [_VOICE.wrong("I191", draft.where)] if is_pointless else []
    return _as(entry, State.LACKING, [*pointless, *rest])


def _as(entry: Entry, state: State, found: Iterable[Finding]) -> Entry:
    return entry.model_copy(update={"state": state, "lacks": (*entry.lacks, *found)})
