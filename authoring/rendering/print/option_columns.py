"""How many options stand beside each other on a printed line."""

import re
from collections.abc import Sequence
from typing import Literal
from unicodedata import east_asian_width

from authoring.content import Content
from authoring.content.nodes import Image, LineBreak, Paragraph, walk

__all__ = ["bubble_columns", "ems", "option_columns"]

_CHINESE = "[\u4e00-\u9fff]"
_BORDER = re.compile(rf"{_CHINESE} ?(?=[0-9A-Za-z(−])|[0-9A-Za-z)%] ?(?={_CHINESE})")
"""Between Chinese and Latin signs, where a quarter of an em is left free."""
_LETTER = 3.0
"""Ems of `A．` and the gap to the next column."""


def option_columns(options: Sequence[Content], line: float) -> Literal[1, 2, 4]:
    """Four, two or one column, so that no option needs a second line; `line` is the width of a line in ems.

    Pictures, tables and options of several blocks stand alone on their lines.
    """
    if not all(_is_one_line(option) for option in options):
        return 1
    widest = _LETTER + max((ems(option.text()) for option in options), default=0.0)
    if widest <= line / 4:
        return 4
    return 2 if widest <= line / 2 else 1


def bubble_columns(rows: Sequence[tuple[str, Sequence[str]]], line: float) -> tuple[float, int]:
    """Of an answer sheet: ems for the widest number, and how many numbers with their signs fit on a line."""
    label = max(2.4, *(ems(number) for number, _ in rows))
    longest = max(len(signs) for _, signs in rows)
    return label, max(1, int(line / (label + 1 + 2.2 * longest)))


def _is_one_line(option: Content) -> bool:
    if len(option.blocks) != 1 or not isinstance(option.blocks[0], Paragraph):
        return False
    return not any(isinstance(node, Image | LineBreak) for node in walk(option.blocks))


def ems(text: str) -> float:
    """Width of a text: Chinese signs fill an em, and so do ambiguous ones (×, °, “) in a Chinese face; others half."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.55 for sign in text) + 0.25 * len(_BORDER.findall(text))
