"""Whether a two-way sheet says the same as the list of rows beside it, which leads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Place
from authoring.papers.blueprint import Measure, Row
from authoring.papers.two_way.faults import doubtful
from authoring.papers.two_way.header import find_header
from authoring.papers.two_way.labels import Labels
from authoring.papers.two_way.layout import Column, limits_text, line_text, place_of
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.reading import titles_of
from authoring.papers.two_way.words import CHOSEN, Meaning
from authoring.texts import say

__all__ = ["differences"]

Key = tuple[frozenset[str], Column]


def differences(
    page: Page, rows: Sequence[Mapping[str, Any]], given: Mapping[str, Any], syllabus: Syllabus | None
) -> Iterator[Finding]:
    """P168 for each cell that says something else than the list, and for each row of the list that has no cell."""
    listed = dict(_listed(rows))
    shown = dict(_shown(page, given, syllabus))
    empty = say("blueprint_table.sheet.empty")
    for key, (text, place) in shown.items():
        wanted = listed.pop(key, "")
        if text != wanted and (text not in ("", "0") or wanted):
            yield doubtful("P168", place, value=text or empty, listed=wanted or empty)
    for (codes, _), text in listed.items():
        if shown:
            value = line_text(sorted(codes), syllabus)
            yield doubtful("P168", page.place(), value=f"{value} {empty}", listed=text)


def _listed(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Key, str]]:
    for plain in rows:
        try:
            row = Row.model_validate(plain)
        except ValidationError:
            continue
        at = place_of(row)
        if at and (row.at_least is not None or row.at_most is not None):
            yield (frozenset(at[0]), at[1]), limits_text(row.at_least, row.at_most)


def _shown(page: Page, given: Mapping[str, Any], syllabus: Syllabus | None) -> Iterator[tuple[Key, tuple[str, Place]]]:
    header = find_header(page, titles_of(given))
    if header is None:
        return
    labels = Labels(syllabus)
    for row in range(header.below, len(page.cells)):
        texts = [text for at in header.labels if (text := page.text(row, at))]
        codes = labels.codes(texts[-1]) if texts else None
        if codes is None:
            continue
        for at, head in header.heads.items():
            if not head.total:
                yield (frozenset(codes), _column(head)), (page.text(row, at), page.place(row, at))


def _column(head: Meaning) -> Column:
    chosen = tuple((field, tuple(head.chosen[field])) for field in CHOSEN if field in head.chosen)
    measure = Measure.MARKS if head.measure == "marks" else Measure.COUNT
    return Column(head.section or "", chosen, measure)  # type: ignore[arg-type]
