"""All forms taken together: how often each seat is used, without saying by which form.

Whatever forms there are, their uses meet this model at the same cost or less, so its bound is theirs. Its candidates
are the seats once for each level of use (level k is the k-th form that takes the seat) and once more as an anchor.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from authoring.papers.engine.problem import INF, Floats, Goal, Ints, Limit, Problem

__all__ = ["ANCHORS", "GOAL", "OVERLAP", "Extra", "Row", "Union"]

OVERLAP = ("overlap", "")
"""Name of the row that keeps pairs of forms from sharing too much."""
ANCHORS = ("anchors", "")
"""Name of the row that counts the anchors."""
ONCE = "once"
GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Row:
    """The candidates' values times their amounts, and the extras', add up to between lower and upper."""

    name: Hashable
    candidates: Ints
    amounts: Floats
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Extra:
    """A continuous column beside the candidates, from 0 upwards: how far a goal is missed."""

    cost: float
    amounts: dict[int, float]
    """By row."""


@dataclass
class Union:
    """Candidate n stands for seat n modulo the number of seats; the first block is level 1, the last the anchors'."""

    problem: Problem
    rows: list[Row] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows += [self._all_forms(limit) for limit in self.problem.limits]
        if self.problem.anchors:
            block = np.arange(self.problem.size) + self.levels * self.problem.size
            count = float(self.problem.anchors)
            self.rows.append(Row(ANCHORS, block, np.ones(self.problem.size), count, count))
        if self.levels > 1:
            self.rows.append(self._budget())
        for goal in self.problem.goals:
            if goal.targets is not None:
                self._near(goal, goal.targets)

    @cached_property
    def levels(self) -> int:
        """How many forms may take a question that is no anchor."""
        return min(self.problem.forms, self.problem.most) if self.problem.shared else 1

    @property
    def blocks(self) -> int:
        return self.levels + bool(self.problem.anchors)

    @cached_property
    def times(self) -> Floats:
        """How many forms each block's candidates stand for."""
        times = np.ones(self.blocks)
        times[self.levels :] = self.problem.forms
        return times

    @cached_property
    def cost(self) -> Floats:
        shared = np.concatenate((np.arange(self.levels), np.zeros(self.blocks - self.levels)))
        costs = [
            times * self.problem.cost + pairs * self.problem.shared_cost
            for times, pairs in zip(self.times, shared, strict=True)
        ]
        return np.concatenate(costs)

    @cached_property
    def upper(self) -> Floats:
        """Of each candidate; questions that may stand everywhere have no levels, they are used up to once a form."""
        upper = np.ones((self.blocks, self.problem.size))
        upper[:, self.problem.free] = 0
        upper[0, self.problem.free] = self.problem.forms
        return upper.reshape(-1)

    def spread(self, seats: Ints) -> tuple[Ints, Floats]:
        """The candidates of seats, and how many forms each stands for."""
        if self.blocks == 1:
            return seats, np.ones(len(seats))
        starts = np.arange(self.blocks)[:, None] * self.problem.size
        return (starts + seats).reshape(-1), np.repeat(self.times, len(seats))

    def packs(self, sums: Floats) -> Iterator[Row]:
        """Rows of the kind “at most one of these few” that values of the candidates break; `sums` is one per candidate.

        They are many, and few of them ever matter.
        """
        blocks = sums.reshape(self.blocks, -1)
        yield from self._once(blocks)
        if self.problem.sparse:
            uses = self.times @ blocks
            ends = np.cumsum([len(limit.seats) for limit in self.problem.sparse])
            taken = np.add.reduceat(uses[self._sparse_seats], np.concatenate(([0], ends[:-1])))
            upper = np.array([limit.upper for limit in self.problem.sparse]) * self.problem.forms
            for place in np.flatnonzero(taken > upper + 1e-6):
                yield self._all_forms(self.problem.sparse[place])

    @cached_property
    def _sparse_seats(self) -> Ints:
        return np.concatenate([limit.seats for limit in self.problem.sparse])

    def _once(self, blocks: Floats) -> Iterator[Row]:
        """A question is used once on each level, and not at all beside being an anchor."""
        questions = self.problem.questions
        bare = not self.problem.anchors
        if bare and not len(self.problem.crowded):
            return
        for level in range(self.levels):
            values = blocks[level] if bare else blocks[level] + blocks[-1]
            limits = np.where(self.problem.free, self.problem.forms, 1)
            taken = np.bincount(questions, weights=values)
            most = np.ones(len(taken))
            most[questions] = limits
            for question in np.flatnonzero(taken > most + 1e-6):
                seats = self.problem.seats_of(int(question))
                places = [seats + level * len(questions)]
                places += [] if bare else [seats + self.levels * len(questions)]
                candidates = np.concatenate(places)
                yield Row((ONCE, question, level), candidates, np.ones(len(candidates)), -INF, float(most[question]))

    def _all_forms(self, limit: Limit) -> Row:
        candidates, times = self.spread(limit.seats)
        amounts = np.tile(limit.amounts, self.blocks) * times if self.blocks > 1 else limit.amounts
        forms = self.problem.forms
        return Row(limit.name, candidates, amounts, limit.lower * forms, limit.upper * forms)

    def _budget(self) -> Row:
        """A question that k forms take is common to k·(k−1)/2 pairs of them: level k adds k − 1."""
        size, forms = self.problem.size, self.problem.forms
        candidates = np.arange(size, self.levels * size)
        amounts = np.repeat(np.arange(1.0, self.levels), size)
        return Row(OVERLAP, candidates, amounts, -INF, self.problem.shared * forms * (forms - 1) / 2)

    def _near(self, goal: Goal, targets: Floats) -> None:
        """The forms' mean is missed by no more than the worst form misses."""
        forms, every = float(self.problem.forms), np.arange(self.problem.size)
        tolerance_rows = []
        for amounts, target in zip(goal.amounts, targets, strict=True):
            measure = Limit(GOAL, every, amounts, target, target)
            self.rows.append(self._all_forms(measure))
            tolerance_rows.append(len(self.rows))
            nothing = np.empty(0, np.int64)
            self.rows.append(Row(GOAL, nothing, np.empty(0), -INF, goal.tolerance))
            for sign in (-forms, forms):
                self.extras.append(Extra(0.0, {tolerance_rows[-1] - 1: sign, tolerance_rows[-1]: 1.0}))
        self.extras.append(Extra(goal.cost, dict.fromkeys(tolerance_rows, -1.0)))
