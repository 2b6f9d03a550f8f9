"""What an empty form holds: the fields of each type, the lists in it, and what their entries are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from authoring.errors import UsageError
from authoring.intake.draft import MARKS, SECONDS
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["LISTS", "Listing", "Sheet", "entry_of", "fresh", "kind_of"]

Sheet = dict[str, Any]
"""What stands on a form, see `sheet.py`."""


@dataclass(frozen=True)
class Listing:
    """What a list of a sheet is made of."""

    empty: dict[str, Any]
    """A new entry."""
    least: int = 0
    most: int = 100
    id: Callable[[int], str] | None = None
    """The id at a place, where entries have ids."""


def _text(**more: Any) -> dict[str, Any]:
    return {"id": "", "text": ""} | more


LISTS = {
    "options": Listing(_text(mistake="", pinned=False), 2, 26, lambda place: ascii_uppercase[place]),
    "items": Listing(_text(), 2, 20, lambda place: ascii_uppercase[place]),
    "premises": Listing(_text(choice=""), 2, 20, lambda place: f"P{place + 1}"),
    "choices": Listing(_text(), 2, 20, lambda place: f"C{place + 1}"),
    "blanks": Listing({"accepted": [], "match": "normalised"}, 1, 20),
    "accepted_units": Listing({"unit": "", "factor": ""}),
    "rubric": Listing({"text": "", "marks": "", "keywords": []}, 1),
    "inputs": Listing({"name": "", "value": ""}),
    "suppress": Listing({"code": "", "reason": ""}),
    "children": Listing({}, 1, 20),
}
"""By the last step of their path."""

_BEGIN: dict[QuestionType, dict[str, int]] = {
    QuestionType.SINGLE_CHOICE: {"options": 4},
    QuestionType.MULTIPLE_CHOICE: {"options": 5},
    QuestionType.BLANKS: {"blanks": 0},
    QuestionType.NUMERIC: {"accepted_units": 0},
    QuestionType.MATCHING: {"premises": 3, "choices": 4},
    QuestionType.ORDERING: {"items": 4},
    QuestionType.SHORT_ANSWER: {"rubric": 2},
    QuestionType.CASE: {"children": 0},
}
"""How many entries a new question begins with."""


def fresh(kind: QuestionType, *, inner: bool = False) -> Sheet:
    """An empty sheet. `inner`: for a case's question, which takes from its case what is None."""
    shared: Any = None if inner else ""
    sheet: Sheet = {"type": kind.value, "level": shared, "knowledge_points": None if inner else []}
    sheet |= {"cognitive": "understand", "difficulty": "3", "stem": "", "rationale": ""}
    sheet |= {"sources": None if inner else [], "author": shared, "tags": [], "suppress": []}
    if inner:
        sheet["own"] = {}
    if kind is not QuestionType.CASE:
        sheet |= {"marks": str(MARKS.get(kind, 1)), "seconds": str(SECONDS.get(kind, 60)), "calculation": None}
    for name, count in _BEGIN.get(kind, {}).items():
        sheet[name] = [entry_of(name, place) for place in range(count)]
    return sheet | _rest(kind, sheet)


def kind_of(value: str, *, inner: bool = False) -> QuestionType:
    """A type by its value. Raises UsageError for one that there is not; `inner`: a case is none within a case."""
    known = [kind for kind in QuestionType if not (inner and kind is QuestionType.CASE)]
    if value not in known:
        names = "、".join(say(f"label.question_type.{kind}") for kind in known)
        raise UsageError(say("editor.no_type", value=value, known=names))
    return QuestionType(value)


def _rest(kind: QuestionType, sheet: Sheet) -> Sheet:
    match kind:
        case QuestionType.SINGLE_CHOICE | QuestionType.MULTIPLE_CHOICE:
            return {"key": []}
        case QuestionType.ORDERING:
            return {"key": [entry["id"] for entry in sheet["items"]]}
        case QuestionType.TRUE_FALSE:
            return {"key": ""}
        case QuestionType.NUMERIC:
            return {"value": "", "unit": "", "tolerance": {"kind": "absolute", "size": ""}}
        case QuestionType.SHORT_ANSWER:
            return {"model_answer": "", "expected_length": "200"}
    return {}


def entry_of(name: str, place: int) -> Sheet:
    listing = LISTS[name]
    return listing.empty | ({"id": listing.id(place)} if listing.id else {})
