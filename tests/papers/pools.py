"""Small pools and blueprints for tests of the papers."""

from functools import cache
from pathlib import Path
from typing import Any

from authoring.bank.question_file import read_question
from authoring.bank.references_files import read_syllabus
from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint
from authoring.papers.paper import Form
from authoring.questions import Question
from tests.builders import question

BANK = Path(__file__).parents[2] / "banks" / "dual-carbon"
SHIPPED = {name: BANK / "blueprints" / f"{name}.yaml" for name in ("intermediate", "junior")}


@cache
def bank_questions() -> tuple[Question, ...]:
    """The questions of the shipped bank."""
    read = (read_question(path.read_bytes(), path.name)[0] for path in sorted((BANK / "questions").rglob("*.yaml")))
    return tuple(entry for entry in read if entry is not None)


@cache
def syllabus() -> Syllabus:
    return read_syllabus(BANK)[0]


def make(number: int, kind: str = "single_choice", point: str = "D01-01", **fields: Any) -> Question:
    return question(kind, number, knowledge_points=[point], **fields)


def section(name: str, kinds: list[str], count: int, marks_each: float | None = 1, **fields: Any) -> dict[str, Any]:
    plain = {"id": name, "title": f"大题{name}", "types": kinds, "count": count, "marks_each": marks_each}
    return {field: value for field, value in plain.items() if value is not None} | fields


def blueprint(*sections: dict[str, Any], **fields: Any) -> Blueprint:
    """A blueprint whose total is what its sections say."""
    marks = sum(plain["count"] * plain.get("marks_each", 0) for plain in sections)
    plain = {"id": "test", "title": "试卷", "level": "junior", "levels": ["junior"], "minutes": 60, "pass_marks": 0}
    return Blueprint.model_validate(plain | {"marks": marks, "sections": list(sections)} | fields)


def ids(form: Form) -> list[str]:
    return [item.question for item in form.items]
