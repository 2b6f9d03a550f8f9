"""`authoring demo`: the main job from end to end on the shipped bank, with what it made and how long each step took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.cli.chinese import Choice
from authoring.cli.show import show_json, show_report, write
from authoring.cli.verbs import FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.export.signing import SigningKey
from authoring.export.verify import verify_package
from authoring.findings import Report
from authoring.papers.paper import Paper
from authoring.questions import Question
from authoring.rendering.report import assembly_report, check_report
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["demo"]

BLUEPRINT, SESSION, SEED = "intermediate", "2026-12-intermediate", 20261212

Tell = Callable[[str], None]


@verbs.command("demo")
@click.option("--bank", type=FOLDER, default=Path("banks/dual-carbon"), cls=Choice)
@click.option("--out", type=FOLDER, default=Path("build/demo"), cls=Choice)
@as_json
def demo(bank: Path, out: Path, as_json: bool) -> int:
    run = _Run(out)
    with run.step("open") as tell:
        opened = run.open(bank, tell)
    with opened:
        with run.step("check") as tell:
            report = run.check(opened, tell)
        with run.step("assemble") as tell:
            paper, questions = run.assemble(opened, tell)
        with run.step("preview") as tell:
            run.preview(opened, paper, questions, report, tell)
        with run.step("package") as tell:
            package, key = run.package(opened, paper, questions, tell)
        with run.step("verify") as tell:
            run.verify(package, key, tell)
    if as_json:
        steps = [{"step": name, "seconds": round(seconds, 3), "result": told} for name, seconds, told in run.steps]
        show_json(passed=run.passed, steps=steps, files={str(path): name for name, path in run.files})
    else:
        run.summary()
    return 0 if run.passed else 1


class _Run:
    """One run: its steps with their times, the files it made, and whether everything passed."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.steps: list[tuple[str, float, str]] = []
        self.files: list[tuple[str, Path]] = []
        self.passed = True

    @contextmanager
    def step(self, name: str) -> Iterator[Tell]:
        told: list[str] = []
        click.echo(say("cli.demo.running", step=say(f"cli.demo.step.{name}")), err=True)
        start = time.perf_counter()
        yield told.append
        self.steps.append((say(f"cli.demo.step.{name}"), time.perf_counter() - start, "；".join(told)))

    def keep(self, name: str, path: str, data: bytes | str, **values: object) -> Path:
        """Writes a file below the output folder and remembers what it is."""
        written = write(self.out / path, data)
        self.files.append((say(f"cli.demo.file.{name}", **values), written))
        return written

    def open(self, folder: Path, tell: Tell) -> Bank:
        bank = Bank.open(folder)
        tell(say("cli.demo.opened", name=bank.info.name, count=len(bank), findings=bank.report.summary()))
        return bank

    def check(self, bank: Bank, tell: Tell) -> Report:
        report = workflow.check(bank, today=date.today())  # noqa: DTZ011
        self.passed &= report.passed
        page = check_report(bank.info.name, report, bank.to_frame(), bank.syllabus)
        self.keep("check", "reports/check.html", page)
        tell(report.summary())
        return report

    def assemble(self, bank: Bank, tell: Tell) -> tuple[Paper, dict[str, Question]]:
        blueprint, problems = workflow.read_blueprint(bank, BLUEPRINT)
        if blueprint is None:
            show_report(problems)
            raise UsageError(say("cli.demo.no_blueprint", name=BLUEPRINT))
        result = workflow.assemble(bank, blueprint, seed=SEED, paper_id=SESSION)
        paper = result.paper
        if paper is None:
            show_report(result.report)
            raise UsageError(say("cli.demo.no_paper"))
        questions, changed = workflow.paper_questions(bank, paper)
        self.passed &= changed.passed
        self.keep("paper", f"paper/{paper.id}.paper.json", paper.model_dump_json(indent=1))
        self.keep("assembly", "reports/assembly.html", assembly_report(blueprint, result, questions, bank.syllabus))
        count = len(list(paper.forms[0].items))
        tell(say("cli.demo.assembled", forms=len(paper.forms), count=count, marks=paper.marks))
        return paper, questions

    def preview(self, bank: Bank, paper: Paper, questions: dict[str, Question], report: Report, tell: Tell) -> None:
        for form in paper.forms:
            pages = workflow.preview(bank, paper, questions, form, report=report)
            self.keep("candidate", f"preview/{form.name}-candidate.html", pages.candidate, form=form.name)
            self.keep("review", f"preview/{form.name}-review.html", pages.review, form=form.name)
        tell(say("cli.demo.previewed", count=len(paper.forms)))

    def package(self, bank: Bank, paper: Paper, questions: dict[str, Question], tell: Tell) -> tuple[Path, SigningKey]:
        key = self._key()
        built = workflow.package(bank, paper, questions, self._session(bank), key)
        self.passed &= built.report.passed
        package = self.keep("package", f"{paper.id}.dcexam.zip", built.package)
        for form, data in built.qti3.items():
            self.keep("qti3", f"{paper.id}-{form}.qti3.zip", data, form=form)
        tell(say("cli.demo.packaged", size=len(built.package) // 1024))
        return package, key

    def _session(self, bank: Bank) -> ExamSession:
        session, problems = workflow.read_session(bank.root / "sessions" / f"{SESSION}.yaml")
        if session is None:
            show_report(problems)
            raise UsageError(say("cli.demo.no_session"))
        return session

    def _key(self) -> SigningKey:
        """The demo's own key, made once, so that a second run gives the same bytes."""
        path = self.out / "keys" / "demo-signing-key.pem"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            SigningKey.generate().save(path)
        return SigningKey.load(path)

    def verify(self, package: Path, key: SigningKey, tell: Tell) -> None:
        result = verify_package(package, trusted=[key.public_text])
        self.passed &= result.ok
        done = sum(check.passed for check in result.checks)
        tell(say("cli.demo.verified", done=done, all=len(result.checks), count=sum(c.count for c in result.checks)))
        if not result.ok:
            show_report(result.report)

    def summary(self) -> None:
        click.echo(say("cli.demo.title"))
        for name, seconds, told in self.steps:
            click.echo(say("cli.demo.row", step=name, seconds=seconds, told=told))
        click.echo(say("cli.demo.total", seconds=sum(seconds for _, seconds, _ in self.steps)))
        click.echo(say("cli.demo.files"))
        for name, path in self.files:
            click.echo(f"  {name}　{path}")
        click.echo(say("cli.demo.passed" if self.passed else "cli.demo.failed"))
