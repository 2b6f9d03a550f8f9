"""The sheet: a question as it stands on the form, complete or not.

A sheet is plain data, shaped as a question file, with a place for everything that its type has. It differs where people
type: numbers are texts as typed, a key is a list of ids (the true statement's a text), matching premises carry their
choice, a tolerance has a kind and a size, a calculation's inputs are a list. Back to a file: `plain.plain_of`.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from authoring.questions import QuestionType
from authoring.questions.responses import read_number
from authoring.widgets.editor.entries import settled
from authoring.widgets.editor.fresh import Sheet, fresh

__all__ = ["number_text", "sheet_of", "typed_number"]

_OWN = ("id", "version", "status")
"""What a case's question may say for itself although no field shows it."""


def sheet_of(plain: dict[str, Any], *, inner: bool = False) -> Sheet:
    """The sheet of plain data in question-file format; whatever is missing or out of shape is empty.

    `inner`: a case's question, where None means as in the case.
    """
    kind = QuestionType(str(plain["type"]))
    sheet = fresh(kind, inner=inner)
    for name in ("level", "cognitive", "difficulty", "stem", "rationale", "author", "marks", "seconds"):
        if name in sheet:
            sheet[name] = None if inner and sheet[name] is None and name not in plain else number_text(plain.get(name))
    for name in ("knowledge_points", "sources"):
        sheet[name] = None if inner and name not in plain else _words(plain.get(name))
    sheet["tags"] = _words(plain.get("tags"))
    sheet["suppress"] = [_texts(entry, "code", "reason") for entry in _records(plain.get("suppress"))]
    if inner:
        sheet["own"] = {name: plain[name] for name in _OWN if name in plain}
    if "calculation" in sheet:
        sheet["calculation"] = _calculation(plain.get("calculation"))
    return settled(sheet | _READERS[kind](plain))


def number_text(value: Any) -> str:
    """A number as people write it; any other text as it is."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(repr(value)) if isinstance(value, float) else Decimal(value):f}"
    return str(value)


def typed_number(text: str) -> Any:
    """The number that was typed, for a question file; a text that is none stays, so that the finding shows it."""
    number = read_number(text)
    if number is None:
        return text.strip()
    return int(number) if number == number.to_integral_value() else float(number)


def _words(value: Any) -> list[str]:
    return [number_text(entry) for entry in value] if isinstance(value, list | tuple) else []


def _records(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list | tuple) else []


def _texts(entry: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: number_text(entry.get(name)) for name in names}


def _options(plain: dict[str, Any]) -> Sheet:
    options = [
        _texts(entry, "id", "text", "mistake") | {"pinned": entry.get("pinned") is True}
        for entry in _records(plain.get("options"))
    ]
    key = plain.get("key")
    return {"options": options, "key": [key] if isinstance(key, str) else _words(key)}


def _truth(plain: dict[str, Any]) -> Sheet:
    key = plain.get("key")
    return {"key": number_text(key) if isinstance(key, bool) else ""}


def _blanks(plain: dict[str, Any]) -> Sheet:
    entries = _records(plain.get("blanks"))
    return {
        "blanks": [
            {"accepted": _words(entry.get("accepted")), "match": number_text(entry.get("match", "normalised"))}
            for entry in entries
        ]
    }


def _numeric(plain: dict[str, Any]) -> Sheet:
    found = plain.get("tolerance")
    tolerance = found if isinstance(found, dict) else {}
    kind = "relative" if "relative" in tolerance and "absolute" not in tolerance else "absolute"
    units = [_texts(entry, "unit", "factor") for entry in _records(plain.get("accepted_units"))]
    size = {"kind": kind, "size": number_text(tolerance.get(kind))}
    return _texts(plain, "value", "unit") | {"tolerance": size, "accepted_units": units}


def _matching(plain: dict[str, Any]) -> Sheet:
    key = plain.get("key")
    chosen = key if isinstance(key, dict) else {}
    premises = [_texts(entry, "id", "text") for entry in _records(plain.get("premises"))]
    return {
        "premises": [entry | {"choice": number_text(chosen.get(entry["id"]))} for entry in premises],
        "choices": [_texts(entry, "id", "text") for entry in _records(plain.get("choices"))],
    }


def _ordering(plain: dict[str, Any]) -> Sheet:
    items = [_texts(entry, "id", "text") for entry in _records(plain.get("items"))]
    return {"items": items, "key": _words(plain.get("key"))}


def _short(plain: dict[str, Any]) -> Sheet:
    rubric = [
        _texts(entry, "text", "marks") | {"keywords": _words(entry.get("keywords"))}
        for entry in _records(plain.get("rubric"))
    ]
    length = number_text(plain.get("expected_length", 200))
    return {"model_answer": number_text(plain.get("model_answer")), "rubric": rubric, "expected_length": length}


def _case(plain: dict[str, Any]) -> Sheet:
    known = set(QuestionType) - {QuestionType.CASE}
    children = [child for child in _records(plain.get("children")) if child.get("type") in known]
    return {"children": [sheet_of(child, inner=True) for child in children]}


_READERS: dict[QuestionType, Callable[[dict[str, Any]], Sheet]] = {
    QuestionType.SINGLE_CHOICE: _options,
    QuestionType.MULTIPLE_CHOICE: _options,
    QuestionType.TRUE_FALSE: _truth,
    QuestionType.BLANKS: _blanks,
    QuestionType.NUMERIC: _numeric,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.SHORT_ANSWER: _short,
    QuestionType.CASE: _case,
}


def _calculation(value: Any) -> Sheet | None:
    if not isinstance(value, dict):
        return None
    found = value.get("inputs")
    inputs = found.items() if isinstance(found, dict) else ()
    return _texts(value, "formula", "expr", "decimals", "result") | {
        "inputs": [{"name": str(name), "value": _input_text(entry)} for name, entry in inputs]
    }


def _input_text(value: Any) -> str:
    """A number, or a list of them in brackets."""
    return f"[{', '.join(_words(value))}]" if isinstance(value, list | tuple) else number_text(value)
