"""The verbs: check, assemble, preview, package. They return records and bytes, and neither print nor write; only
`bring` writes, into the bank it is given, and `assemble_all`, into the folder it is given.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from authoring.bank import Bank
from authoring.bank.history_check import check_history
from authoring.bank.review import Desk, no_progress
from authoring.bank.uses import Use, questions_using, who_uses
from authoring.bank.yaml_text import Lines, validation_findings
from authoring.checks import ALL, check_questions
from authoring.checks.frame import Check, Context, QuestionCheck
from authoring.errors import AuthoringError, ConflictError, StorageError, UsageError
from authoring.export.formats import by_domain, export, export_form, suffix
from authoring.export.formats.qti import PLAIN, QtiChoices
from authoring.export.package import BankState, build_package
from authoring.export.reader import open_package
from authoring.export.signing import SigningKey
from authoring.findings import Finding, Place, Report, Severity
from authoring.intake.bringing import Brought, bring_in
from authoring.intake.draft import Defaults, Intake, merged
from authoring.intake.plan import ImportPlan, plan_import
from authoring.jobs.engines import run_jobs
from authoring.jobs.job import Job, JobResult, JobState
from authoring.papers.assembly import Assembly
from authoring.papers.assembly import assemble as _assemble
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import load_blueprint
from authoring.papers.engine.watch import Standing
from authoring.papers.paper import Form, Paper
from authoring.papers.statistics import ItemStatistics
from authoring.questions import Question
from authoring.records import canonical_json, sha256_hex
from authoring.rendering.candidate import candidate_paper, media_of
from authoring.rendering.pages import candidate_page, review_page, sample_line
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product, printed
from authoring.rendering.review_notes import review_paper
from authoring.sessions.rules import ExamSession
from authoring.sessions.store import load_session
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = [
    "Built",
    "Preview",
    "assemble",
    "assemble_all",
    "bank_state",
    "blueprint_for",
    "blueprint_of",
    "bring",
    "check",
    "export_as",
    "form_of",
    "intake",
    "package",
    "paper_questions",
    "placed",
    "preview",
    "print_paper",
    "read_blueprint",
    "read_paper",
    "read_session",
    "uses",
]


Progress = Callable[[int, int, str], None]
"""Hears how many are done, of how many, and which."""


@dataclass(frozen=True)
class Preview:
    """The pages of one form: what a candidate sees, and the same beside key, rationale, sources and findings."""

    form: str
    candidate: str
    review: str


@dataclass(frozen=True)
class Built:
    """A finished package, the QTI content package of each form, and what could not be carried."""

    package: bytes
    qti3: dict[str, bytes]
    report: Report


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


def blueprint_of(bank: Bank, name: str) -> Path:
    """A blueprint by path or by its name in the bank (`intermediate`). Raises UsageError naming those there are."""
    path = Path(name)
    known = bank.blueprints()
    found = path if path.is_file() else next((file for file in known if name in (file.stem, file.name)), None)
    if found is None:
        names = "、".join(file.stem for file in known) or "—"
        raise UsageError(say("workflow.unknown_blueprint", name=name, known=names))
    return found


def read_blueprint(bank: Bank, name: str) -> tuple[Blueprint | None, Report]:
    return load_blueprint(blueprint_of(bank, name), bank.syllabus)


def assemble(
    bank: Bank,
    blueprint: Blueprint,
    *,
    seed: int,
    paper_id: str | None = None,
    statistics: Mapping[str, ItemStatistics] | None = None,
    progress: Callable[[str], None] | None = None,
    standing: Callable[[Standing], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Assembly:
    """Parallel forms that satisfy every row of the blueprint, or why there are none.

    `paper_id` names the paper (default: the blueprint's id and the seed). `statistics`, `progress`, `standing` and
    `stop`: see `authoring.papers.assembly.assemble`.
    """
    return _assemble(
        blueprint,
        bank,
        seed=seed,
        paper_id=paper_id,
        syllabus=bank.syllabus,
        statistics=statistics,
        progress=progress,
        standing=standing,
        stop=stop,
    )


def assemble_all(
    jobs: Sequence[Job],
    out: Path,
    *,
    engine: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    again: bool = False,
    told: Callable[[JobResult], None] | None = None,
) -> tuple[JobResult, ...]:
    """The papers of independent jobs, each in a folder of its own below `out`; the results in the order of the jobs.

    The files are the same wherever the jobs run: `local` (here, one after another), `processes`, `dask` (at the address
    `scheduler`, or processes of this computer), or the name of a backend registered with joblib. `workers` defaults to
    what there is. A job that an earlier run finished from the same inputs is left as it is, unless `again`. `told`
    hears each result when it is there. Interrupted, it returns what is done, the other jobs being OPEN.
    Raises UsageError for an unknown engine or an unreachable scheduler.
    """
    results: dict[str, JobResult] = {}
    try:
        asked = run_jobs(jobs, out, engine=engine, workers=workers, scheduler=scheduler, again=again)
        with closing(asked) as running:
            for result in running:
                results[result.job.folder] = result
                if told:
                    told(result)
    except KeyboardInterrupt:
        pass
    return tuple(results.get(job.folder, JobResult(job=job, state=JobState.OPEN)) for job in jobs)


def read_paper(path: Path) -> Paper:
    """An assembled paper from its JSON file. Raises StorageError."""
    try:
        return Paper.model_validate_json(path.read_bytes())
    except OSError as problem:
        raise StorageError(say("workflow.bad_paper", path=path, reason=problem.strerror)) from problem
    except ValidationError as error:
        found = validation_findings(error, file=path.name, lines=Lines(""), model=Paper)
        reason = "；".join(f"{finding.where.field} {finding.message}" for finding in found[:5])
        raise StorageError(say("workflow.bad_paper", path=path, reason=reason)) from error


def blueprint_for(bank: Bank, paper: Paper) -> Blueprint:
    """The bank's blueprint that a paper was made from. Raises UsageError when it is gone or has been changed since."""
    plans = (read_blueprint(bank, path.stem)[0] for path in bank.blueprints())
    known = {plan.fingerprint(): plan for plan in plans if plan is not None and plan.id == paper.blueprint}
    found = known.get(paper.blueprint_fingerprint)
    if found is None:
        raise UsageError(say("workflow.blueprint_gone", paper=paper.id, blueprint=paper.blueprint))
    return found


def read_session(path: Path) -> tuple[ExamSession | None, Report]:
    """Session rules from their YAML file."""
    if not path.is_file():
        raise UsageError(say("workflow.unknown_session", path=path))
    return load_session(path)


def paper_questions(bank: Bank, paper: Paper) -> tuple[dict[str, Question], Report]:
    """The questions of a paper; a question that has been edited or removed since is a finding."""
    wanted = {item.question: item for form in paper.forms for item in form.items}
    questions: dict[str, Question] = {}
    findings = []
    for name, item in sorted(wanted.items()):
        if name not in bank:
            findings.append(_finding("P301", name, "gone", id=name))
            continue
        questions[name] = bank[name]
        if questions[name].fingerprint() != item.question_fingerprint:
            findings.append(_finding("P302", name, "edited", id=name, was=item.version, now=questions[name].version))
    return questions, Report.of(findings)


def _finding(code: str, question: str, text: str, **values: object) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        where=Place(question=question),
        message=say(f"workflow.{text}.message", **values),
        hint=say(f"workflow.{text}.hint"),
    )


