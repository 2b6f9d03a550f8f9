"""What bringing an intake into a bank would do: new, changed, conflicting and untouched questions.

An id decides which question of the bank a draft is; the fingerprint that an export wrote beside it decides who changed
what since. Status and version are the bank's own business and no change.
"""

from pydantic import ValidationError

from authoring.bank import Bank
from authoring.bank.changes import Change, changes
from authoring.bank.yaml_text import Lines, validation_findings
from authoring.findings import Finding, Report
from authoring.intake.draft import Draft, Intake
from authoring.intake.excel.faults import fault
from authoring.questions import Question, question_from
from authoring.records import Record

__all__ = ["ImportPlan", "Revision", "plan_import"]


class Revision(Record):
    """A question that the bank has and a draft changes."""

    draft: Draft
    bank: Question
    """As the bank has it now."""
    row: Question
    """As the draft has it; status and version as in the bank."""

    @property
    def fields(self) -> tuple[Change, ...]:
        """What differs, side by side: `old` is the bank's, `new` the draft's."""
        return changes(self.bank, self.row)


class ImportPlan(Record):
    """What would happen."""

    new: tuple[Draft, ...] = ()
    """Drafts without an id, or with one that the bank does not have."""
    changed: tuple[Revision, ...] = ()
    conflicting: tuple[Revision, ...] = ()
    """Changed in the bank since the export, and in the row too: people decide."""
    untouched: tuple[str, ...] = ()
    """Ids of the questions that the draft leaves as they are."""
    report: Report = Report()
    """The intake's own findings and those of the comparison."""


def plan_import(intake: Intake, bank: Bank) -> ImportPlan:
    """Compares every draft with the bank. Nothing is written."""
    new: list[Draft] = []
    changed: list[Revision] = []
    conflicting: list[Revision] = []
    untouched: list[str] = []
    findings: list[Finding] = []
    for draft in intake.drafts:
        name = str(draft.plain.get("id", ""))
        if not name or name not in bank:
            if name and draft.exported:
                findings.append(fault("I244", draft.where, id=name))
            new.append(draft)
            continue
        present = bank[name]
        row, problems = _as_row(draft, present)
        findings += problems
        if row is None:
            continue
        now, read = present.content_fingerprint(), row.content_fingerprint()
        if read in (now, draft.exported):
            untouched.append(name)
        elif draft.exported in ("", now):
            changed.append(Revision(draft=draft, bank=present, row=row))
        else:
            conflicting.append(Revision(draft=draft, bank=present, row=row))
            findings.append(fault("I247", draft.where, id=name))
    return ImportPlan(
        new=tuple(new),
        changed=tuple(changed),
        conflicting=tuple(conflicting),
        untouched=tuple(untouched),
        report=intake.report + Report.of(findings),
    )


def _as_row(draft: Draft, present: Question) -> tuple[Question | None, list[Finding]]:
    """The question that the draft says. An export holds it whole; another table only the fields that it has."""
    kept = {"status": present.status.value, "version": present.version}
    plain = draft.plain | kept
    if not draft.exported and plain.get("type") == present.type:
        plain = present.data() | plain
    try:
        return question_from(plain), []
    except ValidationError as error:
        found = validation_findings(
            error, file=draft.where.file or "", lines=Lines(""), question=present.id, code="I190"
        )
        placed = [
            finding.model_copy(update={"where": draft.where.model_copy(update={"field": finding.where.field})})
            for finding in found
        ]
        return None, placed
