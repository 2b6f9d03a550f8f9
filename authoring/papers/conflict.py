"""Requirements that cannot be met together: an irreducible set.

As a whole it cannot be met, but without any one of its members it can. Where the clash shows already when half
questions are allowed, linear programs do most of the work: they leave the requirements that have a price in the elastic
model, and of these a deletion filter leaves a few for the exact one.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from authoring.papers.blueprint import Blueprint
from authoring.papers.elastic import elastic_model
from authoring.papers.forms_model import Name, forms_model
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, Requirement
from authoring.papers.solver import Outcome

__all__ = ["clash"]

MOST_NODES = 500
"""In each trial; one that takes more counts as possible, so that nothing is blamed without proof."""
MEASURABLE = 1e-6


def clash(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], to_blame: Sequence[Name]
) -> tuple[Name, ...]:
    """An irreducible set of requirements that cannot be met together, in the blueprint's order.

    Members of `to_blame` are kept as long as possible, so that the set and the shortfalls speak of the same things.
    """
    base = forms_model(blueprint, pool.seats, required)
    every = [name for name in dict.fromkeys(base.model.names) if name[0] is not Kind.ONCE]

    def impossible(names: Sequence[Name], relaxed: bool) -> bool:
        without = set(every) - set(names)
        trial = base.model.solve(relaxed=relaxed, without=without, nodes=MOST_NODES)
        return trial.outcome is Outcome.INFEASIBLE

    found: list[list[Name]] = []
    # the total says in one sentence what the sections say in several, or the other way round
    for dear in ([*to_blame], [*to_blame, (Kind.MARKS, "")]):
        names = every
        if impossible(every, relaxed=True):
            suspects = _certificate(blueprint, pool, required, every)
            names = suspects if impossible(suspects, relaxed=True) else every
            names = _irreducible(names, partial(impossible, relaxed=True), dear)
        found.append(_irreducible(names, partial(impossible, relaxed=False), dear))
    shortest = min(found, key=len)
    return tuple(shortest)


def _irreducible(
    names: Sequence[Name], impossible: Callable[[Sequence[Name]], bool], dear: Sequence[Name]
) -> list[Name]:
    """Drops each name without which the rest is still impossible; the total marks first, `dear` names last."""
    kept = list(names)
    for name in sorted(
        names, key=lambda entry: (dear.index(entry) + 1 if entry in dear else 0, entry[0] != Kind.MARKS)
    ):
        fewer = [other for other in kept if other != name]
        if impossible(fewer):
            kept = fewer
    return kept


def _certificate(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], every: Sequence[Name]
) -> list[Name]:
    """Requirements that already clash when half questions are allowed: those with a price in the elastic model."""
    model = elastic_model(blueprint, pool.seats, required).made.model
    duals = model.solve(relaxed=True).duals
    priced = {model.names[n] for n in np.flatnonzero(np.abs(duals) > MEASURABLE)}
    return [name for name in every if name in priced or name[0] in (Kind.SECTION, Kind.MARKS)]
