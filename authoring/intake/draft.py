"""What an intake understood: drafts, and a report of everything that was not carried over or is doubtful.

A draft holds plain data in the form of a question file, as far as the source gives it: `type`, `stem`, `options`,
`key`, `marks`, `rationale` … What a source cannot know (id, level, knowledge points) comes from `Defaults` when drafts
become questions.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import Field, ValidationError

from authoring.bank.yaml_text import Lines, validation_findings
from authoring.findings import Finding, Place, Report
from authoring.questions import Level, Question, question_from
from authoring.records import Record

__all__ = ["Defaults", "Draft", "Intake", "common_fields", "completed"]


class Draft(Record):
    """One question as a source gives it."""

    where: Place
    """Where it stands in the source: file with sheet and row, or with line, or paragraph."""
    plain: dict[str, Any]
    """Plain data in the form of a question file; fields the source does not give are missing."""
    media: dict[str, bytes] = Field(default_factory=dict)
    """Pictures that its texts address as `media/<name>`."""
    section: str = ""
    """Heading it stood under, such as `一、单选题`."""
    number: str = ""
    """Number it had in the source."""
    exported: str = ""
    """Content fingerprint of the bank's question that this row was exported from."""


class Intake(Record):
    """Everything that one source gave."""

    source: str
    """Name of the file, or of the paste."""
    drafts: tuple[Draft, ...] = ()
    report: Report = Report()


class Defaults(Record):
    """What drafts get that their source did not say."""

    level: Level = Level.JUNIOR
    knowledge_point: str
    """A point or, while the author has not chosen, a domain."""
    difficulty: int = 3
    author: str = ""
    tags: tuple[str, ...] = ()


SECONDS = {
    "single_choice": 50,
    "multiple_choice": 75,
    "true_false": 30,
    "blanks": 60,
    "numeric": 240,
    "matching": 90,
    "ordering": 80,
    "short_answer": 450,
}
"""Expected seconds by type where the source says none, as in the shipped bank."""

MARKS = {"multiple_choice": 2, "blanks": 2, "numeric": 5, "matching": 2, "ordering": 2, "short_answer": 10}


def completed(draft: Draft, identity: str, defaults: Defaults) -> tuple[Question | None, list[Finding]]:
    """The draft as a question with status `draft`, or None and what it still lacks."""
    plain = common_fields(draft.plain, defaults) | draft.plain | {"id": identity, "status": "draft"}
    try:
        return question_from(plain), []
    except ValidationError as error:
        source = draft.where.file or ""
        found = validation_findings(error, file=source, lines=Lines(""), question=identity, code="I190")
        return None, [_at(finding, draft.where) for finding in found]


def common_fields(plain: dict[str, Any], defaults: Defaults) -> dict[str, Any]:
    """What a question has besides what its source says."""
    kind = str(plain.get("type"))
    common: dict[str, Any] = {
        "level": defaults.level.value,
        "knowledge_points": [defaults.knowledge_point],
        "cognitive": "understand",
        "difficulty": defaults.difficulty,
        "author": defaults.author,
        "tags": list(defaults.tags),
    }
    if kind != "case":
        common |= {"marks": MARKS.get(kind, 1), "seconds": SECONDS.get(kind, 60)}
    return common


def _at(finding: Finding, where: Place) -> Finding:
    return finding.model_copy(update={"where": where.model_copy(update={"field": finding.where.field})})


def merged(source: str, parts: Iterable[Intake]) -> Intake:
    """Several intakes of one source as one, in order."""
    drafts: list[Draft] = []
    report = Report()
    for part in parts:
        drafts += part.drafts
        report += part.report
    return Intake(source=source, drafts=tuple(drafts), report=report)
