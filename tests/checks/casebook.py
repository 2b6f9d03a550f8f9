"""The cases of each check: questions as patches of `tests.builders`, in a small bank of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ryaml

from authoring.bank.references_files import read_references, read_syllabus
from authoring.checks import Context
from authoring.questions import Question, question_from
from tests.builders import data

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Case:
    code: str
    name: str
    questions: list[dict[str, Any]]
    media: dict[str, str]
    """Pictures by address; characters up to U+00FF stand for bytes."""
    finds: list[dict[str, Any]]
    """Empty for a pass case."""

    def built(self) -> list[Question]:
        return [question_from(plain) for plain in self._plain()]

    def _plain(self) -> Iterator[dict[str, Any]]:
        number = 0
        for patch in self.questions:
            fields = {name: value for name, value in patch.items() if name not in {"kind", "times"}}
            for _ in range(patch.get("times", 1)):
                number += 1
                yield data(patch["kind"], number, **fields)


def context(media: dict[str, str] | None = None) -> Context:
    syllabus, references = read_syllabus(HERE / "bank")[0], read_references(HERE / "bank")[0]
    pictures = {name: text.encode("latin-1", "xmlcharrefreplace") for name, text in (media or {}).items()}
    return Context(syllabus, references, pictures.get, TODAY)


def cases() -> list[Case]:
    return [case for path in sorted((HERE / "cases").glob("*.yaml")) for case in cases_of(path.stem)]


def cases_of(code: str) -> list[Case]:
    sheet = ryaml.loads((HERE / "cases" / f"{code}.yaml").read_text("utf-8"))
    return [_case(code, kind, n, entry) for kind in ("pass", "fail") for n, entry in enumerate(sheet[kind], 1)]


def _case(code: str, kind: str, number: int, entry: Any) -> Case:
    if isinstance(entry, list):
        entry = {"questions": entry}
    elif "kind" in entry:
        entry = {"question": entry}
    questions = entry.get("questions") or [entry["question"]]
    finds = entry["finds"] if kind == "fail" else []
    return Case(
        code, f"{code} {kind} {number} {entry.get('name', '')}".strip(), questions, entry.get("media", {}), finds
    )
