"""Running one job: reads the bank, assembles, writes the job's own folder. The same on every engine."""

import time
from pathlib import Path

from pydantic import ValidationError

from authoring import __version__
from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.errors import AuthoringError
from authoring.findings import Report, Voice
from authoring.jobs.job import Done, Job, JobResult, JobState
from authoring.papers.assembly import Assembly, assemble
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import load_blueprint
from authoring.records import canonical_json, sha256_hex
from authoring.rendering.report import assembly_report
from authoring.storage import write_atomically

__all__ = ["DONE_FILE", "broken_off", "run_job"]

DONE_FILE = "job.json"
REPORT_FILE = "assembly.html"
_VOICE = Voice("jobs")


def run_job(job: Job, out: Path, *, again: bool = False) -> JobResult:
    """Makes the paper of a job in `out/<folder>`, or leaves what an earlier run made from the same inputs.

    Never raises: whatever goes wrong is this job's result, and the other jobs go on. Equal inputs give equal files.
    """
    started = time.process_time()
    try:
        result = _run(job, out / job.folder, again)
    except Exception as problem:  # a defect that one blueprint shows must not cost the other papers
        reason = str(problem) if isinstance(problem, AuthoringError) else f"{type(problem).__name__}: {problem}"
        result = _failed(job, "J120", reason)
    return result.model_copy(update={"seconds": round(time.process_time() - started, 3)})


def broken_off(job: Job, reason: str) -> JobResult:
    """The result of a job whose worker died."""
    return _failed(job, "J121", reason)


def _failed(job: Job, code: str, reason: str) -> JobResult:
    finding = _VOICE.wrong(code, "", paper=job.paper, reason=reason)
    return JobResult(job=job, state=JobState.FAILED, report=Report.of([finding]))


def _run(job: Job, folder: Path, again: bool) -> JobResult:
    with Bank.open(job.bank) as bank:
        blueprint, report = load_blueprint(job.blueprint, bank.syllabus)
        if blueprint is None:
            return JobResult(job=job, state=JobState.FAILED, report=report)
        if job.forms is not None:
            blueprint = blueprint.model_copy(update={"forms": job.forms})
        inputs = _inputs(job, bank, blueprint)
        before = _done(folder)
        if before is not None and before.inputs == inputs and not again and _whole(folder, before):
            return _result(job, before, kept=True)
        made = assemble(blueprint, bank, seed=job.seed, paper_id=job.paper, syllabus=bank.syllabus)
        files = _files(bank, blueprint, made)
    done = Done(
        inputs=inputs,
        state=JobState.MADE if made.paper else JobState.REFUSED,
        forms=len(made.paper.forms) if made.paper else 0,
        gap=made.gap,
        report=made.report,
        files={name: sha256_hex(data) for name, data in files.items()},
    )
    _write(folder, done, files, before)
    return _result(job, done)


def _inputs(job: Job, bank: Bank, blueprint: Blueprint) -> str:
    """Where the folders stand is no part of it: a copy of a bank gives the same papers."""
    decides = {
        "program": __version__,
        "bank": bank.info.id,
        "questions": bank.to_frame()["fingerprint"].to_dict(),
        "syllabus": bank.syllabus.fingerprint(),
        "used": dict(Exposures(bank.root).terms()),
        "blueprint": blueprint.fingerprint(),
        "seed": job.seed,
        "paper": job.paper,
    }
    return sha256_hex(canonical_json(decides).encode())


def _files(bank: Bank, blueprint: Blueprint, made: Assembly) -> dict[str, bytes]:
    paper = made.paper
    questions = {name: bank[name] for name in paper.question_ids} if paper else {}
    files = {REPORT_FILE: assembly_report(blueprint, made, questions, bank.syllabus).encode()}
    return files | ({f"{paper.id}.paper.json": paper.model_dump_json(indent=1).encode()} if paper else {})


def _done(folder: Path) -> Done | None:
    """What an earlier run noted; None where there is nothing, or nothing that can be read."""
    try:
        return Done.model_validate_json((folder / DONE_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def _whole(folder: Path, done: Done) -> bool:
    try:
        return all(sha256_hex((folder / name).read_bytes()) == known for name, known in done.files.items())
    except OSError:
        return False


def _write(folder: Path, done: Done, files: dict[str, bytes], before: Done | None) -> None:
    """`job.json` goes first and comes last, so that a folder with one is whole."""
    (folder / DONE_FILE).unlink(missing_ok=True)
    for name in before.files if before else ():
        if name not in files:
            (folder / name).unlink(missing_ok=True)
    for name, data in files.items():
        write_atomically(folder / name, data)
    write_atomically(folder / DONE_FILE, (done.model_dump_json(indent=1) + "\n").encode())


def _result(job: Job, done: Done, *, kept: bool = False) -> JobResult:
    known = {"state": done.state, "forms": done.forms, "gap": done.gap, "report": done.report}
    return JobResult(job=job, kept=kept, files=tuple(sorted(done.files)), **known)
