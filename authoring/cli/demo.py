"""`authoring demo`: the main job from end to end on the shipped bank, with what it made and how long each step took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.cli.show import show_report, write
from authoring.cli.verbs import FOLDER, verbs
from authoring.errors import AuthoringError, UsageError
from authoring.export.signing import SigningKey
from authoring.export.verify import verify_package
from authoring.papers.assembly import Assembly
from authoring.papers.blueprint import Blueprint
from authoring.papers.paper import Paper
from authoring.rendering.report import assembly_report, check_report
from authoring.texts import say

__all__ = ["demo"]

T = TypeVar("T")
BLUEPRINT, SESSION, SEED = "intermediate", "2026-12-intermediate", 20261212


@verbs.command("demo")
@click.option("--bank", type=FOLDER, default=Path("banks/dual-carbon"), show_default=True)
@click.option("--out", type=FOLDER, default=Path("build/demo"), show_default=True)
def demo(bank: Path, out: Path) -> int:
    run = _Run(out)
    with Bank.open(bank) as opened:
        run.main_job(opened)
    run.tell()
    return 0 if run.passed else 1


class _Run:
    """One run: the steps, their times and the files they made."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.steps: list[tuple[str, float, str]] = []
        self.files: list[tuple[str, Path]] = []
        self.passed = True

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        told: list[str] = []
        click.echo(say("cli.demo.running", step=say(f"cli.demo.step.{name}")), err=True)
        start = time.perf_counter()
        yield told.append
        self.steps.append((say(f"cli.demo.step.{name}"), time.perf_counter() - start, "；".join(told)))

    def keep(self, name: str, path: Path, data: bytes | str, **values: object) -> Path:
        self.files.append((say(f"cli.demo.file.{name}", **values), write(path, data)))
        return path

    def main_job(self, bank: Bank) -> None:
        with self.step("open") as tell:
            tell(say("cli.demo.opened", name=bank.info.name, count=len(bank), findings=bank.report.summary()))
        with self.step("check") as tell:
            report = workflow.check(bank, today=date.today())  # noqa: DTZ011
            self.passed &= report.passed
            self.keep("check", self.out / "reports" / "check.html", check_report(bank.info.name, report, bank.to_frame(), bank.syllabus))
            tell(report.summary())
        with self.step("assemble") as tell:
            plan, made = self._assemble(bank)
            tell(say("cli.demo.assembled", forms=len(made.forms), count=sum(1 for _ in made.forms[0].items), marks=made.marks))
        questions, stale = workflow.paper_questions(bank, made)
        self.passed &= stale.passed
        with self.step("preview") as tell:
            for form in made.forms:
                pages = workflow.preview(bank, made, questions, form, report=report)
                self.keep("candidate", self.out / "preview" / f"{form.name}-candidate.html", pages.candidate, form=form.name)
                self.keep("review", self.out / "preview" / f"{form.name}-review.html", pages.review, form=form.name)
            tell(say("cli.demo.previewed", count=len(made.forms)))
        with self.step("package") as tell:
            target, key = self._package(bank, made, questions)
            tell(say("cli.demo.packaged", size=target.stat().st_size // 1024))
        with self.step("verify") as tell:
            result = verify_package(target, trusted=[key.public_text])
            self.passed &= result.ok
            tell(say("cli.demo.verified", done=sum(entry.passed for entry in result.checks), all=len(result.checks)))
            if not result.ok:
                show_report(result.report)

    def _assemble(self, bank: Bank) -> tuple[Blueprint, Paper]:
        plan, problems = workflow.read_blueprint(bank, BLUEPRINT)
        if plan is None:
            show_report(problems)
            raise UsageError(say("cli.demo.no_blueprint", name=BLUEPRINT))
        result: Assembly = workflow.assemble(bank, plan, seed=SEED, paper_id=SESSION)
        if result.paper is None:
            show_report(result.report)
            raise AuthoringError(say("cli.demo.no_paper"))
        questions, _ = workflow.paper_questions(bank, result.paper)
        self.keep("paper", self.out / "paper" / f"{SESSION}.paper.json", result.paper.model_dump_json(indent=1))
        self.keep("assembly", self.out / "reports" / "assembly.html", assembly_report(plan, result, questions, bank.syllabus))
        return plan, result.paper

    def _package(self, bank: Bank, paper: Paper, questions: dict[str, workflow.Question]) -> tuple[Path, SigningKey]:
        session, problems = workflow.read_session(bank.root / "sessions" / f"{SESSION}.yaml")
        if session is None:
            show_report(problems)
            raise UsageError(say("cli.demo.no_session"))
        key = self._key()
        built = workflow.package(bank, paper, questions, session, key)
        self.passed &= built.report.passed
        target = self.keep("package", self.out / f"{paper.id}.dcexam.zip", built.package)
        for form, data in built.qti3.items():
            self.keep("qti3", self.out / f"{paper.id}-{form}.qti3.zip", data, form=form)
        return target, key

    def _key(self) -> SigningKey:
        """The demo's own key, made once, so that a second run gives the same bytes."""
        path = self.out / "keys" / "demo-signing-key.pem"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            SigningKey.generate().save(path)
        return SigningKey.load(path)

    def tell(self) -> None:
        click.echo(say("cli.demo.title"))
        for name, seconds, told in self.steps:
            click.echo(say("cli.demo.row", step=name, seconds=seconds, told=told))
        click.echo(say("cli.demo.total", seconds=sum(seconds for _, seconds, _ in self.steps)))
        click.echo(say("cli.demo.files"))
        for name, path in self.files:
            click.echo(f"  {name}　{path}")
        click.echo(say("cli.demo.passed" if self.passed else "cli.demo.failed"))
