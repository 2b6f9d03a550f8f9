"""From the seats a form takes to the form: order of questions, numbers, order of options, even key letters."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from authoring.papers.blueprint import Blueprint
from authoring.papers.instructions import instructions
from authoring.papers.option_order import key_letter, shown_order
from authoring.papers.paper import Form, FormSection, Item
from authoring.papers.pool import Seat
from authoring.questions import SingleChoice, parts

__all__ = ["LONGEST_RUN", "lay_out", "unevenness"]

SHUFFLES = 64
"""Seeded orders of all options that are tried for even key letters; few, because a pattern would be a hint."""
LONGEST_RUN = 3
"""Single choice questions in a row whose keys have the same letter."""


def lay_out(name: str, taken: Sequence[Seat], blueprint: Blueprint, *, seed: int) -> Form:
    """A form of these seats. In a section the questions go by domain, within a domain in a seeded order."""
    seated = [
        _in_order([seat for seat in taken if seat.section.id == section.id], f"{seed}/{name}/{section.id}")
        for section in blueprint.sections
    ]
    orders = _orders([seat for section in seated for seat in section], f"{seed}/{name}", blueprint)
    number, sections = 1, []
    for plan, seats in zip(blueprint.sections, seated, strict=True):
        items = tuple(_item(seat, number + n, orders) for n, seat in enumerate(seats))
        number += len(items)
        told = instructions(plan, [seat.marks for seat in seats], blueprint.scoring)
        sections.append(FormSection(id=plan.id, title=plan.title, instructions=told, minutes=plan.minutes, items=items))
    return Form(name=name, sections=tuple(sections))


def unevenness(letters: Sequence[str], options: int) -> tuple[int, int]:
    """How far key letters are from chance: letters beyond the longest run, then most minus least frequent letter."""
    beyond = sum(max(0, len(list(run)) - LONGEST_RUN) for _, run in groupby(letters))
    counts = Counter(letters)
    each = [counts[chr(ord("A") + n)] for n in range(options)]
    return beyond, max(each, default=0) - min(each, default=0)


def _in_order(seats: Sequence[Seat], seed: str) -> list[Seat]:
    mixed = sorted(seats, key=lambda seat: seat.question.id)
    random.Random(seed).shuffle(mixed)
    return sorted(mixed, key=lambda seat: seat.question.domain)


def _orders(seats: Sequence[Seat], seed: str, blueprint: Blueprint) -> dict[str, tuple[str, ...]]:
    """Order of each question's and child's options, by id; of several tries the one with the most even key letters."""
    shuffle, share = blueprint.shuffle_options, blueprint.key_share
    answerable = [part for seat in seats for part in parts(seat.question)]
    choices = [seat.question for seat in seats if isinstance(seat.question, SingleChoice)]
    others = [part for part in answerable if part not in choices]
    fewest = min((len(choice.options) for choice in choices), default=0)
    tries = (
        {choice.id: shown_order(choice, f"{seed}/{choice.id}/{attempt}", shuffle=shuffle) for choice in choices}
        for attempt in range(SHUFFLES if shuffle and choices else 1)
    )

    most = int(share * len(choices)) if share is not None else len(choices)

    def uneven(orders: dict[str, tuple[str, ...]]) -> tuple[int, int, int]:
        letters = [key_letter(choice, orders[choice.id]) for choice in choices]
        beyond = max(0, max(Counter(letters).values(), default=0) - most)
        return beyond, *unevenness(letters, fewest)

    return min(tries, key=uneven) | {
        other.id: shown_order(other, f"{seed}/{other.id}", shuffle=shuffle) for other in others
    }


def _item(seat: Seat, number: int, orders: dict[str, tuple[str, ...]]) -> Item:
    question = seat.question
    children = {part.id: orders[part.id] for part in parts(question) if part.id != question.id and orders[part.id]}
    return Item(
        question=question.id,
        version=question.version,
        question_fingerprint=question.fingerprint(),
        number=number,
        marks=seat.marks,
        seconds=question.seconds,
        order=orders.get(question.id, ()),
        child_orders=children,
    )
