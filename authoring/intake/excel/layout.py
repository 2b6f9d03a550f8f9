"""Where a table's header is and what its columns mean: known words, a remembered layout, or the columns' contents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from authoring.findings import Finding, Place
from authoring.intake.answers import BlankNotation
from authoring.intake.excel.cells import letters
from authoring.intake.excel.faults import fault
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import Sheet
from authoring.intake.excel.words import Columns, bare, field_of, guess_columns, title
from authoring.intake.notation import LETTERS, choice_key, folded, open_choice, truth_of, type_of
from authoring.texts import say

__all__ = ["Table", "column_findings", "find_table"]

_LOOKED_AT = 30
"""Rows in which a header is looked for."""
_SAMPLE = 50
_INNER = frozenset(("status", "version", "fingerprint", "rest", "not_carried"))
"""Fields that nobody maps a column to."""
_SINGLE = re.compile(r"[a-z]|选项[a-z]")


@dataclass(slots=True)
class Table:
    """A header and the rows under it."""

    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    rows: list[tuple[int, list[Any]]]
    header_row: int | None = None
    """Counted from 0; None where there is no header."""
    columns: Columns | None = None
    """What was guessed; None for a remembered layout."""
    blanks: BlankNotation | None = None
    is_markup: bool | None = None
    findings: list[Finding] = field(default_factory=list)


def find_table(sheet: Sheet, source: str, mapping: Mapping, *, alone: bool) -> Table | Finding | None:
    """The table of a sheet; a finding where it cannot be read; None for an empty sheet.

    `alone`: nothing else in the file can hold the questions, so that a table without header is no side sheet.
    """
    if not sheet.rows:
        return None
    where = Place(file=source, sheet=sheet.name)
    best: tuple[int, int] = (0, 0)
    for index, (_, values) in enumerate(sheet.rows[:_LOOKED_AT]):
        layout = mapping.layout(values)
        if layout is not None:
            fields = (*layout.fields, *[None] * (len(values) - len(layout.fields)))
            return _table(sheet, index, fields, layout.blanks, layout.is_markup)
        header, used = _two_rows(sheet, index)
        columns = guess_columns(header)
        known = {name for name in columns.guessed if name}
        if "stem" in known and len(known) > 1:
            return _guessed(sheet, index, header, used, columns)
        best = max(best, (len(known), -index))
    if best[0] < 2 and (table := _by_position(sheet, where)):
        return table
    if best[0] < 2 and not alone:
        return fault("I205", where)
    number, values = sheet.rows[-best[1]]
    words = "、".join(_word(value) for value in values if _word(value))
    return fault("I201", where.model_copy(update={"row": number + 1}), row=number + 1, words=words)


def _word(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _table(
    sheet: Sheet,
    index: int,
    fields: tuple[str | None, ...],
    blanks: BlankNotation | None = None,
    is_markup: bool | None = None,
) -> Table:
    number, values = sheet.rows[index]
    header = tuple(_word(value) for value in values)
    return Table(header, fields, sheet.rows[index + 1 :], number, None, blanks, is_markup)


def _two_rows(sheet: Sheet, index: int) -> tuple[list[Any], int]:
    """The words of a header; under a merged `选项` the letters of the options stand in a second row."""
    number, values = sheet.rows[index]
    if index + 1 >= len(sheet.rows) or sheet.rows[index + 1][0] != number + 1:
        return values, 1
    below = sheet.rows[index + 1][1]
    singles = [at for at, word in enumerate(below) if _SINGLE.fullmatch(bare(word))]
    others = [at for at, word in enumerate(below) if bare(word) and at not in singles]
    free = all(at >= len(values) or field_of(values[at]) in (None, "options") for at in singles)
    if len(singles) < 2 or not free or any(field_of(below[at]) is None for at in others):
        return values, 1
    width = max(len(values), len(below))
    upper, lower = [*values, *[""] * (width - len(values))], [*below, *[""] * (width - len(below))]
    return [low if bare(low) else up for up, low in zip(upper, lower, strict=True)], 2


def _guessed(sheet: Sheet, index: int, header: list[Any], used: int, columns: Columns) -> Table:
    return Table(
        tuple(map(_word, header)), columns.guessed, sheet.rows[index + used :], sheet.rows[index][0], columns=columns
    )


def _by_position(sheet: Sheet, where: Place) -> Table | None:
    """A table without header, where the contents of its columns fit one order of fields and no other."""
    sample = [values for _, values in sheet.rows[:_SAMPLE]]
    width = max(map(len, sample))
    fitting = [fields for fields in _orders() if len(fields) <= width and _fits(fields, sample)]
    longest = [fields for fields in fitting if len(fields) == max(map(len, fitting))]
    if len(longest) != 1:
        return None
    fields = longest[0] + (None,) * (width - len(longest[0]))
    named = "、".join(f"{letters(at)} {title(name)}" for at, name in enumerate(fields) if name)
    table = Table(("",) * width, fields, sheet.rows, columns=Columns(guessed=fields))
    table.findings.append(fault("I236", where, fields=named))
    return table


def _orders() -> Iterator[tuple[str, ...]]:
    national = ("national_point", "national_type", "stem", *(f"option.{sign}" for sign in "ABCDE"))
    yield (*national, "answer", "difficulty", "consistency")
    for front in (("type", "stem"), ("number", "type", "stem"), ("stem",), ("number", "stem")):
        for count in range(3, 9):
            options = tuple(f"option.{sign}" for sign in LETTERS[:count])
            yield (*front, *options, "answer")
            yield (*front, "answer", *options)


def _fits(fields: Sequence[str], sample: Sequence[Sequence[Any]]) -> bool:
    rows = [dict(zip(fields, values, strict=False)) for values in sample]
    good = [row for row in rows if _row_fits(row)]
    chosen = [row for row in good if any(name.startswith("option.") and _word(row.get(name)) for name in fields)]
    return bool(chosen) and len(good) >= 0.9 * len(rows)


def _row_fits(row: dict[str, Any]) -> bool:
    kind, number, stem, answer = (row.get(name) for name in ("type", "number", "stem", "answer"))
    if "type" in row and type_of(kind) is None and not open_choice(kind):
        return False
    if "national_type" in row and not (len(_word(row["national_type"])) == 1 and "-" in _word(row["national_point"])):
        return False
    if "number" in row and not folded(number).isdigit():
        return False
    if len(_word(stem)) < 4 or not _word(answer):
        return False
    options = [_word(value) for name, value in row.items() if name.startswith("option.")]
    while options and not options[-1]:
        options.pop()
    return bool(choice_key(answer, options)) if options else truth_of(answer) is not None or "type" in row


def column_findings(table: Table, where: Place) -> Iterator[Finding]:
    """What stands in columns that are not read."""
    for at in range(max((len(values) for _, values in table.rows), default=0)):
        name = table.fields[at] if at < len(table.fields) else None
        if name is not None and name != "not_carried":
            continue
        held = [text for _, values in table.rows if at < len(values) and (text := _word(values[at]))]
        if not held:
            continue
        word = table.header[at] if at < len(table.header) else ""
        place = where.model_copy(update={"row": (table.header_row or 0) + 1, "column": letters(at)})
        if table.columns is not None and at in table.columns.doubled:
            other = table.header[table.columns.doubled[at]]
            meant = title(str(table.fields[table.columns.doubled[at]]))
            yield fault("I203", place, word=word, other=other, title=meant)
        elif name == "not_carried" or table.columns is None:
            yield fault("I204", place, word=word or letters(at), count=len(held), sample=held[0])
        else:
            names = "、".join(title(field) for field in table.columns.candidates.get(at, ()) if field not in _INNER)
            near = say("intake_excel.part.near_column", names=names) if names else ""
            yield fault("I202", place, word=word or letters(at), count=len(held), sample=held[0], near=near)
