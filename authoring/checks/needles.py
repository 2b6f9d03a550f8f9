"""Literals of a pattern: a text that holds none of them can't match, and looking for them is a hundred times quicker."""

import re
from collections.abc import Iterator
from itertools import product

__all__ = ["Needled", "needles"]

MOST = 64
"""Literals of one pattern; beyond it a shorter one is taken."""

_TOKEN = re.compile(
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
        return not self._needles or any(needle in text for needle in self._needles)

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_hold(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_hold(text) else iter(())


def needles(pattern: str) -> frozenset[str]:
    """Literals, one of which every match of a pattern contains; empty where none is certain (`\\d+`, `(?i)co2`)."""
    if re.search(r"\(\?[aiLmsux]", pattern):
        return frozenset()
    return _alternatives(iter(_TOKEN.findall(pattern))) or frozenset()


def _alternatives(tokens: Iterator[str]) -> _Item:
    """Reads up to the closing bracket or the end."""
    found: list[_Item] = []
    items: list[tuple[_Item, bool]] = []
    for token in tokens:
        if token == ")":
            break
        if token == "|":
            found.append(_best(items))
            items = []
        elif token.startswith("("):
            inner = _alternatives(tokens)
            items.append((None if token in _ASIDE else inner, False))
        elif token[0] in "*?" or token.startswith(("{0", "{,")):
            items[-1] = (None, False)
        elif token[0] == "+" or (token[0] == "{" and len(token) > 1):
            items.append((None, False))
        else:
            items.append(_sign(token))
    found.append(_best(items))
    sure = [item for item in found if item]
    return frozenset().union(*sure) if len(sure) == len(found) else None


def _sign(token: str) -> tuple[_Item, bool]:
    """What a token stands for, and whether it stands for exactly that: then it can be joined with its neighbours."""
    if small := _SMALL_CLASS.fullmatch(token):
        return frozenset(small[1]), True
    if token[0] == "\\":
        return (None, False) if token[1].isalnum() else (frozenset(token[1]), True)
    return (None, False) if token[0] in "[.^$" else (frozenset(token), True)


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
