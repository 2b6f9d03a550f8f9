"""The workbook that authors download and fill: a sheet for each type, each with an example that can be read back."""

from collections.abc import Callable
from typing import Any

from authoring.bank.syllabus import Syllabus
from authoring.intake.excel.own_columns import own_cells, own_columns
from authoring.intake.excel.own_workbook import OwnSheet, own_workbook
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["example", "template_workbook"]


def template_workbook(syllabus: Syllabus) -> bytes:
    """An .xlsx file with drop-down lists from the syllabus; equal syllabuses give equal bytes."""
    sheets = []
    for kind in QuestionType:
        plain = example(kind, syllabus)
        rows = [plain, *plain.pop("children", ())]
        sheets.append(OwnSheet(kind, own_columns(kind, rows, template=True), _cells(kind, rows, syllabus)))
    return own_workbook("template", sheets, syllabus, examples=True)


def _cells(kind: QuestionType, rows: list[dict[str, Any]], syllabus: Syllabus) -> list[dict[str, Any]]:
    cells = [own_cells(plain) for plain in rows]
    for row in cells:
        if code := row.get("knowledge_points"):
            row["knowledge_points"] = f"{code} {syllabus.points[str(code)].name}"
    if kind is QuestionType.CASE:
        number = say("intake_excel.example.case.number")
        cells[0]["number"] = number
        for row in cells[1:]:
            row["parent"] = number
    return cells


def example(kind: QuestionType, syllabus: Syllabus) -> dict[str, Any]:
    """Plain data of the example of a type, as a question file has it, without an id."""
    plain: dict[str, Any] = {"type": kind.value, "stem": _text(kind, "stem")} | _FAMILIES[kind](kind)
    plain["rationale"] = _text(kind, "rationale")
    plain |= {"difficulty": 2, "level": "junior", "cognitive": "understand"}
    if syllabus.points:
        plain["knowledge_points"] = [next(iter(syllabus.points))]
    if kind is QuestionType.CASE:
        return plain | {"children": [_child(kind)]}
    return {"marks": 1, "seconds": 60} | plain


def _text(kind: QuestionType, name: str) -> str:
    return say(f"intake_excel.example.{kind.value}.{name}")


def _options(kind: QuestionType, letters: str) -> list[dict[str, str]]:
    return [{"id": letter, "text": _text(kind, letter)} for letter in letters]


def _entries(text: str) -> list[dict[str, str]]:
    pairs = (line.partition("：") for line in text.splitlines())
    return [{"id": name, "text": rest} for name, _, rest in pairs]


def _single(kind: QuestionType) -> dict[str, Any]:
    options = _options(kind, "ABCD")
    options[0]["mistake"] = _text(kind, "mistake")
    return {"options": options, "key": "B"}


def _short(kind: QuestionType) -> dict[str, Any]:
    first, second = _text(kind, "first_point"), _text(kind, "second_point")
    words = _text(kind, "keywords").split("、")
    rubric = [{"text": first, "marks": 2, "keywords": words}, {"text": second, "marks": 3}]
    return {"model_answer": _text(kind, "answer"), "rubric": rubric, "marks": 5, "seconds": 300}


def _child(kind: QuestionType) -> dict[str, Any]:
    return {
        "type": "numeric",
        "stem": _text(kind, "child_stem"),
        "value": 52.5,
        "unit": _text(kind, "unit"),
        "tolerance": {"relative": 0.01},
        "rationale": _text(kind, "child_rationale"),
        "marks": 4,
        "seconds": 180,
        "difficulty": 3,
        "cognitive": "apply",
    }


_FAMILIES: dict[QuestionType, Callable[[QuestionType], dict[str, Any]]] = {
    QuestionType.SINGLE_CHOICE: _single,
    QuestionType.MULTIPLE_CHOICE: lambda kind: {"options": _options(kind, "ABCD"), "key": ["A", "C"], "marks": 2},
    QuestionType.TRUE_FALSE: lambda _: {"key": False},
    QuestionType.BLANKS: lambda kind: {
        "blanks": [{"accepted": [_text(kind, "first")]}, {"accepted": _text(kind, "second").split(";")}],
        "marks": 2,
    },
    QuestionType.NUMERIC: lambda _: {"value": 500, "unit": "tCO₂", "tolerance": {"absolute": 0.5}, "marks": 5},
    QuestionType.MATCHING: lambda kind: {
        "premises": _entries(_text(kind, "premises")),
        "choices": _entries(_text(kind, "choices")),
        "key": {"P1": "C2", "P2": "C1"},
    },
    QuestionType.ORDERING: lambda kind: {
        "items": [{"id": letter, "text": _text(kind, letter)} for letter in "ABC"],
        "key": ["B", "C", "A"],
    },
    QuestionType.SHORT_ANSWER: _short,
    QuestionType.CASE: lambda _: {},
}
