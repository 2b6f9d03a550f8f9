"""Where a reference has gone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from authoring.bank import Bank
from authoring.bank.uses import Use, questions_using, who_uses
from authoring.errors import UsageError
from authoring.export.reader import open_package
from authoring.texts import say
from authoring.workflow.assembling import read_paper

__all__ = [
    "uses",
]


def uses(bank: Bank, key: str, files: Sequence[Path] = ()) -> list[Use]:
    """Everything that rests on a reference: questions, templates, and the papers and packages among `files`.

    A paper is judged by the bank's questions, a package by the questions within it. A folder stands for what it holds.
    Raises StorageError, PackageError or UsageError for a file that is neither.
    """
    found = who_uses(bank, key)
    named = {use.id for use in found if use.kind == "question"}
    for file in _made_files(files):
        if file.suffix == ".json":
            paper = read_paper(file)
            via = sorted({item.question for form in paper.forms for item in form.items} & named)
            found += [Use(kind="paper", id=paper.id, via=name, file=str(file)) for name in via]
        else:
            packed = open_package(file)
            inside = questions_using(packed.questions.values(), bank.references, key)
            found += [Use(kind="package", id=packed.manifest.id, via=use.id, file=str(file)) for use in inside]
    return found


def _made_files(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.name.endswith((".paper.json", ".dcexam.zip")))
        elif path.suffix in {".json", ".zip"}:
            yield path
        else:
            raise UsageError(say("workflow.neither_paper_nor_package", path=path))
