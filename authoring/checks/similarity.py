"""Near-duplicate texts: cosine of character-bigram TF-IDF vectors, candidates from rare bigrams only.

Candidates share a bigram that at most min(1 %, 500) of the texts hold (50 in small banks); of these, all pairs at or
above the threshold are found. See docs/decisions/0003-near-duplicates.md for how this was chosen and what it costs.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from authoring.bank.likeness import bigrams, weights

__all__ = ["Pair", "similar_pairs"]

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]


class Pair(NamedTuple):
    """Two texts by their places, the first before the second."""

    first: int
    second: int
    cosine: float


class _Rows(NamedTuple):
    """A sparse matrix by rows: those of row n are `columns[starts[n]:starts[n + 1]]`, with their values."""

    starts: Ints
    columns: Ints
    values: Floats

    def span(self, row: int) -> slice:
        return slice(int(self.starts[row]), int(self.starts[row + 1]))


def similar_pairs(texts: Sequence[str], threshold: float = 0.7) -> Iterator[Pair]:
    """Pairs of texts whose cosine is at least `threshold` (0 … 1), in the order of their places.

    Texts of fewer than two characters are like nothing.
    """
    if len(texts) < 2 or max(map(len, texts)) < 2:
        return
    matrix, spread = _weighted(texts)
    rarest = spread <= max(50, min(len(texts) // 100, 500))
    rare, postings, rest = _rare(matrix, rarest, len(texts))
    weights = np.zeros(len(spread), np.float32)
    for row in range(len(texts) - 1):
        partners = _candidates(row, rare, postings, rest, threshold)
        if len(partners):
            span = matrix.span(row)
            weights[matrix.columns[span]] = matrix.values[span]
            cosines = _products(weights, matrix, partners)
            weights[matrix.columns[span]] = 0
            found = np.flatnonzero(cosines >= threshold - 1e-6)
            yield from (Pair(row, int(partners[n]), float(cosines[n])) for n in found)


def _weighted(texts: Sequence[str]) -> tuple[_Rows, Ints]:
    """Unit vectors of the texts, (1 + ln tf)·ln(1 + N/df), and the number of texts that hold each bigram."""
    cells = bigrams(texts)
    rows = cells.rows
    grams, columns = np.unique(cells.grams, return_inverse=True)
    spread: Ints = np.bincount(columns, minlength=len(grams))
    values = weights(cells.counts, spread[columns], len(texts))
    norms = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
    starts = np.searchsorted(rows, np.arange(len(texts) + 1))
    return _Rows(starts, columns, (values / norms[rows]).astype(np.float32)), spread


def _rare(matrix: _Rows, rarest: NDArray[np.bool_], count: int) -> tuple[_Rows, _Rows, Floats]:
    """The matrix's rare columns by rows, the same by columns (postings), and the length of the rest of each row."""
    rows = np.repeat(np.arange(count), np.diff(matrix.starts))
    keep = rarest[matrix.columns]
    kept_rows, columns, values = rows[keep], matrix.columns[keep], matrix.values[keep]
    by_row = _Rows(np.searchsorted(kept_rows, np.arange(count + 1)), columns, values)
    order = np.argsort(columns, kind="stable")
    edges = np.searchsorted(columns[order], np.arange(len(rarest) + 1))
    postings = _Rows(edges, kept_rows[order], values[order])
    rest = np.sqrt(np.bincount(rows[~keep], matrix.values[~keep] ** 2, minlength=count)).astype(np.float32)
    return by_row, postings, rest


def _candidates(row: int, rare: _Rows, postings: _Rows, rest: Floats, threshold: float) -> Ints:
    """Later rows that share a rare bigram and can still reach the threshold: common ones add at most rest·rest."""
    span = rare.span(row)
    if span.start == span.stop:
        return np.empty(0, np.int64)
    spans = [postings.span(column) for column in rare.columns[span]]
    partners = np.concatenate([postings.columns[part] for part in spans])
    shares = np.concatenate(
        [postings.values[part] * value for part, value in zip(spans, rare.values[span], strict=True)]
    )
    later = partners > row
    if not later.any():
        return np.empty(0, np.int64)
    sums = np.bincount(partners[later] - row, shares[later])
    reach = sums + rest[row] * rest[row : row + len(sums)]
    found: Ints = np.flatnonzero((sums > 0) & (reach >= threshold - 1e-6)) + row
    return found


def _products(weights: Floats, matrix: _Rows, rows: Ints) -> Floats:
    """Scalar products of one spread-out row with other rows."""
    lengths = matrix.starts[rows + 1] - matrix.starts[rows]
    edges = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    places = np.arange(int(lengths.sum())) + np.repeat(matrix.starts[rows] - edges, lengths)
    products: Floats = np.add.reduceat(weights[matrix.columns[places]] * matrix.values[places], edges)
    return products
