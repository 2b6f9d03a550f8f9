"""A handout as a list of blocks, which knows nothing of HTML, PDF or Word."""

from authoring.records import Record

__all__ = ["Block", "Bullets", "Figure", "Grid", "Handout", "Heading", "Notice", "Paragraph"]


class Heading(Record):
    """Of a step or a part; `number` stands before it (null: none)."""

    text: str
    number: int | None = None


class Paragraph(Record):
    text: str
    keeps: bool = False
    """Stays on a page with what follows: above a picture."""


class Bullets(Record):
    """Sentences under each other; with `boxes` to tick by hand."""

    items: tuple[str, ...]
    boxes: bool = False


class Notice(Record):
    """A sentence that nobody may overlook."""

    text: str


class Figure(Record):
    """A drawing (SVG) or a picture (PNG) with what it shows in words."""

    name: str
    """Unique in its handout; a file name without suffix."""
    content: bytes
    caption: str
    share: float = 1.0
    """Of the line's width."""

    @property
    def suffix(self) -> str:
        """`svg` or `png`."""
        return "png" if self.content.startswith(b"\x89PNG") else "svg"


class Grid(Record):
    """A table: a head, rows, and the columns' widths in parts of their sum. Empty cells are to be filled in by hand."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Paragraph | Bullets | Notice | Figure | Grid


class Handout(Record):
    """One document."""

    name: str
    """Of its files, without suffix."""
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
    """On every page, before the page number."""
