"""The tables of `docs/session-rules.md`, made from the records and the texts; a test holds the page to them."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from authoring.sessions.rules import ExamSession
from authoring.texts import tree

__all__ = ["codes_table", "fields_table"]

_LONGEST = 50
"""Characters of a default that a table shows."""


def fields_table() -> str:
    """Every field of a session's file: path, kind of value, default, meaning. `[]` stands for each entry of a list."""
    rows = [
        f"| `{path}` | {_kind(field)} | {_default(field)} | {_meaning(field)} |" for path, field in _fields(ExamSession)
    ]
    return "\n".join(["| Field | Value | Default | Meaning |", "| --- | --- | --- | --- |", *rows])


def codes_table() -> str:
    """Every code of `check_session` and `load_session` with message and remedy."""
    rows = [f"| {code} | {text['message']} | {text['hint']} |" for code, text in _findings().items()]
    return "\n".join(["| Code | Message | Remedy |", "| --- | --- | --- |", *rows])


def _findings() -> dict[str, Any]:
    return dict(sorted(tree("sessions", "finding").items()))


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        yield path, field
        inner, many = _inner(field.annotation)
        if issubclass(inner, BaseModel):
            yield from _fields(inner, f"{path}[]." if many else f"{path}.")


def _inner(annotation: Any) -> tuple[type, bool]:
    """The type in an annotation, and whether it is a list of them."""
    if get_origin(annotation) is tuple:
        return _inner(get_args(annotation)[0])[0], True
    if get_args(annotation):
        return _inner(get_args(annotation)[0])
    return (annotation, False) if isinstance(annotation, type) else (type(annotation), False)


def _kind(field: FieldInfo) -> str:
    inner, many = _inner(field.annotation)
    words = {str: "text", int: "whole number", bool: "true or false", AwareDatetime: "date and time with zone"}
    if issubclass(inner, StrEnum):
        word = " ".join(f"`{value}`" for value in inner)
    else:
        word = "fields" if issubclass(inner, BaseModel) else words.get(inner, "number")
    null = ", or null" if type(None) in get_args(field.annotation) else ""
    return f"list of: {word}{null}" if many else f"{word}{null}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**must be set**"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "its fields'"
    text = str(value) if isinstance(value, Decimal) else json.dumps(to_jsonable_python(value), ensure_ascii=False)
    return f"`{text}`" if len(text) <= _LONGEST else "the manual's words"


def _meaning(field: FieldInfo) -> str:
    return re.sub(r"\s+", " ", field.description or "").replace("|", "\\|")
