"""A problem in a text, and where in the text it is."""

import re
from dataclasses import dataclass

__all__ = ["Place", "Problem"]

_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a text; the checks turn it into a `Finding`."""

    code: str
    """M101 maths, M102 raw HTML, M103 and M104 pictures, M105 unclosed `$`, M106 a link."""
    line: int
    """1-based within the text."""
    column: int
    """1-based, in characters."""
    quote: str
    message: str
    hint: str


class Place:
    """Line and column of positions in a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def at(self, offset: int) -> tuple[int, int]:
        before = self.text[:offset]
        return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

    def within(self, content: str, first_line: int, position: int, cell: int | None) -> tuple[int, int]:
        """Of `position` in `content`, the bare text of a block that begins in line `first_line` (0-based)."""
        before = content[:position]
        line = before.count("\n")
        own = content.split("\n")[line]
        column = position - (before.rfind("\n") + 1)
        source = self.text.split("\n")[first_line + line]
        if cell is None:
            start = source.rfind(own)
            return first_line + line + 1, max(start, 0) + column + 1
        return first_line + line + 1, _cell_start(source, cell) + column + own[:column].count("|") + 1


def _cell_start(row: str, cell: int) -> int:
    """Where the text of the `cell`-th cell of a table row begins."""
    pipes = [pipe.start() + 1 for pipe in _PIPE.finditer(row)]
    starts = pipes if row.lstrip().startswith("|") else [0, *pipes]
    start = starts[cell] if cell < len(starts) else 0
    return start + len(row[start:]) - len(row[start:].lstrip())
