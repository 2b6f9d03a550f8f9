"""What a verification says: each check with its count, and every finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from authoring.export.manifest import Manifest
from authoring.findings import Finding, Report, Severity
from authoring.records import Record
from authoring.texts import say

__all__ = ["CheckResult", "Found", "Verification", "result", "unreached"]


@dataclass(frozen=True)
class Found:
    """What one check did: how many things it looked at, and what is wrong with them."""

    count: int
    findings: tuple[Finding, ...]


class CheckResult(Record):
    """One check of a verification."""

    name: str
    """Chinese."""
    passed: bool
    detail: str
    """How much was checked and the first thing that is wrong, in Chinese."""
    count: int
    """Files, references, questions or responses that were looked at."""


class Verification(Record):
    """Everything that was checked about one package."""

    report: Report
    checks: tuple[CheckResult, ...]
    manifest: Manifest | None = None
    """None where it could not be read."""

    @property
    def ok(self) -> bool:
        """True when every check ran and nothing is an error."""
        return self.report.passed and all(check.passed for check in self.checks)


def result(check: str, count: int, findings: Iterable[Finding]) -> CheckResult:
    """The result of the check with this name in the texts."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    detail = say(
        f"export.check.{'failed' if errors else 'warned' if warnings else 'passed'}",
        count=count,
        unit=say(f"export.check.{check}.unit"),
        errors=len(errors),
        warnings=len(warnings),
        first=errors[0].message if errors else "",
    )
    return CheckResult(name=say(f"export.check.{check}.name"), passed=not errors, detail=detail, count=count)


def unreached(check: str) -> CheckResult:
    """The result of a check that could not run because an earlier one failed."""
    name, detail = say(f"export.check.{check}.name"), say("export.check.unreached")
    return CheckResult(name=name, passed=False, detail=detail, count=0)
