"""Thousands of seeds of a template at once: which of them give no sound question, and why."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from authoring.findings import Finding, Place, Report, Severity
from authoring.quantities import ExpressionError
from authoring.questions.computing import LETTERS, Computed, compute
from authoring.questions.drawing import Drawn
from authoring.questions.soundness import Reason, unsound
from authoring.questions.template import Grounds, Template
from authoring.records import Record
from authoring.texts import say

__all__ = ["Failure", "StressReport", "stress"]

MOST_TOLD = 100
"""Failures that a report holds; the others are counted."""
MOSTLY = 0.5
"""A mistake that cannot serve in more of the variants is told."""


class Failure(Record):
    seed: int
    reason: Reason
    values: dict[str, str]
    """Parameters, key (`result`) and mistakes as they would be written."""


class StressReport(Record):
    template: str
    tried: int
    failed: int
    failures: tuple[Failure, ...] = ()
    """The first hundred."""
    idle: dict[str, int] = Field(default_factory=dict)
    """In how many variants a named mistake cannot serve: no value, not positive, or the key within the tolerance."""

    letters: dict[str, int] = Field(default_factory=dict)
    """How often each letter of a choice is the key."""

    @property
    def passed(self) -> bool:
        return not self.failed

    def report(self) -> Report:
        """A finding for each reason, with the first seed that shows it, and for each mistake that rarely serves."""
        first = {failure.reason: failure for failure in reversed(self.failures)}
        found = [self._failing(first[reason]) for reason in Reason if reason in first]
        total = sum(self.letters.values())
        always = [letter for letter, count in self.letters.items() if total > 1 and count == total]
        rarely = {name: count for name, count in self.idle.items() if count > MOSTLY * self.tried}
        found += [self._rarely(name, count) for name, count in rarely.items()]
        return Report.of([*found, *(self._always(letter) for letter in always)])

    def _failing(self, failure: Failure) -> Finding:
        values = "，".join(f"{name} = {value}" for name, value in failure.values.items())
        same = sum(other.reason is failure.reason for other in self.failures)
        message = say(
            "variants.T121.message",
            seed=failure.seed,
            reason=say(f"variants.reason.{failure.reason}"),
            values=values,
            count=same if self.failed == len(self.failures) else f"{same}+",
            tried=self.tried,
        )
        return _finding("T121", Severity.ERROR, self.template, message)

    def _rarely(self, name: str, count: int) -> Finding:
        message = say("variants.T122.message", name=name, count=count, tried=self.tried)
        return _finding("T122", Severity.INFO, self.template, message)

    def _always(self, letter: str) -> Finding:
        return _finding("T123", Severity.WARNING, self.template, say("variants.T123.message", letter=letter))


def _finding(code: str, severity: Severity, template: str, message: str) -> Finding:
    return Finding(
        code=code, severity=severity, where=Place(question=template), message=message, hint=say(f"variants.{code}.hint")
    )


def stress(template: Template, references: Grounds, seeds: Sequence[int]) -> StressReport:
    """Every seed computed, none made into a question. Raises UsageError and ExpressionError as `compute` does."""
    computed = compute(template, references, seeds)
    reasons = unsound(template, computed)
    bad = np.zeros(len(seeds), dtype=bool)
    failures: list[tuple[int, Reason]] = []
    for reason, rows in reasons.items():
        failures += [(int(row), reason) for row in np.flatnonzero(rows & ~bad)[:MOST_TOLD]]
        bad |= rows
    failures = sorted(failures)[:MOST_TOLD]
    choice = template.type == "single_choice"
    idle = np.count_nonzero(~computed.usable if choice else computed.trapped, axis=1)
    return StressReport(
        template=template.id,
        tried=len(seeds),
        failed=int(np.count_nonzero(bad)),
        failures=tuple(
            Failure(seed=seeds[row], reason=reason, values=_values(template, computed, row)) for row, reason in failures
        ),
        letters=_letters(computed) if choice else {},
        idle={mistake.name: int(count) for mistake, count in zip(template.mistakes, idle, strict=True) if count},
    )


def _letters(computed: Computed) -> dict[str, int]:
    rows = np.arange(len(computed.key))
    smaller = sum(
        (computed.mistakes[place, rows] < computed.key for place in computed.chosen), np.zeros(len(rows), int)
    )
    counts = np.bincount(smaller, minlength=len(computed.chosen) + 1)
    return {letter: int(count) for letter, count in zip(LETTERS, counts, strict=False)}


def _values(template: Template, computed: Computed, row: int) -> dict[str, str]:
    def number(value: float) -> str:
        return f"{value:.{template.decimals}f}" if np.isfinite(value) else "—"

    def written(entry: Drawn) -> str:
        try:
            return entry.write(row)
        except ExpressionError:
            return "—"

    drawn = {name: written(entry) for name, entry in computed.drawn.items()}
    wrong = {mistake.name: number(computed.mistakes[n][row]) for n, mistake in enumerate(template.mistakes)}
    return drawn | {"result": number(computed.key[row])} | wrong
