"""`authoring intake`: files into a bank; `authoring table`: questions as a workbook; `authoring new template`."""

import getpass
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.cli.chinese import Choice
from authoring.cli.new import new
from authoring.cli.show import show_json, show_report, write
from authoring.cli.verbs import EXISTING, FILE, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.findings import Report
from authoring.intake.bringing import Brought
from authoring.intake.draft import Defaults, Draft, Intake
from authoring.intake.excel import (
    FIELDS,
    MAPPINGS_FILE,
    Mapping,
    annotated_copy,
    export_workbook,
    field_of,
    layouts,
    read_mapping,
    template_workbook,
    title,
)
from authoring.intake.files import read_files
from authoring.intake.plan import ImportPlan
from authoring.questions import Level
from authoring.texts import say

__all__ = ["intake"]


@verbs.command("intake")
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.option("--bank", type=FOLDER, cls=Choice)
@click.option("--dry-run", is_flag=True, cls=Choice)
@click.option("--level", type=click.Choice([level.value for level in Level]), default=Level.JUNIOR.value, cls=Choice)
@click.option("--point", cls=Choice)
@click.option("--author", default="", cls=Choice)
@click.option("--keys", type=EXISTING, multiple=True, cls=Choice)
@click.option("--column", "columns", multiple=True, cls=Choice)
@click.option("--marked", type=FOLDER, cls=Choice)
@as_json
def intake(
    files: tuple[Path, ...],
    bank: Path | None,
    dry_run: bool,
    level: str,
    point: str | None,
    author: str,
    keys: tuple[Path, ...],
    columns: tuple[str, ...],
    marked: Path | None,
    as_json: bool,
) -> int:
    if bank is None:
        mapping = _with_columns(Mapping(), files, columns)
        intakes = read_files(files, mapping, keys)
        report = _added(intakes)
        written = _marked(files, intakes, marked)
        return _told(intakes, None, None, report, written, dry=True, as_json=as_json)
    with Bank.open(bank) as opened:
        _known_point(opened, point)
        remembered = _with_columns(_mapping(opened), files, columns)
        intakes = read_files(files, remembered.known(opened.syllabus), keys)
        defaults = Defaults(level=Level(level), knowledge_point=point or "D00", author=author)
        plan, brought = workflow.intake(intakes, opened, defaults)
        report = plan.report + brought.report
        written = _marked(files, intakes, marked)
        if not dry_run:
            if not point:
                _pointless(plan)
            written += _saved(opened, plan, brought)
            if remembered != _mapping(opened):
                written.append(write(opened.root / MAPPINGS_FILE, remembered.text()))
    return _told(intakes, plan, brought, report, written, dry=dry_run, as_json=as_json)


def _mapping(bank: Bank) -> Mapping:
    path = bank.root / MAPPINGS_FILE
    return read_mapping(path.read_text("utf-8-sig") if path.exists() else "")


def _known_point(bank: Bank, point: str | None) -> None:
    if point and bank.syllabus.names and point not in bank.syllabus.names:
        raise UsageError(say("cli.wrong.point", point=point, near=bank.syllabus.nearest(point) or "—"))


def _with_columns(mapping: Mapping, files: Sequence[Path], columns: Sequence[str]) -> Mapping:
    """The mapping with what `--column` says about the tables of these files."""
    if not columns:
        return mapping
    words: dict[str, str | None] = {}
    for column in columns:
        word, equals, meant = column.partition("=")
        if not equals:
            raise UsageError(say("cli.intake.column_form"))
        words[word] = meant if meant in FIELDS else field_of(meant) if meant else None
        if meant and words[word] is None:
            known = "、".join(title(name) for name in FIELDS)
            raise UsageError(say("cli.intake.unknown_column", field=meant, known=known))
    found = [layout for file in files for layout in layouts(file.read_bytes(), file.name, words)]
    if not found:
        raise UsageError(say("cli.intake.no_column", word="、".join(words)))
    for layout in found:
        mapping = mapping.remember(layout)
    return mapping


def _added(intakes: Sequence[Intake]) -> Report:
    return sum((intake.report for intake in intakes), Report())


def _marked(files: Sequence[Path], intakes: Sequence[Intake], folder: Path | None) -> list[Path]:
    """Copies of the workbooks with what is wrong in them."""
    written = []
    for file, intake in zip(files, intakes, strict=True):
        if folder is not None and file.suffix.lower() in (".xlsx", ".xlsm") and len(intake.report):
            data, lost = annotated_copy(file.read_bytes(), intake.report)
            written.append(write(folder / file.name, data))
            for finding in lost:
                click.echo(str(finding), err=True)
    return written


