"""What pydantic finds wrong with plain data, as Chinese sentences that name the field, the value and what was meant."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from authoring.texts import catalogue, say

__all__ = ["Fault", "faults"]

LONGEST = 60
"""Characters of a value that a message shows."""


class Fault(NamedTuple):
    """One problem."""

    path: tuple[str, ...]
    """The field, such as `options`, `1`, `text`."""
    message: str
    hint: str
    kind: str
    """pydantic's name for it, such as `missing`."""
    value: Any

    @property
    def field(self) -> str:
        return ".".join(self.path)


def faults(
    error: ValidationError, model: type[BaseModel] | None = None, *, tags: frozenset[str] = frozenset(), see: str = ""
) -> list[Fault]:
    """Every problem of a validation.

    `model` is the record that was wanted: an unknown field then names what it may have meant. `tags` are the names of
    union members, which pydantic puts into its paths. `see` is the hint where there is no better one.
    """
    return [_fault(dict(problem), model, tags, see) for problem in error.errors(include_url=False)]


def _fault(problem: dict[str, Any], model: type[BaseModel] | None, tags: frozenset[str], see: str) -> Fault:
    place = problem["loc"]
    # a union member's name stands first or behind the place in a list; elsewhere it is a field of that name
    named = {n for n, step in enumerate(place) if step in tags and (n == 0 or isinstance(place[n - 1], int))}
    path = tuple(str(step) for n, step in enumerate(place) if n not in named)
    message = _message(problem, path[-1] if path else "")
    hint = _hint(problem, _known(problem, model)) or see or say("validation.hint.again")
    return Fault(path, message, hint, problem["type"], problem.get("input"))


def _message(problem: dict[str, Any], field: str) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", problem["msg"]))
    key = f"validation.{kind}"
    values = {name: _listed(entry) for name, entry in context.items()}
    known = {"field": field, "value": _short(problem.get("input")), "detail": problem["msg"]}
    return say(key if key in catalogue() else "validation.other", **(known | values))


def _hint(problem: dict[str, Any], known: list[str]) -> str:
    """What was meant, or what there is."""
    if not known:
        return ""
    wrong = problem["loc"][-1] if problem["type"] == "extra_forbidden" else problem.get("input")
    near = get_close_matches(str(wrong), known, n=1, cutoff=0.5)
    return say("validation.hint.meant", name=near[0]) if near else say("validation.hint.known", names="、".join(known))


def _known(problem: dict[str, Any], model: type[BaseModel] | None) -> list[str]:
    if problem["type"] == "extra_forbidden":
        return _fields(model, problem["loc"][:-1])
    if problem["type"] in ("enum", "literal_error"):
        return [word.strip(" '") for word in problem["ctx"]["expected"].replace(" or ", ",").split(",")]
    return []


def _fields(model: type[BaseModel] | None, path: tuple[str | int, ...]) -> list[str]:
    """Names of the fields of the record at `path`, none where a union leaves it open."""
    for step in path:
        if isinstance(step, str) and model is not None and step in model.model_fields:
            inner = list(_records(model.model_fields[step].annotation))
            model = inner[0] if len(inner) == 1 else None
    return list(model.model_fields) if model else []


def _records(annotation: Any) -> Iterator[type[BaseModel]]:
    """The records in an annotation such as `tuple[Row, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _records(part)


def _listed(value: Any) -> str:
    """A bound or a list of choices without Python's or English's ways of writing it."""
    return str(value).replace("'", "").replace(" or ", "、").replace(", ", "、")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
