"""Each verb: parse, call the workflow, show."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.checks import ALL
from authoring.cli.chinese import Choice, Verbs
from authoring.cli.explaining import explanation
from authoring.cli.show import answer, console_progress, show_json, show_report, show_written, write
from authoring.cli.unlocking import unlocked, unlocking, verify_sealed
from authoring.errors import UsageError
from authoring.export.sealing.opening import is_sealed
from authoring.export.signing import SigningKey
from authoring.export.verify import verify_package
from authoring.findings import Report
from authoring.papers.paper import Paper
from authoring.papers.remedies import Remedy
from authoring.questions import Question
from authoring.rendering.report import assembly_report, check_report
from authoring.texts import say

__all__ = ["verbs"]

as_json = click.option("--json", "as_json", is_flag=True, cls=Choice)
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
EXISTING = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group(cls=Verbs, help=say("cli.help"))
@click.version_option(package_name="dual-carbon-authoring", message="%(version)s", help=say("cli.option.version"))
def verbs() -> None:
    pass


@verbs.command("check")
@click.argument("bank", type=FOLDER)
@click.option("--question", "questions", multiple=True, cls=Choice)
@click.option("--code", "codes", multiple=True, cls=Choice)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), cls=Choice)
@click.option("--html", type=FILE, cls=Choice)
@as_json
def check(
    bank: Path,
    questions: tuple[str, ...],
    codes: tuple[str, ...],
    today: datetime | None,
    html: Path | None,
    as_json: bool,
) -> int:
    chosen = tuple(entry for entry in ALL if not codes or entry.code in codes)
    if codes and len(chosen) < len(set(codes)):
        known = "、".join(entry.code for entry in ALL)
        raise UsageError(say("cli.wrong.code", codes="、".join(codes), known=known))
    with Bank.open(bank) as opened:
        day = today.date() if today else date.today()  # noqa: DTZ011
        with console_progress(say("cli.check.progress"), quiet=as_json) as progress:
            report = workflow.check(opened, today=day, checks=chosen, questions=questions or None, progress=progress)
        if html:
            write(html, check_report(opened.info.name, report, opened.to_frame(), opened.syllabus))
        count = len(questions) or len(opened)
    if as_json:
        show_json(bank=bank, questions=count, passed=report.passed, findings=report)
    else:
        show_report(report)
        click.echo(say("cli.check.done", count=count) + (say("cli.written", path=html) if html else ""))
    return report.exit_code


@verbs.command("explain")
@click.argument("code")
@as_json
def explain(code: str, as_json: bool) -> int:
    manual = explanation(code)
    return answer(as_json, [manual], code=code, manual=manual)


@verbs.command("search")
@click.argument("bank", type=FOLDER)
@click.argument("text", default="")
@click.option("--point", cls=Choice)
@click.option("--type", "kind", cls=Choice)
@click.option("--status", cls=Choice)
@click.option("--level", cls=Choice)
@as_json
def search(
    bank: Path, text: str, point: str | None, kind: str | None, status: str | None, level: str | None, as_json: bool
) -> int:
    with Bank.open(bank) as opened:
        found = opened.page(text, limit=len(opened), knowledge_point=point, type=kind, status=status, level=level).rows
        stems = {row.id: row.stem for row in found}
    lines = [f"{question}　{stem[:60]}" for question, stem in stems.items()]
    return answer(as_json, [*lines, say("cli.search.done", count=len(found))], questions=stems)


@verbs.command("assemble")
@click.argument("bank", type=FOLDER)
@click.argument("blueprint")
@click.option("--seed", type=int, default=1, cls=Choice)
@click.option("--id", "paper_id", cls=Choice)
@click.option("--out", type=FILE, cls=Choice)
@click.option("--html", type=FILE, cls=Choice)
@as_json
def assemble(
    bank: Path, blueprint: str, seed: int, paper_id: str | None, out: Path | None, html: Path | None, as_json: bool
) -> int:
    with Bank.open(bank) as opened:
        plan, report = workflow.read_blueprint(opened, blueprint)
        paper, written = None, []
        remedies: tuple[Remedy, ...] = ()
        if plan is not None:
            result = workflow.assemble(opened, plan, seed=seed, paper_id=paper_id)
            paper, remedies = result.paper, result.remedies
            told = {(finding.code, finding.message) for finding in report}
            report += result.report.filter(lambda finding: (finding.code, finding.message) not in told)
            if paper is not None:
                target = out or Path(f"{paper.id}.paper.json")
                written.append(write(target, paper.model_dump_json(indent=1)))
            if html:
                questions = workflow.paper_questions(opened, paper)[0] if paper else {}
                written.append(write(html, assembly_report(plan, result, questions, opened.syllabus)))
    if as_json:
        show_json(paper=paper, findings=report, remedies=remedies, written=written)
    else:
        show_report(report)
        _show_remedies(remedies)
        show_written(written)
    return 0 if paper is not None else 1


def _show_remedies(remedies: Sequence[Remedy]) -> None:
    if remedies:
        click.echo(say("cli.assemble.remedies"))
    for number, entry in enumerate(remedies, start=1):
        click.echo(say("cli.assemble.remedy", number=number, sentence=entry.sentence))


def _paper(bank: Bank, file: Path) -> tuple[Paper, dict[str, Question], Report]:
    paper = workflow.read_paper(file)
    return paper, *workflow.paper_questions(bank, paper)


@verbs.command("preview")
@click.argument("bank", type=FOLDER)
@click.argument("paper", type=EXISTING)
@click.option("--form", "forms", multiple=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("preview"), cls=Choice)
@as_json
def preview(bank: Path, paper: Path, forms: tuple[str, ...], out: Path, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        made, questions, report = _paper(opened, paper)
        written = []
        if report.passed:
            findings = workflow.check(opened, today=date.today(), questions=sorted(questions))  # noqa: DTZ011
            for name in forms or [form.name for form in made.forms]:
                pages = workflow.preview(opened, made, questions, workflow.form_of(made, name), report=findings)
                written.append(write(out / f"{name}-candidate.html", pages.candidate))
                written.append(write(out / f"{name}-review.html", pages.review))
    return _done(report, written, as_json)


def _done(report: Report, written: list[Path], as_json: bool) -> int:
    if as_json:
        show_json(findings=report, written=written, passed=report.passed)
    else:
        if len(report):
            show_report(report)
        show_written(written)
    return report.exit_code


@verbs.command("package")
@click.argument("bank", type=FOLDER)
@click.argument("paper", type=EXISTING)
@click.argument("session", type=EXISTING)
@click.option("--key", type=EXISTING, required=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("package"), cls=Choice)
@as_json
def package(bank: Path, paper: Path, session: Path, key: Path, out: Path, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        made, questions, report = _paper(opened, paper)
        rules, problems = workflow.read_session(session)
        report += problems
        written = []
        if rules is not None and report.passed:
            built = workflow.package(opened, made, questions, rules, SigningKey.load(key))
            report += built.report
            if built.report.passed:
                written.append(write(out / f"{made.id}.dcexam.zip", built.package))
                written += [write(out / f"{made.id}-{n}.qti3.zip", data) for n, data in built.qti3.items()]
    return _done(report, written, as_json)


@verbs.command("verify")
@click.argument("package", type=EXISTING)
@click.option("--trusted", type=EXISTING, multiple=True, cls=Choice)
@click.option("--key", type=EXISTING, cls=Choice)
@unlocking
@as_json
def verify(
    package: Path,
    trusted: tuple[Path, ...],
    key: Path | None,
    shares: tuple[Path, ...],
    passphrase_file: Path | None,
    as_json: bool,
) -> int:
    if is_sealed(package):
        if key is None:
            raise UsageError(say("sealing.needs_key", path=package))
        return verify_sealed(package, unlocked(key, shares, passphrase_file), trusted, as_json)
    keys = [path.read_text("utf-8") for path in trusted]
    with console_progress(say("cli.verify.progress"), quiet=as_json) as progress:
        result = verify_package(package, trusted=keys, progress=progress)
    if as_json:
        show_json(passed=result.ok, checks=result.checks, findings=result.report)
    else:
        for entry in result.checks:
            click.echo(f"{'✓' if entry.passed else '✗'} {entry.name}　{entry.detail}")
        show_report(result.report)
    return 0 if result.ok else 1
