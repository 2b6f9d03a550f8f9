"""`authoring review BANK …`: what waits for review, one question with everything around it, and what is decided."""

import getpass
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.changes import content_changes, field_label
from authoring.bank.history import Action, History
from authoring.bank.history_check import check_history
from authoring.bank.queue import Filters, Row, row, waiting
from authoring.bank.review import Desk, Role
from authoring.bank.review_rules import BY, ReviewRules, signers
from authoring.bank.telling import told
from authoring.bank.versions import last_approved, version, versions
from authoring.cli.chinese import Choice, Verbs
from authoring.cli.show import answer, console_progress, show_json, show_report, write
from authoring.cli.verbs import FILE, FOLDER, as_json, verbs
from authoring.content import parse
from authoring.findings import Report
from authoring.questions import Case, Question, QuestionType, Status, parts
from authoring.rendering.differences import differences_page
from authoring.rendering.review_notes import key_text, question_notes
from authoring.texts import say

__all__ = ["review"]

MANY = 20
"""Questions from which on a bar shows how far it has come."""
_STATUSES = ["all", *(status.value for status in Status)]


@verbs.group("review", cls=Verbs, help=say("cli.review.help"))
@click.argument("bank", type=FOLDER)
@click.pass_context
def review(context: click.Context, bank: Path) -> None:
    context.obj = bank


def _at_a_desk(command: Callable[..., int]) -> Callable[..., int]:
    """Options that say who acts, and as what."""
    command = click.option("--who", default=getpass.getuser, show_default=False, cls=Choice)(command)
    return click.option("--role", type=click.Choice([role.value for role in Role]), cls=Choice)(command)


def _desk(bank: Bank, who: str, role: str | None, usual: tuple[Role, ...]) -> Desk:
    return Desk(bank, who, Role(role) if role else _role(bank.info.review, who, usual))


def _role(rules: ReviewRules, who: str, usual: tuple[Role, ...]) -> Role:
    """The role that an action is usual in, as far as the person is registered for one."""
    own = rules.people.get(who, usual)
    return next((role for role in usual if role in own), usual[0])


@review.command("list")
@click.option("--status", type=click.Choice(_STATUSES), default=Status.IN_REVIEW.value, cls=Choice)
@click.option("--point", cls=Choice)
@click.option("--type", "kind", type=click.Choice([kind.value for kind in QuestionType]), cls=Choice)
@as_json
@click.pass_obj
def list_(bank: Path, status: str, point: str | None, kind: str | None, as_json: bool) -> int:
    filters = Filters(status="" if status == "all" else status, domain=point or "", kind=kind or "")
    with Bank.open(bank) as opened:
        rows = [row(opened, name) for name in waiting(opened, filters, "")]
    return answer(as_json, [*map(_row, rows), say("cli.list.done", count=len(rows))], questions=rows)


def _row(each: Row) -> str:
    return "　".join((each.id, say(f"label.status.{each.status}"), each.kind, each.who or "—", each.stem))


@review.command("show")
@click.argument("question")
@as_json
@click.pass_obj
def show(bank: Path, question: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        asked = opened[question]
        found = workflow.check(opened, today=date.today(), questions=[question])  # noqa: DTZ011
        report = (found + check_history(opened, question)).about(question)
        signed = signers(asked, History(opened.root).of(question)[0])
        lines = list(_lines(opened, asked))
        state = _state(asked, signed, opened.info.review)
    if as_json:
        show_json(question=asked.data(), signed=signed, findings=report)
        return 0
    click.echo(state)
    for name, text in lines:
        click.echo(say("cli.show.line", name=name, text=text))
    show_report(report)
    return 0


def _state(question: Question, signed: tuple[str, ...], rules: ReviewRules) -> str:
    return say(
        "cli.show.state",
        id=question.id,
        kind=say(f"label.question_type.{question.type}"),
        version=question.version,
        status=say(f"label.status.{question.status}"),
        signed=len(signed),
        needed=rules.approvals,
        names="、".join(signed) or "—",
    )


def _lines(bank: Bank, question: Question) -> Iterator[tuple[str, str]]:
    """The question as plain text, each with its name: what candidates see, then key, rationale and sources."""
    for path, text in question.candidate_texts().items():
        yield field_label(path), parse(text).text()
    for n, part in enumerate(parts(question)):
        within = f"children.{n}." if isinstance(question, Case) else ""
        yield field_label(f"{within}key"), key_text(part)
        if part.rationale:
            yield field_label(f"{within}rationale"), parse(part.rationale).text()
    notes = question_notes(question, question.id, bank.references, bank.syllabus, Report()).notes
    for name in ("facts", "sources"):
        for line in dict.fromkeys(line for note in notes for line in getattr(note, name)):
            yield say(f"review.note.{name}"), line


def _decision(action: Action) -> None:
    """The verb of a decision: on one question or on many."""

    @review.command(action.value)
    @click.argument("ids", nargs=-1, required=True)
    @click.option("--text", cls=Choice)
    @_at_a_desk
    @as_json
    @click.pass_obj
    def decide(bank: Path, ids: tuple[str, ...], text: str | None, who: str, role: str | None, as_json: bool) -> int:
        label = say("cli.review.progress", action=say(f"history.action.{action}"))
        with Bank.open(bank) as opened, console_progress(label, quiet=as_json or len(ids) < MANY) as progress:
            decided = _desk(opened, who, role, BY[action]).decide_all(ids, action, text or "", progress)
        if as_json:
            show_json(done=decided.done, refused=decided.refused)
        else:
            click.echo(say("cli.review.decided", action=say(f"history.action.{action}"), count=len(decided.done)))
            for reason in decided.refused.values():
                click.echo(say("cli.review.refused", reason=reason), err=True)
        return 1 if decided.refused else 0


for _action in BY:
    _decision(_action)


@review.command("comment")
@click.argument("question")
@click.argument("text")
@click.option("--field", cls=Choice)
@_at_a_desk
@as_json
@click.pass_obj
def comment(bank: Path, question: str, text: str, field: str | None, who: str, role: str | None, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        desk = _desk(opened, who, role, (Role.REVIEWER, Role.AUTHOR, Role.COORDINATOR))
        event = desk.comment(opened[question], text, field or "")
    return answer(as_json, map(str, told([event])), event=event)


@review.command("history")
@click.argument("question")
@as_json
@click.pass_obj
def history(bank: Path, question: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        events, report = History(opened.root).of(opened[question].id)
    if as_json:
        show_json(events=told(events), findings=report)
        return 0
    for each in told(events):
        click.echo(str(each))
    click.echo(say("cli.history.done", count=len(events)))
    if len(report):
        show_report(report)
    return 0


@review.command("diff")
@click.argument("question")
@click.option("--from", "old", type=int, cls=Choice)
@click.option("--to", "new", type=int, cls=Choice)
@click.option("--html", type=FILE, cls=Choice)
@as_json
@click.pass_obj
def diff(bank: Path, question: str, old: int | None, new: int | None, html: Path | None, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        asked = opened[question]
        known = versions(asked, History(opened.root).of(question)[0])
    after = known[-1] if new is None else version(known, new)
    before = (last_approved(known) or known[0]) if old is None else version(known, old)
    changed = content_changes(before.question, after.question)
    if html:
        write(html, differences_page(before.question, after.question))
    head = say("cli.diff.head", id=question, old=before.number, new=after.number, count=len(changed))
    lines = [head, *map(str, changed), *([say("cli.written", path=html)] if html else [])]
    return answer(as_json, lines, **{"from": before.number, "to": after.number, "changes": changed})
