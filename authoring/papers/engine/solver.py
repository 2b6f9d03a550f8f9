"""A mixed-integer linear model, and HiGHS to solve it.

One thread, gap and node limits and no clock, so that equal models have equal solutions.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import highspy
import numpy as np

from authoring.errors import AssemblyError
from authoring.papers.engine.problem import INF, Floats, Ints
from authoring.papers.engine.watch import Watch
from authoring.texts import say

__all__ = ["Model", "Outcome", "Solution", "failed", "quiet_solver"]

READING, LOOKING = 7.0, 2.5
"""Work for each entry of a model: to reduce it, and between two questions whether to go on; measured."""


class Outcome(StrEnum):
    SOLVED = "solved"
    """Within the gap that was asked for."""
    STOPPED = "stopped"
    """At the node limit or by the watcher, with a solution that is feasible but perhaps not the best."""
    INFEASIBLE = "infeasible"
    UNDECIDED = "undecided"
    """At the node limit or by the watcher, without a solution."""


@dataclass(frozen=True)
class Solution:
    outcome: Outcome
    values: Floats
    """One per column; empty without a solution."""
    objective: float
    bound: float
    """No solution can have a smaller objective."""
    duals: Floats
    """One per row, of a relaxed model only."""

    @property
    def found(self) -> bool:
        return self.outcome in (Outcome.SOLVED, Outcome.STOPPED)


class Model:
    """Columns with costs and bounds; rows with bounds, each of them named by what it is there for."""

    def __init__(self) -> None:
        self._cost: list[Floats] = []
        self._upper: list[Floats] = []
        self._whole: list[Floats] = []
        self.width = 0
        """Number of columns."""
        self.names: list[Hashable] = []
        """Name of each row; rows may share one."""
        self._limits: list[tuple[float, float]] = []
        self._rows: list[tuple[Ints, Floats]] = []
        self.column(upper=0)  # HiGHS does not look at the rows of a model without columns

    def columns(self, cost: Floats, *, upper: float | Floats = 1.0, whole: bool = True) -> Ints:
        """New columns from 0 to `upper`; their positions."""
        self._cost.append(np.asarray(cost, np.float64))
        self._upper.append(np.broadcast_to(np.asarray(upper, np.float64), (len(cost),)))
        self._whole.append(np.full(len(cost), float(whole)))
        self.width += len(cost)
        return np.arange(self.width - len(cost), self.width)

    def column(self, *, cost: float = 0.0, upper: float = INF, whole: bool = False) -> int:
        """One new column; its position."""
        return int(self.columns(np.array([cost]), upper=upper, whole=whole)[0])

    def row(
        self, name: Hashable, columns: Ints, amounts: Floats | float = 1.0, lower: float = -INF, upper: float = INF
    ) -> int:
        """A new row: the columns' values times their amounts add up to between lower and upper; its position."""
        columns = np.asarray(columns, np.int64)
        self.names.append(name)
        self._limits.append((lower, upper))
        self._rows.append((columns, np.broadcast_to(np.asarray(amounts, np.float64), columns.shape)))
        return len(self.names) - 1

    def extend(self, row: int, columns: Ints, amounts: Floats | float) -> None:
        """Lets columns count in a row that is there already."""
        known, counts = self._rows[row]
        added = np.broadcast_to(np.asarray(amounts, np.float64), np.shape(columns))
        self._rows[row] = np.concatenate((known, columns)), np.concatenate((counts, added))

    def solve(
        self,
        *,
        relaxed: bool = False,
        without: Collection[Hashable] = (),
        gap: float = 0.0,
        nodes: int = 100_000,
        seed: int = 0,
        watch: Watch | None = None,
        tell: bool = False,
    ) -> Solution:
        """The columns' values of least cost.

        `seed` leads the search another way. `relaxed` drops that columns must be whole; `without` leaves out the rows
        of these names. The watcher may stop the search and, where `tell` says that costs are those of forms, hears of
        each better solution.
        Raises AssemblyError when the solver fails.
        """
        rows = [n for n, name in enumerate(self.names) if name not in without]
        solver = quiet_solver(mip_rel_gap=gap, mip_abs_gap=1e-6, mip_max_nodes=nodes, random_seed=seed)
        if solver.passModel(self._problem(rows, relaxed)) == highspy.HighsStatus.kError:
            raise failed("passModel")
        if watch is not None:
            _heed(solver, watch, tell, sum(len(self._rows[n][0]) for n in rows))
        solver.run()
        return _read(solver, rows, len(self.names), relaxed)

    def write(self, path: Path) -> None:
        """The model as an MPS file, for other solvers."""
        solver = quiet_solver()
        solver.passModel(self._problem(list(range(len(self.names))), relaxed=False))
        solver.writeModel(str(path))

    def _problem(self, rows: list[int], relaxed: bool) -> highspy.HighsLp:
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = self.width, len(rows)
        problem.col_cost_ = np.concatenate(self._cost)
        problem.col_lower_, problem.col_upper_ = np.zeros(self.width), np.concatenate(self._upper)
        problem.row_lower_ = np.array([self._limits[n][0] for n in rows])
        problem.row_upper_ = np.array([self._limits[n][1] for n in rows])
        parts = [self._rows[n] for n in rows]
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.concatenate(([0], np.cumsum([len(columns) for columns, _ in parts]))).astype(np.int32)
        matrix.index_ = np.concatenate([np.empty(0), *(columns for columns, _ in parts)]).astype(np.int32)
        matrix.value_ = np.concatenate([np.empty(0), *(amounts for _, amounts in parts)])
        if not relaxed:
            kinds = highspy.HighsVarType
            problem.integrality_ = [kinds.kInteger if n else kinds.kContinuous for n in np.concatenate(self._whole)]
        return problem


