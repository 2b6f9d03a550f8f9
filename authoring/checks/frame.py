"""The frame: a check is a class that looks at one question, or at all of them, and says what troubles it.

A check names its code, severity and subject; its Chinese manual (title, summary, why, a bad and a better example,
message, hint) stands in the texts under `checks.<code>`, its cases in `tests/checks/cases/<code>.yaml`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, ClassVar, NamedTuple, TypeVar

from authoring.bank import Bank
from authoring.bank.references import References
from authoring.bank.syllabus import Point, Syllabus
from authoring.checks.digest import Digest, digest
from authoring.checks.reading import Reading
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions import Question, Status
from authoring.texts import say

__all__ = [
    "UNUSED",
    "BankCheck",
    "Check",
    "Context",
    "QuestionCheck",
    "Reading",
    "Subject",
    "Trouble",
    "run",
    "trouble",
]

UNUSED = "C001"
"""The finding that a suppression suppresses nothing."""

_Made = TypeVar("_Made")


class Subject(StrEnum):
    """What a check is about; also the first letter of its code: S, W, F, K."""

    STRUCTURE = "structure"
    WORDING = "wording"
    FACTS = "facts"
    BANK = "bank"


class Context:
    """What checks may look up besides the questions."""

    def __init__(
        self,
        syllabus: Syllabus,
        references: References,
        media: Callable[[str], bytes | None],
        today: date,
    ) -> None:
        self.syllabus = syllabus
        self.references = references
        self.media = media
        """The bytes of a picture by its address (`media/x.svg`), None when it is not there."""
        self.today = today
        self.resolve = cache(references.resolve)
        """What a source key means, None for an unknown one."""
        self._made: dict[Callable[[Context], Any], Any] = {}

    @classmethod
    def of(cls, bank: Bank, today: date) -> "Context":
        def media(address: str) -> bytes | None:
            path = bank.root / "media" / address.removeprefix("media/")
            return path.read_bytes() if path.is_file() and path.parent == bank.root / "media" else None

        return cls(bank.syllabus, bank.references, media, today)

    @cached_property
    def points(self) -> dict[str, Point]:
        """Knowledge points of the syllabus by code."""
        return self.syllabus.points

    def once(self, make: Callable[["Context"], _Made]) -> _Made:
        """What `make` computes from this context, computed at the first call: compiled patterns, judged pictures."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _Made = self._made[make]
        return made


class Trouble(NamedTuple):
    """What a check found: the field, and the values for its message and hint."""

    field: str
    values: dict[str, object]
    question: str | None = None
    """For bank-wide checks: the question it is about, if it is about one."""
    severity: Severity | None = None
    """Where it differs from the check's own."""


def trouble(
    field: str = "", *, question: str | None = None, severity: Severity | None = None, **values: object
) -> Trouble:
    return Trouble(field, values, question, severity)


class Check(ABC):
    code: ClassVar[str]
    severity: ClassVar[Severity]
    subject: ClassVar[Subject]

    def finding(self, found: Trouble, question: str | None) -> Finding:
        return Finding(
            code=self.code,
            severity=found.severity or self.severity,
            where=Place(question=found.question or question, field=found.field or None),
            message=say(f"checks.{self.code}.message", **found.values),
            hint=say(f"checks.{self.code}.hint", **found.values),
        )


class QuestionCheck(Check):
    """Looks at one question at a time."""

    @abstractmethod
    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        """Everything that troubles this check in the question."""


class BankCheck(Check):
    """Looks at all questions together."""

    @abstractmethod
    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        """Everything that troubles this check in the questions together."""


class _Answered(NamedTuple):
    """A suppression: of `code`, in the question's fields that begin with `prefix`."""

    question: str
    prefix: str
    code: str


def run(questions: Iterable[Question], context: Context, checks: Sequence[Check]) -> Report:
    """Everything the checks find; findings that a question answers for (`suppress`) are left out.

    Questions are read one at a time and retired ones are passed over. A suppression that suppresses nothing is itself a
    finding (C001).
    """
    single = [check for check in checks if isinstance(check, QuestionCheck)]
    together = [check for check in checks if isinstance(check, BankCheck)]
    findings: list[Finding] = []
    digests: list[Digest] = []
    answered: list[_Answered] = []
    for question in questions:
        if question.status is Status.RETIRED:
            continue
        reading = Reading(question)
        findings += (check.finding(found, question.id) for check in single for found in check.examine(reading, context))
        answered += _answered(reading)
        if together:
            digests.append(digest(reading))
    findings += (check.finding(found, None) for check in together for found in check.examine(digests, context))
    return Report.of(_unanswered(findings, answered, {check.code for check in checks}))


def _answered(reading: Reading) -> Iterator[_Answered]:
    """The question's own suppressions, and those of a case's children for their fields."""
    question = reading.question
    yield from (_Answered(question.id, "", entry.code) for entry in question.suppress)
    yield from (
        _Answered(question.id, prefix, entry.code)
        for prefix, part in reading.parts
        if prefix
        for entry in part.suppress
    )


def _unanswered(findings: list[Finding], answered: list[_Answered], ran: set[str]) -> Iterator[Finding]:
    wanted: dict[tuple[str, str], list[_Answered]] = {}
    for entry in answered:
        wanted.setdefault((entry.question, entry.code), []).append(entry)
    met = set()
    for finding in findings:
        entries = wanted.get((finding.where.question or "", finding.code), [])
        by = [entry for entry in entries if (finding.where.field or "").startswith(entry.prefix)]
        met.update(by)
        if not by:
            yield finding
    yield from (_unused(entry) for entry in answered if entry not in met and entry.code in ran)


def _unused(entry: _Answered) -> Finding:
    return Finding(
        code=UNUSED,
        severity=Severity.INFO,
        where=Place(question=entry.question, field=f"{entry.prefix}suppress"),
        message=say(f"checks.{UNUSED}.message", code=entry.code),
        hint=say(f"checks.{UNUSED}.hint"),
    )