def form_of(paper: Paper, name: str) -> Form:
    """A form by its name. Raises UsageError naming those there are."""
    found = next((form for form in paper.forms if form.name == name), None)
    if found is None:
        raise UsageError(say("workflow.unknown_form", name=name, known="、".join(form.name for form in paper.forms)))
    return found


def preview(
    bank: Bank,
    paper: Paper,
    questions: Mapping[str, Question],
    form: Form,
    *,
    report: Report = Report(),
) -> Preview:
    """The candidate's page of a form, and the reviewer's page around it with the findings of `report`."""
    view = candidate_paper(paper, form, questions)
    secret = (address for item in form.items for address in questions[item.question].media)
    media = {address.removeprefix("media/"): bank.media(address) for address in (*media_of(form, questions), *secret)}
    page = candidate_page(view, line=sample_line(), media=media)
    notes = review_paper(paper, form, questions, bank.references, bank.syllabus, report)
    return Preview(form=form.name, candidate=page, review=review_page(page, notes, media=media))


def bank_state(bank: Bank) -> BankState:
    """Which bank, and the fingerprint over all its questions."""
    prints = bank.to_frame()["fingerprint"].to_dict()
    return BankState(id=bank.info.id, fingerprint=sha256_hex(canonical_json(prints).encode()))


