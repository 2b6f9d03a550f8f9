"""Drafts → questions of a bank: ids, what their source did not say, and what still keeps a draft out."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic import Field

from authoring.bank import Bank
from authoring.findings import Finding, Report
from authoring.intake.draft import MARKS, SECONDS, Defaults, Draft, completed
from authoring.intake.excel.faults import fault
from authoring.intake.notation import plain_number
from authoring.questions import Question
from authoring.records import Record
from authoring.texts import say

__all__ = ["Brought", "bring_in"]


class Brought(Record):
    """Questions ready to be saved; nothing is written yet."""

    questions: tuple[Question, ...] = ()
    media: dict[str, bytes] = Field(default_factory=dict)
    """Pictures for the bank's `media/`, by name."""
    left: tuple[Draft, ...] = ()
    """Drafts that lack what a question needs; the report says what."""
    report: Report = Report()


def bring_in(drafts: Iterable[Draft], bank: Bank, defaults: Defaults) -> Brought:
    """New questions with status `draft`. An id that a draft brings stays its own, if the bank does not have it."""
    ids = _Ids(bank)
    questions: list[Question] = []
    media: dict[str, bytes] = {}
    left: list[Draft] = []
    findings: list[Finding] = []
    for draft in drafts:
        plain, told = _filled(draft, defaults)
        identity = ids.given(str(plain.get("id", "")), _domain(plain, defaults))
        question, problems = completed(draft.model_copy(update={"plain": plain}), identity, defaults)
        if question is None:
            left.append(draft)
            findings += problems
            continue
        ids.take(identity)
        questions.append(question)
        media |= draft.media
        findings += told
    return Brought(questions=tuple(questions), media=media, left=tuple(left), report=Report.of(findings))


class _Ids:
    """New ids, counted on from the bank's without looking at it again for each."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._taken = set(bank.ids)
        self._next: dict[str, int] = {}

    def given(self, own: str, domain: str) -> str:
        """The draft's own id if it is free, else the next one of the domain."""
        if own and own not in self._taken:
            return own
        if domain not in self._next:
            self._next[domain] = int(self._bank.new_id(domain).rpartition("-")[2])
        start = f"{self._bank.info.id_prefix}-{domain}-"
        while f"{start}{self._next[domain]:03d}" in self._taken:
            self._next[domain] += 1
        return f"{start}{self._next[domain]:03d}"

    def take(self, identity: str) -> None:
        self._taken.add(identity)


def _domain(plain: dict[str, Any], defaults: Defaults) -> str:
    points = plain.get("knowledge_points") or [defaults.knowledge_point]
    return str(points[0]).partition("-")[0]


def _filled(draft: Draft, defaults: Defaults) -> tuple[dict[str, Any], list[Finding]]:
    """What is filled in because nearly no source says it; each is told, and the question stays a draft."""
    plain = dict(draft.plain)
    findings: list[Finding] = []
    if plain.get("type") == "case":
        children = []
        for child in plain.get("children", ()):
            inner, told = _filled(draft.model_copy(update={"plain": child}), defaults)
            kind = str(inner.get("type"))
            usual = {"cognitive": "understand", "difficulty": defaults.difficulty}
            usual |= {"marks": MARKS.get(kind, 1), "seconds": SECONDS.get(kind, 60)}
            children.append(usual | inner)
            findings += told
        return plain | {"children": children}, findings
    if plain.get("type") == "numeric" and "value" in plain and "tolerance" not in plain:
        reach = plain_number(Decimal(5).scaleb(_exponent(plain["value"]) - 1))
        plain["tolerance"] = {"absolute": reach}
        findings.append(fault("I245", draft.where, reach=reach))
    if plain.get("type") == "short_answer" and "model_answer" in plain and "rubric" not in plain:
        marks = plain.setdefault("marks", MARKS["short_answer"])
        plain["rubric"] = [{"text": say("intake_excel.written.whole_answer"), "marks": marks}]
        findings.append(fault("I246", draft.where, marks=marks))
    return plain, findings


def _exponent(value: float) -> int:
    """Of the last decimal that is written: -2 for 12.35, 0 for 12."""
    exponent = Decimal(repr(value)).as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0
