"""Literals of a pattern: a text that holds none of them can't match, and looking for them is much quicker."""

import re
from collections.abc import Iterator
from itertools import product

__all__ = ["Needled", "needles"]

MOST = 64
"""Literals of one pattern; beyond it a shorter one is taken."""

_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!>]|<[=!]|P<\w+>))?|[)|]|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL
)
_SMALL_CLASS = re.compile(r"\[([^\]\\^-]{1,6})\]")
_ASIDE = ("(?=", "(?!", "(?<=", "(?<!")
_Item = frozenset[str] | None
"""What one of must occur here; None where nothing is certain."""


class Needled:
    """A compiled pattern that is tried only on texts that hold one of its literals."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        self._needles = tuple(needles(pattern))

    def may_hold(self, text: str) -> bool:
        for needle in self._needles:  # a plain loop: this runs a hundred times for each question
            if needle in text:
                return True
        return not self._needles

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_hold(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_hold(text) else iter(())


def needles(pattern: str) -> frozenset[str]:
    """Literals, one of which every match of a pattern contains; empty where none is certain (`\\d+`, `(?i)co2`)."""
    if re.search(r"\(\?[aiLmsux]", pattern):
        return frozenset()
    return _alternatives(iter(_PIECE.findall(pattern))) or frozenset()


def _alternatives(pieces: Iterator[str]) -> _Item:
    """Reads up to the closing bracket or the end."""
    found: list[_Item] = []
    items: list[tuple[_Item, bool]] = []
    for piece in pieces:
        if piece == ")":
            break
        if piece == "|":
            found.append(_best(items))
            items = []
        elif piece.startswith("("):
            inner = _alternatives(pieces)
            items.append((None if piece in _ASIDE else inner, False))
        elif piece[0] in "*?" or piece.startswith(("{0", "{,")):
            items[-1] = (None, False)
        elif piece[0] == "+" or (piece[0] == "{" and len(piece) > 1):
            items.append((None, False))
        else:
            items.append(_sign(piece))
    found.append(_best(items))
    sure = [item for item in found if item]
    return frozenset().union(*sure) if len(sure) == len(found) else None


def _sign(piece: str) -> tuple[_Item, bool]:
    """What a piece of a pattern stands for, and whether for exactly that: then it can be joined to its neighbours."""
    if small := _SMALL_CLASS.fullmatch(piece):
        return frozenset(small[1]), True
    if piece[0] == "\\":
        return (None, False) if piece[1].isalnum() else (frozenset(piece[1]), True)
    return (None, False) if piece[0] in "[.^$" else (frozenset(piece), True)


def _best(items: list[tuple[_Item, bool]]) -> _Item:
    """The longest literals among the runs of exact signs and the groups."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset([""])
    for item, exact in [*items, (None, False)]:
        if exact and item and len(run) * len(item) <= MOST:
            run = frozenset(map("".join, product(run, item)))
            continue
        found.append(run)
        run = item if exact and item else frozenset([""])
        if item and not exact:
            found.append(item)
    found = [entry for entry in found if "" not in entry]
    return max(found, key=lambda entry: (min(map(len, entry)), -len(entry)), default=None)
