"""From a problem to forms: the relaxation, the union, the deal, and the exact model where these do not suffice."""

from dataclasses import dataclass, replace

import numpy as np

from authoring.papers.engine.choosing import Choice, choose, promising, within
from authoring.papers.engine.dealing import deal
from authoring.papers.engine.exact import ONCE, exact_model
from authoring.papers.engine.exchanging import exchanged
from authoring.papers.engine.problem import INF, Ints, Limit, Problem
from authoring.papers.engine.sifting import Relaxation, sift
from authoring.papers.engine.solver import Outcome
from authoring.papers.engine.union import Union
from authoring.papers.engine.watch import Stage, Watch

__all__ = ["Effort", "Forms", "solve"]


NOTHING = 1e-9
"""A gap that is but rounding."""
FEW, FURTHER = 150, 8
"""Candidates beyond those that the relaxation uses, at the least; how many times more where these do not do."""
RESTARTS, RESTART_NODES, RESTART_WORK = 12, 20, 8e6
"""Beginnings of exchanges for a form by itself, how long each is sought, and the work for all of them."""
GOOD = 1e-3
"""Share of the bound by which forms may exceed it before they are polished."""


@dataclass(frozen=True)
class Effort:
    """How hard to try; no limit is a time, so that the same problem always gets the same answer."""

    gap: float = 5e-5
    """How far the cost of the union may be from the best possible, as a share of it."""
    enough: float = 0.01
    """The same for the forms, before the exact model is asked."""
    nodes: int = 20_000
    """Of the search tree for the exact model of all forms, and for the union."""
    nodes_apart: int = 500
    """Of the same for forms without a common question, where common ones are allowed: worth a try first."""
    widest: int = 8_000
    """Columns of the exact model: the whole pool where it is small enough."""
    exchanges: float = 5e5
    """Work for exchanges, for each form and from each beginning."""
    spare: float = 0.25
    """How many more candidates than needed the union chooses from, as a share."""


@dataclass(frozen=True)
class Forms:
    """What came of a problem."""

    outcome: Outcome
    forms: tuple[Ints, ...] = ()
    """Seats that each form takes."""
    objective: float = INF
    bound: float = -INF
    """No forms can cost less; of forms without common questions where there are such forms."""

    @property
    def found(self) -> bool:
        return bool(self.forms)

    @property
    def gap(self) -> float:
        """(objective − bound) / objective."""
        return (self.objective - self.bound) / abs(self.objective) if self.objective else 0.0


def solve(problem: Problem, *, effort: Effort = Effort(), watch: Watch | None = None) -> Forms:
    """Forms without a question in common where there are such forms, else forms that share as few as they must.

    Raises AssemblyError when the solver fails.
    """
    watch = watch or Watch()
    if problem.forms == 1:
        problem = replace(problem, shared=0, anchors=0)
    if not problem.shared:
        return _solve(problem, effort, watch)
    apart = _solve(problem.apart(), replace(effort, nodes=min(effort.nodes, effort.nodes_apart)), watch)
    if apart.found or watch.stopped:
        return apart
    return _solve(problem, effort, watch)


def _solve(problem: Problem, effort: Effort, watch: Watch) -> Forms:
    union = Union(problem)
    relaxation = sift(union, watch)
    if relaxation is None:
        return Forms(Outcome.UNDECIDED)
    if not relaxation.feasible:
        return Forms(Outcome.INFEASIBLE)
    watch.found(bound=relaxation.bound)
    choice, candidates = _chosen(union, relaxation, effort, watch)
    if choice.outcome is Outcome.INFEASIBLE:
        return Forms(Outcome.INFEASIBLE)
    watch.found(bound=choice.bound)
    best = _dealt(problem, choice, np.unique(candidates % problem.size), watch) if choice.found else None
    best = best and _nearer(problem, best, effort, watch)
    if best is not None and (_close(best, effort) or watch.stopped):
        return _settled(best, effort)
    if watch.stopped:
        return Forms(Outcome.UNDECIDED)
    if problem.forms == 1 and best is not None:
        return _settled(_restarted(problem, best, effort, watch), effort)
    found = _exact(problem, relaxation, union, choice, best, effort, watch)
    anew = found.found and (best is None or found.objective < best.objective)
    return _settled(_nearer(problem, found, effort, watch) if anew else found, effort)


def _chosen(union: Union, relaxation: Relaxation, effort: Effort, watch: Watch) -> tuple[Choice, Ints]:
    """The union's choice, and the candidates that it was made from: few, then more where these were not enough."""
    few = relaxation.used + max(FEW, int(effort.spare * relaxation.used))
    for count in (few, FURTHER * few):
        candidates, beyond = promising(relaxation, union, count)
        choice = choose(union, relaxation, candidates, beyond, gap=effort.gap / 2, nodes=effort.nodes, watch=watch)
        if choice.found or beyond == INF or watch.stopped:
            break
    room = choice.objective - relaxation.bound
    if choice.found and room > beyond and choice.objective - choice.bound > effort.gap * abs(choice.objective):
        wider = within(relaxation, union, room)
        if len(wider) <= effort.widest:  # with all others it would cost more, so that the bound is the optimum's
            return choose(union, relaxation, wider, room, gap=effort.gap / 2, nodes=effort.nodes, watch=watch), wider
    return choice, candidates


