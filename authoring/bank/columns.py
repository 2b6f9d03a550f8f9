"""What lists are filtered, counted and sorted by, as arrays: each value of each column is a small number, its code.

The codes of 4,096 questions are one block in the index: it is read as an array, and one question's change rewrites one
block only. See docs/decisions/0009-large-banks.md for why this is not left to SQL indexes.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["CODED", "Columns", "Mask", "keep_columns"]

Codes: TypeAlias = NDArray[np.uint32]
Mask: TypeAlias = NDArray[np.bool_]

CODED = (
    *("type", "status", "level", "domain", "knowledge_points", "cognitive", "difficulty", "marks", "version"),
    "author",
)
BLOCK = 4096
"""Questions of one block."""
_READ: dict[str, Callable[[str], Any]] = {"difficulty": int, "marks": float, "version": int}
"""How a value is read from its text; the others are text."""


def keep_columns(db: sqlite3.Connection, gone: Iterable[int], come: Mapping[int, Collection[Any]]) -> None:
    """Takes out the questions that are gone, by number, and puts in those that have come: their values of `CODED`."""
    codes = _codes(db, {str(value) for values in come.values() for value in values})
    rows = dict.fromkeys(gone, [0] * len(CODED))
    rows |= {number: [codes[str(value)] for value in values] for number, values in come.items()}
    for block, numbers in groupby(sorted(rows), key=lambda number: number // BLOCK):
        found = db.execute("SELECT cells FROM columns WHERE block = ?", (block,)).fetchone()
        cells = _cells(found[0]).copy() if found else np.zeros((BLOCK, len(CODED)), np.uint32)
        for number in numbers:
            cells[number % BLOCK] = rows[number]
        db.execute("INSERT OR REPLACE INTO columns VALUES (?, ?)", (block, cells.tobytes()))


def _codes(db: sqlite3.Connection, names: set[str]) -> dict[str, int]:
    """The codes of these values, from 1; those that are new get the next ones."""
    db.executemany("INSERT OR IGNORE INTO names (name) VALUES (?)", ((name,) for name in sorted(names)))
    return {name: code for name, code in db.execute("SELECT name, code FROM names") if name in names}


def _cells(block: bytes) -> Codes:
    return np.frombuffer(block, np.uint32).reshape(BLOCK, len(CODED))


class Columns:
    """All blocks of an index at one moment, by number of the question; a number without a question has codes 0."""

    def __init__(self, db: sqlite3.Connection) -> None:
        blocks = dict(db.execute("SELECT block, cells FROM columns"))
        self.size = BLOCK * (1 + max(blocks, default=0))
        cells = np.zeros((self.size, len(CODED)), np.uint32)
        for block, found in blocks.items():
            cells[block * BLOCK : (block + 1) * BLOCK] = _cells(found)
        self._columns = dict(zip(CODED, np.ascontiguousarray(cells.T), strict=True))
        self._codes: dict[str, int] = dict(db.execute("SELECT name, code FROM names"))
        self._names = {code: name for name, code in self._codes.items()}

    def having(self, column: str, value: Any) -> Mask:
        """The questions with this value."""
        mask: Mask = self._columns[column] == self._codes.get(str(value), -1)
        return mask

    def where(self, column: str, holds: Callable[[str], bool]) -> Mask:
        """The questions with a value for which this holds."""
        fits = np.zeros(len(self._codes) + 1, np.bool_)
        fits[[code for code, _ in self._every(column) if holds(self._names[code])]] = True
        mask: Mask = fits[self._columns[column]]
        return mask

    def counts(self, column: str, mask: Mask) -> dict[Any, int]:
        """How many of these questions have each value that there is."""
        found = np.bincount(self._columns[column][mask], minlength=len(self._codes) + 1)
        return {value: int(found[code]) for code, value in self._every(column)}

    def ranks(self, column: str, place: Callable[[Any], Any]) -> NDArray[np.int64]:
        """For each number the place of its value among all, sorted by `place`."""
        ranks = np.zeros(len(self._codes) + 1, np.int64)
        every = sorted(self._every(column), key=lambda entry: place(entry[1]))
        ranks[[code for code, _ in every]] = np.arange(len(every))
        found: NDArray[np.int64] = ranks[self._columns[column]]
        return found

    def _every(self, column: str) -> Iterator[tuple[int, Any]]:
        """Codes and values that there are."""
        read = _READ.get(column, str)
        there = np.flatnonzero(np.bincount(self._columns[column], minlength=1))
        return ((code, read(self._names[code])) for code in there.tolist() if code)
