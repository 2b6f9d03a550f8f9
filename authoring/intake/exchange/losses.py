"""What a source of another system could not hand over: findings, at the place that is read now."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from authoring.content import parse
from authoring.findings import Finding, Place, Report, Severity, Voice
from authoring.intake.damage import damage
from authoring.intake.draft import Draft
from authoring.intake.losses import shortened

__all__ = ["VOICE", "Losses"]

VOICE = Voice("intake_exchange.finding")
_QUOTED = 5
"""Different quotes of one tally."""


class Losses:
    """Collects findings. What nearly every question of a source has is told once, with how often it came."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.where = Place(file=source)
        self.findings: list[Finding] = []
        self._tallies: dict[str, list[str]] = {}
        self._told: set[Finding] = set()

    @contextmanager
    def at(self, where: Place) -> Iterator[None]:
        """What is told meanwhile stands at `where`."""
        before, self.where = self.where, where
        try:
            yield
        finally:
            self.where = before

    def wrong(self, code: str, quote: str = "", **values: object) -> None:
        self._add(VOICE.wrong(code, self.where, quote=shortened(quote), **values))

    def doubtful(self, code: str, quote: str = "", **values: object) -> None:
        self._add(VOICE.doubtful(code, self.where, quote=shortened(quote), **values))

    def note(self, code: str, quote: str = "", **values: object) -> None:
        self._add(VOICE.note(code, self.where, quote=shortened(quote), **values))

    def _add(self, finding: Finding) -> None:
        if finding not in self._told:
            self._told.add(finding)
            self.findings.append(finding)

    def tally(self, code: str, quote: str) -> None:
        """One more of what is told for the whole source."""
        self._tallies.setdefault(code, []).append(shortened(quote))

    def report(self, drafts: Iterable[Draft] = ()) -> Report:
        """Everything so far, then what looks damaged in the drafts, then the tallies."""
        told = [
            VOICE.note(
                code,
                Place(file=self.source),
                count=len(quotes),
                quote=shortened("；".join(list(dict.fromkeys(filter(None, quotes)))[:_QUOTED])) or "—",
            )
            for code, quotes in sorted(self._tallies.items())
        ]
        damaged = [finding for draft in drafts for finding in damage(_shown(draft.plain), draft.where)]
        return Report.of([*self.findings, *damaged, *told])

    @property
    def failed(self) -> bool:
        """Whether something is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def _shown(plain: dict[str, Any]) -> str:
    """The texts that candidates would see, as they read."""
    parts = [plain.get("stem", "")]
    for name in ("options", "premises", "choices", "items"):
        parts += [entry["text"] for entry in plain.get(name, ())]
    return "\n".join([*(parse(str(part)).text() for part in parts), *map(_shown, plain.get("children", ()))])