def _settled(found: Forms, effort: Effort) -> Forms:
    """With the outcome that its gap says."""
    if not found.found:
        return found
    return replace(found, outcome=Outcome.SOLVED if _close(found, effort) else Outcome.STOPPED)


def _close(found: Forms, effort: Effort) -> bool:
    return found.gap <= max(effort.enough, NOTHING)


def _misses(problem: Problem, found: Forms) -> bool:
    """Whether a goal is missed at a cost."""
    return any(goal.penalty(problem.sums(goal, found.forms)) > NOTHING for goal in problem.goals)


def _nearer(problem: Problem, found: Forms, effort: Effort, watch: Watch) -> Forms:
    """The same or cheaper forms, where goals are missed that exchanges could bring them nearer to."""
    if _close(found, effort) or watch.stopped or not _misses(problem, found):
        return found
    spare = np.arange(problem.size)
    if problem.size > effort.widest:
        spare = spare[np.argpartition(problem.cost, effort.widest)[: effort.widest]]
    good = found.bound + max(effort.enough, NOTHING) * abs(found.bound)
    forms = exchanged(problem, list(found.forms), spare, watch.within(problem.forms * effort.exchanges), good)
    return _priced(problem, found.outcome, forms, found.bound, watch)


def _restarted(problem: Problem, best: Forms, effort: Effort, watch: Watch) -> Forms:
    """A form by itself sought anew from other beginnings, where exchanges alone come no nearer."""
    if problem.width > effort.widest or not _misses(problem, best):
        return best
    part, model = watch.within(RESTART_WORK), exact_model(problem)
    for seed in range(1, RESTARTS + 1):
        solution = model.model.solve(gap=effort.enough, nodes=RESTART_NODES, seed=seed, watch=part)
        if solution.found:
            begun = _priced(problem, Outcome.STOPPED, model.taken(solution), best.bound, Watch())
            best = min(best, _nearer(problem, begun, effort, watch), key=lambda forms: forms.objective)
            part.spend(effort.exchanges)
        if _close(best, effort) or part.should_stop():
            break
    return best


def _dealt(problem: Problem, choice: Choice, spare: Ints, watch: Watch) -> Forms | None:
    """The forms that the choice gives when it is dealt out; None where it cannot be."""
    everywhere = choice.uses == problem.forms
    if problem.forms > 1 and np.any((choice.uses > 1) & ~everywhere):
        return None
    common = np.union1d(np.flatnonzero(everywhere), choice.anchors) if problem.forms > 1 else choice.anchors
    once = np.flatnonzero((choice.uses == 1) & ~(everywhere & (problem.forms > 1)))
    spare = spare[(choice.uses[spare] == 0) & ~problem.free[spare]]
    good = choice.bound + GOOD * abs(choice.bound)
    forms = deal(_once_each(problem, once), once, common, np.setdiff1d(spare, choice.anchors), watch, good)
    return None if forms is None else _priced(problem, choice.outcome, forms, choice.bound, watch)


def _once_each(problem: Problem, seats: Ints) -> Problem:
    """The same, and no form takes two of these seats of one question: two forms may each have one of them."""
    questions, counts = np.unique(problem.questions[seats], return_counts=True)
    doubled = [np.sort(seats[problem.questions[seats] == question]) for question in questions[counts > 1]]
    limits = tuple(Limit((ONCE, int(problem.questions[own[0]])), own, np.ones(len(own)), upper=1) for own in doubled)
    return replace(problem, sparse=(*problem.sparse, *limits)) if limits else problem


def _priced(problem: Problem, outcome: Outcome, forms: list[Ints], bound: float, watch: Watch) -> Forms:
    objective = problem.price(forms)
    made = Forms(outcome, tuple(forms), objective, min(bound, objective))
    watch.found(objective=objective, bound=made.bound)
    return made


def _exact(
    problem: Problem,
    relaxation: Relaxation,
    union: Union,
    choice: Choice,
    best: Forms | None,
    effort: Effort,
    watch: Watch,
) -> Forms:
    """All forms in one model: of the whole pool where that is small enough, else of the seats that promise most."""
    seats = np.arange(problem.size)
    if problem.width > effort.widest:
        likely, _ = promising(relaxation, union, effort.widest * problem.size // problem.width)
        chosen = np.flatnonzero(choice.uses) if choice.found else np.empty(0, np.int64)
        seats = np.union1d(np.unique(likely % problem.size), chosen)
    watch.at(Stage.EXACT, len(seats))
    made = exact_model(problem.only(seats))
    solution = made.model.solve(gap=effort.enough, nodes=effort.nodes, watch=watch, tell=True)
    whole = len(seats) == problem.size
    if not solution.found:
        known = solution.outcome if whole else Outcome.UNDECIDED
        return best or Forms(known)
    bound = max(choice.bound, solution.bound) if whole else choice.bound
    found = _priced(problem, solution.outcome, [seats[form] for form in made.taken(solution)], bound, watch)
    if best is not None and best.objective <= found.objective:
        return replace(best, bound=min(best.objective, bound))
    return found
