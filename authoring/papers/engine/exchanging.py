"""Forms brought nearer to their goals by exchanging one or two seats at a time, where branching gets no further.

A goal that can almost be met exactly leaves branch and bound without a useful bound; there are millions of pairs of
exchanges, though, and the few that would do are found by sorting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np

from authoring.papers.engine.problem import Floats, Goal, Ints, Problem
from authoring.papers.engine.watch import Watch

__all__ = ["exchanged"]

MOST_ENTRIES = 4_000_000
"""Seats times limits up to which exchanges are looked at."""
MOST_PAIRS = 1_000_000
"""Pairs of exchanges that are looked at in one go."""
CHECKED = 5_000
"""How many have their limits checked at a time, the best first."""
KICKS, HARD = 300, 3
"""How often the search begins anew from the best forms, and after how many exchanges."""
TRIED = 30
"""Of those that keep the limits, how many are priced in full before another way is looked for."""
WORK, CHECK, STEP = 0.5, 0.03, 300.0
"""For each swap or pair that is looked at, for each limit that is checked, and for looking at all; measured."""
NEARER = 0.5
EPSILON = 1e-9


def exchanged(problem: Problem, forms: list[Ints], spare: Ints, watch: Watch, good: float) -> list[Ints]:
    """The forms, or cheaper ones; `spare` seats may be exchanged for those that one form alone takes.

    Stops when they cost no more than `good`, or when no two exchanges help.
    """
    seats = np.union1d(np.concatenate(forms), spare)
    part = problem.only(seats)
    if len(seats) * (len(part.limits) + len(part.sparse)) > MOST_ENTRIES:
        return forms
    search = _Search(part, [np.searchsorted(seats, form) for form in forms], watch)
    search.run(good)
    return [seats[np.sort(form)] for form in search.forms]


Pairs: TypeAlias = tuple[Ints, Ints]
"""Positions of two swaps each."""


@dataclass(frozen=True)
class _Swaps:
    """Seats that a form could give, and take for each; the first of them changes nothing."""

    given: Ints
    taken: Ints
    change: Floats
    """One row per swap, one column per measure of the goal."""
    kind: Ints
    """Swaps of one kind change the limits of one amount alike."""
    match: Ints
    """The kind that undoes this; −1 for none."""

    def only(self, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> "_Swaps":
        return _Swaps(self.given[kept], self.taken[kept], self.change[kept], self.kind[kept], self.match[kept])


class _Search:
    def __init__(self, problem: Problem, forms: list[Ints], watch: Watch) -> None:
        self.problem = problem
        self.forms = forms
        self.watch = watch
        self.price = problem.price(forms)
        limits = (*problem.limits, *problem.sparse)
        self.amounts = np.zeros((problem.size + 1, len(limits)))  # the last is nothing
        for n, limit in enumerate(limits):
            self.amounts[limit.seats, n] = limit.amounts
        self.lower = np.array([limit.lower for limit in limits]) - EPSILON
        self.upper = np.array([limit.upper for limit in limits]) + EPSILON
        exact = self.upper - self.lower < 0.5
        self.keys = self.amounts[:, exact] @ np.random.default_rng(0).random(int(exact.sum()))

    def run(self, good: float) -> None:
        self._descend(good)
        draw = np.random.default_rng(len(self.forms))
        for _ in range(KICKS):
            best, price = self.forms, self.price
            if price <= good or self.watch.should_stop() or not self._missed():
                return
            self._kick(draw)
            self._descend(good)
            if self.price >= price:
                self.forms, self.price = best, price

    def _descend(self, good: float) -> None:
        while self.price > good and any(self._better(goal) for goal in self._missed()):
            pass

    def _missed(self) -> list[Goal]:
        goals = [goal for goal in self.problem.goals if goal.targets is None or goal.each]
        return [goal for goal in goals if goal.penalty(self.problem.sums(goal, self.forms)) > EPSILON]

    def _kick(self, draw: np.random.Generator) -> None:
        """Exchanges drawn at random, so that the next descent begins elsewhere."""
        goal = self._missed()[0]
        for _ in range(HARD):
            one = int(draw.integers(len(self.forms)))
            other = None if len(self.forms) == 1 or draw.random() < 0.5 else (one + 1) % len(self.forms)
            swaps = self._harmless(self._swaps(goal, one, other), one, other)
            place = int(draw.integers(len(swaps.given)))
            given, taken = swaps.given[[place]], swaps.taken[[place]]
            forms = list(self.forms)
            forms[one] = _with(forms[one], given, taken)
            if other is not None:
                forms[other] = _with(forms[other], taken, given)
            if self._apart(forms, one, other):
                self.forms = forms
        self.price = self.problem.price(self.forms)

    def _better(self, goal: Goal) -> bool:
        """Whether an exchange of the form that is furthest off was found."""
        if self.watch.should_stop():
            return False
        sums = self.problem.sums(goal, self.forms)
        middle = (sums.max(axis=0) + sums.min(axis=0)) / 2 if goal.targets is None else goal.targets
        off = sums - middle
        far = np.abs(off).max(axis=1)
        worst = int(far.argmax())
        others = [n for n in np.argsort(far, kind="stable").tolist() if n != worst]
        return any(self._exchange(goal, off, worst, other) for other in (None, *others))

    def _exchange(self, goal: Goal, off: Floats, one: int, other: int | None) -> bool:
        """The same of a form with spare seats or with another form."""
        every = self._swaps(goal, one, other)
        return any(self._taken(swaps, off, one, other) for swaps in (self._harmless(every, one, other), every))

    def _taken(self, swaps: _Swaps, off: Floats, one: int, other: int | None) -> bool:
        against = np.zeros(off.shape[1]) if other is None else off[other]
        pairs = self._pairs(swaps, off[one], against, free=other is None)
        for first, second in islice(self._kept(swaps, pairs, one, other), TRIED):
            self.watch.spend(STEP)
            ways = np.array([first, second])
            given, taken = swaps.given[ways], swaps.taken[ways]
            forms = list(self.forms)
            forms[one] = _with(forms[one], given, taken)
            if other is not None:
                forms[other] = _with(forms[other], taken, given)
            price = self.problem.price(forms)
            if price < self.price - EPSILON and self._apart(forms, one, other):
                self.forms, self.price = forms, price
                return True
        return False

    def _harmless(self, swaps: _Swaps, one: int, other: int | None) -> _Swaps:
        """Those that keep all limits by themselves."""
        self.watch.spend(CHECK * len(swaps.given) * len(self.lower))
        kept = np.ones(len(swaps.given), bool)
        for start in range(0, len(kept), CHECKED):
            part = np.arange(start, min(start + CHECKED, len(kept)))
            kept[part] = self._keeps(self._change(swaps, part), one, other)
        return swaps.only(kept)

    def _keeps(self, change: Floats, one: int, other: int | None) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Whether the forms keep their limits after each change."""
        kept = np.ones(len(change), bool)
        for n, sign in ((one, 1.0), (other, -1.0)):
            if n is not None:
                after = self.amounts[self.forms[n]].sum(axis=0) + sign * change
                kept &= ((after >= self.lower) & (after <= self.upper)).all(axis=1)
        return kept

    def _apart(self, forms: list[Ints], *changed: int | None) -> bool:
        """Whether no changed form takes a question twice."""
        questions = [self.problem.questions[forms[n]] for n in changed if n is not None]
        return all(len(np.unique(entry)) == len(entry) for entry in questions)

    def _swaps(self, goal: Goal, one: int, other: int | None) -> _Swaps:
        uses = np.bincount(np.concatenate(self.forms), minlength=self.problem.size)
        own = self._own(self.forms[one], uses)
        if other is None:
            held = np.bincount(self.problem.questions[np.concatenate(self.forms)], minlength=1)
            questions = self.problem.questions
            held = np.concatenate((held, np.zeros(int(questions.max()) + 1 - len(held), held.dtype)))
            theirs = np.flatnonzero((uses == 0) & (held[questions] == 0) & ~self.problem.free)
        else:
            theirs = self._own(self.forms[other], uses)
        given = np.append(-1, np.repeat(own, len(theirs)))
        taken = np.append(-1, np.tile(theirs, len(own)))
        values = np.column_stack((goal.amounts, np.zeros(len(goal.amounts))))  # the last is nothing
        keys = np.round(self.keys[taken] - self.keys[given], 6)
        kinds, kind = np.unique(keys, return_inverse=True)
        match = np.searchsorted(kinds, -kinds)
        match[kinds[np.minimum(match, len(kinds) - 1)] != -kinds] = -1
        return _Swaps(given, taken, (values[:, taken] - values[:, given]).T, kind, match[kind])

    def _own(self, form: Ints, uses: Ints) -> Ints:
        """Seats of a form that no other takes, and that need not stand everywhere."""
        own: Ints = form[(uses[form] == 1) & ~self.problem.free[form]]
        return own

    def _pairs(self, swaps: _Swaps, off: Floats, against: Floats, *, free: bool) -> Iterator[Pairs]:
        """Pairs of swaps after which both forms are nearer than `off` was, the nearest first."""
        worst = float(np.abs(off).max())
        least = 0.0 if free else float(np.abs(off + against).max()) / 2
        reach = worst
        found = None
        while found is None and reach - least > EPSILON:
            low, high = -reach - off, reach - off
            if not free:
                low, high = np.maximum(low, against - reach), np.minimum(high, against + reach)
            found = _within(swaps, low, high)
            self.watch.spend(WORK * len(swaps.given))
            reach = least + NEARER * (reach - least)
        if found is None:
            return
        first, second = found
        self.watch.spend(WORK * len(first) + STEP)
        change = swaps.change[first] + swaps.change[second]
        far = np.maximum(np.abs(off + change).max(axis=1), 0.0 if free else np.abs(against - change).max(axis=1))
        order = np.argsort(far, kind="stable")
        for start in range(0, len(order), CHECKED):
            shown = order[start : start + CHECKED]
            yield first[shown], second[shown]

    def _kept(self, swaps: _Swaps, pairs: Iterator[Pairs], one: int, other: int | None) -> Iterator[tuple[int, int]]:
        """Those after which the forms keep their limits."""
        for first, second in pairs:
            kept = (swaps.given[first] != swaps.given[second]) & (swaps.taken[first] != swaps.taken[second])
            kept &= self._keeps(self._change(swaps, first) + self._change(swaps, second), one, other)
            yield from zip(first[kept].tolist(), second[kept].tolist(), strict=True)

    def _change(self, swaps: _Swaps, chosen: Ints) -> Floats:
        changed: Floats = self.amounts[swaps.taken[chosen]] - self.amounts[swaps.given[chosen]]
        return changed


