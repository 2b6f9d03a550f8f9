"""One solver on one file, in a process of its own that loads nothing else: some cannot be loaded beside one another.

`python -m benchmarks.solver_runs NAME FOLDER` prints seconds and cost; the folder holds `model.mps`, the plain model of
all forms, and `problem.json`, the limits.
"""

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["RUNS", "SECONDS"]

SECONDS = 20
"""For each, wall clock; reading the file is not counted."""
GAP = 1e-4


def _highs(folder: Path) -> tuple[float, float | None]:
    import highspy

    solver = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1, "mip_rel_gap": GAP, "time_limit": SECONDS}.items():
        solver.setOptionValue(option, value)
    solver.readModel(str(folder / "model.mps"))
    start = time.perf_counter()
    solver.run()
    found = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return time.perf_counter() - start, solver.getInfo().objective_function_value if found else None


def _cbc(folder: Path) -> tuple[float, float | None]:
    import pulp

    _, model = pulp.LpProblem.fromMPS(str(folder / "model.mps"))
    start = time.perf_counter()
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=SECONDS, gapRel=GAP, threads=1))
    found = model.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    return time.perf_counter() - start, pulp.value(model.objective) if found else None


def _google(name: str, folder: Path) -> tuple[float, float | None]:
    from ortools.linear_solver.python import model_builder

    model = model_builder.Model()
    model.import_from_mps_file(str(folder / "model.mps"))
    solver = model_builder.Solver(name)
    solver.set_time_limit_in_seconds(SECONDS)
    solver.set_solver_specific_parameters(
        f"num_workers: 1 relative_gap_limit: {GAP}" if name == "sat" else f"limits/gap = {GAP}"
    )
    start = time.perf_counter()
    status = solver.solve(model)
    found = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    return time.perf_counter() - start, solver.objective_value if found else None


def _flexata(folder: Path) -> tuple[float, float | None]:
    import pandas as pd
    from FlexATA.form_builder import FormBuilder

    plain = json.loads((folder / "problem.json").read_text("utf-8"))
    start = time.perf_counter()  # building the model is the library's work
    builder: Any = FormBuilder(minimize=True)
    builder.pool = pd.DataFrame({"ItemID": range(len(plain["cost"]))})
    builder.pool_size = len(plain["cost"])
    builder.create_item_by_form_variables(number_of_items_per_form=100, number_of_forms=plain["forms"])
    for place, limit in enumerate(plain["limits"]):
        amounts = np.zeros(len(plain["cost"]))
        amounts[limit["seats"]] = limit["amounts"]
        for bound, sense in zip(limit["range"], (">=", "<="), strict=True):
            if np.isfinite(bound):
                builder.add_content_constraints(amounts.tolist(), bound, sense, f"limit{place}")
    builder.add_item_usage_constraints(0, 1)
    builder.add_weights_objective(plain["cost"])
    builder.solve_problem(timeLimit=SECONDS, gapRel=GAP, gapAbs=0, msg=False)
    seconds = time.perf_counter() - start
    taken = [[builder.value(each) or 0.0 for each in seats.values()] for seats in builder.items.values()]
    whole = np.abs(np.rint(taken) - taken).max() < 1e-6
    cost = float(np.array(plain["cost"]) @ np.array(taken).sum(axis=1))
    return seconds, cost if whole and cost else None


RUNS = {
    "HiGHS": _highs,
    "CBC": _cbc,
    "CP-SAT": partial(_google, "sat"),
    "SCIP": partial(_google, "scip"),
    "FlexATA": _flexata,
}


def main(name: str, folder: str) -> None:
    seconds, cost = RUNS[name](Path(folder))
    print(f"{seconds:.1f}, cost {cost:.3f}" if cost is not None else f"nothing in {seconds:.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
