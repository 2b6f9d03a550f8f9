"""One question file: reading with findings, writing as readable YAML."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from authoring.bank.yaml_text import Lines, decode, parse_yaml, to_yaml, validation_findings
from authoring.findings import Finding, Place, Severity
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    question_from,
)
from authoring.texts import say

__all__ = ["question_yaml", "read_question"]

_FAMILIES: dict[str, type[BaseModel]] = {
    "single_choice": SingleChoice,
    "multiple_choice": MultipleChoice,
    "true_false": TrueFalse,
    "blanks": Blanks,
    "numeric": Numeric,
    "matching": Matching,
    "ordering": Ordering,
    "short_answer": ShortAnswer,
    "case": Case,
}
_ORDER = (
    *("id", "type", "version", "status", "level", "knowledge_points", "cognitive", "difficulty", "marks", "seconds"),
    *(
        "stem",
        "options",
        "premises",
        "choices",
        "items",
        "blanks",
        "value",
        "unit",
        "tolerance",
        "accepted_units",
        "key",
    ),
    *("model_answer", "rubric", "expected_length", "calculation", "children", "rationale"),
    *("sources", "author", "tags", "suppress"),
)


def read_question(data: bytes, file: str) -> tuple[Question | None, list[Finding]]:
    """The question in a file's bytes, or None and everything that is wrong with it."""
    text, found = decode(data, file)
    if text is None:
        return None, found
    plain, found = parse_yaml(text, file)
    if found:
        return None, found
    if not isinstance(plain, dict):
        return None, [_not_mapping(plain, file)]
    if nested := _nested_case(plain, text, file):
        return None, [nested]
    try:
        return question_from(plain), []
    except (ValidationError, ValueError) as error:
        if not isinstance(error, ValidationError):
            return None, [_bad_value(str(error), file)]
        family = _FAMILIES.get(str(plain.get("type")))
        question = str(plain["id"]) if "id" in plain else None
        return None, validation_findings(error, file=file, lines=Lines(text), model=family, question=question)


def _not_mapping(plain: Any, file: str) -> Finding:
    kind = "empty" if plain is None else "list" if isinstance(plain, list) else "text"
    message = say("bank.not_mapping.message", kind=say(f"bank.kind.{kind}"))
    return Finding(
        code="B105", severity=Severity.ERROR, where=Place(file=file), message=message, hint=say("bank.not_mapping.hint")
    )


def _nested_case(plain: dict[str, Any], text: str, file: str) -> Finding | None:
    children = plain.get("children")
    for number, child in enumerate(children if isinstance(children, list) else ()):
        if isinstance(child, dict) and child.get("type") == "case":
            line = Lines(text).at(["children", str(number)])
            return Finding(
                code="B103",
                severity=Severity.ERROR,
                where=Place(file=file, line=line, question=str(plain.get("id")), field=f"children.{number}"),
                message=say("bank.nested_case.message", number=number + 1),
                hint=say("bank.nested_case.hint"),
            )
    return None


def _bad_value(reason: str, file: str) -> Finding:
    message = say("validation.other", value="", detail=reason)
    return Finding(
        code="B110", severity=Severity.ERROR, where=Place(file=file), message=message, hint=say("bank.validation.see")
    )


def question_yaml(question: Question) -> str:
    """The question as its file's text; `read_question` gives an equal question back."""
    data = question.data()
    if "children" in data:
        data["children"] = [_ordered(child) for child in data["children"]]
    return to_yaml(_ordered(data))


def _ordered(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in _in_order(list(data))}


def _in_order(names: Sequence[str]) -> list[str]:
    return sorted(names, key=_ORDER.index)
