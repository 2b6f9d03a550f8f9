"""A mixed-integer linear model, and HiGHS to solve it.

One thread, gap and node limits and no clock, so that equal models have equal solutions.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from authoring.errors import AssemblyError
from authoring.texts import say

__all__ = ["Model", "Outcome", "Solution"]

NO_LIMIT = float("inf")


class Outcome(StrEnum):
    SOLVED = "solved"
    """Within the gap that was asked for."""
    STOPPED = "stopped"
    """At the node limit, with a solution that is feasible but perhaps not the best."""
    INFEASIBLE = "infeasible"
    UNDECIDED = "undecided"
    """At the node limit, without a solution."""


@dataclass(frozen=True)
class Solution:
    outcome: Outcome
    values: NDArray[np.float64]
    """One per column; empty without a solution."""
    objective: float
    bound: float
    """No solution can have a smaller objective."""
    duals: NDArray[np.float64]
    """One per row, of a relaxed model only."""

    @property
    def found(self) -> bool:
        return self.outcome in (Outcome.SOLVED, Outcome.STOPPED)


class Model:
    """Columns with costs and bounds; rows with bounds, each of them named by what it is there for."""

    def __init__(self) -> None:
        self._cost: list[float] = []
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self.names: list[Any] = []
        """Name of each row; rows may share one."""
        self._row_lower: list[float] = []
        self._row_upper: list[float] = []
        self._columns: list[list[int]] = []
        self._amounts: list[list[float]] = []
        self.column(upper=0)  # HiGHS does not look at the rows of a model without columns

    def column(self, *, cost: float = 0.0, upper: float = NO_LIMIT, whole: bool = False) -> int:
        """A new column from 0 to `upper`; its position."""
        self._cost.append(cost)
        self._lower.append(0.0)
        self._upper.append(upper)
        self._whole.append(whole)
        return len(self._cost) - 1

    def row(self, name: Any, amounts: Mapping[int, float], lower: float = -NO_LIMIT, upper: float = NO_LIMIT) -> int:
        """A new row: the columns' values times their amounts add up to between lower and upper."""
        self.names.append(name)
        self._row_lower.append(lower)
        self._row_upper.append(upper)
        self._columns.append(list(amounts))
        self._amounts.append(list(amounts.values()))
        return len(self.names) - 1

    def extend(self, row: int, column: int, amount: float) -> None:
        """Lets a column count in a row that is there already."""
        self._columns[row].append(column)
        self._amounts[row].append(amount)

    def set_cost(self, column: int, cost: float) -> None:
        self._cost[column] = cost

    def solve(
        self,
        *,
        relaxed: bool = False,
        without: Collection[Any] = (),
        gap: float = 0.0,
        nodes: int = 100_000,
    ) -> Solution:
        """The columns' values of least cost.

        `relaxed` drops that columns must be whole; `without` leaves out the rows of these names.
        Raises AssemblyError when the solver fails.
        """
        rows = [n for n, name in enumerate(self.names) if name not in without]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in _options(gap, nodes).items():
            solver.setOptionValue(option, value)
        if solver.passModel(self._problem(rows, relaxed)) == highspy.HighsStatus.kError:
            raise AssemblyError(say("papers.solver_failed", status="passModel"))
        solver.run()
        return _read(solver, rows, len(self.names), relaxed)

    def _problem(self, rows: list[int], relaxed: bool) -> highspy.HighsLp:
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self._cost), len(rows)
        problem.col_cost_ = np.array(self._cost)
        problem.col_lower_, problem.col_upper_ = np.array(self._lower), np.array(self._upper)
        problem.row_lower_ = np.array([self._row_lower[n] for n in rows])
        problem.row_upper_ = np.array([self._row_upper[n] for n in rows])
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.concatenate(([0], np.cumsum([len(self._columns[n]) for n in rows]))).astype(np.int32)
        matrix.index_ = _flat((self._columns[n] for n in rows), np.int32)
        matrix.value_ = _flat((self._amounts[n] for n in rows), np.float64)
        if not relaxed:
            kinds = highspy.HighsVarType
            problem.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self._whole]
        return problem


def _flat(parts: Iterable[list[Any]], kind: Any) -> NDArray[Any]:
    return np.array([entry for part in parts for entry in part], dtype=kind)


def _options(gap: float, nodes: int) -> dict[str, Any]:
    return {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "mip_rel_gap": gap,
        "mip_abs_gap": 1e-6,
        "mip_max_nodes": nodes,
    }


def _read(solver: highspy.Highs, rows: list[int], count: int, relaxed: bool) -> Solution:
    status, info = solver.getModelStatus(), solver.getInfo()
    statuses = highspy.HighsModelStatus
    nothing = np.empty(0)
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return Solution(Outcome.INFEASIBLE, nothing, NO_LIMIT, NO_LIMIT, nothing)
    if status not in (statuses.kOptimal, statuses.kSolutionLimit, statuses.kIterationLimit, statuses.kModelEmpty):
        raise AssemblyError(say("papers.solver_failed", status=solver.modelStatusToString(status)))
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible and status != statuses.kModelEmpty:
        return Solution(Outcome.UNDECIDED, nothing, NO_LIMIT, -NO_LIMIT, nothing)
    found = solver.getSolution()
    duals = np.zeros(count)
    if relaxed:
        duals[rows] = np.array(found.row_dual)
    objective = float(info.objective_function_value)
    bound = objective if relaxed else float(info.mip_dual_bound)
    done = status in (statuses.kOptimal, statuses.kModelEmpty)
    return Solution(
        Outcome.SOLVED if done else Outcome.STOPPED, np.array(found.col_value), objective, min(bound, objective), duals
    )
