"""Requirements that cannot be met together: an irreducible set.

As a whole it cannot be met, but without any one of its members it can. Where the clash shows already when half
questions are allowed, linear programs do most of the work: their dual values name suspects, and of these a deletion
filter leaves a few for the exact model. A pool too large for the exact model is judged by the linear programs alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from authoring.papers.engine.exact import exact_model
from authoring.papers.engine.problem import Problem
from authoring.papers.engine.sifting import sift
from authoring.papers.engine.solver import Model, Outcome
from authoring.papers.engine.union import Union
from authoring.papers.engine.watch import Watch
from authoring.papers.requirements import Kind, Name

__all__ = ["clash"]

SMALL = 8_000
"""Columns up to which the exact model is asked."""
MOST_NODES = 500
"""In each trial; one that takes more counts as possible, so that nothing is blamed without proof."""
BETWEEN = ((Kind.OVERLAP, ""), (Kind.ANCHORS, ""))
"""Requirements between forms."""


def clash(asked: Problem, to_blame: Sequence[Name], watch: Watch) -> tuple[Name, ...]:
    """An irreducible set of requirements that cannot be met together, in the blueprint's order; empty without proof.

    Members of `to_blame` are kept as long as possible, so that the set and the shortfalls speak of the same things.
    When the watch stops it, the set clashes all the same, but may hold more than it must.
    """
    every = _names(asked)
    model = exact_model(asked, priced=False).model if asked.width <= SMALL else None
    found: list[list[Name]] = []
    # the total says in one sentence what the sections say in several, or the other way round
    for dear in ([*to_blame], [*to_blame, (Kind.MARKS, "")]):
        names = every
        suspects = _suspects(asked, every, watch)
        if suspects is not None:
            names = _irreducible(suspects, partial(_unlike, asked, watch), dear)
        elif model is None or watch.should_stop():
            break
        found.append(names if model is None else _irreducible(names, partial(_impossible, model, every, watch), dear))
    shortest = min(found, key=len, default=[])
    return tuple(name for name in every if name in shortest)


def _names(asked: Problem) -> list[Name]:
    limits = [*asked.limits, *asked.sparse]
    between = [BETWEEN[0]] * (asked.forms > 1) + [BETWEEN[1]] * bool(asked.anchors)
    return list(dict.fromkeys([*(limit.name for limit in limits), *between]))  # type: ignore[list-item]


def _impossible(model: Model, every: Sequence[Name], watch: Watch, names: Sequence[Name]) -> bool:
    """Whether there are no forms that meet these requirements."""
    if watch.should_stop():
        return False
    trial = model.solve(without=set(every) - set(names), nodes=MOST_NODES, watch=watch)
    return trial.outcome is Outcome.INFEASIBLE


def _unlike(asked: Problem, watch: Watch, names: Sequence[Name]) -> bool:
    """The same when half questions are allowed."""
    return _suspects(asked, names, watch) is not None


def _suspects(asked: Problem, names: Sequence[Name], watch: Watch) -> list[Name] | None:
    """Of these requirements some that clash already when half questions are allowed; None where they do not."""
    relaxation = sift(Union(_with(asked, set(names))), watch)
    if relaxation is None or relaxation.feasible:
        return None
    # that a question is used once by two forms shows in no row
    between = {BETWEEN[0]} if asked.forms > 1 else set()
    return [name for name in names if name in relaxation.clash or name in between]


def _with(asked: Problem, names: set[Name]) -> Problem:
    """The same with these requirements alone."""
    free = asked.forms > 1 and BETWEEN[0] not in names
    return replace(
        asked,
        # forms that may be alike are as good as one
        forms=1 if free and not asked.anchors else asked.forms,
        shared=asked.size if free else asked.shared,
        anchors=asked.anchors if BETWEEN[1] in names else 0,
        limits=tuple(limit for limit in asked.limits if limit.name in names),
        sparse=tuple(limit for limit in asked.sparse if limit.name in names),
    )


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
