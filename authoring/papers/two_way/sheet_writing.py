"""Writing the two-way sheet of a blueprint's workbook: merged heads, sums as formulas, frozen panes, A4 landscape."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from authoring.papers.two_way.sheet import FIRST, TOP, TwoWaySheet
from authoring.texts import say

__all__ = ["write_two_way"]

_HEAD = {"bold": True, "bg_color": "#DCE6F1", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_LABEL = {"border": 1, "valign": "vcenter", "text_wrap": True}
_CELL = {"border": 1, "align": "center", "valign": "vcenter"}
_SUM = _CELL | {"bold": True, "bg_color": "#F2F2F2"}


def write_two_way(book: Workbook, sheet: TwoWaySheet) -> None:
    page = book.add_worksheet(say("blueprint_table.sheet.name"))
    formats = {name: book.add_format(found) for name, found in _FORMATS.items()}
    head, lines = sheet.head(), [*sheet.lines()]
    width = len(head[0])
    _merge(page, 0, 0, 0, width - 1, sheet.blueprint.title, formats["title"])
    _merge(page, 1, 0, 1, width - 1, sheet.said(), formats["said"])
    page.set_row(0, 26)
    page.set_row(1, 32)
    _write_head(page, head, sheet, formats["head"])
    _write_lines(page, lines, sheet, formats)
    if sheet.leads:
        _write_sums(page, lines, sheet, formats["sum"])
    page.set_column(0, sheet.labels - 1, 30, None)
    page.set_column(sheet.labels, width - 1, 9, None)
    page.freeze_panes(FIRST, sheet.labels)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(TOP, FIRST - 1)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.center_horizontally()


_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
    "said": {"font_color": "#595959", "align": "left", "valign": "vcenter", "text_wrap": True},
    "head": _HEAD,
    "label": _LABEL,
    "cell": _CELL,
    "sum": _SUM,
}


def _write_head(page: Any, head: list[list[str]], sheet: TwoWaySheet, style: Any) -> None:
    for at in range(sheet.labels):
        _merge(page, TOP, at, FIRST - 1, at, head[0][at], style)
    columns = list(zip(*head, strict=True))[sheet.labels :]
    at = sheet.labels
    for first, inner in groupby(columns, key=lambda words: words[0]):
        names = [(name, len([*same])) for name, same in groupby(inner, key=lambda words: words[1])]
        span = sum(count for _, count in names)
        if [name for name, _ in names] in ([first], [""]):
            _merge(page, TOP, at, TOP + 1, at + span - 1, first, style)
        else:
            _merge(page, TOP, at, TOP, at + span - 1, first, style)
            start = at
            for name, count in names:
                _merge(page, TOP + 1, start, TOP + 1, start + count - 1, name, style)
                start += count
        at += span
    for column, words in enumerate(columns, start=sheet.labels):
        page.write_string(FIRST - 1, column, words[2], style)


def _write_lines(page: Any, lines: list[list[Any]], sheet: TwoWaySheet, formats: dict[str, Any]) -> None:
    for row, line in enumerate(lines, start=FIRST):
        for at, value in enumerate(line):
            style = formats["label" if at < sheet.labels else "cell"]
            if isinstance(value, int | float):
                page.write_number(row, at, value, style)
            elif not value:
                page.write_blank(row, at, None, style)
            else:
                page.write_string(row, at, value, style)
    if sheet.labels == 2:
        row = FIRST
        for domain, same in groupby(lines, key=lambda line: line[0]):
            count = len([*same])
            if domain and count > 1:
                page.merge_range(row, 0, row + count - 1, 0, domain, formats["label"])
            row += count


def _write_sums(page: Any, lines: list[list[Any]], sheet: TwoWaySheet, style: Any) -> None:
    last = FIRST + len(lines) - 1
    for row, line in enumerate(lines, start=FIRST):
        for entry in sheet.sums:
            value = sum(line[at] or 0 for at in entry.parts)
            page.write_formula(row, entry.at, _added(row, entry.parts), style, value)
    _merge(page, last + 1, 0, last + 1, sheet.labels - 1, say("blueprint_table.sheet.total"), style)
    for at in range(sheet.labels, sheet.labels + len(sheet.layout.columns) + len(sheet.sums)):
        parts = next((entry.parts for entry in sheet.sums if entry.at == at), (at,))
        value = sum(line[part] or 0 for line in lines for part in parts)
        span = f"{xl_rowcol_to_cell(FIRST, at)}:{xl_rowcol_to_cell(last, at)}"
        page.write_formula(last + 1, at, f"=SUM({span})", style, value)


def _added(row: int, parts: Sequence[int]) -> str:
    first, last = parts[0], parts[-1]
    if list(parts) == [*range(first, last + 1)]:
        return f"=SUM({xl_rowcol_to_cell(row, first)}:{xl_rowcol_to_cell(row, last)})"
    return f"=SUM({','.join(xl_rowcol_to_cell(row, at) for at in parts)})"


def _merge(page: Any, top: int, left: int, bottom: int, right: int, text: str, style: Any) -> None:
    if (top, left) == (bottom, right):
        page.write_string(top, left, text, style)
    else:
        page.merge_range(top, left, bottom, right, text, style)
