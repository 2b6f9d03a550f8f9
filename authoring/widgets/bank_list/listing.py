"""The model of the list: what is looked for, in which order, and the page that is open.

listing = Listing(bank)
listing.search("排放因子"); listing.filter("status", "draft")
listing.rows, listing.total, listing.filters
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, cast

from authoring.bank import Bank, Order, Page, Row
from authoring.bank.catalogue import Wanted
from authoring.errors import UsageError
from authoring.questions import Cognitive, Level, QuestionType, Status
from authoring.records import Record, Truth
from authoring.texts import say

__all__ = ["FILTERS", "Choice", "Filter", "Listing"]

FILTERS = ("type", "status", "level", "domain", "knowledge_point", "cognitive", "difficulty", "author")
_CLOSED: dict[str, tuple[str, type[StrEnum]]] = {
    "type": ("question_type", QuestionType),
    "status": ("status", Status),
    "level": ("level", Level),
    "cognitive": ("cognitive", Cognitive),
}
"""Filters whose values are closed choices: the table of their Chinese names, and their order."""


class Choice(Record):
    """A value that a filter can take."""

    value: str
    """Empty for any."""
    label: str
    """With the number of questions there would be."""
    none: Truth = False
    """Whether there would be none."""


class Filter(Record):
    name: str
    value: str
    """Empty for any."""
    choices: tuple[Choice, ...]


class Listing:
    """A bank's questions, page by page."""

    def __init__(self, bank: Bank, size: int = 12) -> None:
        """`size`: rows of a page."""
        self.bank = bank
        self.size = size
        self.text = ""
        self.wanted: dict[str, str] = {}
        self.order = Order.ID
        self.descending = False
        self.number = 0
        """0-based number of the page that is open."""
        self.chosen: str | None = None
        """Id of the question that was chosen."""
        self.filters: tuple[Filter, ...] = ()
        self.update()

    # What is shown

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._page.rows

    @property
    def total(self) -> int:
        """How many questions the list has."""
        return self._page.total

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def count(self) -> str:
        """How many there are, and of how many."""
        if not self.text.strip() and not self.wanted:
            return say("bank_list.whole", count=f"{self.total:,}")
        return say("bank_list.filtered", count=f"{self.total:,}", all=f"{len(self.bank):,}")

    def update(self) -> None:
        """Looks at the bank again: something was saved."""
        self.filters = tuple(self._filters())
        gone = [each.name for each in self.filters if each.value not in {choice.value for choice in each.choices}]
        if gone:  # the last question with this value has another one now
            self.wanted = {name: value for name, value in self.wanted.items() if name not in gone}
            self.filters = tuple(self._filters())
        self._turned(self.number)

    def _turned(self, number: int) -> None:
        self.number = max(0, number)
        self._page = self._read()
        if self.number >= self.pages:
            self.number = self.pages - 1
            self._page = self._read()

    def _read(self) -> Page:
        return self.bank.page(
            self.text,
            order=self.order,
            descending=self.descending,
            limit=self.size,
            offset=self.number * self.size,
            **self._wanted,
        )

    @property
    def _wanted(self) -> Wanted:
        numbers = {name: int(value) for name, value in self.wanted.items() if name == "difficulty"}
        return cast(Wanted, self.wanted | numbers)

    def _filters(self) -> Iterator[Filter]:
        counts = self.bank.counts(self.text, **self._wanted)
        domain = self.wanted.get("domain", "")
        # knowledge points of the chosen domain: without one there are too many to choose from
        points = {code: n for code, n in counts["knowledge_point"].items() if domain and code.startswith(f"{domain}-")}
        for name in FILTERS:
            found = points if name == "knowledge_point" else counts[name]
            choices = (_choice(name, value, count, self._naming) for value, count in _arranged(name, found))
            every = say("bank_list.all" if found is not points or domain else "bank_list.domain_first")
            yield Filter(name=name, value=self.wanted.get(name, ""), choices=(Choice(value="", label=every), *choices))

    def _naming(self, code: str) -> str:
        """A domain or knowledge point with its name."""
        return f"{code} {self.bank.syllabus.names.get(code, '')}".strip()

    # What the author does

    def search(self, text: str) -> None:
        """Looks for text in ids, stems, options, rationales and tags."""
        self.text = text
        self._begin()

    def filter(self, name: str, value: str) -> None:
        """Lets only these through; any where `value` is empty. Raises UsageError for an unknown filter or value."""
        known = next((each for each in self.filters if each.name == name), None)
        if known is None or value not in {choice.value for choice in known.choices}:
            raise UsageError(say("bank_list.unknown", name=f"{name}={value}"))
        self.wanted = {other: kept for other, kept in self.wanted.items() if other != name}
        if value:
            self.wanted[name] = value
        if name == "domain":
            self.wanted.pop("knowledge_point", None)
        self._begin()

    def clear(self) -> None:
        """The whole bank again."""
        self.text, self.wanted = "", {}
        self._begin()

    def sort(self, order: str) -> None:
        """Sorts by a column; a second time the other way round. Raises UsageError for an unknown one."""
        if order not in set(Order):
            raise UsageError(say("bank_list.unknown", name=order))
        self.descending = not self.descending if order == self.order else order == Order.CHANGED
        self.order = Order(order)
        self._turned(0)

    def turn(self, number: int) -> None:
        """Opens a page by its number, from 0; the nearest there is."""
        self._turned(number)

    def resize(self, size: int) -> None:
        """Other numbers of rows on a page; the first row stays on it."""
        first = self.number * self.size
        self.size = max(1, size)
        self._turned(first // self.size)

    def choose(self, question: str) -> None:
        """Chooses a question of the bank. Raises UsageError for an unknown one."""
        self.bank[question]
        self.chosen = question

    def refresh(self) -> None:
        """Reads what others have changed."""
        self.bank.refresh()
        self.update()

    def _begin(self) -> None:
        self.number = 0
        self.update()


def _arranged(name: str, counts: dict[Any, int]) -> list[tuple[Any, int]]:
    """Closed choices in their own order, the others sorted."""
    if name not in _CLOSED:
        return sorted(counts.items())
    return [(value, counts[value]) for value in _CLOSED[name][1] if value in counts]


def _choice(name: str, value: Any, count: int, naming: Callable[[str], str]) -> Choice:
    label = say(f"label.{_CLOSED[name][0]}.{value}") if name in _CLOSED else naming(str(value))
    return Choice(value=str(value), label=say("bank_list.choice", name=label, count=f"{count:,}"), none=not count)
