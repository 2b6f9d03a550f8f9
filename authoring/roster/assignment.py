"""Who sits which paper in which form: neighbours differ, forms are balanced, the same seed gives the same answer.

Candidates are taken room by room in the order of their seats (at home: in the roster's order). Each paper deals its
forms out in rounds: every form once in a drawn order, none twice in a row. So two neighbours with the same paper have
different forms, and after any number of candidates no form is ahead of another by more than one.
"""

import random
import re
from collections.abc import Iterable, Sequence

from authoring.errors import UsageError
from authoring.findings import Finding, Place
from authoring.records import Record
from authoring.roster.candidate import Candidate
from authoring.roster.faults import doubtful
from authoring.sessions.rules import PaperUse
from authoring.texts import say

__all__ = ["Assignment", "assign", "in_seat_order", "neighbours_alike"]

SHUFFLES = 2**31
"""Shuffles are below it: every language has such whole numbers."""
_DIGITS = re.compile(r"(\d+)")


class Assignment(Record):
    """What one candidate sits."""

    number: int
    """Of the candidate."""
    paper: str
    form: str
    shuffle: int
    """Seed of the order in which this candidate's machine shows options; no two candidates have the same."""


def assign(candidates: Sequence[Candidate], uses: Sequence[PaperUse], seed: int) -> tuple[Assignment, ...]:
    """An assignment for each candidate, in the order given.

    Nothing of it depends on personal data. Raises UsageError where a speciality has no paper or several.
    """
    chance = random.Random(f"assignment/{seed}")
    shuffles = chance.sample(range(SHUFFLES), len(candidates))
    dealers: dict[str, _Dealer] = {}
    found: dict[int, Assignment] = {}
    for candidate, shuffle in zip(in_seat_order(candidates), shuffles, strict=True):
        use = _use(candidate, uses)
        dealer = dealers.setdefault(use.paper, _Dealer(use.forms, chance))
        found[candidate.number] = Assignment(
            number=candidate.number, paper=use.paper, form=dealer.deal(), shuffle=shuffle
        )
    return tuple(found[candidate.number] for candidate in candidates)


def in_seat_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Room by room, seat 2 before seat 10; without seats as in the roster."""
    return sorted(candidates, key=lambda one: (_natural(one.room), _natural(one.seat), one.number))


def neighbours_alike(candidates: Sequence[Candidate], assignments: Sequence[Assignment]) -> list[Finding]:
    """A warning for each paper that has one form only, where several candidates share a room."""
    forms: dict[str, set[str]] = {}
    for one in assignments:
        forms.setdefault(one.paper, set()).add(one.form)
    crowded = len({one.room for one in candidates}) < len(candidates) and any(one.room for one in candidates)
    lonely = sorted(paper for paper, names in forms.items() if len(names) == 1)
    return [doubtful("R261", Place(), paper=paper) for paper in lonely] if crowded else []


class _Dealer:
    """The forms of one paper in rounds."""

    def __init__(self, forms: Sequence[str], chance: random.Random) -> None:
        self._forms, self._chance = sorted(set(forms)), chance
        self._round: list[str] = []
        self._last = ""

    def deal(self) -> str:
        if not self._round:
            self._round = self._chance.sample(self._forms, len(self._forms))
            if self._round[-1] == self._last and len(self._forms) > 1:
                other = self._chance.randrange(len(self._forms) - 1)
                self._round[-1], self._round[other] = self._round[other], self._round[-1]
        self._last = self._round.pop()
        return self._last


def _use(candidate: Candidate, uses: Sequence[PaperUse]) -> PaperUse:
    """A speciality without a paper of its own sits the one for all."""
    own = [use for use in uses if use.speciality and use.speciality == candidate.speciality]
    fitting = own or [use for use in uses if use.speciality is None]
    if len(fitting) != 1 or not fitting[0].forms:
        papers = "、".join(use.paper for use in fitting) or "—"
        raise UsageError(say("roster.no_paper", speciality=candidate.speciality or "—", papers=papers))
    return fitting[0]


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Numbers by their size, words between them by their letters."""
    parts = _DIGITS.split(text)
    return [(0, int(part), "") if place % 2 else (1, 0, part) for place, part in enumerate(parts) if part]
