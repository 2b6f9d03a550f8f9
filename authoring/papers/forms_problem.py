"""From a blueprint and its pool to the engine's problem: limits, goals, and what choosing a question costs."""

from collections.abc import Sequence

import numpy as np

from authoring.papers.blueprint import Blueprint
from authoring.papers.engine.problem import Floats, Goal, Problem
from authoring.papers.known import Known
from authoring.papers.pool import Pool
from authoring.papers.requirements import SPARSE, Requirement
from authoring.papers.statistics import information
from authoring.papers.stock import HALF

__all__ = ["DIFFICULTY_TOLERANCE", "TIME_TOLERANCE", "problem"]

DIFFICULTY_TOLERANCE = 0.02
"""Forms whose mean difficulties (1 to 5) differ by less count as equally difficult: no candidate could tell."""
SPREAD_TOLERANCE = 0.1
"""The same for the variance of the difficulties."""
TIME_TOLERANCE = 0.005
"""The same for expected time, as a share of the duration: 36 seconds of two hours."""
INFORMATION_TOLERANCE = 0.05
"""The same for information at an ability, as a share of what is asked for."""
PENALTY = 20.0
"""For each tolerance that forms are further apart or further from the target; choosing a question costs up to 1."""
SHARED_COST = 2.0
"""For a question that two forms have in common: allowed is not wanted."""
STALE_COST = 1.0
"""For each term in which a question was used before."""


def problem(blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], known: Known | None = None) -> Problem:
    """All that the forms must meet; with what is known also what they should be like."""
    stock = pool.stock
    dense = tuple(entry.limit() for entry in required if entry.kind not in SPARSE)
    sparse = tuple(entry.limit() for entry in required if entry.kind in SPARSE and len(entry.seats) > 1)
    return Problem(
        forms=blueprint.forms,
        questions=pool.questions,
        cost=np.zeros(len(pool)) if known is None else _cost(pool, known),
        limits=dense,
        sparse=sparse,
        goals=() if known is None else tuple(_goals(blueprint, pool, known)),
        everywhere=stock.places(blueprint.fixed),
        anchors=blueprint.anchors if blueprint.forms > 1 else 0,
        shared=blueprint.shared,
        shared_cost=0.0 if known is None else SHARED_COST,
        most=blueprint.most_forms or blueprint.forms,
    )


def _cost(pool: Pool, known: Known) -> Floats:
    cost = pool.stock.taste(known.seed)
    for name, terms in known.exposed.items():
        if name in pool.stock.place:
            cost[pool.stock.place[name]] += STALE_COST * len(terms)
    return cost[pool.questions]


def _goals(blueprint: Blueprint, pool: Pool, known: Known) -> list[Goal]:
    share = pool.halves / HALF / float(blueprint.marks)
    difficulty = share * pool.difficulty()
    found = []
    if blueprint.difficulty is not None:
        found.append(_near(difficulty, float(blueprint.difficulty), DIFFICULTY_TOLERANCE))
    if blueprint.spread is not None and blueprint.difficulty is not None:
        squares = share * (pool.difficulty() - float(blueprint.difficulty)) ** 2
        found.append(_near(squares, float(blueprint.spread) ** 2, SPREAD_TOLERANCE))
    if blueprint.forms > 1:
        found.append(_near(difficulty, None, DIFFICULTY_TOLERANCE))
        found.append(_near(pool.seconds() / (blueprint.minutes * 60.0), None, TIME_TOLERANCE))
        found += [
            _near(_gives(pool, known, float(wanted.ability)), None, INFORMATION_TOLERANCE * float(wanted.at_least))
            for wanted in blueprint.information
            if wanted.at_least
        ]
    return found


def _near(amounts: Floats, target: float | None, tolerance: float) -> Goal:
    targets = None if target is None else np.array([target])
    return Goal(amounts[None, :], targets, tolerance, PENALTY / tolerance)


def _gives(pool: Pool, known: Known, ability: float) -> Floats:
    """Information of each seat at an ability; none where nothing is known."""
    found = np.zeros(len(pool))
    seats = [n for n in range(len(pool)) if pool.id(n) in known.statistics]
    found[seats] = information([known.statistics[pool.id(n)] for n in seats], ability)
    return found
