"""Which questions candidates have met: a line in `history/exposure.jsonl` for every paper that was approved for use."""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from authoring.bank.history import append_record
from authoring.bank.store import locked
from authoring.findings import Place, Report, Voice
from authoring.records import Record

__all__ = ["Exposure", "Exposures"]

_VOICE = Voice("history")


class Exposure(Record):
    """One paper that was put to use."""

    at: AwareDatetime
    who: str
    paper: str
    paper_fingerprint: str
    term: str
    """When it is sat, such as `2026-12`; terms compare as texts, later ones are greater."""
    forms: dict[str, tuple[str, ...]]
    """Ids of the questions of each form."""

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(name for names in self.forms.values() for name in names)


class Exposures:
    """A bank's exposures. Append-only, so git merges the file by union; a line that comes twice counts once."""

    def __init__(self, root: Path) -> None:
        self._path = root / "history" / "exposure.jsonl"

    def append(self, exposure: Exposure) -> None:
        """Adds one; it is on the disk when this returns. Raises StorageError."""
        with locked(self._path, exposure.paper):
            append_record(self._path, exposure)

    def all(self) -> tuple[list[Exposure], Report]:
        """Oldest first; lines that cannot be read are findings."""
        if not self._path.exists():
            return [], Report()
        found: dict[bytes, Exposure] = {}
        findings = []
        for number, line in enumerate(self._path.read_bytes().splitlines(), start=1):
            if not line.strip():
                continue
            try:
                found[line] = Exposure.model_validate(json.loads(line))
            except (ValueError, ValidationError):
                findings.append(_VOICE.doubtful("B130", Place(file="history/exposure.jsonl", line=number)))
        return sorted(found.values(), key=lambda entry: (entry.at, entry.paper)), Report.of(findings)

    def terms(self) -> Mapping[str, tuple[str, ...]]:
        """The terms in which each question was used, latest first."""
        found: dict[str, set[str]] = defaultdict(set)
        for exposure in self.all()[0]:
            for question in exposure.questions:
                found[question].add(exposure.term)
        return {question: tuple(sorted(terms, reverse=True)) for question, terms in found.items()}
