"""The solver's model of all forms: a column says whether a form takes a seat."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from authoring.papers.blueprint import Blueprint
from authoring.papers.pool import Seat
from authoring.papers.requirements import Kind, Requirement
from authoring.papers.solver import Model, Solution

__all__ = ["DIFFICULTY_TOLERANCE", "TIME_TOLERANCE", "FormsModel", "Name", "forms_model", "prefer"]

DIFFICULTY_TOLERANCE = 0.02
"""Forms whose mean difficulties (1 to 5) differ by less count as equally difficult: no candidate could tell."""
TIME_TOLERANCE = 0.005
"""The same for expected time, as a share of the duration: 36 seconds of two hours."""
PENALTY = 20.0
"""For each tolerance that forms are further apart or further from the target; choosing a question costs up to 1."""
SHARED_COST = 2.0
"""For a question that two forms have in common: allowed is not wanted."""

Name = tuple[Kind, str]
"""Of a requirement: its kind and its place."""


@dataclass
class FormsModel:
    model: Model
    seats: list[list[int]]
    """Column of each seat, for each form."""
    rows: dict[Name, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Rows of each requirement, one for each form or pair of forms."""
    shared: list[int] = field(default_factory=list)
    """Columns that say whether two forms have a question in common."""

    def taken(self, solution: Solution) -> list[list[int]]:
        """Positions of the seats that each form takes."""
        return [[seat for seat, column in enumerate(form) if solution.values[column] > 0.5] for form in self.seats]

    def require(self, entry: Requirement) -> None:
        low = float("-inf") if entry.lower is None else float(entry.lower)
        high = float("inf") if entry.upper is None else float(entry.upper)
        for form in self.seats:
            amounts = {form[seat]: float(amount) for seat, amount in entry.amounts.items()}
            self.rows[entry.name].append(self.model.row(entry.name, amounts, low, high))


def forms_model(blueprint: Blueprint, seats: Sequence[Seat], required: Sequence[Requirement]) -> FormsModel:
    """All requirements of all forms, and no preference among the papers that meet them."""
    model = Model()
    made = FormsModel(model, [[model.column(upper=1, whole=True) for _ in seats] for _ in range(blueprint.forms)])
    for entry in required:
        made.require(entry)
    if blueprint.forms > 1:
        _keep_apart(made, blueprint, seats)
    return made


def prefer(made: FormsModel, blueprint: Blueprint, seats: Sequence[Seat], *, seed: int) -> None:
    """Costs: parallel forms near the target difficulty that share few questions; the seed varies which questions."""
    for n, seat in enumerate(seats):
        taste = random.Random(f"{seed}/{seat.question.id}")
        for form in made.seats:
            made.model.set_cost(form[n], taste.random())
    for column in made.shared:
        made.model.set_cost(column, SHARED_COST)
    total, time = float(blueprint.marks), float(blueprint.minutes * 60)
    difficulty = [float(seat.marks) * seat.question.difficulty / total for seat in seats]
    if blueprint.difficulty is not None:
        _near(made, difficulty, float(blueprint.difficulty))
    if blueprint.forms > 1:
        _alike(made, difficulty, DIFFICULTY_TOLERANCE)
        _alike(made, [seat.question.seconds / time for seat in seats], TIME_TOLERANCE)


def _keep_apart(made: FormsModel, blueprint: Blueprint, seats: Sequence[Seat]) -> None:
    """Two forms have at most the allowed number of questions in common, fixed ones not counted."""
    name, model = (Kind.OVERLAP, ""), made.model
    at: dict[str, list[int]] = defaultdict(list)
    for n, seat in enumerate(seats):
        if seat.question.id not in blueprint.fixed:
            at[seat.question.id].append(n)
    pairs = list(combinations(range(blueprint.forms), 2))
    shared: dict[tuple[int, int], list[int]] = {pair: [] for pair in pairs}
    for places in at.values():
        takes = [{form[place]: 1.0 for place in places} for form in made.seats]
        everywhere = {column: 1.0 for form in takes for column in form}
        if not blueprint.shared:
            model.row(name, everywhere, upper=1)
            continue
        both = {pair: model.column(upper=1) for pair in pairs}
        made.shared.extend(both.values())
        for (one, other), column in both.items():
            model.row(name, takes[one] | takes[other] | {column: -1.0}, upper=1)
            shared[one, other].append(column)
        if len(pairs) > 1:  # tightens: k forms with the question make at least k - 1 pairs
            model.row(name, everywhere | dict.fromkeys(both.values(), -1.0), upper=1)
    if blueprint.shared:
        for columns in shared.values():
            made.rows[name].append(model.row(name, dict.fromkeys(columns, 1.0), upper=blueprint.shared))


def _near(made: FormsModel, amounts: Sequence[float], target: float) -> None:
    """Each form's sum is near the target; what is beyond the tolerance costs."""
    cost = PENALTY / DIFFICULTY_TOLERANCE
    for form in made.seats:
        above, below = made.model.column(cost=cost), made.model.column(cost=cost)
        sums = dict(zip(form, amounts, strict=True)) | {above: -1.0, below: 1.0}
        made.model.row("near", sums, target - DIFFICULTY_TOLERANCE, target + DIFFICULTY_TOLERANCE)


def _alike(made: FormsModel, amounts: Sequence[float], tolerance: float) -> None:
    """The largest and the smallest of the forms' sums are close; what is beyond the tolerance costs."""
    model = made.model
    low, beyond = model.column(), model.column(cost=PENALTY / tolerance)
    for form in made.seats:
        sums = dict(zip(form, amounts, strict=True))
        model.row("alike", sums | {low: -1.0}, lower=0)
        model.row("alike", sums | {low: -1.0, beyond: -1.0}, upper=tolerance)
