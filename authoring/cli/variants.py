"""`authoring templates`: parametrised questions under thousands of seeds; `authoring variants`: questions of them."""

import getpass
from collections.abc import Sequence
from pathlib import Path

import click

from authoring.bank import Bank
from authoring.bank.question_file import question_yaml
from authoring.bank.review import Desk, Role
from authoring.cli.chinese import Choice
from authoring.cli.show import show_json, show_report, show_written, write
from authoring.cli.verbs import FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.findings import Report
from authoring.questions import Question
from authoring.questions.stress import stress
from authoring.questions.template import Template
from authoring.questions.template_check import check_template
from authoring.questions.variants import variants as made
from authoring.texts import say

__all__ = ["templates", "variants"]

_SHOWN = 60


@verbs.command("templates")
@click.argument("bank", type=FOLDER)
@click.argument("template", nargs=-1)
@click.option("--stress", "seeds", type=click.IntRange(min=1), cls=Choice)
@as_json
def templates(bank: Path, template: tuple[str, ...], seeds: int | None, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        chosen = [_template(opened, name) for name in template] or list(opened.templates.values())
        reports = [_report(opened, entry, seeds) for entry in chosen]
    report = sum(reports, Report())
    if as_json:
        rows = [{"id": entry.id, "type": entry.type, "version": entry.version, "stem": entry.stem} for entry in chosen]
        show_json(templates=rows, tried=seeds or 0, findings=report, passed=report.passed)
        return report.exit_code
    for entry in chosen:
        kind = say(f"label.question_type.{entry.type}")
        stem = " ".join(entry.stem.split())[:_SHOWN]
        click.echo(say("cli.templates.row", id=entry.id, kind=kind, point=entry.knowledge_points[0], stem=stem))
    show_report(report)
    click.echo(say("cli.templates.stressed" if seeds else "cli.templates.done", count=len(chosen), seeds=seeds))
    return report.exit_code


def _report(bank: Bank, template: Template, seeds: int | None) -> Report:
    """What is wrong with the template itself; where nothing is, what is wrong with the questions of `seeds` seeds."""
    report = check_template(template, bank.references)
    if seeds and report.passed:
        report += stress(template, bank.references, range(seeds)).report()
    return report


def _template(bank: Bank, name: str) -> Template:
    if name not in bank.templates:
        known = "、".join(bank.templates) or "—"
        raise UsageError(say("cli.variants.unknown", name=name, known=known))
    return bank.templates[name]


@verbs.command("variants")
@click.argument("bank", type=FOLDER)
@click.argument("template")
@click.option("--seed", "chosen", type=click.IntRange(min=0), multiple=True, cls=Choice)
@click.option("--seeds", type=click.IntRange(min=1), cls=Choice)
@click.option("--out", type=FOLDER, cls=Choice)
@click.option("--save", is_flag=True, cls=Choice)
@as_json
def variants(
    bank: Path, template: str, chosen: tuple[int, ...], seeds: int | None, out: Path | None, save: bool, as_json: bool
) -> int:
    wanted = [*chosen, *range(seeds or 0)] or [0]
    with Bank.open(bank) as opened:
        found = _template(opened, template)
        report = check_template(found, opened.references)
        questions = list(made(found, opened.references, wanted)) if report.passed else []
        written = [write(out / f"{asked.id}.yaml", question_yaml(asked)) for asked in questions] if out else []
        saved = _saved(opened, questions) if save else []
    if as_json:
        show_json(questions=questions, written=written, saved=saved, findings=report, passed=report.passed)
        return report.exit_code
    if not (out or save):
        for asked in questions:
            click.echo(question_yaml(asked))
    show_written(written)
    if len(report):
        show_report(report)
    if save:
        click.echo(say("cli.variants.saved", count=len(saved), there=len(questions) - len(saved)))
    return report.exit_code


def _saved(bank: Bank, questions: Sequence[Question]) -> list[str]:
    """Ids of those that became drafts of the bank; those that it has already are left alone."""
    desk = Desk(bank, getpass.getuser(), Role.AUTHOR)
    return [desk.save(None, asked).id for asked in questions if asked.id not in bank]
