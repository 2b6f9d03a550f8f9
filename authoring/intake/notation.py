"""How sources write types, judgements, choices and difficulties. Strict: what has two readings is None.

The words stand in `texts/zh/intake.toml` under `[notation]`, so that a coordinator can add the words of another
source. Callers turn a None into a finding that quotes what was written.
"""

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from string import ascii_uppercase
from unicodedata import normalize

from authoring.questions import QuestionType
from authoring.texts import tree

__all__ = [
    "LETTERS",
    "absent",
    "choice_key",
    "difficulty_of",
    "folded",
    "marks_of",
    "open_choice",
    "plain_number",
    "truth_of",
    "type_of",
]

LETTERS = ascii_uppercase
"""Ids of options, in order: a source can give 26 at most."""

_NOTE = re.compile(r"\([^()]*\)$")
_SEPARATORS = re.compile(r"[\s,;|/、，；]+")
_TEXT_SEPARATORS = re.compile(r"\s*[,;|/、\n]\s*")
_LETTERED = re.compile(r"([a-z])\s*[.、:)]\s*(\S.*)", re.S)
_LETTER_RUN = re.compile(r"[a-z]+(?:\s[a-z]+)*|[a-z](?:[,;|/、.\s]+[a-z])*")
_MARKS = re.compile(r"(?:每[小]?[题空]\s*)?(\d{1,3}(?:\.\d+)?)\s*分?")


def folded(value: object) -> str:
    """A word as tables compare it: NFKC, lower case, without blanks; 3.0 of a spreadsheet is `3`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(normalize("NFKC", str(value)).lower().split())


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    """Table → folded word → what it means."""
    return {
        table: {
            folded(word): meaning
            for meaning, words in tree("intake", "notation", table).items()
            for word in _list(words)
        }
        for table in ("type", "truth", "difficulty", "special")
    }


def _list(words: object) -> Iterable[str]:
    return words if isinstance(words, list) else ()


def _bare(word: object) -> str:
    """Without brackets around it and notes behind it: `【单选题】`, `单选题（必填）`."""
    text = folded(word).strip("【】[]*:。.")
    inner = text.removeprefix("(").removesuffix(")") if text.startswith("(") else _NOTE.sub("", text)
    return inner.strip(":")


def type_of(word: object) -> QuestionType | None:
    """The type that a word or code names; None for what is no type, and for `open_choice` words."""
    found = _words()["type"].get(_bare(word))
    return QuestionType(found) if found else None


def open_choice(word: object) -> bool:
    """选择题, 不定项选择题: single or multiple, by the number of right options."""
    return _words()["special"].get(_bare(word)) == "open_choice"


def absent(value: object) -> bool:
    """Nothing was said: empty, 无, —."""
    return value is None or not folded(value) or _words()["special"].get(folded(value)) == "absent"


def truth_of(value: object) -> bool | None:
    """A judgement: 对, √, T, 1, A … (A is true unless the source's own options say otherwise)."""
    if isinstance(value, bool):
        return value
    found = _words()["truth"].get(folded(value).strip("()。."))
    return None if found is None else found == "right"


def difficulty_of(value: object) -> int | None:
    """1 (easy) to 5; None for a share such as 0.65, which some read as easy and some as hard."""
    if isinstance(value, bool):
        return None
    found = _words()["difficulty"].get(folded(value).strip("()。."))
    return None if found is None else int(found.removeprefix("level_"))


def marks_of(value: object) -> int | float | None:
    """`2`, `1.5分`, `每题1分`."""
    if isinstance(value, bool):
        return None
    found = _MARKS.fullmatch(folded(value).strip("()"))
    return plain_number(Decimal(found[1])) if found else None


def choice_key(answer: object, options: Sequence[str]) -> tuple[str, ...] | None:
    """The right options' letters in the options' order, of an answer in any of the usual notations.

    `options` are the options' texts. Letters, numbers from 1, 0/1 flags for each option, an option's text, `A.text`,
    a JSON list. None where nothing fits, where two readings differ, and where an option does not exist or comes twice.
    """
    if isinstance(answer, bool) or absent(answer):
        return None
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)
    parts = _json_list(answer)
    if parts is not None:
        return _one_reading((_letters(parts, options), _numbers(parts, options), _texts(parts, options)))
    written = normalize("NFKC", str(answer)).strip()
    readings = [
        _by_letters(written.lower().rstrip(".。"), options),
        _by_numbers(written, options),
        _texts([written], options),
    ]
    if not any(readings):
        pieces = _TEXT_SEPARATORS.split(written.strip(".。"))
        readings = [_lettered([written], options), _lettered(pieces, options), _texts(pieces, options)]
    return _one_reading(readings)


def _one_reading(readings: Iterable[tuple[int, ...] | None]) -> tuple[str, ...] | None:
    different = {tuple(sorted(reading)) for reading in readings if reading}
    if len(different) != 1:
        return None
    (places,) = different
    return tuple(LETTERS[place] for place in places)


def _json_list(answer: object) -> list[str] | None:
    if isinstance(answer, list | tuple):
        return [str(part) for part in answer]
    if not isinstance(answer, str) or not answer.strip().startswith("["):
        return None
    try:
        parts = json.loads(answer)
    except ValueError:
        return None
    return [str(part) for part in parts] if isinstance(parts, list) else None


def _by_letters(written: str, options: Sequence[str]) -> tuple[int, ...] | None:
    if not _LETTER_RUN.fullmatch(written):
        return None
    return _letters([sign for sign in written if sign.isalpha()], options)


def _letters(parts: Sequence[str], options: Sequence[str]) -> tuple[int, ...] | None:
    places = [LETTERS.find(part.strip().upper()) if len(part.strip()) == 1 else -1 for part in parts]
    return _places(places, options)


def _by_numbers(written: str, options: Sequence[str]) -> tuple[int, ...] | None:
    parts = [part for part in _SEPARATORS.split(written) if part]
    flags = list(written) if len(written) == len(options) > 1 and set(written) == {"0", "1"} else None
    return _numbers(flags or parts, options)


def _numbers(parts: Sequence[str], options: Sequence[str]) -> tuple[int, ...] | None:
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if set(numbers) <= {0, 1} and len(numbers) == len(options) > 1 and (0 in numbers or numbers.count(1) > 1):
        return tuple(place for place, flag in enumerate(numbers) if flag)
    return _places([number - 1 for number in numbers], options)


def _texts(parts: Sequence[str], options: Sequence[str]) -> tuple[int, ...] | None:
    known = [folded(option) for option in options]
    wanted = [folded(part) for part in parts]
    if any(known.count(text) != 1 for text in wanted):
        return None
    return _places([known.index(text) for text in wanted], options)


def _lettered(parts: Sequence[str], options: Sequence[str]) -> tuple[int, ...] | None:
    places = []
    for part in parts:
        found = _LETTERED.fullmatch(part.strip().lower())
        place = LETTERS.find(found[1].upper()) if found else -1
        if not found or place >= len(options) or folded(found[2]) != folded(options[place]):
            return None
        places.append(place)
    return _places(places, options)


def _places(places: Sequence[int], options: Sequence[str]) -> tuple[int, ...] | None:
    fits = bool(places) and all(0 <= place < len(options) for place in places) and len(set(places)) == len(places)
    return tuple(places) if fits else None


def plain_number(value: Decimal) -> int | float:
    """A decimal as plain data have it: 2, 1.5."""
    return int(value) if value == value.to_integral_value() else float(value)
