"""The tables of our own workbooks, one for each type: their columns, and a question's plain data as cells."""

from collections.abc import Iterable, Mapping
from typing import Any

from authoring.intake.excel.entries import entries_text, rubric_text, tolerance_text
from authoring.intake.notation import LETTERS
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["HIDDEN", "LOCKED", "REQUIRED", "own_cells", "own_columns", "sheet_name"]

HIDDEN = ("version", "fingerprint", "rest")
LOCKED = ("id", "status", *HIDDEN)
"""What an author does not change in a table."""
REQUIRED = frozenset(("stem", "answer", "option.A", "option.B", "blank.1", "premises", "choices", "type"))
_BACK = (
    *("rationale", "marks", "seconds", "difficulty", "level", "cognitive", "knowledge_points"),
    *("sources", "tags", "author"),
)
_FEWEST_OPTIONS = {"single_choice": 4, "multiple_choice": 5, "ordering": 5, "case": 5}
_FEWEST_BLANKS = {"blanks": 3, "case": 2}


def sheet_name(kind: QuestionType) -> str:
    return say(f"label.question_type.{kind.value}")


def own_columns(kind: QuestionType, plains: Iterable[Mapping[str, Any]], *, template: bool = False) -> tuple[str, ...]:
    """Fields of the table of a type, wide enough for `plains` (a case's children among them)."""
    rows = list(plains)
    options = _widest(rows, ("options", "items"), _FEWEST_OPTIONS.get(kind.value, 0))
    blanks = _widest(rows, ("blanks",), _FEWEST_BLANKS.get(kind.value, 0))
    inner: dict[str, tuple[str, ...]] = {
        "choice": tuple(f"option.{letter}" for letter in LETTERS[: min(options, 26)]),
        "blanks": tuple(f"blank.{number}" for number in range(1, blanks + 1)),
    }
    middle = {
        QuestionType.SINGLE_CHOICE: (*inner["choice"], "answer", "mistakes"),
        QuestionType.MULTIPLE_CHOICE: (*inner["choice"], "answer", "mistakes"),
        QuestionType.ORDERING: (*inner["choice"], "answer"),
        QuestionType.BLANKS: inner["blanks"],
        QuestionType.NUMERIC: ("answer", "unit", "tolerance"),
        QuestionType.MATCHING: ("premises", "choices", "answer"),
        QuestionType.SHORT_ANSWER: ("answer", "rubric"),
        QuestionType.CASE: (
            *(*inner["choice"], "answer", "mistakes", *inner["blanks"]),
            *("unit", "tolerance", "premises", "choices", "rubric"),
        ),
    }.get(kind, ("answer",))
    front = ("number", "parent", "type", "stem") if kind is QuestionType.CASE else ("stem",)
    if template:
        return (*front, *middle, *_BACK)
    return ("id", *front, *middle, *_BACK, "status", *HIDDEN)


def _widest(rows: Iterable[Mapping[str, Any]], names: tuple[str, ...], fewest: int) -> int:
    return max([fewest, *(len(row.get(name, ())) for row in rows for name in names)])


def own_cells(plain: Mapping[str, Any]) -> dict[str, str | int | float]:
    """The cells of plain data as in a question file; what has no cell or does not fit one is left to `rest`."""
    cells: dict[str, Any] = {name: plain[name] for name in ("id", "stem", "rationale", "author") if plain.get(name)}
    cells |= {name: plain[name] for name in ("marks", "seconds", "difficulty", "version") if name in plain}
    cells["type"] = say(f"label.question_type.{plain['type']}")
    for name in ("level", "cognitive", "status"):
        if plain.get(name):
            cells[name] = say(f"label.{name}.{plain[name]}")
    for name in ("knowledge_points", "sources", "tags"):
        if plain.get(name):
            cells[name] = "、".join(plain[name])
    return cells | _own_by_type(plain)


def _own_by_type(plain: Mapping[str, Any]) -> dict[str, Any]:
    match plain["type"]:
        case "single_choice" | "multiple_choice" | "ordering":
            return _options(plain)
        case "true_false":
            return {"answer": say(f"intake_excel.written.{'right' if plain['key'] else 'wrong'}")}
        case "blanks":
            entries = enumerate(plain["blanks"], start=1)
            return {f"blank.{number}": ";".join(entry["accepted"]) for number, entry in entries}
        case "numeric":
            cells = {"answer": plain["value"], "tolerance": tolerance_text(plain["tolerance"])}
            return cells | ({"unit": plain["unit"]} if plain.get("unit") else {})
        case "matching":
            key = "、".join(f"{premise}-{choice}" for premise, choice in plain["key"].items())
            premises, choices = (entries_text(plain[name]) for name in ("premises", "choices"))
            return {"premises": premises, "choices": choices, "answer": key}
        case "short_answer":
            return {"answer": plain["model_answer"], "rubric": rubric_text(plain["rubric"])}
        case _:
            return {}


def _options(plain: Mapping[str, Any]) -> dict[str, str]:
    """Texts by place; the key by the options' own ids, which are letters in nearly every bank."""
    options = plain["items" if plain["type"] == "ordering" else "options"]
    letters = {option["id"]: letter for option, letter in zip(options, LETTERS, strict=False)}
    cells = {f"option.{letter}": option["text"] for option, letter in zip(options, LETTERS, strict=False)}
    key = [plain["key"]] if isinstance(plain["key"], str) else plain["key"]
    cells["answer"] = "".join(letters.get(entry, "") for entry in key)
    mistakes = [option | {"id": letters[option["id"]]} for option in options if option.get("mistake")]
    if mistakes:
        cells["mistakes"] = entries_text(mistakes, "mistake")
    return cells
