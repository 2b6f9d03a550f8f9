"""A job beside the kernel's own thread, so that a button can stop it. It says how far it is, now and then."""

import threading
import time
from collections.abc import Callable

from authoring.papers.engine.watch import Stage, Standing

__all__ = ["STAGES", "Running", "Start", "in_thread"]

Start = Callable[[Callable[[], None]], None]
"""How a job is begun."""
STAGES = tuple(stage.value for stage in Stage)
"""In their usual order; some are left out."""
PAUSE_SECONDS = 0.1


def in_thread(job: Callable[[], None]) -> None:
    threading.Thread(target=job, daemon=True).start()


class Running:
    """How far a job is: told in its own thread, stopped from another."""

    def __init__(self, tell: Callable[["Running", str, float | None], None]) -> None:
        """`tell` hears who speaks, the stage and the gap that is left, None while there is no solution."""
        self._tell = tell
        self._stop = threading.Event()
        self._said: tuple[str, float] = ("", 0.0)

    def stop(self) -> None:
        self._stop.set()

    def stopped(self) -> bool:
        return self._stop.is_set()

    def at(self, standing: Standing) -> None:
        """A new stage is told at once, news of the same one now and then."""
        stage, now = standing.stage.value, time.monotonic()
        if stage != self._said[0] or now - self._said[1] > PAUSE_SECONDS:
            self._said = stage, now
            self._tell(self, stage, standing.gap)
