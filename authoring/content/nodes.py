"""The small safe tree of one text: blocks that hold inline nodes, nothing that a page could run.

Every writer (XHTML, plain text, printed forms) walks this tree and nothing else, so what is not a node here cannot
reach a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from authoring.content.formula import formula

__all__ = [
    "Blank",
    "Block",
    "BulletList",
    "Code",
    "CodeBlock",
    "Emphasis",
    "Image",
    "Inline",
    "LineBreak",
    "Math",
    "MathBlock",
    "OrderedList",
    "Paragraph",
    "Strong",
    "Sub",
    "Sup",
    "Table",
    "Text",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Sub:
    text: str


@dataclass(frozen=True, slots=True)
class Sup:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula that converts without an error (a broken one is a problem and a `Code` node)."""

    source: str
    """LaTeX as its author wrote it, with `\\ce{…}`, without `$`."""
    display: bool = False

    @property
    def latex(self) -> str:
        """Plain LaTeX without `\\ce{…}`, for Word and typst."""
        return formula(self.source, self.display).latex

    @property
    def mathml(self) -> str:
        return formula(self.source, self.display).mathml

    @property
    def reading(self) -> str:
        """One readable line, such as `E = FC × 44/12`."""
        return formula(self.source, self.display).reading


@dataclass(frozen=True, slots=True)
class Image:
    src: str
    """`media/<file name>` in the bank."""
    alt: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Blank:
    """`[[1]]`: the place of a response."""

    number: int


Inline = Text | Strong | Emphasis | Sub | Sup | Code | Math | Image | LineBreak | Blank


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """Numbered from 1; what begins with another number is text."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    """As many cells in each row as in the header."""
    align: tuple[str, ...]
    """Of each column: `left`, `center`, `right`, or empty."""


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A displayed formula on lines of its own."""

    formula: Math


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str


Block = Paragraph | BulletList | OrderedList | Table | MathBlock | CodeBlock


def walk(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Every inline node in reading order, the ones inside strong and emphasis too."""
    for block in blocks:
        match block:
            case Paragraph(children):
                yield from _inside(children)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from walk(item)
            case Table(header, rows):
                for row in (header, *rows):
                    for cell in row:
                        yield from _inside(cell)
            case MathBlock(math):
                yield math
            case CodeBlock():
                pass


def _inside(children: tuple[Inline, ...]) -> Iterator[Inline]:
    for node in children:
        yield node
        if isinstance(node, Strong | Emphasis):
            yield from _inside(node.children)
