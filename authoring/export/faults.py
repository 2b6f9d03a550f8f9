"""How the export says what is wrong: one code, the place, the values its message names."""

from typing import Any

from pydantic import ValidationError

from authoring.findings import Finding, Place, Severity
from authoring.texts import catalogue, say

__all__ = ["doubtful", "note", "record_faults", "wrong"]

_LONGEST = 60
"""Characters of a value that a message shows."""


def wrong(code: str, where: Place, /, **values: object) -> Finding:
    """An error: the package cannot be used like this."""
    return _fault(code, where, Severity.ERROR, values)


def doubtful(code: str, where: Place, /, **values: object) -> Finding:
    """A warning: somebody should know before the package is used."""
    return _fault(code, where, Severity.WARNING, values)


def note(code: str, where: Place, /, **values: object) -> Finding:
    """Something a format cannot carry, or that differs for a documented reason."""
    return _fault(code, where, Severity.INFO, values)


def _fault(code: str, where: Place, severity: Severity, values: dict[str, object]) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=where,
        message=say(f"export.finding.{code}.message", **values),
        hint=say(f"export.finding.{code}.hint", **values),
    )


def record_faults(error: ValidationError) -> list[tuple[str, str]]:
    """Field and Chinese sentence of each problem of a record."""
    return [
        (".".join(map(str, problem["loc"])), _sentence(dict(problem))) for problem in error.errors(include_url=False)
    ]


def _sentence(problem: dict[str, Any]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", problem["msg"]))
    key = f"bank.pydantic.{kind}"
    text = str(problem.get("input"))
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    values = {"field": problem["loc"][-1] if problem["loc"] else "", "value": shown, "detail": problem["msg"]}
    return say(key if key in catalogue() else "bank.pydantic.other", **(values | context))
