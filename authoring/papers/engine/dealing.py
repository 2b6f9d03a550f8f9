"""Dealing chosen seats out to forms: halving them again and again, each half with its share of every limit."""

from dataclasses import dataclass

import numpy as np

from authoring.papers.engine.mending import Mender
from authoring.papers.engine.problem import Floats, Goal, Ints, Limit, Problem
from authoring.papers.engine.solver import Model
from authoring.papers.engine.watch import Stage, Watch

__all__ = ["deal"]

TRIES = 6
"""Ways of halving that are tried before a hand counts as one that cannot be dealt out."""
MOST_NODES = 200
POLISHED = 8
"""Pairs of forms that are polished at the most."""
AIM = "aim"


def deal(problem: Problem, once: Ints, common: Ints, spare: Ints, watch: Watch, good: float) -> list[Ints] | None:
    """Forms of the seats: all of `common` in each, those of `once` in one each. None where none were found.

    A hand that cannot be dealt out as it is exchanges some seats for spare ones; forms that then cost more than `good`
    are polished.
    """
    watch.at(Stage.DEAL, len(once))
    seats = np.union1d(np.union1d(once, common), spare)
    hand, same, others = (np.searchsorted(seats, part) for part in (np.sort(once), common, spare))
    part = problem.only(seats)
    forms = _Dealer(part, hand, same, watch).halve(hand, problem.forms)
    if forms is None:
        dealer = _Dealer(part, hand, same, watch)
        dealer.mender = Mender(part, same, others, dealer.all_means(), watch)
        forms = dealer.halve(hand, problem.forms)
        forms = forms and _polished(dealer.mender, forms, good)
    return None if forms is None else [seats[form] for form in forms]


def _polished(mender: Mender, forms: list[Ints], good: float) -> list[Ints]:
    """Pairs of forms made anew where that is cheaper, until the forms cost no more than `good` or enough was tried."""
    problem, best = mender.problem, mender.problem.price(forms)
    pairs = [(n, (n + step) % len(forms)) for step in (1, 2) for n in range(len(forms))] if len(forms) > 2 else []
    for one, other in pairs[:POLISHED]:
        if best <= good or mender.watch.should_stop():
            break
        spare = mender.spare
        pair = mender.anew(np.setdiff1d(np.union1d(forms[one], forms[other]), mender.common), 2)
        changed = list(forms)
        if pair is not None:
            changed[one], changed[other] = pair
        price = problem.price(changed)
        if price < best - 1e-9:
            forms, best = changed, price
        else:
            mender.spare = spare
    return forms


@dataclass
class _Dealer:
    problem: Problem
    once: Ints
    common: Ints
    watch: Watch

    def __post_init__(self) -> None:
        self.aims = [(goal, self._means(goal)) for goal in self.problem.goals if goal.targets is None or goal.each]
        self.given = [_amount(limit, self.common) for limit in self.problem.limits]
        self.left = TRIES * self.problem.forms
        """Halvings that may still be tried."""
        self.mender: Mender | None = None

    def all_means(self) -> list[Floats]:
        """What the forms have of each goal's measures on average."""
        share = 1 / self.problem.forms
        return [
            share * goal.amounts[:, self.once].sum(axis=1) + goal.amounts[:, self.common].sum(axis=1)
            for goal in self.problem.goals
        ]

    def _means(self, goal: Goal) -> Floats:
        """What each form should have of a goal's measures beside the common seats."""
        if goal.targets is not None:
            means: Floats = goal.targets - goal.amounts[:, self.common].sum(axis=1)
        else:
            means = goal.amounts[:, self.once].sum(axis=1) / self.problem.forms
        return means

    def halve(self, hand: Ints, forms: int) -> list[Ints] | None:
        if forms == 1:
            return [np.sort(np.concatenate((hand, self.common)))]
        for attempt in range(TRIES):
            if self.left == 0 or self.watch.should_stop():
                return None
            self.left -= 1
            half = self._half(hand, forms, attempt)
            if half is None:
                return self.mender.anew(hand, forms) if self.mender is not None and forms < 4 else None
            one = self.halve(hand[half], forms // 2)
            other = self.halve(hand[~half], forms - forms // 2) if one is not None else None
            if one is not None and other is not None:
                return one + other
        return None

    def _half(self, hand: Ints, forms: int, attempt: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]] | None":
        """Which seats of the hand go to the first half of the forms."""
        first, second = forms // 2, forms - forms // 2
        model = Model()
        columns = model.columns(np.zeros(len(hand)))
        if attempt:  # the same model in another order leads the search to another half
            columns = np.random.default_rng([attempt, len(hand)]).permutation(columns)
        for limit, given in zip(self.problem.limits, self.given, strict=True):
            counted, amounts = _within(limit, hand)
            low, high = limit.lower - given, limit.upper - given
            total = float(amounts.sum())
            lower, upper = max(first * low, total - second * high), min(first * high, total - second * low)
            model.row(limit.name, columns[counted], amounts, lower, upper)
        for limit in self.problem.sparse:
            counted, amounts = _within(limit, hand)
            most = limit.upper - _amount(limit, self.common)
            if len(counted) > 1 or (len(counted) and most < 1):
                model.row(limit.name, columns[counted], amounts, len(counted) - second * most, first * most)
        for goal, means in self.aims:
            self._aim(model, goal, means, hand, columns, first, second)
        solution = model.solve(gap=0.05, nodes=MOST_NODES, watch=self.watch)
        return solution.values[columns] > 0.5 if solution.found else None

    def _aim(self, model: Model, goal: Goal, means: Floats, hand: Ints, columns: Ints, first: int, second: int) -> None:
        """Both halves' forms are near the targets on average, or near the mean of all forms."""
        worst = model.column(cost=goal.cost)
        entries = np.append(columns, worst)
        for amounts, mean in zip(goal.amounts, means, strict=True):
            sums = amounts[hand]
            # the second half has what the first has not
            for forms, sign, rest in ((first, 1.0, 0.0), (second, -1.0, float(sums.sum()))):
                wanted, near = forms * mean - rest, forms * goal.tolerance * _room(forms, goal)
                model.row(AIM, entries, np.append(sign * sums, -float(forms)), upper=wanted + near)
                model.row(AIM, entries, np.append(sign * sums, float(forms)), lower=wanted - near)


def _room(forms: int, goal: Goal) -> float:
    """The share of a goal's tolerance that so many forms may use up, so that their halves find some left."""
    return (1.0 if goal.targets is not None else 0.5) * (1.0 if forms == 1 else 0.5 if forms < 4 else 0.25)


def _amount(limit: Limit, seats: Ints) -> float:
    return float(limit.amounts[np.isin(limit.seats, seats)].sum())


def _within(limit: Limit, hand: Ints) -> tuple[Ints, Floats]:
    """Places in the hand of the seats that a limit counts, and what they count."""
    at = np.searchsorted(hand, limit.seats)
    kept = (at < len(hand)) & (hand[np.minimum(at, len(hand) - 1)] == limit.seats) if len(hand) else at < 0
    return at[kept], limit.amounts[kept]
