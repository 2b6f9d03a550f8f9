"""Requirements that cannot be met together: an irreducible set.

As a whole it cannot be met, but without any one of its members it can. Where the clash shows already when half
questions are allowed, it is found by linear programs alone: first those requirements that have a price in the elastic
model, then a deletion filter over them.
"""

from collections.abc import Sequence

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
    continuous = base.model.solve(relaxed=True).outcome is Outcome.INFEASIBLE

    def impossible(names: Sequence[Name]) -> bool:
        without = set(every) - set(names)
        trial = base.model.solve(relaxed=continuous, without=without, nodes=MOST_NODES)
        return trial.outcome is Outcome.INFEASIBLE

    kept = _certificate(blueprint, pool, required, every) if continuous else every
    if not impossible(kept):
        kept = every
    for name in sorted(kept, key=lambda entry: entry in to_blame):
        fewer = [other for other in kept if other != name]
        if impossible(fewer):
            kept = fewer
    return tuple(kept)


def _certificate(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], every: Sequence[Name]
) -> list[Name]:
    """Requirements that already clash when half questions are allowed: those with a price in the elastic model."""
    model = elastic_model(blueprint, pool.seats, required).made.model
    duals = model.solve(relaxed=True).duals
    priced = {model.names[n] for n in np.flatnonzero(np.abs(duals) > MEASURABLE)}
    rigid = {Kind.FIXED, Kind.ENEMIES, Kind.OVERLAP}
    return [name for name in every if name in priced or name[0] in rigid]
