"""A handout in the kinds of files that people open and print."""

from collections.abc import Callable, Collection

from authoring.rendering.guide.blocks import Handout
from authoring.rendering.guide.page import handout_page
from authoring.rendering.guide.printed import handout_pdf
from authoring.rendering.guide.word import handout_docx

__all__ = ["KINDS", "handout_files"]

_WRITERS: dict[str, Callable[[Handout], bytes]] = {
    "html": lambda handout: handout_page(handout).encode(),
    "pdf": handout_pdf,
    "docx": handout_docx,
}
KINDS = tuple(_WRITERS)


def handout_files(handout: Handout, kinds: Collection[str] = KINDS) -> dict[str, bytes]:
    """Contents by file name, such as `guide.pdf`."""
    return {f"{handout.name}.{kind}": write(handout) for kind, write in _WRITERS.items() if kind in kinds}
