"""The linear relaxation of a union over the whole pool, by column generation.

The solver sees some thousand candidates; numpy looks through all others for those that could make the answer better,
until there are none. The reduced costs that remain say of every candidate what using it would cost at the least.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import highspy
import numpy as np

from authoring.papers.engine.problem import INF, Floats, Ints
from authoring.papers.engine.solver import failed, quiet_solver
from authoring.papers.engine.union import GOAL, Row, Union
from authoring.papers.engine.watch import Stage, Watch

__all__ = ["Relaxation", "sift"]

BATCH = 1000
"""Candidates that are added at once."""
DEAR = 1000.0
"""Price of a question's worth of a limit that is not kept, while there may still be candidates that keep it."""
PRICING, PIVOT = 0.01, 30.0
"""Work for each entry that is priced, and for each step of the solver; measured."""
SMALL = 1e-7
SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


@dataclass(frozen=True)
class Relaxation:
    """The relaxation's optimum, or the proof that it has no solution."""

    feasible: bool
    bound: float
    """Its objective: nothing whole can cost less."""
    reduced: Floats
    """Reduced cost of each candidate."""
    used: int
    """Candidates that it uses, wholly or in part."""
    packs: list[Row]
    """The rows that had to be added."""
    clash: tuple[Hashable, ...] = ()
    """Names of rows that cannot be kept together, from the dual values; not the fewest."""


def sift(union: Union, watch: Watch) -> Relaxation | None:
    """The relaxation of the union; None when the watcher stopped it."""
    return _Sifter(union, watch).run()