def package(
    bank: Bank, paper: Paper, questions: Mapping[str, Question], session: ExamSession, key: SigningKey
) -> Built:
    """The signed exam package, and out of it each form's scoring QTI package; empty where there are errors."""
    data, report = build_package(paper, questions, session, bank.media, bank_state(bank), key)
    made = open_package(data) if report.passed else None
    qti3 = {form.name: made.qti(form.name, with_keys=True) for form in paper.forms} if made else {}
    return Built(package=data, qti3=qti3, report=report)


def export_as(
    bank: Bank, format_: str, paper: Paper | None = None, forms: Sequence[str] = (), choices: QtiChoices = PLAIN
) -> tuple[dict[str, bytes], Report]:
    """Files by name: the whole bank, or each of the paper's forms (or those named), in a format of `FORMATS` or QTI.

    The report tells what the format cannot carry; where it holds an error there are no files. Raises UsageError for an
    unknown format or form, and for QTI without a paper.
    """
    if paper is None:
        data, report = export(format_, by_domain(bank, bank.syllabus.names), bank.media)
        return ({f"{bank.info.id}{suffix(format_)}": data} if report.passed else {}), report
    questions, report = paper_questions(bank, paper)
    files: dict[str, bytes] = {}
    for name in forms or [form.name for form in paper.forms] if report.passed else ():
        data, told = export_form(format_, paper, form_of(paper, name), questions, bank.media, choices)
        files[f"{paper.id}-{name}{suffix(format_)}"] = data
        report += told
    return (files if report.passed else {}), Report.of(dict.fromkeys(report))


def print_paper(
    bank: Bank,
    paper: Paper,
    forms: Sequence[str] = (),
    *,
    layout: PrintLayout = PrintLayout.A4,
    products: Collection[Product] = (Product.PAPER,),
    kinds: Collection[PrintKind] = (PrintKind.PDF,),
) -> tuple[dict[str, bytes], Report]:
    """Printed papers, answer sheets, keys and marking guides by file name, of all forms or those named.

    The report tells what is printed otherwise than shown; where it holds an error there are no files. Raises UsageError
    for an unknown form.
    """
    questions, report = paper_questions(bank, paper)
    files: dict[str, bytes] = {}
    for form in [form_of(paper, name) for name in forms] or paper.forms if report.passed else ():
        made, told = printed(paper, form, questions, bank.media, layout=layout, products=products, kinds=kinds)
        files |= made
        report += told
    return (files if report.passed else {}), Report.of(dict.fromkeys(report))


def uses(bank: Bank, key: str, files: Sequence[Path] = ()) -> list[Use]:
    """Everything that rests on a reference: questions, templates, and the papers and packages among `files`.

    A paper is judged by the bank's questions, a package by the questions within it. A folder stands for what it holds.
    Raises StorageError, PackageError or UsageError for a file that is neither.
    """
    found = who_uses(bank, key)
    named = {use.id for use in found if use.kind == "question"}
    for file in _made_files(files):
        if file.suffix == ".json":
            paper = read_paper(file)
            via = sorted({item.question for form in paper.forms for item in form.items} & named)
            found += [Use(kind="paper", id=paper.id, via=name, file=str(file)) for name in via]
        else:
            packed = open_package(file)
            inside = questions_using(packed.questions.values(), bank.references, key)
            found += [Use(kind="package", id=packed.manifest.id, via=use.id, file=str(file)) for use in inside]
    return found


def _made_files(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.name.endswith((".paper.json", ".dcexam.zip")))
        elif path.suffix in {".json", ".zip"}:
            yield path
        else:
            raise UsageError(say("workflow.neither_paper_nor_package", path=path))
