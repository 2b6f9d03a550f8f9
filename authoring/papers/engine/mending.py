"""Some forms made anew together, from what they hold and some spare seats, at the least cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from authoring.papers.engine.exact import exact_model
from authoring.papers.engine.problem import Floats, Goal, Ints, Problem
from authoring.papers.engine.watch import Watch

__all__ = ["Mender"]

GAP = 2e-4
MOST_NODES = 200


@dataclass
class Mender:
    """Makes a few forms anew while the others stay as they are."""

    problem: Problem
    common: Ints
    """Seats that all forms take."""
    spare: Ints
    """Seats that no form takes."""
    means: Sequence[Floats]
    """For each goal, what the forms have of its measures on average."""
    watch: Watch

    def anew(self, hand: Ints, forms: int) -> list[Ints] | None:
        """So many forms of the seats of a hand and of spare ones; what is left over becomes spare."""
        seats = np.union1d(np.union1d(hand, self.spare), self.common)
        made = exact_model(self._part(seats, hand, forms))
        fixed = np.searchsorted(seats, self.common)
        for form in made.seats:
            for column in form[fixed]:
                made.model.row("common", np.array([column]), lower=1)
        solution = made.model.solve(gap=GAP, nodes=MOST_NODES, watch=self.watch)
        if not solution.found:
            return None
        found = [seats[form] for form in made.taken(solution)]
        self.spare = np.setdiff1d(np.union1d(hand, self.spare), np.concatenate(found))
        return found

    def _part(self, seats: Ints, hand: Ints, forms: int) -> Problem:
        everywhere = np.union1d(self.problem.everywhere, self.problem.questions[self.common])
        goals = tuple(
            part
            for goal, means in zip(self.problem.goals, self.means, strict=True)
            for part in self._goals(goal, means, hand, forms)
        )
        part = replace(self.problem, goals=goals, forms=forms, anchors=0, shared=0, everywhere=everywhere)
        return part.only(seats)

    def _goals(self, goal: Goal, means: Floats, hand: Ints, forms: int) -> Iterator[Goal]:
        """Each form near the mean of all; the forms' mean no further from its target than it is."""
        if goal.targets is None or goal.each:
            wanted = means if goal.targets is None else goal.targets
            share = 0.5 if goal.targets is None else 1.0
            yield replace(goal, targets=wanted, tolerance=share * goal.tolerance, each=True)
            return
        held = goal.amounts[:, hand].sum(axis=1) / forms + goal.amounts[:, self.common].sum(axis=1)
        for amounts, target, mean in zip(goal.amounts, goal.targets, held, strict=True):
            low, high = (target - goal.tolerance, mean) if mean >= target else (mean, target + goal.tolerance)
            middle = np.array([(low + high) / 2])
            yield Goal(amounts[None, :], middle, float(high - low) / 2, goal.cost)
