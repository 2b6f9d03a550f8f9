"""A handout as a Word file with styles, so that people can change it; the same handout gives the same bytes."""

from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from authoring.rendering.guide.blocks import Block, Bullets, Figure, Grid, Handout, Heading, Notice, Paragraph
from authoring.rendering.guide.printed import png_of
from authoring.rendering.word_file import about, chinese, fonts, keep_row, numbered_page, saved, shade
from authoring.texts import say

__all__ = ["handout_docx"]

_FACE = "微软雅黑"
_INK, _SOFT = RGBColor(0x16, 0x3A, 0x66), RGBColor(0x55, 0x67, 0x7A)
_LINE_MM = 170
"""A4 less its margins."""
_AFTER = {"Subtitle": 8, "Heading 2": 4}
"""Points below a paragraph, by style."""


def handout_docx(handout: Handout) -> bytes:
    """The .docx, A4."""
    document = docx.Document()
    _page(document, handout)
    _styles(document)
    document.add_heading(handout.title, 0)
    document.add_paragraph(handout.subtitle, "Subtitle")
    for block in handout.blocks:
        _add(document, block)
    return saved(document)


def _page(document: Document, handout: Handout) -> None:
    about(document, f"{handout.title} {handout.subtitle}")
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{handout.footer}\t\t")
    numbered_page(foot, say("guide.page", number="\n", total="\n"))


def _styles(document: Document) -> None:
    looks = {
        "Normal": (10.5, False, None),
        "Title": (20, True, _INK),
        "Subtitle": (11, False, _SOFT),
        "Heading 2": (13, True, _INK),
        "Footer": (8.5, False, _SOFT),
    }
    for name, (size, bold, colour) in looks.items():
        style: Any = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(_AFTER.get(name, 3)), 1.0
        if colour is not None:
            style.font.color.rgb = colour
        fonts(style, _FACE)
    chinese(document)


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading():
            number = "" if block.number is None else f"{block.number}　"
            document.add_heading(f"{number}{block.text}", 2)
        case Paragraph():
            document.add_paragraph(block.text).paragraph_format.keep_with_next = block.keeps or None
        case Bullets():
            for item in block.items:
                _bullet(document, item, boxes=block.boxes)
        case Notice():
            made = document.add_paragraph()
            made.add_run(block.text).bold = True
            shade(made._p.get_or_add_pPr(), "FFF6E5")
        case Figure():
            made = document.add_paragraph()
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.add_run().add_picture(BytesIO(png_of(block)), width=Mm(_LINE_MM * block.share * 0.92))
            _described(made, block.caption)
        case Grid():
            _grid(document, block)


def _bullet(document: Document, item: str, *, boxes: bool) -> None:
    if not boxes:
        made = document.add_paragraph(item, "List Bullet")
    else:
        made = document.add_paragraph(f"□　{item}")
        made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Mm(7), Mm(-7)
    made.paragraph_format.space_after = Pt(2)


def _described(paragraph: Any, caption: str) -> None:
    """What the picture shows, for those who hear the page."""
    for picture in paragraph._p.iter(qn("wp:docPr")):
        picture.set("descr", caption)


def _grid(document: Document, grid: Grid) -> None:
    lines = [*([grid.head] if grid.head else []), *grid.rows]
    table = document.add_table(len(lines), len(grid.widths), "Table Grid")
    table.autofit = False
    for width, column in zip(grid.widths, table.columns, strict=True):
        column.width = Mm(_LINE_MM * width / sum(grid.widths))
    for n, words in enumerate(lines):
        row = table.rows[n]
        keep_row(row, is_head=bool(grid.head) and n == 0)
        if not any(words):
            row.height = Mm(9)  # room to write by hand
        for m, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
            cell.width = table.columns[m].width
            cell.text = text
            if (grid.head and n == 0) or (not grid.head and m == 0):
                shade(cell._tc.get_or_add_tcPr(), "EEF4FA")
                _strong(cell)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _strong(cell: Any) -> None:
    for run in cell.paragraphs[0].runs:
        run.bold, run.font.color.rgb = True, _INK
