"""The exact model of all forms: a column says whether a form takes a seat."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from authoring.papers.engine.problem import Goal, Ints, Limit, Problem
from authoring.papers.engine.solver import Model, Solution
from authoring.papers.engine.union import ANCHORS, OVERLAP

__all__ = ["ONCE", "Exact", "exact_model"]

ONCE = "once"
"""Name of the rows that keep a form from taking a question twice; true of every paper."""
GOAL = "goal"


@dataclass
class Exact:
    problem: Problem
    model: Model = field(default_factory=Model)
    seats: list[Ints] = field(default_factory=list)
    """Column of each seat, for each form."""
    rows: dict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Rows of each limit, one for each form or pair of forms."""

    def taken(self, solution: Solution) -> list[Ints]:
        """Positions of the seats that each form takes."""
        return [np.flatnonzero(solution.values[columns] > 0.5) for columns in self.seats]

    def require(self, limit: Limit) -> None:
        for form in self.seats:
            row = self.model.row(limit.name, form[limit.seats], limit.amounts, limit.lower, limit.upper)
            self.rows[limit.name].append(row)


def exact_model(problem: Problem, *, priced: bool = True) -> Exact:
    """All forms that meet the limits, with their costs; without prices, no preference among them."""
    made = Exact(problem)
    cost = problem.cost if priced else np.zeros(problem.size)
    made.seats = [made.model.columns(cost) for _ in range(problem.forms)]
    for limit in (*problem.limits, *problem.sparse):
        made.require(limit)
    for question in problem.crowded:
        seats = problem.seats_of(int(question))
        for form in made.seats:
            made.model.row(ONCE, form[seats], upper=1)
    if problem.forms > 1:
        _keep_apart(made, priced)
    if priced:
        for goal in problem.goals:
            _aim(made, goal)
    return made


def _keep_apart(made: Exact, priced: bool) -> None:
    """Two forms have at most the allowed number of questions in common, anchors and `everywhere` not counted."""
    problem, model = made.problem, made.model
    pairs = list(combinations(range(problem.forms), 2))
    shared: dict[tuple[int, int], list[int]] = {pair: [] for pair in pairs}
    anchors: list[int] = []
    for question in np.unique(problem.questions[~problem.free]):
        seats = problem.seats_of(int(question))
        takes = [form[seats] for form in made.seats]
        everywhere = np.concatenate(takes)
        excused = _anchors(made, seats) if problem.anchors else np.empty(0, np.int64)
        anchors += list(excused)
        ones = np.ones(len(everywhere))
        beyond = np.full(len(excused), -float(problem.forms - 1))
        if not problem.shared:
            model.row(OVERLAP, np.append(everywhere, excused), np.append(ones, beyond), upper=1)
            continue
        if problem.most < problem.forms:
            beyond_most = np.full(len(excused), -float(problem.forms - problem.most))
            model.row("most", np.append(everywhere, excused), np.append(ones, beyond_most), upper=problem.most)
        both = model.columns(np.full(len(pairs), problem.shared_cost if priced else 0.0), whole=False)
        for (one, other), column in zip(pairs, both, strict=True):
            entries = np.concatenate((takes[one], takes[other], [column], excused))
            amounts = np.concatenate((np.ones(len(takes[one]) + len(takes[other])), [-1.0], -np.ones(len(excused))))
            model.row(OVERLAP, entries, amounts, upper=1)
            shared[one, other].append(int(column))
        if len(pairs) > 1:  # tightens: k forms with the question make at least k - 1 pairs
            entries = np.concatenate((everywhere, both, excused))
            model.row(OVERLAP, entries, np.concatenate((ones, -np.ones(len(both)), beyond)), upper=1)
    if problem.shared:
        for columns in shared.values():
            made.rows[OVERLAP].append(model.row(OVERLAP, np.array(columns, np.int64), upper=problem.shared))
    if problem.anchors:
        count = float(problem.anchors)
        made.rows[ANCHORS].append(model.row(ANCHORS, np.array(anchors, np.int64), 1.0, count, count))


def _anchors(made: Exact, seats: Ints) -> Ints:
    """Columns that say of seats that they are anchors: every form takes them."""
    columns = made.model.columns(np.zeros(len(seats)))
    for form in made.seats:
        for column, taken in zip(columns, form[seats], strict=True):
            made.model.row("anchor", np.array([column, taken]), np.array([1.0, -1.0]), upper=0)
    return columns


def _aim(made: Exact, goal: Goal) -> None:
    """What the worst measure is off beyond the tolerance costs."""
    model, forms = made.model, made.seats
    worst = model.column(cost=goal.cost)
    for measure, amounts in enumerate(goal.amounts):
        counted = np.flatnonzero(amounts)
        sums = amounts[counted]
        if goal.targets is None:
            low = model.column()
            for form in forms:
                model.row(GOAL, np.append(form[counted], low), np.append(sums, -1.0), lower=0)
                entries = np.append(form[counted], (low, worst))
                model.row(GOAL, entries, np.append(sums, (-1.0, -1.0)), upper=goal.tolerance)
            continue
        target = float(goal.targets[measure])
        alone = [form[counted] for form in forms]
        together = [np.concatenate(alone)]
        for columns in alone if goal.each else together:
            each = np.tile(sums, len(columns) // len(counted)) / (1 if goal.each else len(forms))
            entries = np.append(columns, worst)
            model.row(GOAL, entries, np.append(each, -1.0), upper=target + goal.tolerance)
            model.row(GOAL, entries, np.append(each, 1.0), lower=target - goal.tolerance)
