"""How alike two texts are: vectors of their character bigrams, weighted by how rare a bigram is, and their cosine.

The mathematics alone; `authoring.bank.stems` finds what is like one text, `authoring.checks.similarity` all pairs.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cells", "Floats", "Ints", "bigrams", "fold", "weights"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

SIGN_BITS = 21
"""What a code point needs."""
GRAM_BITS = 2 * SIGN_BITS
_NEITHER_WORD_NOR_SIGN = re.compile(r"[^\w.%+\-−×÷=<>≤≥/]+|_+")


class Cells(NamedTuple):
    """The distinct bigrams of several texts, by text, then by bigram; three arrays of one length."""

    rows: Ints
    """Place of the text."""
    grams: Ints
    """The bigram: its two code points, the first one shifted by `SIGN_BITS`."""
    counts: Ints
    """How often the text holds it."""


def fold(text: str) -> str:
    """Text without differences of width, case, blanks and punctuation; signs of mathematics stay."""
    return _NEITHER_WORD_NOR_SIGN.sub("", unicodedata.normalize("NFKC", text).casefold())


def bigrams(texts: Sequence[str]) -> Cells:
    """The bigrams of up to two million texts."""
    signs: Any = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.int64, len(texts)))
    within = owner[:-1] == owner[1:]
    cells, counts = np.unique(
        (owner[:-1] << GRAM_BITS | signs[:-1] << SIGN_BITS | signs[1:])[within], return_counts=True
    )
    return Cells(cells >> GRAM_BITS, cells & ((1 << GRAM_BITS) - 1), counts)


def weights(counts: Ints, spread: Ints, total: int) -> Floats:
    """(1 + ln tf) · ln(1 + N/df): `counts` is tf, `spread` df, `total` N."""
    found: Floats = (1 + np.log(counts)) * np.log(1 + total / spread)
    return found
