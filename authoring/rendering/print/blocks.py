"""A printed document as a list of blocks, which knows nothing of PDF or Word."""

from __future__ import annotations

from dataclasses import dataclass

from authoring.content import Content
from authoring.content.nodes import Paragraph, Text
from authoring.rendering.print.page import PrintLayout

__all__ = [
    "Block",
    "Bubbles",
    "Choices",
    "Field",
    "Grid",
    "Group",
    "Label",
    "Masthead",
    "Note",
    "NumberGrid",
    "PrintedDocument",
    "Ruled",
    "SectionHead",
    "Stem",
    "plain",
]


def plain(text: str) -> Content:
    """Words that are no markup."""
    return Content((Paragraph((Text(text),)),))


@dataclass(frozen=True, slots=True)
class Masthead:
    """Top of the first page."""

    title: str
    facts: tuple[str, ...]
    """Level, form, time and marks, each a phrase."""
    fields: tuple[str, ...] = ()
    """What the candidate fills in; left out where a sealing line asks for it."""
    scores: tuple[tuple[str, ...], ...] = ()
    """Rows of the table of marks: heads first, empty cells for the marker."""


@dataclass(frozen=True, slots=True)
class SectionHead:
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stem:
    """A question's text behind its number."""

    number: str
    """As shown on the screen: `12`, `41.2`."""
    marks: str
    """Such as `（2分）`; empty where the section says it for all."""
    content: Content
    bracket: bool = False
    """An empty bracket for the answer stands at its end."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Options, premises or items under their labels (`A．`)."""

    entries: tuple[tuple[str, Content], ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One line to write on, between words."""

    before: str
    after: str = ""
    inset: bool = True
    """Stands under a question's text, not under its number."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines for a written answer."""

    lines: int


@dataclass(frozen=True, slots=True)
class Label:
    """A line of strong words, such as the number above its space on an answer sheet."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What markers read under a question: key, rule, rationale."""

    label: str
    content: Content


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; columns' widths in parts of their sum."""

    head: tuple[str, ...]
    rows: tuple[tuple[Content, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Numbers, each with the signs to fill in (填涂)."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """A number to write and to fill in digit by digit (准考证号), beside the words that say how."""

    title: str
    digits: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay on one page where they fit."""

    blocks: tuple[Block, ...]


Block = Masthead | SectionHead | Stem | Choices | Field | Ruled | Label | Note | Grid | Bubbles | NumberGrid | Group


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """One product of one form."""

    name: str
    """Of its file, without suffix."""
    title: str
    footer: str
    """On every page, before the page number: paper and form."""
    layout: PrintLayout
    blocks: tuple[Block, ...]
    seal: tuple[str, ...] = ()
    """Fields beside the sealing line (密封线) of an A3 sheet; empty: none."""
