"""A bank: what is wrong with it, and what is brought into it. Only `bring` writes, into the bank it is given."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from authoring.bank import Bank
from authoring.bank.history_check import check_history
from authoring.bank.review import Desk, no_progress
from authoring.bank.yaml_text import Lines
from authoring.checks import ALL, check_questions
from authoring.checks.frame import Check, Context, QuestionCheck
from authoring.errors import AuthoringError, ConflictError
from authoring.findings import Finding, Report
from authoring.intake.bringing import Brought, bring_in
from authoring.intake.draft import Defaults, Intake, merged
from authoring.intake.plan import ImportPlan, plan_import
from authoring.questions import Question
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = [
    "Progress",
    "bring",
    "check",
    "intake",
    "placed",
]


Progress = Callable[[int, int, str], None]
"""Hears how many are done, of how many, and which."""


def check(
    bank: Bank,
    *,
    today: date,
    checks: Sequence[Check] = ALL,
    questions: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Everything that is wrong with a bank: its files, their history, then its questions.

    With `questions` only those are looked at, and the history and the checks of the bank as a whole are left out.
    """
    if questions is not None:
        checks = [check for check in checks if isinstance(check, QuestionCheck)]
    chosen = bank if questions is None else map(bank.__getitem__, questions)
    total = len(bank) if questions is None else len(questions)
    found = check_questions(_told(chosen, total, progress), Context.of(bank, today), checks)
    kept = check_history(bank) if questions is None else Report()
    return bank.report + placed(kept + found, bank)


def _told(questions: Iterable[Question], total: int, progress: Progress | None) -> Iterator[Question]:
    for done, question in enumerate(questions, start=1):
        yield question
        if progress is not None:
            progress(done, total, question.id)


def placed(report: Report, bank: Bank) -> Report:
    """The same findings with the file and the line of their question."""
    lines: dict[str, Lines] = {}

    def place(finding: Finding) -> Finding:
        question = (finding.where.question or "").split(".")[0]
        if finding.where.file or not question or (file := bank.file_of(question)) is None:
            return finding
        if question not in lines:
            lines[question] = Lines(bank.text_of(question))
        line = lines[question].at(finding.where.field or "id")
        return finding.model_copy(update={"where": finding.where.model_copy(update={"file": file, "line": line})})

    return Report.of(map(place, report))


def intake(intakes: Sequence[Intake], bank: Bank, defaults: Defaults) -> tuple[ImportPlan, Brought]:
    """What bringing intakes into a bank would change, and the new questions with their ids; nothing is written."""
    plan = plan_import(merged("", intakes), bank)
    return plan, bring_in(plan.new, bank, defaults)


def bring(
    bank: Bank, desk: Desk, plan: ImportPlan, brought: Brought, *, progress: Progress | None = None
) -> list[Question]:
    """Writes what `intake` planned, and returns the questions as they were saved: the new ones, then the changed ones.

    Pictures first, so that no question shows one that is not there; then each question through the desk. Conflicting
    and untouched questions are left alone. Raises ConflictError when all others are saved, naming those that somebody
    else saved meanwhile; StorageError when a file cannot be written.
    """
    _bring_pictures(bank, plan, brought)
    saving = [(None, question) for question in brought.questions]
    changing = [(revision.bank, revision.row) for revision in plan.changed]
    outcome = desk.save_all([*saving, *changing], progress or no_progress)
    for trouble in outcome:
        if isinstance(trouble, AuthoringError) and not isinstance(trouble, ConflictError):
            raise trouble
    saved = [made for made in outcome if not isinstance(made, AuthoringError)]
    if len(saved) < len(outcome):
        wanted = [question.id for _, question in (*saving, *changing)]
        beaten = [name for name, made in zip(wanted, outcome, strict=True) if isinstance(made, AuthoringError)]
        raise ConflictError(say("workflow.bring_beaten", saved=len(saved), ids="、".join(beaten)))
    return saved


def _bring_pictures(bank: Bank, plan: ImportPlan, brought: Brought) -> None:
    media = dict(brought.media)
    for revision in plan.changed:
        media |= revision.draft.media
    for name, data in media.items():
        path = bank.root / "media" / name
        if not (path.exists() and path.read_bytes() == data):
            write_atomically(path, data)
