"""Chinese full text: what is written into, and asked of, an FTS5 table over pairs of characters."""

import re
import unicodedata
from operator import add

__all__ = ["phrase", "words_of"]

_CJK = re.compile(r"[\u3400-\u9fff]+")
_OTHER = re.compile(r"[^\u3400-\u9fff]+")
_PLAIN = re.compile(r"[a-z0-9.]+")
_WORD = re.compile(f"{_CJK.pattern}|{_PLAIN.pattern}")


def words_of(text: str) -> str:
    """Chinese runs as overlapping pairs of characters, other words as they are: `碳排放` → `碳 碳排 排放 放`.

    Written for speed: one pass over the whole text; the blanks between runs are part of pairs and fall away as tokens.
    """
    folded = _fold(text)
    return _pairs(f" {_OTHER.sub(' ', folded)} ") + " " + " ".join(_PLAIN.findall(folded))


def phrase(text: str) -> str:
    """A full-text query: every run of characters of the text must occur as it stands. Empty where nothing can."""
    runs = _WORD.findall(_fold(text))
    return " AND ".join(f'"{_pairs(run)}"' if _CJK.match(run) and len(run) > 1 else f'"{run}"*' for run in runs)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pairs(run: str) -> str:
    return " ".join(map(add, run, run[1:]))
