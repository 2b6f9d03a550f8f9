"""What is asked of the engine: seats in arrays, limits of each form, goals that the forms should come near to."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["INF", "Floats", "Goal", "Ints", "Limit", "Problem"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
INF = float("inf")


@dataclass(frozen=True, slots=True)
class Limit:
    """In each form the amounts of the seats taken add up to between `lower` and `upper`."""

    name: Hashable
    seats: Ints
    """Positions, each once, ascending."""
    amounts: Floats
    """What each of these seats counts."""
    lower: float = -INF
    upper: float = INF

    def tight(self) -> "Limit":
        """The same with bounds that whole amounts can reach: of even numbers, at least 3 is at least 4."""
        if not np.array_equal(self.amounts, np.rint(self.amounts)):
            return self
        unit = float(np.gcd.reduce(np.abs(self.amounts).astype(np.int64))) if len(self.amounts) else 1.0
        unit = unit or 1.0
        lower, upper = unit * _ceil(self.lower, unit), -unit * _ceil(-self.upper, unit)
        # bounds that no amount lies between are left to show that by themselves
        return replace(self, lower=lower, upper=upper) if lower <= upper else self


@dataclass(frozen=True, slots=True)
class Goal:
    """The forms' sums should be near one another or, with targets, their mean near these; the worst measure counts."""

    amounts: Floats
    """One row per measure, one column per seat."""
    targets: Floats | None
    tolerance: float
    """How far the worst may be off at no cost."""
    cost: float
    """For each unit that it is further off."""
    each: bool = False
    """Whether each form by itself should be near the targets."""

    def worst(self, sums: Floats) -> float:
        """Of sums with one row per form and one column per measure."""
        if self.targets is not None:
            return float(np.abs((sums if self.each else sums.mean(axis=0)) - self.targets).max())
        return float(np.ptp(sums, axis=0).max())

    def penalty(self, sums: Floats) -> float:
        return self.cost * max(0.0, self.worst(sums) - self.tolerance)


@dataclass(frozen=True)
class Problem:
    """Forms to be filled with seats of a pool. A question may have several seats; a form takes at most one of them."""

    forms: int
    questions: Ints
    """Number of the question of each seat."""
    cost: Floats
    """Of taking each seat in a form; small against the goals' costs."""
    limits: tuple[Limit, ...]
    sparse: tuple[Limit, ...] = ()
    """Limits of the kind “at most one of these few seats”; there may be many, so they are looked at when broken."""
    goals: tuple[Goal, ...] = ()
    everywhere: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    """Questions that may stand in any number of forms; they do not count as shared."""
    anchors: int = 0
    """How many further questions all forms have in common, each in the same seat."""
    shared: int = 0
    """How many questions two forms may have in common besides."""
    shared_cost: float = 0.0
    """Of a question that two forms have in common."""
    most: int = 1_000_000
    """In how many forms a question may stand."""

    @property
    def size(self) -> int:
        """Number of seats."""
        return len(self.cost)

    @property
    def width(self) -> int:
        """Columns of the exact model of all forms: pairs of forms that may share a question have one for each."""
        pairs = self.forms * (self.forms - 1) // 2 if self.shared else 0
        return self.size * (self.forms + pairs)

    @cached_property
    def free(self) -> NDArray[np.bool_]:
        """Seats of the questions that may stand everywhere."""
        return np.isin(self.questions, self.everywhere)

    @cached_property
    def _by_question(self) -> tuple[Ints, Ints]:
        """The seats in the order of their questions, and where each question's begin."""
        order = np.argsort(self.questions, kind="stable")
        counts = np.bincount(self.questions, minlength=1)
        return order, np.concatenate(([0], np.cumsum(counts)))

    def seats_of(self, question: int) -> Ints:
        order, starts = self._by_question
        return order[starts[question] : starts[question + 1]]

    @cached_property
    def crowded(self) -> Ints:
        """Questions with several seats."""
        return np.flatnonzero(np.bincount(self.questions, minlength=1) > 1)

    def only(self, seats: Ints) -> "Problem":
        """The same with these seats alone; position n is then the n-th of them."""
        at = np.full(self.size, -1, np.int64)
        at[seats] = np.arange(len(seats))
        return replace(
            self,
            questions=self.questions[seats],
            cost=self.cost[seats],
            limits=tuple(_only(limit, at) for limit in self.limits),
            sparse=tuple(fewer for limit in self.sparse if len((fewer := _only(limit, at)).seats) > 1),
            goals=tuple(replace(goal, amounts=goal.amounts[:, seats]) for goal in self.goals),
        )

    def apart(self) -> "Problem":
        """The same with no question in common but those of `everywhere` and the anchors."""
        return replace(self, shared=0)

    def price(self, forms: Sequence[Ints]) -> float:
        """What forms cost: their seats, the questions that pairs of them share, and what the goals are missed by."""
        cost = sum(float(self.cost[form].sum()) for form in forms)
        cost += sum(goal.penalty(self.sums(goal, forms)) for goal in self.goals)
        if self.shared_cost and self.forms > 1:
            cost += self.shared_cost * sum(len(common) for common in self.common(forms))
        return cost

    def sums(self, goal: Goal, forms: Sequence[Ints]) -> Floats:
        return np.array([goal.amounts[:, form].sum(axis=1) for form in forms])

    def common(self, forms: Sequence[Ints]) -> list[Ints]:
        """Questions that each pair of forms has in common, without those that stand in all of them on purpose."""
        own = [self.questions[form[~self.free[form]]] for form in forms]
        if self.anchors:
            uses = np.bincount(np.concatenate(own), minlength=1)
            everywhere = np.flatnonzero(uses == self.forms)[: self.anchors]
            own = [questions[~np.isin(questions, everywhere)] for questions in own]
        return [np.intersect1d(one, other) for one, other in combinations(own, 2)]


def _only(limit: Limit, at: Ints) -> Limit:
    places = at[limit.seats]
    kept = places >= 0
    return replace(limit, seats=places[kept], amounts=limit.amounts[kept])


def _ceil(value: float, unit: float) -> float:
    """How many units are at least the value."""
    return float(np.ceil(value / unit - 1e-9))
