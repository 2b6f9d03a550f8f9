"""Whether the sums that a table writes are the sums of its cells; they are checked, never trusted."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from authoring.findings import Finding
from authoring.papers.two_way.amounts import Amount, Counted, whole
from authoring.papers.two_way.faults import doubtful, wrong
from authoring.papers.two_way.table import Table
from authoring.papers.wording import number
from authoring.texts import say

__all__ = ["disagreements"]

_POINT = Decimal("0.011")
"""Shares are written in whole per cent, so that one may be off by one."""
_HUNDRED = Decimal(100)
_OF_ONE = 3
"""Shares that add up to more are in per cent: their own sum may stand among them."""


def disagreements(table: Table, counted: Counted, worth: Mapping[int, Decimal]) -> Iterator[Finding]:
    """P157 for each sum that is not what its cells add up to, P176 for shares that are not those of the cells.

    `worth`: marks of the lines that follow from their questions, by row.
    """
    by_row: dict[int, list[Amount]] = defaultdict(list)
    for made in counted.inner:
        by_row[made.row].append(made)
    for made in counted.beside:
        if made.measure != "share" and not _by_worth(made, counted):
            yield from _compared(table, made, by_row[made.row])
    for made in (*counted.inner, *counted.beside):
        if _by_worth(made, counted) and made.row in worth and worth[made.row] != made.value:
            yield _wrong_sum(table, made, worth[made.row])
    for made, lines, said in counted.below:
        if said in ("each", "share"):
            continue
        rows = [table.lines[n].row for n in lines]
        if _by_worth(made, counted):
            total = sum((worth.get(row, Decimal(0)) for row in rows), Decimal(0))
            if (
                total != made.value
                and any(row in worth for row in rows)
                and all(row in worth for row in rows if by_row[row])
            ):
                yield _wrong_sum(table, made, total)
            continue
        yield from _compared(table, made, [entry for row in rows for entry in by_row[row]])
    yield from _shares(table, counted, worth)


def _compared(table: Table, written: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    """A sum against each set of columns that it could be the sum of."""
    summed: dict[frozenset[str], Decimal] = {}
    for part in parts:
        if part.measure == written.measure and _under(part, written):
            dims = whole(part.head)
            summed[dims] = summed.get(dims, Decimal(0)) + part.value
    if not summed and written.value and any(part.measure == written.measure for part in parts):
        summed[frozenset()] = Decimal(0)
    for total in sorted(set(summed.values()) - {written.value}):
        yield _wrong_sum(table, written, total)
        return


def _wrong_sum(table: Table, written: Amount, total: Decimal) -> Finding:
    place = table.page.place(written.row, written.at)
    unit = say(f"blueprint_table.unit.{written.measure}")
    return wrong("P157", place, written=number(written.value), total=number(total), unit=unit)


def _by_worth(made: Amount, counted: Counted) -> bool:
    """Marks of whole lines, where the table gives questions of some types and leaves their marks to be reckoned."""
    return made.measure == "marks" and not whole(made.head) and (counted.marks_of_some or not counted.marked)


def _under(part: Amount, written: Amount) -> bool:
    if not written.head.total and whole(written.head):
        mine, other = part.head, written.head
        return (mine.chosen, mine.name, mine.section) == (other.chosen, other.name, other.section)
    return all(part.head.chosen.get(field) == value for field, value in written.head.chosen.items())


def _shares(table: Table, counted: Counted, worth: Mapping[int, Decimal]) -> Iterator[Finding]:
    """Shares may be of the questions or of the marks: one of the two must fit."""
    by_row, by_column = _summed(counted.inner)
    total = sum(worth.values(), Decimal(0)) or Decimal(1)
    for row, value in worth.items():
        by_row[row].append(value / total)
    beside = [(made, by_row[made.row]) for made in counted.beside if made.measure == "share"]
    below = [(made, by_column[made.at]) for made, _, said in counted.below if said == "share"]
    for written in (beside, below):
        scale = _HUNDRED if sum((made.value for made, _ in written), Decimal(0)) > _OF_ONE else Decimal(1)
        for made, found in written:
            share = made.value / scale
            if found and all(abs(share - other) > _POINT for other in found):
                place = table.page.place(made.row, made.at)
                yield doubtful("P176", place, written=_percent(share), found=_percent(found[0]))


def _summed(parts: Sequence[Amount]) -> tuple[dict[int, list[Decimal]], dict[int, list[Decimal]]]:
    """By row and by column: the shares in each set of columns, questions before marks."""
    rows: dict[int, list[Decimal]] = defaultdict(list)
    columns: dict[int, list[Decimal]] = defaultdict(list)
    for measure in ("count", "marks"):
        sets: dict[frozenset[str], list[Amount]] = defaultdict(list)
        for part in parts:
            if part.measure == measure:
                sets[whole(part.head)].append(part)
        for mine in sets.values():
            total = sum((part.value for part in mine), Decimal(0))
            for found, key in ((rows, "row"), (columns, "at")) if total else ():
                sums: dict[int, Decimal] = defaultdict(Decimal)
                for part in mine:
                    sums[getattr(part, key)] += part.value
                for place, value in sums.items():
                    found[place].append(value / total)
    return rows, columns


def _percent(share: Decimal) -> str:
    return f"{number(round(share * _HUNDRED, 2))}%"
