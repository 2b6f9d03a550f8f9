"""`authoring paper BANK …`: the papers that a bank keeps, compared, checked, changed by hand and approved."""

import getpass
from collections.abc import Callable, Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.cli.chinese import Choice, Verb, Verbs
from authoring.cli.show import answer, show_json, show_report
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.findings import Report
from authoring.papers.comparison import Comparison, compare
from authoring.papers.composing import Composing
from authoring.papers.effect import Effect
from authoring.papers.paper_check import check_paper
from authoring.papers.paper_store import KeptPaper, Papers
from authoring.papers.wording import number
from authoring.rendering.tables import key_table
from authoring.texts import say

__all__ = ["paper"]


class PaperVerb(Verb):
    prefix = "paper_"


class PaperVerbs(Verbs):
    command_class = PaperVerb


@verbs.group("paper", cls=PaperVerbs, help=say("cli.paper.help"))
@click.argument("bank", type=FOLDER)
@click.pass_context
def paper(context: click.Context, bank: Path) -> None:
    context.obj = bank


def _who(command: Callable[..., int]) -> Callable[..., int]:
    return click.option("--who", default=getpass.getuser, show_default=False, cls=Choice)(command)


def _composing(bank: Bank, kept: KeptPaper) -> Composing:
    used = {question: len(terms) for question, terms in Exposures(bank.root).terms().items()}
    return Composing(bank, workflow.blueprint_for(bank, kept.paper), kept.paper, used)


def _report(bank: Bank, kept: KeptPaper) -> Report:
    questions, report = workflow.paper_questions(bank, kept.paper)
    return report + check_paper(kept.paper, questions) if report.passed else report


@paper.command("keep")
@click.argument("file", type=EXISTING)
@_who
@as_json
@click.pass_obj
def keep(bank: Path, file: Path, who: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        kept = Papers(opened, who).save(workflow.read_paper(file))
    return _told(kept, as_json)


@paper.command("list")
@as_json
@click.pass_obj
def list_(bank: Path, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        desk = Papers(opened, "")
        papers = [desk.open(name) for name in desk.ids]
    lines = [*map(_line, papers), say("cli.paper_list.done", count=len(papers))]
    return answer(as_json, lines, papers=[_summary(kept) for kept in papers])


@paper.command("compare")
@click.argument("name")
@as_json
@click.pass_obj
def compare_(bank: Path, name: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        kept = Papers(opened, "").open(name)
        found = compare(kept.paper, workflow.paper_questions(opened, kept.paper)[0])
    return answer(as_json, _compared(found), comparison=found)


def _compared(found: Comparison) -> Iterator[str]:
    """What each form is like, and what each two have in common."""
    for form in found.forms:
        values = {"form": form.form, "questions": form.questions, "marks": number(form.marks)}
        values |= {"minutes": round(form.seconds / 60)}
        figures = {"difficulty": f"{form.difficulty:.2f}", "spread": f"{form.spread:.2f}"}
        letters = "、".join(f"{letter} {count}" for letter, count in form.letters.items()) or "—"
        yield say("cli.paper_compare.form", letters=letters, **values, **figures)
    for place, one in enumerate(found.forms):
        for other_place, other in enumerate(found.forms[:place]):
            common = found.overlap[place][other_place]
            yield say("cli.paper_compare.common", one=other.form, other=one.form, count=common)


@paper.command("key")
@click.argument("name")
@click.option("--form", "forms", multiple=True, cls=Choice)
@as_json
@click.pass_obj
def key(bank: Path, name: str, forms: tuple[str, ...], as_json: bool) -> int:
    with Bank.open(bank) as opened:
        kept = Papers(opened, "").open(name)
        questions = workflow.paper_questions(opened, kept.paper)[0]
        chosen = [workflow.form_of(kept.paper, form) for form in forms] or kept.paper.forms
        keys = {form.name: key_table(form, questions).to_dict("records") for form in chosen}
    return answer(as_json, _keys(keys), keys=keys)


def _keys(keys: Mapping[str, list[dict[Hashable, Any]]]) -> Iterator[str]:
    for form, rows in keys.items():
        yield say("report.form.name", form=form)
        for row in rows:
            yield "　".join(map(str, row.values()))


@paper.command("check")
@click.argument("name")
@as_json
@click.pass_obj
def check(bank: Path, name: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        report = _report(opened, Papers(opened, "").open(name))
    if as_json:
        show_json(findings=report, passed=report.passed)
    else:
        show_report(report)
    return report.exit_code


@paper.command("substitutes")
@click.argument("name")
@click.argument("form")
@click.argument("number", type=int)
@click.option("--limit", type=int, default=10, cls=Choice)
@as_json
@click.pass_obj
def substitutes(bank: Path, name: str, form: str, number: int, limit: int, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        found = _composing(opened, Papers(opened, "").open(name)).substitutes(form, number, limit)
    lines = [line for entry in found for line in (f"{entry.question}　{entry.stem}", *_effect(entry.effect))]
    return answer(as_json, [*lines, say("cli.paper_substitutes.done", count=len(found))], substitutes=found)


@paper.command("swap")
@click.argument("name")
@click.argument("form")
@click.argument("number", type=int)
@click.argument("question")
@_who
@as_json
@click.pass_obj
def swap(bank: Path, name: str, form: str, number: int, question: str, who: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        desk = Papers(opened, who)
        kept = desk.open(name)
        composing = _composing(opened, kept)
        effect = composing.effect(form, number, question)
        if not effect.problems:
            composing.swap(form, number, question)
            desk.save(composing.paper, kept)
    outcome = say("cli.paper_swap.refused" if effect.problems else "cli.paper_swap.done", name=name)
    answer(as_json, [*_effect(effect), outcome], effect=effect, saved=not effect.problems)
    return 1 if effect.problems else 0


@paper.command("approve")
@click.argument("name")
@click.option("--term", required=True, cls=Choice)
@_who
@as_json
@click.pass_obj
def approve(bank: Path, name: str, term: str, who: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        desk = Papers(opened, who)
        kept = desk.open(name)
        report = _report(opened, kept)
        if report.passed:
            kept = desk.approve(kept, term)
    if not report.passed:
        if as_json:
            show_json(findings=report, approved=False)
        else:
            show_report(report)
        return 1
    return _told(kept, as_json)


def _told(kept: KeptPaper, as_json: bool) -> int:
    return answer(as_json, [_line(kept)], **_summary(kept))


def _summary(kept: KeptPaper) -> dict[str, Any]:
    data = kept.model_dump(mode="json", exclude={"paper"})
    return {"id": kept.paper.id, "title": kept.paper.title, "fingerprint": kept.paper.fingerprint()} | data


def _line(kept: KeptPaper) -> str:
    forms = "、".join(form.name for form in kept.paper.forms)
    values = {"status": say(f"cli.paper_list.{kept.status}"), "who": kept.saved_by, "term": kept.term or "—"}
    when = f"{kept.saved_at:%Y-%m-%d %H:%M}"
    return say("cli.paper_list.row", id=kept.paper.id, title=kept.paper.title, forms=forms, when=when, **values)


def _effect(effect: Effect) -> Iterator[str]:
    before, after = effect.difficulty
    yield say("cli.paper_swap.difficulty", before=f"{before:.2f}", after=f"{after:.2f}")
    for row in effect.rows:
        yield f"    {row}"
    for problem in effect.problems:
        yield click.style(f"    ✗ {problem}", fg="red")
