"""Another type for a question: what fits is kept, the rest comes back with undo."""

from typing import Any

from authoring.questions import QuestionType
from authoring.widgets.editor.entries import settled
from authoring.widgets.editor.fresh import Sheet, fresh

__all__ = ["retyped"]

_SIZED = ("marks", "seconds")
_LISTED = ("options", "items")
"""Lists of texts that can stand for each other."""


def retyped(sheet: Sheet, kind: QuestionType) -> Sheet:
    """The sheet as one of another type.

    Common fields stay; marks and seconds that nobody has touched become the new type's usual ones. Options stay between
    choice types (单选 keeps the first right one) and become an ordering's items, and back. A case takes the question as
    its first child, and a case becomes its first child.
    """
    old = QuestionType(sheet["type"])
    if old is kind:
        return sheet
    if kind is QuestionType.CASE:
        return _as_case(sheet)
    if old is QuestionType.CASE:
        return retyped(_first_child(sheet), kind)
    new = fresh(kind, inner="own" in sheet)
    usual = fresh(old)
    untouched = {name for name in _SIZED if sheet[name] == usual[name]}
    kept = {name: value for name, value in sheet.items() if name in new and name not in {"type", "key", *untouched}}
    return settled(new | kept | _carried(sheet, new))


def _carried(sheet: Sheet, new: Sheet) -> dict[str, Any]:
    """Entries and key, as far as the new type has such."""
    source = next((name for name in _LISTED if name in sheet), None)
    target = next((name for name in _LISTED if name in new), None)
    if source is None or target is None:
        return {}
    empty = {"mistake": "", "pinned": False} if target == "options" else {}
    names = ("id", "text", *empty)
    entries = [{name: entry.get(name, empty.get(name)) for name in names} for entry in sheet[source]]
    ids = [entry["id"] for entry in entries]
    if target == "items":
        return {target: entries, "key": ids}
    key = sheet["key"] if source == "options" else []
    return {target: entries, "key": key[:1] if new["type"] == QuestionType.SINGLE_CHOICE else key}


def _as_case(sheet: Sheet) -> Sheet:
    case = fresh(QuestionType.CASE)
    shared = {name: sheet[name] for name in ("level", "knowledge_points", "sources", "author", "tags")}
    child = sheet | {"own": {}, "level": None, "knowledge_points": None, "sources": None, "author": None, "tags": []}
    return case | shared | {"children": [child]}


def _first_child(case: Sheet) -> Sheet:
    shared = ("level", "knowledge_points", "sources", "author")
    if not case["children"]:
        kept = {name: case[name] for name in (*shared, "tags", "stem", "rationale", "cognitive", "difficulty")}
        return fresh(QuestionType.SINGLE_CHOICE) | kept
    child = {name: value for name, value in case["children"][0].items() if name != "own"}
    child |= {name: case[name] for name in shared if child[name] is None}
    return child | {"tags": case["tags"] or child["tags"], "stem": child["stem"] or case["stem"]}
