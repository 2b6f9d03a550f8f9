"""Parallel forms of 100 questions from pools of up to a million: how soon, how good, and what others need for them.

The pool is drawn as columns, as a bank's index would give them; requirements, relaxation, choice and dealing out are
all within the seconds. Every number of forms runs in a process of its own, so that peak memory is its own.
"""

import json
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from authoring.papers.engine.problem import Floats, Ints, Problem
from authoring.papers.engine.solving import solve
from authoring.papers.engine.watch import Standing, Watch
from authoring.papers.forms_problem import problem
from authoring.papers.known import Known
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, broken, requirements
from benchmarks.drawn_pool import drawn, plan_of
from benchmarks.measuring import Row, peak_mb
from benchmarks.other_solvers import OTHERS, others
from benchmarks.solver_runs import SECONDS

__all__ = ["assembly", "measured"]

FORMS = (1, 4, 20)
NEAR = 0.01
MOST_SEATS = 40_000
"""Seats times forms up to which the others are tried."""


def assembly(size: int) -> list[Row]:
    """A row for each number of forms that a pool of this size has questions for."""
    rows = []
    for forms in FORMS:
        if 2 * 100 * forms <= size:
            code = (
                f"import json; from benchmarks.assembly import measured; print(json.dumps(measured({size}, {forms})))"
            )
            done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
    return rows


def measured(size: int, forms: int) -> Row:
    """Our engine on all that a blueprint asks for; the others on its limits and costs alone, and ours beside them."""
    stock, plan, known = drawn(size), plan_of(forms), Known(1)
    start = time.process_time()
    told: list[tuple[float, Standing]] = []
    pool = Pool.of(plan, stock)
    required = requirements(plan, pool, known)
    asked = problem(plan, pool, required, known)
    made = solve(asked, watch=Watch(lambda standing: told.append((time.process_time() - start, standing))))
    seconds = time.process_time() - start
    row: Row = {"questions": size, "forms": forms, "rows": len(plan.rows)}
    row["first, CPU s"] = _first(told, float("inf"))
    row["within 1 %, CPU s"] = _first([*told, (seconds, told[-1][1])], NEAR)
    row["done, CPU s"] = round(seconds, 2)
    row["gap"] = f"{made.gap:.3%}" if made.found else made.outcome.value
    row["rows missed"] = sum(len(broken(required, form)) for form in made.forms)
    row["peak MB"] = peak_mb()
    bare = replace(asked, goals=())
    for name, chosen in (("random", _random(pool)), ("greedy", _greedy(bare))):
        missed = sum(entry.kind is not Kind.SECTION for entry in broken(required, np.sort(chosen)))
        row[f"{name}: rows missed, cost"] = f"{missed}, {bare.cost[chosen].sum():.1f}"
    start = time.process_time()
    limits_only = solve(bare)
    row["limits alone: ours, CPU s"] = _said(time.process_time() - start, limits_only.objective)
    wanted = OTHERS if bare.size * forms <= MOST_SEATS else ()
    told_others = others(bare, wanted)
    for name in OTHERS:
        row[f"limits alone: {name}, s (up to {SECONDS})"] = told_others.get(name, "—")
    return row


def _first(told: list[tuple[float, Standing]], gap: float) -> float | str:
    """When the first forms within a gap of the bound of that time were known."""
    found = (at for at, standing in told if standing.gap is not None and standing.gap <= gap)
    first = next(found, None)
    return "—" if first is None else round(first, 2)


def _said(seconds: float, cost: float) -> str:
    return f"{seconds:.2f}, cost {cost:.3f}"


def _random(pool: Pool) -> Ints:
    """One form of the right number of each type, at random."""
    draw = np.random.default_rng(1)
    sections = enumerate(pool.blueprint.sections)
    return np.concatenate(
        [draw.choice(np.flatnonzero(pool.sections == n), plan.count, replace=False) for n, plan in sections]
    )


def _greedy(asked: Problem) -> Ints:
    """One form, by always taking the seat that helps the most rows that still lack something, the cheaper first."""
    limits = (*asked.limits, *asked.sparse)
    held = np.zeros(len(limits))
    allowed = np.ones(asked.size, bool)
    chosen: list[int] = []
    while True:
        worth: Floats = -1e-3 * asked.cost
        for n, limit in enumerate(limits):
            if held[n] < limit.lower:
                worth[limit.seats] += limit.amounts / max(limit.lower, 1.0)
            allowed[limit.seats[held[n] + limit.amounts > limit.upper]] = False
        worth[~allowed] = -np.inf
        best = int(worth.argmax())
        if worth[best] <= 0:
            return np.array(chosen, np.int64)
        chosen.append(best)
        allowed[asked.questions == asked.questions[best]] = False
        for n, limit in enumerate(limits):
            at = np.searchsorted(limit.seats, best)
            if at < len(limit.seats) and limit.seats[at] == best:
                held[n] += limit.amounts[at]
