"""How the export says what is wrong: one code, the place, the values its message names."""

from authoring.findings import Finding, Place, Severity
from authoring.texts import say

__all__ = ["doubtful", "note", "wrong"]


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
