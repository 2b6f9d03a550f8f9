"""Which texts a mapping accepts for a blank: QTI compares character by character, so common ways of typing are listed.

The reference marker compares normalised texts (width, case and blanks do not count). QTI knows case only. Listed here
for each wording: without and with blanks, half and full width, full-width punctuation, raised and lowered digits,
a blank before or behind. A blank in another place, or widths mixed within one answer, is not recognised (see `Loss`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from authoring.questions import Blank, Match

__all__ = ["wordings"]

_ASCII = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""ASCII to its full-width twin."""
_PUNCTUATION = {code: wide for code, wide in _ASCII.items() if not chr(code).isalnum()}
_DIGITS_BEHIND = re.compile(r"(?<=[A-Za-z)\]])[0-9]+")
_POWERS = re.compile(r"(?<=m)[23]")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPT = str.maketrans("23", "²³")
_SCRIPT_EDGE = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])")


@lru_cache(maxsize=4096)
def wordings(blank: Blank) -> tuple[str, ...]:
    """Every text to list for a blank, the key first; case does not count unless the blank says `exact`."""
    exact = blank.match is Match.EXACT
    found: dict[str, str] = {}
    for wording in blank.accepted:
        line = " ".join(wording.replace("\t", " ").splitlines())
        for form in (line.strip(),) if exact else _forms(" ".join(line.split())):
            for text in (form, f"{form} ", f" {form}"):
                found.setdefault(text if exact else text.casefold(), text)
        found.setdefault(line if exact else line.casefold(), line)
    return tuple(found.values())


def _forms(wording: str) -> Iterator[str]:
    yield wording
    tight = wording.replace(" ", "")
    for text in (tight, unicodedata.normalize("NFKC", tight)):
        yield text
        yield text.translate(_ASCII)
        yield text.translate(_PUNCTUATION)
        yield _SCRIPT_EDGE.sub(" ", text)
        yield _DIGITS_BEHIND.sub(lambda digits: digits.group().translate(_SUBSCRIPT), text)
        yield _POWERS.sub(lambda digit: digit.group().translate(_SUPERSCRIPT), text)
