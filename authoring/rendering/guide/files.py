"""A handout in the kinds of files that people open and print."""

from collections.abc import Callable, Collection, Sequence

from authoring.rendering.guide.blocks import Handout
from authoring.rendering.guide.handouts import HANDOUTS, Room, handouts
from authoring.rendering.guide.page import handout_page
from authoring.rendering.guide.pictures import page_pictures
from authoring.rendering.guide.printed import handout_pdf
from authoring.rendering.guide.word import handout_docx
from authoring.sessions.rules import ExamSession

__all__ = ["KINDS", "handout_files", "session_files"]

_WRITERS: dict[str, Callable[[Handout], bytes]] = {
    "html": lambda handout: handout_page(handout).encode(),
    "pdf": handout_pdf,
    "docx": handout_docx,
}
KINDS = tuple(_WRITERS)


def handout_files(handout: Handout, kinds: Collection[str] = KINDS) -> dict[str, bytes]:
    """Contents by file name, such as `guide.pdf`."""
    return {f"{handout.name}.{kind}": write(handout) for kind, write in _WRITERS.items() if kind in kinds}


def session_files(
    session: ExamSession,
    rooms: Sequence[Room] = (),
    *,
    names: Collection[str] = HANDOUTS,
    kinds: Collection[str] = KINDS,
) -> dict[str, bytes]:
    """The named handouts of a session, with the shipped pictures of the answering page, by file name."""
    made = handouts(session, rooms, page_pictures())
    files = [handout_files(handout, kinds) for handout in made if handout.name in names]
    return {f"{session.id}-{name}": content for found in files for name, content in found.items()}