def quiet_solver(**options: Any) -> highspy.Highs:
    """HiGHS on one thread, silent, with these options."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    settings: dict[str, Any] = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
    for option, value in (settings | options).items():
        solver.setOptionValue(option, value)
    return solver


def failed(status: str) -> AssemblyError:
    return AssemblyError(say("papers.solver_failed", status=status))


def _heed(solver: highspy.Highs, watch: Watch, tell: bool, entries: int) -> None:
    """Lets the watcher hear of the search and stop it; the model has so many entries."""
    watch.spend(READING * entries)

    def interrupt(event: Any) -> None:
        watch.spend(LOOKING * entries)
        if watch.should_stop():
            event.interrupt()

    def better(event: Any) -> None:
        best, objective = watch.standing.objective, float(event.data_out.objective_function_value)
        if best is None or objective < best - 1e-9:
            watch.found(objective=objective, nodes=int(event.data_out.mip_node_count))

    solver.cbMipInterrupt += interrupt
    solver.cbSimplexInterrupt += interrupt
    if tell:
        solver.cbMipImprovingSolution += better


def _read(solver: highspy.Highs, rows: list[int], count: int, relaxed: bool) -> Solution:
    status, info = solver.getModelStatus(), solver.getInfo()
    statuses = highspy.HighsModelStatus
    nothing = np.empty(0)
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return Solution(Outcome.INFEASIBLE, nothing, INF, INF, nothing)
    ended = (statuses.kSolutionLimit, statuses.kIterationLimit, statuses.kInterrupt)
    if status not in (statuses.kOptimal, statuses.kModelEmpty, *ended):
        raise failed(solver.modelStatusToString(status))
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible and status != statuses.kModelEmpty:
        return Solution(Outcome.UNDECIDED, nothing, INF, -INF, nothing)
    found = solver.getSolution()
    duals = np.zeros(count)
    if relaxed:
        duals[rows] = np.array(found.row_dual)
    objective = float(info.objective_function_value)
    bound = objective if relaxed else float(info.mip_dual_bound)
    outcome = Outcome.STOPPED if status in ended else Outcome.SOLVED
    return Solution(outcome, np.array(found.col_value), objective, min(bound, objective), duals)
