"""What coordinators and the front end do in these tests."""

from collections.abc import Callable
from datetime import UTC, datetime

from authoring.papers.paper import Paper
from authoring.questions import Question, question_from
from authoring.widgets import ComposePanel
from authoring.widgets.compose_panel.coordinating import Coordinating

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Job = Callable[[], None]


def made(model: Coordinating, seed: int = 3) -> Paper:
    plan = model.planning.plan
    model.take(plan, model.assemble(plan, seed))
    return model.paper


def act(panel: ComposePanel, do: str, *, data: bytes | None = None, **what: object) -> None:
    """What the front end sends."""
    panel.view._handle_custom_msg({"do": do, **what}, [] if data is None else [memoryview(data)])


def at_once(job: Job) -> None:
    job()


def changed(question: Question) -> Question:
    return question_from(question.data() | {"seconds": question.seconds + 1})
