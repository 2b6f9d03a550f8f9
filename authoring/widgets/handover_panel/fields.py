"""What was typed into a form's fields, read with the error told at the field."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from authoring.errors import AuthoringError, UsageError
from authoring.sessions.timing import BEIJING
from authoring.texts import say

__all__ = ["FieldError", "at_field", "chosen", "chosen_kinds", "day_and_time", "whole_number", "wording"]

Kind = TypeVar("Kind", bound=StrEnum)


class FieldError(UsageError):
    """An error that belongs to one field of a form."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@contextmanager
def at_field(field: str) -> Iterator[None]:
    """Trouble inside is the field's."""
    try:
        yield
    except FieldError:
        raise
    except AuthoringError as trouble:
        raise FieldError(field, str(trouble)) from trouble


def wording(act: Mapping[str, Any], field: str) -> str:
    """A text that must not be empty."""
    text = str(act.get(field, "")).strip()
    if not text:
        raise FieldError(field, say("handover_panel.wrong.empty"))
    return text


def whole_number(act: Mapping[str, Any], field: str) -> int:
    """A whole number, 0 or more."""
    text = str(act.get(field, "")).strip()
    if not text.isdecimal() or len(text) > 9:
        raise FieldError(field, say("handover_panel.wrong.number", value=text))
    return int(text)


def day_and_time(act: Mapping[str, Any], field: str) -> datetime | None:
    """A moment in Beijing as people write it (`2026-12-19 08:30`); None for an empty field."""
    text = str(act.get(field, "")).strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    except ValueError as problem:
        raise FieldError(field, say("handover_panel.wrong.moment", value=text)) from problem


def chosen(act: Mapping[str, Any], field: str) -> list[str]:
    """What is ticked of a list; at least one."""
    names: Sequence[Any] = act.get(field, ())
    if not names:
        raise FieldError(field, say("handover_panel.wrong.none_chosen"))
    return [str(name) for name in names]


def chosen_kinds(act: Mapping[str, Any], field: str, kind: type[Kind]) -> list[Kind]:
    """The same as members of an enumeration, in its order."""
    names = chosen(act, field)
    return [each for each in kind if each.value in names]
