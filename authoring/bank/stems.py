"""Stems by their bigrams: what in a bank is worded like a text, found while it is being typed.

For each bigram the index keeps the numbers of the questions whose stem holds it, in blocks of 16,384 numbers: sorted
16-bit offsets, so that a block is read as an array and one question's change rewrites small blocks only.
See docs/decisions/0009-large-banks.md for what this costs.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from authoring.bank.likeness import Cells, Floats, Ints, bigrams, fold, weights
from authoring.bank.tables import numbers_of, select

__all__ = ["Alike", "alike", "keep_stems"]

Offsets: TypeAlias = NDArray[np.uint16]

BLOCK_BITS = 14
NUMBER_BITS = 21
"""Numbers of questions lie below 2²¹."""
POSTINGS = 300_000
"""How many places are looked at for one text, those of its rarest bigrams first."""
CANDIDATES = 300
"""How many questions are compared exactly."""
LEAST = 0.3
"""What is less alike is not worth showing."""


class Alike(NamedTuple):
    number: int
    cosine: float


def keep_stems(db: sqlite3.Connection, gone: Mapping[int, str], come: Mapping[int, str]) -> None:
    """Brings the index from the stems that are gone to those that have come, both by number and as plain text."""
    old, new = _keys(gone), _keys(come)
    minus, plus = np.setdiff1d(old, new, assume_unique=True), np.setdiff1d(new, old, assume_unique=True)
    come_to, gone_from = dict(_blocks(plus)), dict(_blocks(minus))
    touched = come_to.keys() | gone_from.keys()
    changed = [(block, _members(db, block, come_to.get(block), gone_from.get(block))) for block in sorted(touched)]
    db.executemany("INSERT OR REPLACE INTO stems VALUES (?, ?)", changed)
    for keys, sign in ((minus, -1), (plus, 1)):
        grams, counts = np.unique(keys >> NUMBER_BITS, return_counts=True)
        rows = zip(grams.tolist(), (counts * sign).tolist(), strict=True)
        db.executemany(
            "INSERT INTO spread VALUES (?, ?) ON CONFLICT (gram) DO UPDATE SET count = count + excluded.count", rows
        )


def _keys(stems: Mapping[int, str]) -> Ints:
    """Bigram and number in one, sorted."""
    cells = bigrams([fold(stem) for stem in stems.values()])
    numbers = np.fromiter(stems, np.int64, len(stems))
    keys: Ints = np.sort(cells.grams << NUMBER_BITS | numbers[cells.rows])
    return keys


def _blocks(keys: Ints) -> Iterator[tuple[int, Offsets]]:
    blocks, starts = np.unique(keys >> BLOCK_BITS, return_index=True)
    offsets = (keys & ((1 << BLOCK_BITS) - 1)).astype(np.uint16)
    return zip(blocks.tolist(), np.split(offsets, starts[1:]), strict=False)  # without blocks there is one empty part


def _members(db: sqlite3.Connection, block: int, come: Offsets | None, gone: Offsets | None) -> bytes:
    row = db.execute("SELECT members FROM stems WHERE block = ?", (block,)).fetchone()
    members = np.frombuffer(row[0], np.uint16) if row else np.empty(0, np.uint16)
    if gone is not None:
        members = np.setdiff1d(members, gone, assume_unique=True)
    return np.union1d(members, come).tobytes() if come is not None else members.tobytes()


def alike(db: sqlite3.Connection, text: str, limit: int, without: int | None = None) -> list[Alike]:
    """Questions whose stem is worded like the text, the most alike first, each with the cosine of the two.

    The text counts as one more of the bank's stems. `without` is a number that is left out.
    """
    with db:
        db.execute("BEGIN")  # one state of the index
        return _alike(db, bigrams([fold(text)]), limit, without)


def _alike(db: sqlite3.Connection, own: Cells, limit: int, without: int | None) -> list[Alike]:
    total = db.execute("SELECT count(*) FROM questions").fetchone()[0] + 1
    spread = _spread(db, own.grams)
    values = weights(own.counts, spread + 1, total)
    numbers = _candidates(db, own.grams, spread, values * np.log(1 + total / (spread + 1)))
    found = json.dumps(numbers[numbers != without].tolist())
    wanted = "questions WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number"
    stems = dict(db.execute(select("number, stem", wanted), (found,)))
    cosines = _cosines(db, own.grams, values, list(stems.values()), total)
    order = np.argsort(-cosines, kind="stable")[:limit]
    every = list(stems)
    return [Alike(every[place], float(cosines[place])) for place in order if cosines[place] >= LEAST]


def _candidates(db: sqlite3.Connection, grams: Ints, spread: Ints, shares: Floats) -> Ints:
    """Numbers of the questions that have the most in common with these bigrams, looking at the rarest ones first."""
    order = np.argsort(spread, kind="stable")
    order = order[spread[order] > 0]
    looked_at = np.cumsum(spread[order])
    sums = np.zeros(1 + (db.execute("SELECT max(number) FROM questions").fetchone()[0] or 0))
    for place in order[(looked_at <= POSTINGS) | (looked_at == spread[order])]:
        for members in _postings(db, int(grams[place])):
            sums[members] += shares[place]
    best = np.argpartition(sums, -CANDIDATES)[-CANDIDATES:] if len(sums) > CANDIDATES else np.arange(len(sums))
    found: Ints = np.sort(best[sums[best] > 0])
    return found


def _postings(db: sqlite3.Connection, gram: int) -> Iterator[Ints]:
    blocks = NUMBER_BITS - BLOCK_BITS
    first, mask = gram << blocks, (1 << blocks) - 1
    for block, members in db.execute(
        "SELECT block, members FROM stems WHERE block BETWEEN ? AND ?", (first, first | mask)
    ):
        yield np.frombuffer(members, np.uint16).astype(np.int64) + ((block & mask) << BLOCK_BITS)


def _cosines(db: sqlite3.Connection, grams: Ints, values: Floats, stems: list[str], total: int) -> Floats:
    cells = bigrams([fold(stem) for stem in stems])
    known, columns = np.unique(cells.grams, return_inverse=True)
    place = np.searchsorted(known, grams)
    shared = np.flatnonzero(np.append(known, -1)[place] == grams)
    spread, mine = _spread(db, known), np.zeros(len(known))
    spread[place[shared]] += 1  # the text is one more that holds it
    mine[place[shared]] = values[shared]
    theirs = weights(cells.counts, spread[columns], total)
    norms = np.sqrt(np.bincount(cells.rows, theirs**2, len(stems)) * (values**2).sum())
    found: Floats = np.bincount(cells.rows, theirs * mine[columns], len(stems)) / norms
    return found


def _spread(db: sqlite3.Connection, grams: Ints) -> Ints:
    """How many stems hold each of these bigrams."""
    query = "SELECT ifnull(count, 0) AS number FROM json_each(?) LEFT JOIN spread ON gram = value"
    return numbers_of(db, query, (json.dumps(grams.tolist()),))
