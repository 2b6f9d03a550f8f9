"""What is wrong with a sheet: what its question still lacks, in the form's words, or what the checks find in it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from authoring.bank.changes import field_label
from authoring.checks import ALL, QuestionCheck, check_questions
from authoring.checks.frame import Context
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions import Question, QuestionType, question_from
from authoring.texts import say
from authoring.validation import Fault, faults
from authoring.widgets.editor.entries import at
from authoring.widgets.editor.fresh import Sheet

__all__ = ["Judged", "form_path", "judged"]

_TYPES = frozenset(kind.value for kind in QuestionType)
_CHECKS = tuple(check for check in ALL if isinstance(check, QuestionCheck))
_EMPTY = frozenset({"missing", "string_too_short"})
_CHOSEN = frozenset({"enum", "literal_error"})
_ROOT = {
    "single_choice": "options",
    "multiple_choice": "options",
    "blanks": "stem",
    "numeric": "accepted_units",
    "matching": "premises",
    "ordering": "items",
    "short_answer": "rubric",
    "case": "children",
}
"""The list that a type's contradictions are about."""


class Judged(NamedTuple):
    """The question that a sheet makes, None while it makes none, and everything that is wrong."""

    question: Question | None
    report: Report


def judged(sheet: Sheet, plain: dict[str, Any], context: Context) -> Judged:
    """Judges a sheet; `plain` is what it is in question-file format."""
    lacks = [_wrong(plain, *words) for words in _lacking(sheet, "")]
    try:
        question = question_from(plain)
    except ValidationError as error:
        found = (_finding(fault, plain) for fault in _told(faults(error, tags=_TYPES)))
        return Judged(None, Report.of([*(finding for finding in found if finding is not None), *lacks]))
    if lacks:
        return Judged(None, Report.of(lacks))
    return Judged(question, check_questions([question], context, _CHECKS))


def _told(found: list[Fault]) -> Iterator[Fault]:
    """Without lists that are said to be too short because entries in them are wrong."""
    for fault in found:
        depth = len(fault.path)
        inside = any(len(other.path) > depth and other.path[:depth] == fault.path for other in found)
        if fault.kind != "too_short" or not inside:
            yield fault


def _lacking(sheet: Sheet, prefix: str) -> Iterator[tuple[str, str, str]]:
    """What a question file could not even say: field, message and hint."""
    for entry in sheet.get("premises", ()):
        if not entry["choice"]:
            yield f"{prefix}key.{entry['id']}", say("editor.wrong.unmatched"), say("editor.wrong.match")
    names = [entry["name"].strip() for entry in (sheet.get("calculation") or {}).get("inputs", ())]
    for place, name in enumerate(names):
        field = f"{prefix}calculation.inputs.{place}.name"
        if not name:
            yield field, say("editor.wrong.nameless"), say("editor.wrong.name")
        elif name in names[:place]:
            yield field, say("editor.wrong.doubled", name=name), say("editor.wrong.name")
    for place, child in enumerate(sheet.get("children", ())):
        yield from _lacking(child, f"{prefix}children.{place}.")


def _wrong(plain: dict[str, Any], field: str, message: str, hint: str) -> Finding:
    question = str(plain["id"]) if "id" in plain else None
    where = Place(question=question, field=field or None)
    return Finding(code="B110", severity=Severity.ERROR, where=where, message=message, hint=hint)


def _finding(fault: Fault, plain: dict[str, Any]) -> Finding | None:
    field = fault.field
    part, name = _part(field, plain)
    kind = part.get("type")
    if (name == "id" and fault.kind == "missing") or (name == "" and kind == "matching"):
        return None  # an id comes with the knowledge point; a premise without choice is said by its own finding
    message, hint = fault.message, say("editor.wrong.hint")
    if name == "key" and kind in ("single_choice", "multiple_choice"):
        message, hint = say(f"editor.wrong.{kind}"), say("editor.wrong.tick")
    elif name == "" and kind in _ROOT:
        field = f"{field}.{_ROOT[kind]}".lstrip(".")
        if kind == "blanks":
            message, hint = say("editor.wrong.markers", count=len(part["blanks"])), say("editor.wrong.marker")
    elif name == "children" and fault.kind == "too_short":
        message, hint = say("editor.wrong.childless"), say("editor.wrong.children")
    elif fault.kind in _EMPTY or (fault.kind == "too_short" and not fault.value):
        message, hint = say("editor.wrong.empty", label=_label(field, kind)), say("editor.wrong.fill")
    elif fault.kind in _CHOSEN:
        message = say("editor.wrong.choice", label=field_label(field), value=fault.value)
    return _wrong(plain, field, message, hint)


def _label(field: str, kind: Any) -> str:
    return say("editor.group.stimulus") if (field, kind) == ("stem", "case") else field_label(field)


def _part(field: str, plain: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The question that a field belongs to, a case's child or the whole, and the rest of the path."""
    steps = field.split(".")
    children = plain.get("children")
    if len(steps) > 1 and steps[0] == "children" and isinstance(children, list):
        return children[int(steps[1])], ".".join(steps[2:])
    return plain, field


def form_path(sheet: Sheet, field: str) -> str:
    """Where the form shows what a question file has at `field`: a key at its options, an input at its place."""
    steps = field.split(".") if field else []
    if len(steps) > 1 and steps[0] == "children":
        inner = form_path(at(sheet, f"children.{steps[1]}"), ".".join(steps[2:]))
        return f"children.{steps[1]}.{inner}".rstrip(".")
    match steps[0] if steps else "":
        case "key" if "options" in sheet:
            return "options"
        case "key" if "premises" in sheet:
            return _named("premises", sheet["premises"], "id", "choice", steps[1:])
        case "tolerance":
            return "tolerance.size"
        case "calculation" if steps[1:2] == ["inputs"] and sheet["calculation"]:
            return _named("calculation.inputs", sheet["calculation"]["inputs"], "name", "value", steps[2:])
    return field


def _named(path: str, entries: list[Sheet], name: str, field: str, steps: list[str]) -> str:
    """The field of the entry that goes by the first of the steps."""
    places = [place for place, entry in enumerate(entries) if steps and entry[name] == steps[0]]
    return f"{path}.{places[0]}.{field}" if places else ".".join((path, *steps))
