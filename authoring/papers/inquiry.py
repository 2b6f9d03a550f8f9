"""The steps in which the reasons of a refusal and the ways out are looked for, each with a limit on its work."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from authoring.findings import Finding
from authoring.papers.engine.watch import Watch
from authoring.papers.faults import note
from authoring.papers.wording import listing
from authoring.texts import say

__all__ = ["Inquiry", "Step"]

SECOND = 1e6
"""Of work, about."""


class Step(StrEnum):
    SMALLEST = "smallest"
    """The smallest change."""
    CLASH = "clash"
    """The requirements that clash."""
    RELEASE = "release"
    REUSE = "reuse"
    OVERLAP = "overlap"
    FORMS = "forms"


WORK = {
    Step.SMALLEST: 4 * SECOND,
    Step.CLASH: 3 * SECOND,
    Step.RELEASE: SECOND,
    Step.REUSE: SECOND,
    Step.OVERLAP: 2 * SECOND,
    Step.FORMS: SECOND,
}


class Inquiry:
    """Says which step runs, and knows afterwards which were cut short."""

    def __init__(self, watch: Watch | None = None, tell: Callable[[str], None] | None = None) -> None:
        self._watch = watch or Watch()
        self._tell = tell
        self._steps: list[tuple[Step, Watch]] = []

    def step(self, step: Step) -> Watch:
        """Begins a step; the watch that it stops with."""
        if self._tell is not None and not self._watch.should_stop():
            self._tell(say(f"papers.inquiry.{step}"))
        watch = self._watch.within(WORK[step])
        self._steps.append((step, watch))
        return watch

    def cut(self) -> Iterator[Finding]:
        """P229, P230: the steps that were not finished, and why."""
        short = [step for step, watch in self._steps if watch.stopped]
        if short:
            names = listing(say(f"papers.inquiry.{step}") for step in dict.fromkeys(short))
            yield note("P230" if self._watch.stopped else "P229", "", steps=names)
