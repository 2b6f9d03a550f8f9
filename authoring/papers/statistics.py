"""What is known of questions from sittings: the model that information is computed from, and what was observed."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from authoring.papers.engine.problem import Floats
from authoring.records import Record

__all__ = ["ItemStatistics", "Observed", "Statistics", "information"]


class ItemStatistics(Record):
    """Three-parameter logistic model of one question: P(θ) = c + (1 − c) / (1 + exp(−a·(θ − b)))."""

    a: float
    """Discrimination, greater than 0; without the factor 1.7."""
    b: float
    """Difficulty, in standard deviations of ability."""
    c: float = 0.0
    """Chance of a right answer at the lowest ability, from 0 to less than 1; 0 makes it the two-parameter model."""


class Observed(Record):
    """What candidates did with one question; None for what was not observed."""

    share: float | None = None
    """Mean share of the marks that was reached, 0 to 1: p of classical item analysis."""
    seconds: float | None = None
    """Mean answering time."""
    takers: int | None = None
    """How many candidates."""


class Statistics(Record):
    """All that is known, by question id."""

    models: dict[str, ItemStatistics] = Field(default_factory=dict)
    observed: dict[str, Observed] = Field(default_factory=dict)


def information(items: Sequence[ItemStatistics], ability: float) -> Floats:
    """Fisher information of each question at an ability: a²·(1 − P)/P·((P − c)/(1 − c))² (Birnbaum 1968).

    Without guessing that is a²·P·(1 − P).
    """
    a, b, c = (np.array([getattr(item, name) for item in items], np.float64) for name in "abc")
    chance = 1 / (1 + np.exp(-a * (ability - b)))
    found: Floats = a**2 * chance**2 * (1 - c) * (1 - chance) / (c + (1 - c) * chance)
    return found
