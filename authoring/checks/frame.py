"""The frame: a check is a class that looks at one question, or at all of them, and says what troubles it.

A check names its code, severity and subject; its Chinese manual (summary, why, a bad and a better example, message, hint)
stands in the texts under `checks.<code>`, its pass and fail cases in `tests/checks/cases/<code>.yaml`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from authoring.bank import Bank
from authoring.bank.references import References
from authoring.bank.syllabus import Syllabus
from authoring.content import parse
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions import Question
from authoring.texts import say

__all__ = ["BankCheck", "Check", "Context", "QuestionCheck", "Reading", "Subject", "Trouble", "run"]


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

    @classmethod
    def of(cls, bank: Bank, today: date) -> "Context":
        def media(address: str) -> bytes | None:
            path = bank.root / "media" / address.removeprefix("media/")
            return path.read_bytes() if path.is_file() and path.parent == bank.root / "media" else None

        return cls(bank.syllabus, bank.references, media, today)


class Reading:
    """A question with its texts read once, for all checks."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def candidate(self) -> dict[str, str]:
        """Plain text of what candidates see, by field path."""
        return {path: parse(text).text() for path, text in self.question.candidate_texts().items()}

    @cached_property
    def secret(self) -> dict[str, str]:
        """Plain text of what only authors see, by field path."""
        return {path: parse(text).text() for path, text in self.question.secret_texts().items()}

    @cached_property
    def plain(self) -> dict[str, str]:
        """Both."""
        return self.candidate | self.secret


class Trouble(NamedTuple):
    """What a check found: the field, and the values for its message and hint."""

    field: str
    values: dict[str, object]
    question: str | None = None
    """For bank-wide checks: the question it is about, if it is about one."""


class Check(ABC):
    code: ClassVar[str]
    severity: ClassVar[Severity]
    subject: ClassVar[Subject]

    def finding(self, trouble: Trouble, question: str | None) -> Finding:
        return Finding(
            code=self.code,
            severity=self.severity,
            where=Place(question=trouble.question or question, field=trouble.field or None),
            message=say(f"checks.{self.code}.message", **trouble.values),
            hint=say(f"checks.{self.code}.hint", **trouble.values),
        )


class QuestionCheck(Check):
    """Looks at one question at a time."""

    @abstractmethod
    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        """Everything that troubles this check in the question."""


class BankCheck(Check):
    """Looks at all questions together."""

    @abstractmethod
    def examine(self, readings: Sequence[Reading], context: Context) -> Iterator[Trouble]:
        """Everything that troubles this check in the questions together."""


def trouble(field: str = "", question: str | None = None, **values: Any) -> Trouble:
    return Trouble(field, values, question)


def run(questions: Iterable[Question], context: Context, checks: Sequence[Check]) -> Report:
    """Everything the checks find; findings that a question answers for (`suppress`) are left out.

    A suppression that suppresses nothing is itself a finding (C001).
    """
    single = [check for check in checks if isinstance(check, QuestionCheck)]
    together = [check for check in checks if isinstance(check, BankCheck)]
    readings = [Reading(question) for question in questions]
    findings = [c.finding(t, r.question.id) for r in readings for c in single for t in c.examine(r, context)]
    findings += (c.finding(t, None) for c in together for t in c.examine(readings, context))
    return Report.of(_answered_for(findings, [reading.question for reading in readings], {check.code for check in checks}))


def _answered_for(findings: list[Finding], questions: Sequence[Question], ran: set[str]) -> Iterator[Finding]:
    wanted = {(question.id, entry.code) for question in questions for entry in question.suppress}
    met = {(finding.where.question, finding.code) for finding in findings}
    yield from (finding for finding in findings if (finding.where.question, finding.code) not in wanted)
    for question, code in sorted(wanted - met):
        if code in ran:
            yield Finding(
                code="C001",
                severity=Severity.INFO,
                where=Place(question=question, field="suppress"),
                message=say("checks.C001.message", code=code),
                hint=say("checks.C001.hint"),
            )
