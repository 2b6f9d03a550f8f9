"""The exact choice of the seats that all forms together take."""

from dataclasses import dataclass

import numpy as np

from authoring.papers.engine.problem import INF, Ints
from authoring.papers.engine.sifting import Relaxation
from authoring.papers.engine.solver import Model, Outcome
from authoring.papers.engine.union import Row, Union
from authoring.papers.engine.watch import Stage, Watch

__all__ = ["Choice", "choose", "promising", "union_model", "within"]


@dataclass(frozen=True)
class Choice:
    """How often all forms together use each seat."""

    outcome: Outcome
    uses: Ints
    """One per seat, anchors not counted; empty without a choice."""
    anchors: Ints
    """Seats that all forms take."""
    objective: float
    """What these uses cost."""
    bound: float
    """No forms can cost less, whatever seats they take."""

    @property
    def found(self) -> bool:
        return self.outcome in (Outcome.SOLVED, Outcome.STOPPED)


def promising(relaxation: Relaxation, union: Union, count: int) -> tuple[Ints, float]:
    """The `count` candidates of least reduced cost, and what any other costs at the least beyond the bound."""
    possible = np.flatnonzero(union.upper > 0)
    if len(possible) <= count:
        return possible, INF
    reduced = relaxation.reduced[possible]
    order = np.argpartition(reduced, count)
    return np.sort(possible[order[:count]]), max(0.0, float(reduced[order[count]]))


def within(relaxation: Relaxation, union: Union, room: float) -> Ints:
    """The candidates that could be part of a choice that costs no more than `room` beyond the relaxation."""
    return np.flatnonzero((union.upper > 0) & (relaxation.reduced <= room))


def choose(
    union: Union, relaxation: Relaxation, candidates: Ints, beyond: float, *, gap: float, nodes: int, watch: Watch
) -> Choice:
    """The cheapest uses among the candidates; with any other they would cost `beyond` more than the relaxation."""
    watch.at(Stage.CHOOSE, len(candidates))
    model, columns, _ = union_model(union, candidates)
    solution = model.solve(gap=gap, nodes=nodes, watch=watch)
    bound = max(relaxation.bound, min(solution.bound, relaxation.bound + beyond))
    if not solution.found:
        outcome = solution.outcome if beyond == INF else Outcome.UNDECIDED
        return Choice(outcome, np.empty(0, np.int64), np.empty(0, np.int64), INF, bound)
    values = np.zeros(len(union.cost))
    values[candidates] = np.rint(solution.values[columns])
    blocks = values.reshape(union.blocks, -1)
    uses = np.rint(blocks[: union.levels].sum(axis=0)).astype(np.int64)
    anchors = np.flatnonzero(blocks[union.levels :].sum(axis=0) > 0.5)
    return Choice(solution.outcome, uses, anchors, solution.objective, bound)


def union_model(union: Union, candidates: Ints) -> tuple[Model, Ints, Ints]:
    """The union with these candidates alone; the columns of the candidates and of the extras."""
    model = Model()
    columns = model.columns(union.cost[candidates], upper=union.upper[candidates])
    at = np.full(len(union.cost), -1, np.int64)
    at[candidates] = columns
    for entry in union.rows:
        _add(model, entry, at)
    extras = model.columns(np.array([extra.cost for extra in union.extras]), upper=INF, whole=False)
    for extra, column in zip(union.extras, extras, strict=True):
        for row, amount in extra.amounts.items():
            model.extend(row, np.array([column]), amount)
    every = np.zeros(len(union.cost))
    every[candidates] = union.upper[candidates]
    for entry in union.packs(every):  # what any values could break; of these candidates they are few
        _add(model, entry, at)
    return model, columns, extras


def _add(model: Model, row: Row, at: Ints) -> None:
    places = at[row.candidates]
    kept = places >= 0
    model.row(row.name, places[kept], row.amounts[kept], row.lower, row.upper)
