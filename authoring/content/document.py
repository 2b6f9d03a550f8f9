"""The content of one text of a question (stem, option, rationale): parsed once, written in several forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from authoring.content.markdown import read_markdown
from authoring.content.nodes import Blank, Block, Image, Inline, LineBreak, Paragraph, Text, walk
from authoring.content.plain import write_text
from authoring.content.problems import Problem
from authoring.content.xhtml import Blanks, Media, empty_blank, same_address, write_inline, write_xhtml

__all__ = ["Content", "parse"]

_NOT_XML = r"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_MARKUP = re.compile(
    rf"[\\`*~^$\[|\r{_NOT_XML}]"
    r"|<[A-Za-z/!?]|&[#A-Za-z]"
    r"|(?:\A|\n)[ \t]*(?:[-+][ \t]|1[.)][ \t]|\#)"
)
"""What may be more than text. A text without it is paragraphs and line breaks, and needs no Markdown parser."""
_REFUSED = re.compile(f"[{_NOT_XML}]")
_LINE_ENDS = re.compile(r"\r\n?")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_BREAK = re.compile(r" *\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Content:
    """The safe tree of a text and what is wrong in it."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    """In the order of their places."""

    def xhtml(self, media: Media | None = None, blank: Blanks | None = None) -> str:
        """Blocks of well-formed XHTML with MathML.

        `media` gives the address to write for a picture's `media/<file>`, `blank` the XHTML for the place of response n.
        """
        return write_xhtml(self.blocks, media or same_address, blank or empty_blank)

    def inline_xhtml(self, media: Media | None = None) -> str:
        """For options: a single paragraph without its `<p>`, several blocks as `xhtml` writes them."""
        return write_inline(self.blocks, media or same_address, empty_blank)

    def text(self) -> str:
        """Plain text: readable formulas, tables by rows, pictures by their alternative text, blanks as `____`."""
        return write_text(self.blocks)

    @property
    def images(self) -> tuple[Image, ...]:
        return tuple(node for node in walk(self.blocks) if isinstance(node, Image))

    @property
    def blanks(self) -> tuple[int, ...]:
        """The numbers of `[[1]]`, `[[2]]` … in reading order."""
        return tuple(node.number for node in walk(self.blocks) if isinstance(node, Blank))


@lru_cache(maxsize=32768)
def parse(text: str) -> Content:
    """Read an author's text. Never raises: what is wrong stands in `problems`, and its source is shown as text."""
    if _MARKUP.search(text) is None:
        return Content(_plain(text))
    clean = _REFUSED.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub("\n", text))
    return Content(*read_markdown(clean))


def _plain(text: str) -> tuple[Block, ...]:
    """Exactly what `read_markdown` makes of a text without markup, some ten times faster."""
    if "\n" not in text:
        line = text.strip()
        return (Paragraph((Text(line),)),) if line else ()
    chunks = (chunk.strip() for chunk in _EMPTY_LINES.split(text))
    return tuple(Paragraph(_lines(chunk)) for chunk in chunks if chunk)


def _lines(chunk: str) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for line in _BREAK.split(chunk):
        nodes += [LineBreak(), Text(line)] if nodes else [Text(line)]
    return tuple(nodes)
