"""The content of one text of a question (stem, option, rationale): parsed once, written in several forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from authoring.content.markdown import read_markdown, xml_safe
from authoring.content.nodes import Blank, Block, Image, walk
from authoring.content.plain import write_text
from authoring.content.problems import Problem
from authoring.content.unmarked import read_unmarked, read_unmarked_line
from authoring.content.xhtml import Blanks, Media, empty_blank, same_address, write_inline, write_xhtml

__all__ = ["Content", "parse"]

_LINE_ENDS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Content:
    """The safe tree of a text and what is wrong in it."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    """In the order of their places."""

    def xhtml(self, media: Media | None = None, blank: Blanks | None = None) -> str:
        """Blocks of well-formed XHTML with MathML.

        `media` gives the address to write for a picture's `media/<file>`, `blank` the XHTML where response n belongs.
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
    blocks = read_unmarked(text)
    if blocks is not None:
        return Content(blocks)
    return Content(*read_markdown(xml_safe(_LINE_ENDS.sub("\n", text)), read_unmarked_line))
