"""How this room says what is wrong: one code, the place, the values its message names."""

from authoring.findings import Finding, Place, Severity
from authoring.texts import say

__all__ = ["doubtful", "note", "wrong"]


def wrong(code: str, where: str | Place, /, **values: object) -> Finding:
    """An error: there can be no such paper. `where` is a field of the blueprint, or a place."""
    return _fault(code, where, Severity.ERROR, values)


def doubtful(code: str, where: str | Place, /, **values: object) -> Finding:
    """A warning: possible, but hardly meant."""
    return _fault(code, where, Severity.WARNING, values)


def note(code: str, where: str | Place, /, **values: object) -> Finding:
    """Something to know."""
    return _fault(code, where, Severity.INFO, values)


def _fault(code: str, where: str | Place, severity: Severity, values: dict[str, object]) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=where if isinstance(where, Place) else Place(field=where or None),
        message=say(f"papers.finding.{code}.message", **values),
        hint=say(f"papers.finding.{code}.hint", **values),
    )
