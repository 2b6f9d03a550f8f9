"""`authoring uses`: what rests on a reference; `authoring superseded`: facts whose time is over, and their uses."""

from datetime import date, datetime
from pathlib import Path

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.references import Resolved
from authoring.bank.uses import Use, superseded, who_uses
from authoring.cli.chinese import Choice
from authoring.cli.show import answer
from authoring.cli.verbs import FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.texts import say

__all__ = ["outdated", "uses"]


@verbs.command("uses")
@click.argument("bank", type=FOLDER)
@click.argument("key")
@click.argument("files", type=click.Path(path_type=Path, exists=True), nargs=-1)
@as_json
def uses(bank: Path, key: str, files: tuple[Path, ...], as_json: bool) -> int:
    with Bank.open(bank) as opened:
        resolved = opened.references.resolve(key)
        if resolved is None:
            raise UsageError(say("cli.uses.unknown", key=key, near=opened.references.nearest(key) or "—"))
        found = workflow.uses(opened, key, files)
    value = say("cli.uses.value", value=resolved.value) if resolved.value else ""
    head = say("cli.uses.head", key=key, title=resolved.title, value=value)
    lines = [head, *(_line(use, key) for use in found), say("cli.uses.done", count=len(found))]
    return answer(as_json, lines, reference=resolved, uses=found)


def _line(use: Use, key: str) -> str:
    via = say("cli.uses.via", via=use.via) if use.via != key else ""
    return say("cli.uses.row", kind=say(f"cli.uses.kind.{use.kind}"), id=use.id, via=via, file=use.file).rstrip("　")


@verbs.command("superseded")
@click.argument("bank", type=FOLDER)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), cls=Choice)
@as_json
def outdated(bank: Path, today: datetime | None, as_json: bool) -> int:
    day = today.date() if today else date.today()  # noqa: DTZ011
    with Bank.open(bank) as opened:
        facts = superseded(opened.references, day)
        resting = {fact.key: [use.id for use in who_uses(opened, fact.key)] for fact in facts}
    done = say("cli.superseded.done", count=len(facts), used=sum(map(bool, resting.values())))
    told = [fact.model_dump(mode="json") | {"uses": resting[fact.key]} for fact in facts]
    return answer(as_json, [*(_ended(fact, resting[fact.key]) for fact in facts), done], facts=told)


def _ended(fact: Resolved, uses: list[str]) -> str:
    ids = "、".join(uses) or say("cli.superseded.none")
    return say("cli.superseded.row", key=fact.key, title=fact.title, ended=fact.valid_to, ids=ids)