def _within(swaps: _Swaps, low: Floats, high: Floats) -> Pairs | None:
    """Pairs of matching swaps that add up to between these limits; None where they are too many to look at."""
    if np.any(low > high):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    change = swaps.change
    narrow = int(np.argmin((high - low) / (change.std(axis=0) + EPSILON)))
    values = change[:, narrow]
    wide = 4 * (float(np.ptp(values)) + float(np.abs((low, high)).max())) + 1  # keeps kinds apart in one order
    order = np.argsort(swaps.kind * wide + values, kind="stable")
    values, places = values[order], (swaps.kind * wide + values)[order]
    at = swaps.match[order] * wide - values
    begin = np.searchsorted(places, at + low[narrow], "left")
    begin = np.maximum(begin, np.arange(1, len(values) + 1))  # each pair once
    counts = np.maximum(0, np.searchsorted(places, at + high[narrow], "right") - begin)
    counts[swaps.match[order] < 0] = 0
    if counts.sum() > MOST_PAIRS:
        return None
    first = np.repeat(np.arange(len(values)), counts)
    second = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)
    first, second = order[first], order[second]
    sums = change[first] + change[second]
    kept = ((sums > low) & (sums < high)).all(axis=1)
    return first[kept], second[kept]


def _with(form: Ints, given: Ints, taken: Ints) -> Ints:
    """The form without what is given, and with what is taken; −1 is nothing."""
    return np.sort(np.concatenate((np.setdiff1d(form, given), taken[taken >= 0])))