class _Sifter:
    def __init__(self, union: Union, watch: Watch) -> None:
        self.union = union
        self.watch = watch
        self.rows = list(union.rows)
        self.place = np.full(len(union.cost), -1, np.int64)
        """Of each candidate among the solver's columns."""
        self.work: list[Ints] = []
        self.slack: list[int] = []
        self.slack_rows: list[int] = []
        self.solver = quiet_solver(presolve="off")
        self.width = 0
        for row in self.rows:
            self.solver.addRow(row.lower, row.upper, 0, np.empty(0, np.int32), np.empty(0))
        for extra in union.extras:
            self._column(extra.cost, extra.amounts)
        self.unit = [_unit(row) for row in self.rows]
        self.entries = sum(len(row.candidates) for row in self.rows)
        for n, row in enumerate(self.rows):
            if row.name != GOAL:  # goals have columns of their own for what is missed
                self._loosen(n, row)

    def run(self) -> Relaxation | None:
        self._add(self._first())
        reduced = self._descend(self.union.cost)
        if reduced is not None and self._lacking():
            return self._prove()
        return reduced if reduced is None else self._relaxation(reduced)

    def _relaxation(self, reduced: Floats) -> Relaxation:
        bound = float(self.solver.getInfo().objective_function_value)
        used = int(np.count_nonzero(self._sums() > 1e-6))
        return Relaxation(True, bound, reduced, used, self.rows[len(self.union.rows) :])

    def _prove(self) -> Relaxation | None:
        """Looks for the least that all limits together are missed by; if it is nothing, prices alone were too low."""
        self._costs(0.0, 1.0)
        reduced = self._descend(np.zeros(len(self.union.cost)))
        if reduced is None:
            return None
        if self._lacking():
            duals = np.abs(self._duals()) * np.array(self.unit)
            names = dict.fromkeys(self.rows[n].name for n in np.flatnonzero(duals > SMALL))
            return Relaxation(False, INF, reduced, 0, self.rows[len(self.union.rows) :], tuple(names))
        self._costs(1.0, DEAR)
        self.solver.changeColsBounds(
            len(self.slack), np.array(self.slack, np.int32), np.zeros(len(self.slack)), np.zeros(len(self.slack))
        )
        reduced = self._descend(self.union.cost)
        return reduced if reduced is None else self._relaxation(reduced)

    def _costs(self, wanted: float, lacking: float) -> None:
        """Prices of the columns: `wanted` times their own, `lacking` for a question's worth of a limit not kept."""
        costs = np.zeros(self.width)
        for n, extra in enumerate(self.union.extras):
            costs[n] = wanted * extra.cost
        slack = np.array(self.slack)
        costs[slack] = lacking / np.array([self.unit[n] for n in self.slack_rows])
        for work in self.work:
            costs[self.place[work]] = wanted * self.union.cost[work]
        every = np.arange(self.width, dtype=np.int32)
        self.solver.changeColsCost(self.width, every, costs)

    def _descend(self, cost: Floats) -> Floats | None:
        """Solves, adds what is cheaper than its price or broken, until there is nothing; the reduced costs."""
        while not self.watch.should_stop():
            self.solver.run()
            if self.solver.getModelStatus() not in SOLVED:
                raise failed(self.solver.modelStatusToString(self.solver.getModelStatus()))
            self.watch.at(Stage.SIFT, self.width)
            self.watch.spend(PRICING * self.entries + PIVOT * self.solver.getInfo().simplex_iteration_count)
            reduced = self._price(cost)
            good = np.flatnonzero((reduced < -SMALL) & (self.place < 0) & (self.union.upper > 0))
            if len(good):
                if len(good) > BATCH:
                    good = np.sort(good[np.argpartition(reduced[good], BATCH)[:BATCH]])
                self._add(good, cost)
            elif not self._mend():
                return reduced
        return None

    def _price(self, cost: Floats) -> Floats:
        reduced = cost.copy()
        duals = self._duals()
        for n in np.flatnonzero(np.abs(duals) > 1e-12):
            row = self.rows[n]
            reduced[row.candidates] -= duals[n] * row.amounts
        return reduced

    def _duals(self) -> Floats:
        return np.array(self.solver.getSolution().row_dual)

    def _lacking(self) -> bool:
        values = np.array(self.solver.getSolution().col_value)
        return bool(values[self.slack].max(initial=0.0) > 1e-6)

    def _sums(self) -> Floats:
        """The present value of each candidate."""
        values = np.array(self.solver.getSolution().col_value)
        sums = np.zeros(len(self.place))
        for work in self.work:
            sums[work] = values[self.place[work]]
        return sums

    def _mend(self) -> bool:
        """Adds the packs that the present values break; whether there were any."""
        broken = list(self.union.packs(self._sums()))
        for row in broken:
            places = self.place[row.candidates]
            kept = places >= 0
            entries = places[kept].astype(np.int32)
            self.solver.addRow(row.lower, row.upper, len(entries), entries, row.amounts[kept])
            self.rows.append(row)
            self.unit.append(1.0)
            self._loosen(len(self.rows) - 1, row)
        return bool(broken)

    def _first(self) -> Ints:
        """The cheapest candidates of each row that asks for some, half as many again as it needs."""
        chosen = [np.flatnonzero(self.union.upper > 1)]
        for row, unit in zip(self.rows, self.unit, strict=True):
            count = int(1.5 * row.lower / unit) + 10 if row.lower > 0 else 0
            fitting = row.candidates[row.amounts > 0]
            if 0 < count < len(fitting):
                fitting = fitting[np.argpartition(self.union.cost[fitting], count)[:count]]
            chosen.append(fitting if count else fitting[:0])
        first = np.unique(np.concatenate(chosen))
        return first[self.union.upper[first] > 0]

    def _add(self, candidates: Ints, cost: Floats | None = None) -> None:
        cost = self.union.cost if cost is None else cost
        local = np.full(len(self.place), -1, np.int64)
        local[candidates] = np.arange(len(candidates))
        columns, rows, amounts = [], [], []
        for n, row in enumerate(self.rows):
            places = local[row.candidates]
            kept = np.flatnonzero(places >= 0)
            if len(kept):
                columns.append(places[kept])
                rows.append(np.full(len(kept), n, np.int32))
                amounts.append(row.amounts[kept])
        places = np.concatenate(columns) if columns else np.empty(0, np.int64)
        order = np.argsort(places, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(places, minlength=len(candidates)))[:-1]))
        self.solver.addCols(
            len(candidates),
            cost[candidates],
            np.zeros(len(candidates)),
            self.union.upper[candidates],
            len(order),
            starts.astype(np.int32),
            np.concatenate(rows)[order] if rows else np.empty(0, np.int32),
            np.concatenate(amounts)[order] if amounts else np.empty(0),
        )
        self.place[candidates] = np.arange(self.width, self.width + len(candidates))
        self.width += len(candidates)
        self.work.append(candidates)

    def _loosen(self, n: int, row: Row) -> None:
        """Columns that say by how much a row is missed."""
        price = DEAR / self.unit[n]
        for missing, sign in ((row.lower, 1.0), (row.upper, -1.0)):
            if np.isfinite(missing):
                self.slack.append(self._column(price, {n: sign}))
                self.slack_rows.append(n)

    def _column(self, cost: float, amounts: dict[int, float]) -> int:
        rows = np.array(list(amounts), np.int32)
        self.solver.addCol(cost, 0.0, INF, len(rows), rows, np.array(list(amounts.values())))
        self.width += 1
        return self.width - 1


def _unit(row: Row) -> float:
    """What a question counts in a row, about."""
    return float(np.abs(row.amounts).mean()) or 1.0 if len(row.amounts) else 1.0
