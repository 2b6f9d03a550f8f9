"""The catalogue of a bank's questions: filtered, sorted, counted and turned page by page, however large the bank is.

What filters, sorts and counts is arithmetic with arrays over the numbers of the questions (`columns.py`); full text,
tags and the order of ids come from SQL. All are kept until the index changes. See docs/decisions/0009-large-banks.md.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypedDict, TypeVar

import numpy as np

from authoring.bank.columns import Columns, Mask
from authoring.bank.likeness import Ints
from authoring.bank.tables import numbers_of, select
from authoring.bank.words import phrase
from authoring.questions import Cognitive, Level, QuestionType, Status
from authoring.records import Record

__all__ = ["Catalogue", "Counts", "Order", "Page", "Row", "Wanted"]

Counts: TypeAlias = dict[str, dict[Any, int]]
_Found = TypeVar("_Found")


class Wanted(TypedDict, total=False):
    """What a list is filtered by; None, or left out, stands for any."""

    type: str | None
    status: str | None
    level: str | None
    domain: str | None
    """Of the main knowledge point, such as `D03`."""
    knowledge_point: str | None
    """Any of the question's: a point (`D03-02`) or a domain (`D03`)."""
    cognitive: str | None
    difficulty: int | None
    author: str | None
    tag: str | None


class Order(StrEnum):
    """What a list is sorted by; equal ones stand in the order of their ids."""

    ID = "id"
    TYPE = "type"
    STATUS = "status"
    LEVEL = "level"
    POINT = "knowledge_points"
    COGNITIVE = "cognitive"
    DIFFICULTY = "difficulty"
    MARKS = "marks"
    VERSION = "version"
    AUTHOR = "author"
    CHANGED = "changed"
    """When the file was written."""


COUNTED = ("type", "status", "level", "domain", "knowledge_point", "cognitive", "difficulty", "author")
"""Filters with a number beside each value."""
_CLOSED: dict[str, list[Any]] = {
    "type": list(QuestionType),
    "status": list(Status),
    "level": list(Level),
    "cognitive": list(Cognitive),
}
"""Columns whose values have an order of their own."""


class Row(Record):
    """A question as a list shows it."""

    id: str
    type: QuestionType
    status: Status
    level: Level
    points: tuple[str, ...]
    """Knowledge points, the main one first."""
    cognitive: Cognitive
    difficulty: int
    """1 … 5"""
    marks: float
    version: int
    author: str
    changed: datetime
    """When the file was written."""
    stem: str
    """Plain text."""


class Page(Record):
    rows: tuple[Row, ...]
    total: int
    """How many questions the list has in all."""


