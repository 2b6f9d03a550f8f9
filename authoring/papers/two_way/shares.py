"""Rows of marks from shares: of a column of a two-way table, or of the scopes of a 要素细目表."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from authoring.bank.syllabus import Syllabus
from authoring.findings import Place
from authoring.intake.notation import plain_number
from authoring.papers.blueprint import Selection
from authoring.papers.two_way.amounts import Amount, Counted, whole
from authoring.papers.two_way.faults import note, wrong
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.planning import Draft, select_of
from authoring.papers.two_way.sharing import apportioned, unit_of
from authoring.papers.wording import label, number

__all__ = ["Share", "add_shares", "shares_of"]

_HUNDRED = Decimal(100)
_ROUNDED = Decimal("0.0001")
"""Shares that are written with four decimals add up to one within this."""


class Share(NamedTuple):
    select: Mapping[str, Any]
    """Plain selection of the row."""
    label: str
    value: Decimal
    """Of one or of a hundred: the sum of all shows which."""
    place: Place


def add_shares(draft: Draft, shares: Sequence[Share], place: Place) -> None:
    """A row for each share of the total, rounded by the largest remainder to marks that questions can make.

    The rows add up to the total exactly; each one says how it came about (P165). Shares that are not all are P164.
    """
    total_share = sum((share.value for share in shares), Decimal(0))
    largest = max((share.value for share in shares), default=Decimal(0))
    scale = Decimal(1) if abs(total_share - 1) <= _ROUNDED or largest < 1 else _HUNDRED
    if abs(total_share / scale - 1) > _ROUNDED:
        draft.reading.findings.append(wrong("P164", place, total=_percent(total_share / scale)))
        return
    marks = draft.plain.get("marks")
    if not isinstance(marks, int | float) or marks <= 0:
        return
    total = Decimal(str(marks))
    amounts = apportioned([share.value for share in shares], total, _unit(draft, total))
    for share, value in zip(shares, amounts, strict=True):
        part = share.value / scale
        said = {"label": share.label, "share": _percent(part), "total": number(total), "marks": number(value)}
        draft.reading.findings.append(note("P165", share.place, **said, exact=number(round(part * total, 2))))
        if value:
            amount = plain_number(value)
            row = {"select": dict(share.select), "measure": "marks", "at_least": amount, "at_most": amount}
            draft.add_row(row, share.place)


def _unit(draft: Draft, total: Decimal) -> Decimal:
    """What the marks of all questions are multiples of, where the total is one too; else one mark or half a mark."""
    each = [plain.get("marks_each") for plain in draft.plain["sections"]]
    known = [Decimal(str(value)) for value in each if value is not None]
    unit = unit_of(known) if known and len(known) == len(each) else Decimal(1)
    return unit if unit and total % unit == 0 else Decimal("0.5") if total % 1 else Decimal(1)


def shares_of(counted: Counted, page: Page, syllabus: Syllabus | None) -> Iterator[list[Share]]:
    """The shares of a table, one list for each set of columns that share out the same questions."""
    sets: dict[frozenset[str], list[Amount]] = defaultdict(list)
    for made in counted.inner:
        if made.measure == "share" and made.value:
            sets[whole(made.head)].append(made)
    for parts in sets.values():
        selects = [select_of(made) for made in parts]
        names = [label(Selection.model_validate(select), syllabus) for select in selects]
        places = [page.place(made.row, made.at) for made in parts]
        yield [Share(*entry) for entry in zip(selects, names, (made.value for made in parts), places, strict=True)]


def _percent(share: Decimal) -> str:
    return f"{number(round(share * _HUNDRED, 4))}%"
