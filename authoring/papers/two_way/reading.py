"""The usual two-way table (双向细目表) as a blueprint: lines of domains and points, columns of types and levels."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from authoring.bank.syllabus import Syllabus
from authoring.intake.notation import folded
from authoring.papers.two_way.amounts import Amount, amounts
from authoring.papers.two_way.faults import note, wrong
from authoring.papers.two_way.header import Header, find_header
from authoring.papers.two_way.labels import Labels
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.planning import Draft, add_rows, add_settings
from authoring.papers.two_way.sections import sections_of, worths
from authoring.papers.two_way.settings_block import add_type_table, read_block
from authoring.papers.two_way.shares import add_shares, shares_of
from authoring.papers.two_way.sums import disagreements
from authoring.papers.two_way.table import read_table
from authoring.papers.workbook_cells import Reading
from authoring.texts import say

__all__ = ["find_table", "read_two_way", "titles_of"]


def titles_of(given: Mapping[str, Any]) -> dict[str, str]:
    """Ids of sections that are known, by their folded titles: heads may name them."""
    sections = given.get("sections") or ()
    return {folded(plain["title"]): plain["id"] for plain in sections if plain.get("title") and plain.get("id")}


def find_table(pages: Sequence[Page], given: Mapping[str, Any]) -> tuple[Page, Header] | None:
    """The first sheet with the head of a two-way table."""
    titles = titles_of(given)
    return next(((page, found) for page in pages if (found := find_header(page, titles))), None)


def read_two_way(
    page: Page, reading: Reading, given: Mapping[str, Any], syllabus: Syllabus | None
) -> dict[str, Any] | None:
    """The plain data of the blueprint that a sheet holds; what is wrong or left out is told to `reading`.

    `given` are plain data that the table cannot say, such as `minutes`; they go before what its texts say. None when
    there is nothing in the table, or something is missing without which there is no blueprint.
    """
    header = find_header(page, titles_of(given), reading)
    if header is None:
        return None
    table = read_table(page, header, Labels(syllabus), reading)
    if not any(any(cell.quantity.numbers) for cell in table.cells):
        reading.findings.append(wrong("P151", page.place(header.below - 1)))
        return None
    block = read_block(table.texts)
    add_type_table(block, page, header.top)
    counted, findings = amounts(table, block)
    reading.findings += findings
    sections, findings = sections_of(table, counted, block, list(given.get("sections") or ()))
    worth = worths(counted, sections)
    reading.findings += [*findings, *disagreements(table, counted, worth)]
    draft = Draft(page, reading, block, header.top, dict(given))
    add_settings(draft, sections, _worth(counted.inner))
    add_rows(draft, table, counted, sections, worth)
    for shares in shares_of(counted, page, syllabus):
        add_shares(draft, shares, page.place(header.below - 1))
    known = (draft.plain["title"], say("blueprint_table.sheet.lead"))
    unread = [
        text for _, text in block.rest if not text.startswith(known)
    ]  # a title may go on with the words for the table
    if unread:
        reading.findings.append(note("P179", page.place(), texts="；".join(unread)[:_SHOWN]))
    return None if any(finding.code == "P160" for finding in reading.findings) else draft.plain


_SHOWN = 200
"""Characters of what was not read that are shown."""


def _worth(inner: Sequence[Amount]) -> Decimal | None:
    """Marks that a table without marks of its types adds up to."""
    values = [made.value for made in inner if made.measure == "marks"]
    dims = {made.head.total or bool(made.head.chosen) for made in inner if made.measure == "marks"}
    return sum(values, Decimal(0)) if len(dims) == 1 and values else None
