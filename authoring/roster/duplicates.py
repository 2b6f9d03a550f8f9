"""What two rows must not share."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from authoring.findings import Finding
from authoring.roster.faults import doubtful, wrong
from authoring.roster.privacy import masked_value
from authoring.roster.rows import Row

__all__ = ["duplicate_faults"]


def duplicate_faults(rows: Sequence[Row]) -> Iterator[Finding]:
    """Each row that repeats an earlier one's phone, id number or seat is an error; name and birth date are doubted."""
    for first, row in _repeated(rows, lambda row: row.cell("phone")):
        yield wrong("R241", row.at("phone"), value=masked_value(row.cell("phone")), **_other(first))
    same_person: set[int] = set()
    for first, row in _repeated(rows, lambda row: row.cell("id_number")):
        same_person.add(id(row))
        yield wrong("R242", row.at("id_number"), value=masked_value(row.cell("id_number")), **_other(first))
    for first, row in _repeated(rows, _name_and_birth):
        if id(row) not in same_person:
            yield doubtful("R243", row.at("name"), name=row.cell("name"), **_other(first))
    for first, row in _repeated(rows, lambda row: (row.cell("room"), row.cell("seat")) if row.cell("seat") else None):
        yield wrong("R244", row.at("seat"), room=row.cell("room") or "—", seat=row.cell("seat"), **_other(first))


def _name_and_birth(row: Row) -> Hashable:
    number = row.cell("id_number")
    return (row.cell("name"), number[6:14]) if len(number) == 18 and row.cell("name") else None


def _other(first: Row) -> dict[str, object]:
    return {"row": first.number, "sheet": first.table.where.sheet or "—"}


def _repeated(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> Iterator[tuple[Row, Row]]:
    """The first row with a key, and each further one."""
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        if value := key(row):
            groups[value].append(row)
    for same in groups.values():
        yield from ((same[0], row) for row in same[1:])
