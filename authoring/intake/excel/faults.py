"""Findings of tables: severity, message and hint by code from `texts/zh/intake_excel.toml`."""

from authoring.findings import Finding, Place, Severity
from authoring.intake.losses import shortened
from authoring.texts import say

__all__ = ["fault"]

_QUOTES = frozenset({"value", "sample", "quote", "words", "formula", "text"})


def fault(code: str, where: Place, /, **values: object) -> Finding:
    """The finding `code`; what it quotes is shortened."""
    key = f"intake_excel.finding.{code}"
    said = {name: shortened(str(value)) if name in _QUOTES else value for name, value in values.items()}
    return Finding(
        code=code,
        severity=Severity(say(f"{key}.severity")),
        where=where,
        message=say(f"{key}.message", **said),
        hint=say(f"{key}.hint", **said),
    )
