"""What an assembly knows beside the blueprint and the bank."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from authoring.papers.pool import Exposed
from authoring.papers.statistics import ItemStatistics

__all__ = ["Known"]


@dataclass(frozen=True)
class Known:
    """Of the questions, by id."""

    seed: int = 0
    """What makes one question preferred to another of the same worth."""
    exposed: Exposed = field(default_factory=dict)
    statistics: Mapping[str, ItemStatistics] = field(default_factory=dict)
    alike: tuple[tuple[str, str], ...] = ()
    """Pairs of questions that read alike, as far as they were found."""
