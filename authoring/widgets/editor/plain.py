"""From the sheet back to a question file."""

from collections.abc import Callable
from typing import Any

from authoring.questions import QuestionType
from authoring.questions.responses import read_number
from authoring.widgets.editor.fresh import Sheet
from authoring.widgets.editor.sheet import typed_number

__all__ = ["input_value", "plain_of"]


def plain_of(sheet: Sheet) -> dict[str, Any]:
    """The sheet in question-file format, without id, version and status and what may be missing and is empty.

    White space at the end of a text says nothing and is left out.
    """
    plain: dict[str, Any] = {"type": sheet["type"], **sheet.get("own", {})}
    for name in ("level", "cognitive", "author"):
        if text := (sheet[name] or "").strip():
            plain[name] = text
    for name in ("knowledge_points", "sources"):
        if sheet[name] or (sheet[name] is not None and "own" in sheet):
            plain[name] = sheet[name]
    for name in ("difficulty", "marks", "seconds"):
        plain |= _number(name, sheet.get(name, ""))
    plain["stem"] = sheet["stem"].rstrip()
    plain |= {"rationale": text} if (text := sheet["rationale"].rstrip()) else {}
    plain |= {name: sheet[name] for name in ("tags", "suppress") if sheet[name]}
    if sheet.get("calculation") is not None:
        plain["calculation"] = _plain_calculation(sheet["calculation"])
    return plain | _WRITERS[QuestionType(sheet["type"])](sheet)


def _number(name: str, text: str) -> dict[str, Any]:
    return {name: typed_number(text)} if text.strip() else {}


def _plain_calculation(sheet: Sheet) -> dict[str, Any]:
    plain: dict[str, Any] = {name: sheet[name].strip() for name in ("formula", "expr") if sheet[name].strip()}
    plain["inputs"] = {entry["name"].strip(): input_value(entry["value"]) for entry in sheet["inputs"]}
    return plain | _number("decimals", sheet["decimals"]) | _number("result", sheet["result"])


def _text(entry: Sheet) -> dict[str, Any]:
    return {"id": entry["id"], "text": entry["text"].rstrip()}


def _plain_options(sheet: Sheet) -> dict[str, Any]:
    options = [
        _text(entry)
        | ({"mistake": text} if (text := entry["mistake"].rstrip()) else {})
        | ({"pinned": True} if entry["pinned"] else {})
        for entry in sheet["options"]
    ]
    single = sheet["type"] == QuestionType.SINGLE_CHOICE
    key = (sheet["key"][0] if single else sheet["key"]) if sheet["key"] else None
    return {"options": options} | ({} if key is None else {"key": key})


def _plain_truth(sheet: Sheet) -> dict[str, Any]:
    return {"key": sheet["key"] == "true"} if sheet["key"] else {}


def _plain_blanks(sheet: Sheet) -> dict[str, Any]:
    return {
        "blanks": [
            {"accepted": entry["accepted"]} | ({} if entry["match"] == "normalised" else {"match": entry["match"]})
            for entry in sheet["blanks"]
        ]
    }


def _plain_numeric(sheet: Sheet) -> dict[str, Any]:
    size = sheet["tolerance"]["size"]
    tolerance = {"tolerance": _number(sheet["tolerance"]["kind"], size)} if size.strip() else {}
    unit = {"unit": text} if (text := sheet["unit"].strip()) else {}
    units = [{"unit": entry["unit"].strip()} | _number("factor", entry["factor"]) for entry in sheet["accepted_units"]]
    return _number("value", sheet["value"]) | unit | tolerance | ({"accepted_units": units} if units else {})


def _plain_matching(sheet: Sheet) -> dict[str, Any]:
    return {
        "premises": [_text(entry) for entry in sheet["premises"]],
        "choices": [_text(entry) for entry in sheet["choices"]],
        "key": {entry["id"]: entry["choice"] for entry in sheet["premises"] if entry["choice"]},
    }


def _plain_ordering(sheet: Sheet) -> dict[str, Any]:
    return {"items": [_text(entry) for entry in sheet["items"]], "key": sheet["key"]}


def _plain_short(sheet: Sheet) -> dict[str, Any]:
    rubric = [
        {"text": entry["text"].rstrip()}
        | _number("marks", entry["marks"])
        | ({"keywords": entry["keywords"]} if entry["keywords"] else {})
        for entry in sheet["rubric"]
    ]
    length = _number("expected_length", sheet["expected_length"])
    return {"model_answer": sheet["model_answer"].rstrip(), "rubric": rubric} | length


def _plain_case(sheet: Sheet) -> dict[str, Any]:
    return {"children": [plain_of(child) for child in sheet["children"]]}


_WRITERS: dict[QuestionType, Callable[[Sheet], dict[str, Any]]] = {
    QuestionType.SINGLE_CHOICE: _plain_options,
    QuestionType.MULTIPLE_CHOICE: _plain_options,
    QuestionType.TRUE_FALSE: _plain_truth,
    QuestionType.BLANKS: _plain_blanks,
    QuestionType.NUMERIC: _plain_numeric,
    QuestionType.MATCHING: _plain_matching,
    QuestionType.ORDERING: _plain_ordering,
    QuestionType.SHORT_ANSWER: _plain_short,
    QuestionType.CASE: _plain_case,
}


def input_value(text: str) -> Any:
    """`12`, or `[1, 2, 3]`; the brackets may be left out where there are several numbers."""
    if read_number(text) is not None:
        return typed_number(text)
    listed = text.strip().startswith("[")
    parts = text.strip().removeprefix("[").removesuffix("]").replace("，", ",").replace("、", ",").split(",")
    return [typed_number(part) for part in parts if part.strip()] if listed or len(parts) > 1 else typed_number(text)
