"""The order in which a form shows options, matching choices and items to order."""

import random
import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from authoring.content import parse
from authoring.questions import Matching, MultipleChoice, Option, Ordering, Question, SingleChoice
from authoring.questions.arrange import Entry
from authoring.questions.responses import normalise

__all__ = ["is_in_order", "key_letter", "shown_order"]

_NUMBER = re.compile(r"(?<!\d)[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?")
"""A sign after a digit is none: it parts the figures of a date or of a range."""


def shown_order(question: Question, seed: str, *, shuffle: bool = True) -> tuple[str, ...]:
    """Ids in the order shown; empty where a question has nothing to order or shows it as it is stored.

    Pinned options keep their place; numbers and dates in order keep theirs. What is to be put in order, or matched row
    by row, is never shown in the order of its key.
    """
    match question:
        case SingleChoice() | MultipleChoice():
            pinned = {place for place, option in enumerate(question.options) if option.pinned}
            return _order(question.options, seed, shuffle=shuffle, pinned=pinned)
        case Matching():
            solved = tuple(question.key[premise.id] for premise in question.premises)
            return _order(question.choices, seed, shuffle=shuffle, never=solved)
        case Ordering():
            stored = tuple(item.id for item in question.items)
            return _order(question.items, seed, shuffle=shuffle or stored == question.key, never=question.key)
        case _:
            return ()


def key_letter(question: SingleChoice, order: Sequence[str]) -> str:
    """The letter before the key as a form shows it."""
    return chr(ord("A") + list(order or question.option_ids).index(question.key))


def is_in_order(texts: Sequence[str]) -> bool:
    """Whether texts are numbers or dates, alike but for the figures, in rising or falling order."""
    if len({_frame(text) for text in texts}) != 1:
        return False
    values = [_value(text) for text in texts]
    if not all(values):
        return False
    return all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values))


def _order(
    entries: Sequence[Option | Entry],
    seed: str,
    *,
    shuffle: bool,
    pinned: Collection[int] = (),
    never: tuple[str, ...] = (),
) -> tuple[str, ...]:
    ids = [entry.id for entry in entries]
    free = [place for place in range(len(ids)) if place not in pinned]
    if not shuffle or _in_order(tuple(entries[place].text for place in free)):
        return ()
    chance = random.Random(seed)
    shown = list(ids)
    for place, source in zip(free, chance.sample(free, len(free)), strict=True):
        shown[place] = ids[source]
    return tuple(shown if tuple(shown) != never else reversed(shown))


@lru_cache(maxsize=4096)
def _in_order(texts: tuple[str, ...]) -> bool:
    """The same of markup; many orders of the same options are tried."""
    return is_in_order([parse(text).text() for text in texts])


def _frame(text: str) -> str:
    """What is left of a text without its figures: `约#t`."""
    return _NUMBER.sub("#", normalise(text))


def _value(text: str) -> tuple[Decimal, ...]:
    """The figures of a text, in order: one number, the ends of a range, or year, month and day."""
    found = _NUMBER.findall(normalise(text))
    return tuple(Decimal(figure.replace(",", "").replace("−", "-")) for figure in found)
