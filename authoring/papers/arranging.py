"""Another order of the questions within each section of a form; some of them keep their place."""

import random
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from authoring.papers.layout import unevenness
from authoring.papers.option_order import key_letter
from authoring.papers.paper import Form, FormSection, Item
from authoring.questions import Question, SingleChoice

__all__ = ["Arrangement", "arranged"]

SHUFFLES = 64
"""Seeded orders of which the one with the fewest runs of a key letter is taken."""


class Arrangement(StrEnum):
    TOPIC = "topic"
    """By main knowledge point."""
    DIFFICULTY = "difficulty"
    """The easiest first."""
    SHUFFLE = "shuffle"
    """By a seed."""


def arranged(
    form: Form, questions: Mapping[str, Question], how: Arrangement, *, seed: int, pinned: Collection[str] = ()
) -> Form:
    """The form with its sections in order; what is pinned (ids) keeps its number, equals keep their order."""
    sections = tuple(_section(section, questions, how, f"{seed}/{form.name}", pinned) for section in form.sections)
    return form.model_copy(update={"sections": sections})


def _section(
    section: FormSection, questions: Mapping[str, Question], how: Arrangement, seed: str, pinned: Collection[str]
) -> FormSection:
    free = [item for item in section.items if item.question not in pinned]
    match how:
        case Arrangement.TOPIC:
            free.sort(key=lambda item: questions[item.question].knowledge_points[0])
        case Arrangement.DIFFICULTY:
            free.sort(key=lambda item: questions[item.question].difficulty)
        case Arrangement.SHUFFLE:
            tries = [_shuffled(free, f"{seed}/{section.id}/{n}") for n in range(SHUFFLES)]
            free = min(tries, key=lambda tried: _runs(_placed(section, tried, pinned), questions))
    items = _placed(section, free, pinned)
    numbered = (item.model_copy(update={"number": was.number}) for was, item in zip(section.items, items, strict=True))
    return section.model_copy(update={"items": tuple(numbered)})


def _shuffled(items: Sequence[Item], seed: str) -> list[Item]:
    mixed = sorted(items, key=lambda item: item.question)
    random.Random(seed).shuffle(mixed)
    return mixed


def _placed(section: FormSection, free: Sequence[Item], pinned: Collection[str]) -> list[Item]:
    coming = iter(free)
    return [item if item.question in pinned else next(coming) for item in section.items]


def _runs(items: Sequence[Item], questions: Mapping[str, Question]) -> int:
    """Key letters beyond the longest run that may be."""
    held = ((item, questions[item.question]) for item in items)
    return unevenness([key_letter(each, item.order) for item, each in held if isinstance(each, SingleChoice)], 0)[0]
