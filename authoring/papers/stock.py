"""What papers can draw on, in columns: one entry per question, in the order of their ids.

A bank of a hundred thousand questions is some arrays; a question itself is read when a form takes it.
"""

import re
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from authoring.bank import Bank
from authoring.papers.blueprint import Selection
from authoring.papers.engine.problem import Floats, Ints
from authoring.questions import Cognitive, Level, Question, QuestionType, SingleChoice, Status

__all__ = ["HALF", "Stock"]

HALF = 2
"""Marks are multiples of one half; the columns count halves."""
_VARIANT = re.compile(r"-V[0-9]+$")
Codes = NDArray[np.int16]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Stock:
    """Questions in columns."""

    ids: tuple[str, ...]
    types: Codes
    """Positions in the enum; so of statuses, levels and cognitive levels."""
    statuses: Codes
    levels: Codes
    cognitive: Codes
    difficulty: Codes
    halves: Ints
    """Marks, in halves."""
    seconds: Ints
    points: Codes
    """Position of the main knowledge point among `codes`."""
    codes: tuple[str, ...]
    tags: Sequence[Collection[str]]
    get: Callable[[str], Question]
    """Reads a question by its id."""

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, source: Bank | Iterable[Question]) -> "Stock":
        """The questions of a bank, from its index alone, or some questions."""
        if isinstance(source, Bank):
            frame = source.to_frame()
            columns = {name: frame[name].tolist() for name in frame.columns}
            return cls._from(list(frame.index), columns, source.__getitem__)
        questions = {question.id: question for question in sorted(source, key=lambda entry: entry.id)}
        names = ("type", "status", "level", "cognitive", "difficulty", "marks", "seconds", "knowledge_points", "tags")
        columns = {name: [getattr(question, name) for question in questions.values()] for name in names}
        return cls._from(list(questions), columns, questions.__getitem__)

    @classmethod
    def _from(cls, ids: list[str], columns: dict[str, list[Any]], get: Callable[[str], Question]) -> "Stock":
        points = [codes[0] for codes in columns["knowledge_points"]]
        known = tuple(sorted(set(points)))
        place = {code: n for n, code in enumerate(known)}
        return cls(
            ids=tuple(ids),
            types=_codes(columns["type"], QuestionType),
            statuses=_codes(columns["status"], Status),
            levels=_codes(columns["level"], Level),
            cognitive=_codes(columns["cognitive"], Cognitive),
            difficulty=np.array(columns["difficulty"], np.int16),
            halves=np.array([int(marks * HALF) for marks in columns["marks"]], np.int64),
            seconds=np.array(columns["seconds"], np.int64),
            points=np.array([place[code] for code in points], np.int16),
            codes=known,
            tags=columns["tags"],
            get=get,
        )

    @cached_property
    def place(self) -> dict[str, int]:
        """Position of each id."""
        return {name: n for n, name in enumerate(self.ids)}

    def places(self, ids: Iterable[str]) -> Ints:
        """Positions of the ids that there are, ascending, each once."""
        return np.array(sorted({self.place[name] for name in ids if name in self.place}), np.int64)

    def covered(self, select: Selection) -> Mask:
        """Which questions a selection covers."""
        found: Mask = np.ones(len(self), bool)
        if select.knowledge_points:
            starts = tuple(f"{point}-" for point in select.knowledge_points)
            inside = np.array([f"{code}-".startswith(starts) for code in self.codes], bool)
            found &= inside[self.points]
        for column, chosen in (
            (self.types, select.types),
            (self.levels, select.levels),
            (self.cognitive, select.cognitive),
        ):
            if chosen:
                found &= among(column, chosen)
        if select.difficulty:
            found &= np.isin(self.difficulty, select.difficulty)
        if select.tags:
            wanted = set(select.tags)
            found &= np.fromiter((not wanted.isdisjoint(tags) for tags in self.tags), bool, len(self))
        return found

    def taste(self, seed: int) -> Floats:
        """Between 0 and 1, from the seed and each question's id: what makes one seed choose other questions."""
        start = zlib.crc32(str(seed).encode()) * 0x9E3779B97F4A7C15 % 2**64
        mixed = self._hashes + np.uint64(start)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):  # splitmix64's finish
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        return (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53

    @cached_property
    def _hashes(self) -> NDArray[np.uint64]:
        return np.fromiter((zlib.crc32(name.encode()) for name in self.ids), np.uint64, len(self)) << np.uint64(20)

    @cached_property
    def siblings(self) -> list[tuple[str, Ints]]:
        """Each template with the positions of its variants, where there are several."""
        found: dict[str, list[int]] = {}
        for n, name in enumerate(self.ids):
            if _VARIANT.search(name):
                found.setdefault(_VARIANT.sub("", name), []).append(n)
        return [(template, np.array(places, np.int64)) for template, places in found.items() if len(places) > 1]

    @cached_property
    def letters(self) -> Codes:
        """Position of each single choice question's key among its stored options; −1 for all other questions."""
        keys = np.full(len(self), -1, np.int16)
        for n in np.flatnonzero(among(self.types, (QuestionType.SINGLE_CHOICE,))):
            question = self.get(self.ids[n])
            if isinstance(question, SingleChoice):
                keys[n] = list(question.option_ids).index(question.key)
        return keys


def among(column: Codes, chosen: Collection[StrEnum]) -> Mask:
    """Which entries of a column of codes are one of the chosen values of its enum."""
    kind: type[StrEnum] = type(next(iter(chosen)))
    wanted = [n for n, value in enumerate(kind) if value in chosen]
    return np.isin(column, wanted)


def _codes(values: list[str], kind: type[StrEnum]) -> Codes:
    place = {str(value): n for n, value in enumerate(kind)}
    return np.array([place[str(value)] for value in values], np.int16)
