"""Plain text → the authors' markup that shows the same, and one sign for each thing that is no text.

While a text is taken apart, a formula, a picture, a table or a subscript is one private character (`Tokens.hold`), so
that nothing in it can look like an option or a question number; `Tokens.markup` puts it back.
"""

import re

from authoring.content import parse
from authoring.content.nodes import LineBreak, Paragraph, Text

__all__ = ["Tokens", "TooManyPiecesError", "as_markup"]

_FIRST = 0xF0000
_LAST = 0x10FFFD
_PRIVATE = re.compile("[\U000f0000-\U0010fffd]")
_SPECIAL = re.compile(
    r"[\\`*$^|]"
    r"|(?<=[A-Za-zΑ-ω)\]}）*^\U000f0000-\U0010fffd])~|^~"
    r"|[&<](?=[A-Za-z#/!?])"
    r"|^[ \t]*(?:[-+](?=[ \t])|\#)"
    r"|(?<=^1)[.)](?=[ \t])"
    r"|\[(?=\[|[^\]\n]{0,600}\]\()",
    re.M,
)
_EMPTY_LINES = re.compile(r"\n{3,}")


def as_markup(text: str) -> str:
    """Markup whose text is `text`: lines stripped, at most one empty line between paragraphs."""
    text = _stripped(text)
    return text if _reads_back(text) else _SPECIAL.sub(_escaped, text)


def _stripped(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip(" \t") for line in text.split("\n"))).strip()


def _reads_back(text: str) -> bool:
    """Whether `text` as it stands is nothing but paragraphs of text."""
    content = parse(text)
    plain = all(isinstance(block, Paragraph) and _plain(block) for block in content.blocks)
    return plain and not content.problems and content.text() == text.replace("\n\n", "\n")


def _plain(paragraph: Paragraph) -> bool:
    return all(isinstance(node, Text | LineBreak) for node in paragraph.children)


def _escaped(found: re.Match[str]) -> str:
    sign = found.group()
    return "&#91;" if sign == "[" else sign[:-1] + "\\" + sign[-1]


class TooManyPiecesError(ValueError):
    """A source has more different formulas, pictures and tables than there are private characters (131,000)."""


class Tokens:
    """Private characters for pieces of finished markup; equal pieces share one."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._pieces: dict[str, str] = {}

    def hold(self, markup: str) -> str:
        """The character that stands for `markup`. Raises TooManyPiecesError."""
        if markup not in self._signs:
            if _FIRST + len(self._signs) > _LAST:
                raise TooManyPiecesError
            sign = chr(_FIRST + len(self._signs))
            self._signs[markup], self._pieces[sign] = sign, markup
        return self._signs[markup]

    def guard(self, text: str) -> str:
        """`text` with its own private characters held as what they are."""
        return _PRIVATE.sub(lambda found: self.hold(found.group()), text)

    def markup(self, text: str) -> str:
        """`text` as markup, with the pieces in their places."""
        if not _PRIVATE.search(text):
            return as_markup(text)
        return self.restore(_SPECIAL.sub(_escaped, _stripped(text)))

    def taken_over(self, text: str, other: "Tokens") -> str:
        """`text` of another source, its pieces held here."""
        return _PRIVATE.sub(lambda found: self.hold(other.restore(found.group())), text)

    def restore(self, text: str) -> str:
        """`text` with the pieces in their places and nothing else changed."""
        return _PRIVATE.sub(lambda found: self._pieces.get(found.group(), found.group()), text)
