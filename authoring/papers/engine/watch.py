"""Somebody watches: hears numbers while the engine works, and may stop it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Stage", "Standing", "Watch"]


class Stage(StrEnum):
    SIFT = "sift"
    """Linear relaxation over the whole pool."""
    CHOOSE = "choose"
    """Which questions all forms together take."""
    DEAL = "deal"
    """Which form takes which of them."""
    EXACT = "exact"
    """All forms in one exact model."""


@dataclass(frozen=True)
class Standing:
    """How far the engine is."""

    stage: Stage
    seats: int
    """Seats that the present model looks at."""
    objective: float | None = None
    """Cost of the best choice so far; None while there is none."""
    bound: float | None = None
    """No choice can cost less; None while nothing is proven."""
    nodes: int = 0
    """Of the present search tree."""

    @property
    def gap(self) -> float | None:
        """(objective − bound) / objective."""
        if self.objective is None or self.bound is None:
            return None
        return (self.objective - self.bound) / abs(self.objective) if self.objective else 0.0


class Watch:
    """What is told, and whether to stop. Once stopped, stopped for good.

    Beside a button there may be a limit on work, which is counted and not timed, so that the same problem always gets
    as far: one unit is about a microsecond.
    """

    def __init__(
        self,
        tell: Callable[[Standing], None] | None = None,
        stop: Callable[[], bool] | None = None,
        work: float = float("inf"),
    ) -> None:
        self._tell = tell
        self._stop = stop
        self.left = work
        """Work that may still be done."""
        self.stopped = False
        self.standing = Standing(Stage.SIFT, 0)

    def at(self, stage: Stage, seats: int) -> None:
        """A new model of so many seats is looked at."""
        self.say(replace(self.standing, stage=stage, seats=seats, nodes=0))

    def found(self, *, objective: float | None = None, bound: float | None = None, nodes: int = 0) -> None:
        """What is known by now; None leaves what was known."""
        known = self.standing
        objective = known.objective if objective is None else objective
        bound = known.bound if bound is None else bound
        self.say(replace(known, objective=objective, bound=bound, nodes=nodes))

    def say(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            if self._tell is not None:
                self._tell(standing)

    def within(self, work: float) -> "Watch":
        """Another, for a part that may take so much work; it stops with this one at the latest, and tells nothing."""
        return Watch(stop=self.should_stop, work=work)

    def spend(self, work: float) -> None:
        self.left -= work

    def should_stop(self) -> bool:
        if not self.stopped and (self.left <= 0 or (self._stop is not None and self._stop())):
            self.stopped = True
        return self.stopped
