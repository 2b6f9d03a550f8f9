"""From blueprint to paper. Only `assemble_all` writes, into the folder it is given."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from authoring.bank import Bank
from authoring.bank.yaml_text import Lines, validation_findings
from authoring.errors import StorageError, UsageError
from authoring.findings import Finding, Place, Report, Severity
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
from authoring.texts import say

__all__ = [
    "assemble",
    "assemble_all",
    "blueprint_for",
    "blueprint_of",
    "form_of",
    "paper_questions",
    "read_blueprint",
    "read_paper",
]


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