class Catalogue:
    """The questions of an index as sets and lists of their numbers."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._state = (0, 0)
        self._kept: dict[object, Any] = {}

    def ids(self, text: str, wanted: Wanted, limit: int | None, offset: int) -> list[str]:
        """Ids of the questions wanted, in their order."""
        with self._reading():
            numbers = self._sorted(Order.ID, text, wanted)
            shown = numbers[offset:] if limit is None else numbers[offset : offset + limit]
            return [name for (name,) in self._rows("id", shown)]

    def page(self, text: str, wanted: Wanted, order: Order, descending: bool, limit: int, offset: int) -> Page:
        with self._reading():
            numbers = self._sorted(order, text, wanted, descending=descending)
            shown = numbers[offset : offset + limit]
            return Page(rows=tuple(map(_row, self._rows(_SHOWN, shown))), total=len(numbers))

    def _rows(self, columns: str, numbers: Ints) -> Iterator[tuple[Any, ...]]:
        wanted = "(SELECT key AS place, value AS number FROM json_each(?)) JOIN questions USING (number) ORDER BY place"
        return self._db.execute(select(columns, wanted), (json.dumps(numbers.tolist()),))

    def counts(self, text: str, wanted: Wanted) -> Counts:
        """How many questions there would be with each value of a filter, the other filters staying as they are."""
        with self._reading():
            masks = dict(self._masks(text, wanted))
            return {
                name: self._counted(name, self._all(mask for other, mask in masks.items() if other != name))
                for name in COUNTED
            }

    def _counted(self, name: str, mask: Mask) -> dict[Any, int]:
        if name != "knowledge_point":
            return self._columns.counts(name, mask)
        found: Counter[str] = Counter()
        for points, count in self._columns.counts("knowledge_points", mask).items():
            found.update(dict.fromkeys(points.split(), count))
        return dict(found)

    def _sorted(self, order: Order, text: str, wanted: Wanted, *, descending: bool = False) -> Ints:
        numbers = self._ordered(order, descending)
        return numbers[self._all(mask for _, mask in self._masks(text, wanted))[numbers]]

    # Sets of numbers

    def _all(self, masks: Iterable[Mask]) -> Mask:
        """What is in every one of the sets."""
        found = np.ones(self._columns.size, np.bool_)
        for mask in masks:
            found &= mask
        return found

    def _masks(self, text: str, wanted: Wanted) -> Iterator[tuple[str, Mask]]:
        """For each filter what it lets through."""
        for name, value in wanted.items():
            if value is not None:
                yield name, self._mask(name, value)
        if text.strip():
            query = phrase(text)
            yield "text", self._chosen("SELECT rowid AS number FROM words WHERE words MATCH ?" if query else "", query)

    def _mask(self, name: str, value: Any) -> Mask:
        if name == "tag":
            # the condition's first half says that the index of the tagged ones will do
            query = "SELECT number FROM questions WHERE tags <> '' AND instr(' ' || tags || ' ', ?)"
            return self._chosen(query, f" {value} ")
        if name == "knowledge_point":
            # " D03-02 D05-04 " holds " D03-02 " as a point and " D03-" as a domain
            part = f" {value} " if "-" in value else f" {value}-"
            return self._columns.where("knowledge_points", lambda points: part in f" {points} ")
        return self._columns.having(name, value)

    def _chosen(self, query: str, value: str) -> Mask:
        """What a query chooses; nothing where it is empty."""
        mask = np.zeros(self._columns.size, np.bool_)
        if query:
            mask[numbers_of(self._db, query, (value,))] = True
        return mask

    # What is kept

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One state of the index, and of what is kept: all is forgotten when this or another process has written."""
        with self._db:
            self._db.execute("BEGIN")
            state = (self._db.execute("PRAGMA data_version").fetchone()[0], self._db.total_changes)
            if state != self._state:
                self._state, self._kept = state, {}
            yield

    def _once(self, name: object, make: Callable[[], _Found]) -> _Found:
        if name not in self._kept:
            self._kept[name] = make()
        found: _Found = self._kept[name]
        return found

    @property
    def _columns(self) -> Columns:
        return self._once("columns", lambda: Columns(self._db))

    def _ordered(self, order: Order, descending: bool) -> Ints:
        if order in (Order.ID, Order.CHANGED):
            query = select("number", f"questions ORDER BY {order}")
            numbers = self._once((order,), lambda: numbers_of(self._db, query))
            return numbers[::-1] if descending else numbers
        return self._once((order, descending), lambda: self._ranked(order, -1 if descending else 1))

    def _ranked(self, order: Order, sign: int) -> Ints:
        closed = _CLOSED.get(order)
        ranks = self._columns.ranks(order, closed.index if closed else lambda value: value)
        by_id = self._ordered(Order.ID, descending=False)
        return by_id[np.argsort(ranks[by_id] * sign, kind="stable")]


_SHOWN = "id, type, status, level, knowledge_points, cognitive, difficulty, marks, version, author, changed, stem"


def _row(row: tuple[Any, ...]) -> Row:
    values = dict(zip(_SHOWN.split(", "), row, strict=True))
    points = values.pop("knowledge_points").split()
    changed = datetime.fromtimestamp(values.pop("changed") / 1e9, UTC)
    return Row(points=points, changed=changed, **values)
