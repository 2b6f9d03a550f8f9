"""How the checks of the session rules say what is wrong: one code, the field, the values its message names."""

from authoring.findings import Finding, Place, Severity
from authoring.texts import say

__all__ = ["doubtful", "note", "wrong"]


def wrong(code: str, field: str, /, **values: object) -> Finding:
    """An error: the session cannot be held like this."""
    return _fault(code, field, Severity.ERROR, values)


def doubtful(code: str, field: str, /, **values: object) -> Finding:
    """A warning: possible, but hardly meant."""
    return _fault(code, field, Severity.WARNING, values)


def note(code: str, field: str, /, **values: object) -> Finding:
    """Something that can still be filled in."""
    return _fault(code, field, Severity.INFO, values)


def _fault(code: str, field: str, severity: Severity, values: dict[str, object]) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=Place(field=field),
        message=say(f"sessions.finding.{code}.message", **values),
        hint=say(f"sessions.finding.{code}.hint", **values),
    )
