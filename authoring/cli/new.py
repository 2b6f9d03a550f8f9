"""`authoring new`: a bank, a question's draft, a signing key."""

from pathlib import Path

import click

from authoring.bank import Bank
from authoring.bank.starter import draft, starter_bank
from authoring.cli.chinese import Choice, Verbs
from authoring.cli.show import answer, write
from authoring.cli.verbs import FILE, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.export.signing import SigningKey
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["new"]


@verbs.group("new", cls=Verbs, help=say("cli.new.help"))
def new() -> None:
    pass


def _written(paths: list[Path], as_json: bool) -> int:
    return answer(as_json, [say("cli.written", path=path) for path in paths], written=paths)


@new.command("bank")
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, cls=Choice)
@as_json
def new_bank(folder: Path, name: str, as_json: bool) -> int:
    if (folder / "bank.yaml").exists():
        raise UsageError(say("cli.wrong.exists", path=folder))
    return _written([write(folder / file, text) for file, text in starter_bank(folder.name, name).items()], as_json)


@new.command("question")
@click.argument("bank", type=FOLDER)
@click.option("--type", "kind", type=click.Choice([kind.value for kind in QuestionType]), required=True, cls=Choice)
@click.option("--point", required=True, cls=Choice)
@as_json
def new_question(bank: Path, kind: str, point: str, as_json: bool) -> int:
    with Bank.open(bank) as opened:
        if opened.syllabus.points and point not in opened.syllabus.points:
            near = opened.syllabus.nearest(point) or "—"
            raise UsageError(say("cli.wrong.point", point=point, near=near))
        made = draft(QuestionType(kind), opened.new_id(point.partition("-")[0]), point)
        opened.save(made)
        path = opened.root / str(opened.file_of(made.id))
    return _written([path], as_json)


@new.command("key")
@click.argument("file", type=FILE)
@as_json
def new_key(file: Path, as_json: bool) -> int:
    key = SigningKey.generate()
    key.save(file)
    public = write(file.with_suffix(".pub"), key.public_text)
    return _written([file, public], as_json)
