"""What a field takes: values as the form sends them, put into the sheet."""

import re
from collections.abc import Mapping
from typing import Any

from authoring.bank.references import Formula
from authoring.errors import UsageError
from authoring.questions import QuestionType
from authoring.texts import say
from authoring.widgets.editor.entries import at, blanks_follow, parted, put
from authoring.widgets.editor.fresh import LISTS, Sheet, kind_of
from authoring.widgets.editor.retyping import retyped

__all__ = ["CHOSEN", "filled"]

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CHOSEN = frozenset(
    {"type", "right", "pinned", "level", "cognitive", "difficulty", "kind", "key", "choice", "match", "formula"}
)
"""Last steps of fields that take a choice and are not typed in."""
_FIXED = frozenset({"id", "own"})
_CALCULATION = {"formula": "", "expr": "", "inputs": [], "decimals": "", "result": ""}


def filled(sheet: Sheet, path: str, value: Any, formulas: Mapping[str, Formula]) -> Sheet:
    """The sheet with a field's new value. Raises UsageError for a path that no field has."""
    holder, last = parted(path)
    owner = at(sheet, holder)
    match last:
        case "type":
            owner = retyped(owner, kind_of(value, inner="own" in owner))
        case "right":
            holder, owner = _ticked(sheet, holder, bool(value))
        case "calculation" if "calculation" in owner:
            owner = owner | {last: (owner[last] or _CALCULATION) if value else None}
        case "formula":
            owner = _with_formula(owner, str(value), formulas)
        case _:
            owner = owner | {last: _taken(owner, path, last, value)}
            if last == "stem" and "blanks" in owner:
                owner = blanks_follow(owner)
    changed: Sheet = put(sheet, holder, owner)
    return changed


def _taken(owner: Any, path: str, last: str, value: Any) -> Any:
    """The value in the shape of what stood there."""
    old = at(owner, last)
    if not isinstance(owner, dict) or last in LISTS or last in _FIXED or isinstance(old, dict):
        raise UsageError(say("editor.no_path", path=path))
    if last == "key" and "items" in owner:
        known = [entry["id"] for entry in owner["items"]]
        wanted = [entry for entry in dict.fromkeys(value) if entry in known]
        return [*wanted, *(entry for entry in known if entry not in wanted)]
    if isinstance(old, bool):
        return bool(value)
    if not value and "own" in owner and last in ("level", "knowledge_points", "sources", "author"):
        return None
    if isinstance(old, list) or isinstance(value, list | tuple):
        return [text for entry in value or () if (text := _clean(entry).strip())]
    return _clean(value)


def _clean(value: Any) -> str:
    """Text without what nobody can see or save: control characters, halves of characters."""
    return _UNSEEN.sub("", "" if value is None else str(value).replace("\r\n", "\n"))


def _ticked(sheet: Sheet, path: str, right: bool) -> tuple[str, Sheet]:
    """The tick at an option. In a 单选 there is one: it takes the place of the other."""
    options, place = parted(path)
    holder, name = parted(options)
    if name != "options" or not place.isdigit():
        raise UsageError(say("editor.no_path", path=path))
    option, owner = at(sheet, path)["id"], at(sheet, holder)
    others = [entry for entry in owner["key"] if entry != option]
    if not right:
        return holder, owner | {"key": others}
    if owner["type"] == QuestionType.SINGLE_CHOICE:
        return holder, owner | {"key": [option]}
    wanted = {option, *others}
    return holder, owner | {"key": [entry["id"] for entry in owner["options"] if entry["id"] in wanted]}


def _with_formula(calculation: Sheet, key: str, formulas: Mapping[str, Formula]) -> Sheet:
    """With a formula of the references in place of an expression, and an input for each of its symbols."""
    if key not in formulas:
        return calculation | {"formula": key}
    formula, inputs = formulas[key], calculation["inputs"]
    given = {entry["name"]: entry["value"] for entry in inputs}
    symbols = [{"name": name, "value": given.get(name, "")} for name in formula.symbols]
    others = [entry for entry in inputs if entry["name"] not in formula.symbols and entry["value"].strip()]
    decimals = calculation["decimals"] or str(formula.decimals)
    return calculation | {"formula": key, "expr": "", "inputs": [*symbols, *others], "decimals": decimals}
