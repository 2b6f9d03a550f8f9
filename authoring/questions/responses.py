"""How written answers are read: one reading for the marker, the exports and the analysis."""

import re
import unicodedata
from decimal import Decimal

__all__ = ["normalise", "read_number"]

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_MINUS = str.maketrans({"−": "-", "－": "-", "–": "-"})
LONGEST_NUMBER = 40


def normalise(text: str) -> str:
    """Text without differences of width, case and blanks: `ＣＯ２ ` and `CO₂` both become `co2`."""
    for _ in range(2):  # folding and joining can each bring about what the other one changes
        text = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return unicodedata.normalize("NFKC", text)


def read_number(text: str) -> Decimal | None:
    """The number a candidate typed, None when it is none.

    Full-width digits, thousands separated by commas in groups of three, a leading sign and an exponent (`1.2e4`) are
    read; words such as `约570`, units and arithmetic are not.
    """
    plain = unicodedata.normalize("NFKC", text).strip().translate(_MINUS)
    if len(plain) > LONGEST_NUMBER:
        return None
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None
