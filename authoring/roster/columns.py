"""Words above a roster's columns, and the table under them; words are compared as in the intake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from authoring.findings import Finding, Place
from authoring.intake.excel.cells import letters
from authoring.intake.excel.opening import Sheet
from authoring.intake.excel.words import bare
from authoring.roster.faults import note, wrong
from authoring.texts import say, tree

__all__ = ["Table", "find_table", "title"]

NEEDED = ("name", "phone", "id_number")
_LOOKED_AT = 30
"""Rows in which a header is looked for."""


@dataclass(slots=True)
class Table:
    """Where each field stands, and the rows under the header."""

    where: Place
    """File and sheet."""
    columns: dict[str, int]
    """Field → column, counted from 0."""
    rows: list[tuple[int, list[Any]]]
    """Row number, counted from 0, and cells."""
    findings: list[Finding] = field(default_factory=list)


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    """Normalised word → field."""
    found: dict[str, str] = {}
    for name, words in tree("roster", "header").items():
        for word in words if isinstance(words, list) else ():
            found.setdefault(bare(word), name)
    return found


def title(name: str) -> str:
    """The word that stands above a field in what we write."""
    return str(next(iter(tree("roster", "header")[name])))  # type: ignore[call-overload]


def find_table(sheet: Sheet, source: str) -> Table | None:
    """The table of a sheet; None where no row looks like a roster's header."""
    for at, (row, values) in enumerate(sheet.rows[:_LOOKED_AT]):
        known = [_fields().get(bare(value)) for value in values]
        if len({"name", "phone", "ticket", "id_number"} & set(known)) > 1:
            table = Table(Place(file=source, sheet=sheet.name), {}, sheet.rows[at + 1 :])
            table.findings += _settled(table, row, values, known)
            return table
    return None


def _settled(table: Table, row: int, header: Sequence[Any], known: Sequence[str | None]) -> Iterator[Finding]:
    """Decides which column holds which field, and tells what is missing, doubled or not read."""
    where = table.where.model_copy(update={"row": row + 1})
    for at, name in enumerate(known):
        if name and name in table.columns:
            place = where.model_copy(update={"column": letters(at)})
            yield wrong("R205", place, word=str(header[at]).strip(), other=letters(table.columns[name]))
        elif name:
            table.columns[name] = at
        elif word := str("" if header[at] is None else header[at]).strip():
            near = [title(_fields()[like]) for like in get_close_matches(bare(word), list(_fields()), n=1, cutoff=0.5)]
            hint = say("roster.near", name=near[0]) if near else ""
            yield note("R203", where.model_copy(update={"column": letters(at)}), word=word, near=hint)
    if "phone" not in table.columns and "ticket" in table.columns:  # 准考证号 is the phone number
        table.columns["phone"] = table.columns.pop("ticket")
    missing = [title(name) for name in NEEDED if name not in table.columns]
    if missing:
        yield wrong("R202", where, columns="、".join(missing))