def _pointless(plan: ImportPlan) -> None:
    count = sum(1 for draft in plan.new if not draft.plain.get("knowledge_points"))
    if count:
        raise UsageError(say("cli.intake.point_missing", count=count))


def _saved(bank: Bank, plan: ImportPlan, brought: Brought) -> list[Path]:
    """The files that were written: the questions', and the pictures of all that came in."""
    desk = Desk(bank, getpass.getuser(), Role.AUTHOR)
    saved = workflow.bring(bank, desk, plan, brought)
    media = dict.fromkeys([*brought.media, *(name for revision in plan.changed for name in revision.draft.media)])
    files = [file for question in saved if (file := bank.file_of(question.id))]
    return [bank.root / "media" / name for name in media] + [bank.root / file for file in files]


def _told(
    intakes: Sequence[Intake],
    plan: ImportPlan | None,
    brought: Brought | None,
    report: Report,
    written: list[Path],
    *,
    dry: bool,
    as_json: bool,
) -> int:
    if as_json:
        drafts = [_draft(draft) for intake in intakes for draft in intake.drafts]
        show_json(drafts=drafts, findings=report, written=written, passed=report.passed, **_plan(plan, brought))
        return report.exit_code
    for intake in intakes:
        kinds = Counter(str(draft.plain.get("type", "")) for draft in intake.drafts)
        types = "、".join(f"{say(f'label.question_type.{kind}')} {count}" for kind, count in kinds.items() if kind)
        click.echo(say("cli.intake.read", source=intake.source, count=len(intake.drafts), types=types or "—"))
    show_report(report)
    if plan is not None and brought is not None:
        _show_plan(plan, brought)
        if not dry:
            click.echo(say("cli.intake.done", new=len(brought.questions), changed=len(plan.changed)))
    if dry:
        click.echo(say("cli.intake.dry"))
    return report.exit_code


def _draft(draft: Draft) -> dict[str, Any]:
    where = draft.where.model_dump(mode="json", exclude_none=True)
    found = draft.plain | {"where": where, "number": draft.number, "section": draft.section}
    return found | ({"media": sorted(draft.media)} if draft.media else {})


def _plan(plan: ImportPlan | None, brought: Brought | None) -> dict[str, Any]:
    if plan is None or brought is None:
        return {}
    revisions = {
        kind: [{"id": entry.bank.id, "fields": [change.model_dump() for change in entry.fields]} for entry in entries]
        for kind, entries in (("changed", plan.changed), ("conflicting", plan.conflicting))
    }
    return {"new": [question.id for question in brought.questions], "untouched": list(plan.untouched), **revisions}


def _show_plan(plan: ImportPlan, brought: Brought) -> None:
    for kind, entries in (("changed", plan.changed), ("conflicting", plan.conflicting)):
        for entry in entries:
            click.echo(say("cli.intake.change", id=entry.bank.id, kind=say(f"cli.intake.{kind}")))
            for change in entry.fields:
                click.echo(say("cli.intake.field", field=change.field, old=change.old or "—", new=change.new or "—"))
    counts = {name: len(getattr(plan, name)) for name in ("changed", "conflicting", "untouched")}
    click.echo(say("cli.intake.planned", new=len(brought.questions), left=len(brought.left), **counts))


@new.command("template")
@click.argument("bank", type=FOLDER)
@click.option("--out", type=FILE, default=Path("template.xlsx"), cls=Choice)
@as_json
def template(bank: Path, out: Path, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        written = write(out, template_workbook(opened.syllabus))
    return _written(written, Report(), as_json)


@verbs.command("table")
@click.argument("bank", type=FOLDER)
@click.option("--question", "questions", multiple=True, cls=Choice)
@click.option("--out", type=FILE, default=Path("questions.xlsx"), cls=Choice)
@as_json
def table(bank: Path, questions: tuple[str, ...], out: Path, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        chosen = map(opened.__getitem__, questions) if questions else iter(opened)
        data, report = export_workbook(chosen, opened.syllabus)
        written = write(out, data)
    return _written(written, report, as_json)


def _written(path: Path, report: Report, as_json: bool) -> int:
    if as_json:
        show_json(written=[path], findings=report)
    else:
        if len(report):
            show_report(report)
        click.echo(say("cli.written", path=path))
    return report.exit_code
