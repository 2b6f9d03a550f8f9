"""What is wrong with an author's work: findings, collected, coded, placed and hinted, all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from authoring.records import Record
from authoring.texts import say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Finding", "Place", "Report", "Severity", "Voice"]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(Record):
    """Where a finding is: any of file and line, question and field, sheet, row and column."""

    file: str | None = None
    """Path as the author knows it: relative to the bank, or the name of the file that was read."""
    line: int | None = None
    """1-based."""
    column: int | str | None = None
    """1-based character position, or the letter of a spreadsheet column."""
    question: str | None = None
    field: str | None = None
    """Path within the question, such as `options.1.text`."""
    sheet: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        spot = "".join(f":{part}" for part in (self.line, self.column) if part is not None and self.row is None)
        words = [f"{self.file}{spot}" if self.file else ""]
        if self.sheet:
            words.append(say("findings.sheet", sheet=self.sheet))
        if self.row is not None:
            words.append(say("findings.row", row=self.row))
            if self.column is not None:
                words.append(say("findings.column", column=self.column))
        words += [self.question or "", self.field or ""]
        return " ".join(word for word in words if word)


class Finding(Record):
    """One thing that is wrong or doubtful."""

    code: str
    """Stable, such as `S101`; `authoring explain CODE` prints its manual."""
    severity: Severity
    where: Place = Place()
    message: str
    """What is wrong, with the value."""
    hint: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        hint = say("findings.hint", hint=self.hint) if self.hint else ""
        return f"{self.code} {say(f'label.severity.{self.severity}')} {self.where}　{self.message}{hint}"


class Voice:
    """How a room says what is wrong: a code, the place, and the values that its texts `<table>.<code>` name."""

    def __init__(self, table: str) -> None:
        self._table = table

    def wrong(self, code: str, where: str | Place, /, **values: object) -> Finding:
        """An error. `where` is a field or a place."""
        return self._say(code, where, Severity.ERROR, values)

    def doubtful(self, code: str, where: str | Place, /, **values: object) -> Finding:
        """A warning: possible, but hardly meant."""
        return self._say(code, where, Severity.WARNING, values)

    def note(self, code: str, where: str | Place, /, **values: object) -> Finding:
        """Something to know."""
        return self._say(code, where, Severity.INFO, values)

    def _say(self, code: str, where: str | Place, severity: Severity, values: dict[str, object]) -> Finding:
        return Finding(
            code=code,
            severity=severity,
            where=where if isinstance(where, Place) else Place(field=where or None),
            message=say(f"{self._table}.{code}.message", **values),
            hint=say(f"{self._table}.{code}.hint", **values),
        )


class Report(Record):
    """Findings that add up: `check(a) + check(b)`."""

    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Report) -> Report:
        return Report(findings=self.findings + other.findings)

    def __iter__(self) -> Iterator[Finding]:  # type: ignore[override]  # a report is read as its findings
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Report:
        return cls(findings=tuple(findings))

    def filter(self, keep: Callable[[Finding], bool]) -> Report:
        return Report(findings=tuple(finding for finding in self.findings if keep(finding)))

    def at(self, severity: Severity) -> Report:
        return self.filter(lambda finding: finding.severity is severity)

    def about(self, question: str) -> Report:
        return self.filter(lambda finding: finding.where.question == question)

    def codes(self) -> Counter[str]:
        """How often each code occurs, most frequent first."""
        return Counter(dict(Counter(finding.code for finding in self.findings).most_common()))

    def alike(self) -> list[tuple[Finding, ...]]:
        """The findings of each code together, worst first, then by code."""
        groups: dict[tuple[int, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((list(Severity).index(finding.severity), finding.code), []).append(finding)
        return [tuple(groups[key]) for key in sorted(groups)]

    @property
    def passed(self) -> bool:
        """True when nothing is an error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 when nothing is an error, 1 otherwise."""
        return 0 if self.passed else 1

    def summary(self) -> str:
        """Such as `错误 0，警告 3，提示 12`."""
        counts = Counter(finding.severity for finding in self.findings)
        return say("findings.summary", **{severity.value: counts[severity] for severity in Severity})

    def to_frame(self) -> pd.DataFrame:
        """One row per finding: code, severity, file, line, column, sheet, row, question, field, message, hint."""
        import pandas as pd

        places = list(Place.model_fields)
        rows = [
            {"code": f.code, "severity": f.severity.value}
            | {name: getattr(f.where, name) for name in places}
            | {"message": f.message, "hint": f.hint}
            for f in self.findings
        ]
        return pd.DataFrame(rows, columns=["code", "severity", *places, "message", "hint"])
