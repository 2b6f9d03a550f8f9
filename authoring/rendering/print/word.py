"""A printed document as a Word file with styles, to be changed in Word; the same document gives the same bytes."""

from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from authoring.content.nodes import Paragraph
from authoring.rendering.print.blocks import (
    Block,
    Bubbles,
    Choices,
    Field,
    Grid,
    Group,
    Label,
    Masthead,
    Note,
    NumberGrid,
    PrintedDocument,
    Ruled,
    SectionHead,
    Stem,
)
from authoring.rendering.print.option_columns import bubble_columns
from authoring.rendering.print.page import shape
from authoring.rendering.print.pictures import Printed
from authoring.rendering.print.word_page import page, styles
from authoring.rendering.print.word_text import WordText, set_widths
from authoring.rendering.word_file import about, chinese, keep_row, no_padding, saved, shade
from authoring.texts import say

__all__ = ["paper_docx"]

_LINE = "＿" * 12


def paper_docx(document: PrintedDocument, pictures: Mapping[str, Printed]) -> bytes:
    """The .docx; `pictures` by address."""
    made = docx.Document()
    about(made, document.title)
    styles(made, shape(document.layout))
    chinese(made)
    page(made, document)
    writer = _Writer(made, document, pictures)
    for block in document.blocks:
        writer.add(block)
    return saved(made)


class _Writer:
    def __init__(self, made: Document, document: PrintedDocument, pictures: Mapping[str, Printed]) -> None:
        self._made = made
        self._shape = shape(document.layout)
        self._text = WordText(pictures, self._shape)

    def add(self, block: Block) -> None:  # noqa: PLR0912  # one case for each kind of block
        match block:
            case Masthead():
                self._masthead(block)
            case SectionHead(title, text):
                self._made.add_paragraph(title, style="Heading 1")
                if text:
                    self._made.add_paragraph(text, style="Instructions")
            case Stem():
                self._stem(block)
            case Choices():
                self._choices(block)
            case Field(before, after, inset):
                paragraph = self._made.add_paragraph(style="Option" if inset else "Stem")
                self._text.text(paragraph, f"{before}{_LINE} {after}")
            case Ruled(lines):
                for _ in range(lines):
                    _underline(self._made.add_paragraph(style="Ruled"))
            case Label(text):
                self._text.text(self._made.add_paragraph(style="Heading 2"), text)
            case Note(label, content):
                paragraph = self._made.add_paragraph(style="Note")
                paragraph.add_run(f"{label}　").bold = True
                self._text.blocks(self._made, content.blocks, "Note", first=paragraph)
            case Grid():
                self._grid(block)
            case Bubbles():
                self._bubbles(block)
            case NumberGrid():
                self._number_grid(block)
            case Group(blocks):
                self._group(blocks)

    def _group(self, blocks: Sequence[Block]) -> None:
        """Every paragraph but the last holds on to the next one."""
        body = self._made.element.body
        before = len(body)
        for block in blocks:
            self.add(block)
        paragraphs = [p for child in list(body)[before - 1 : -1] for p in child.iter(qn("w:p"))]
        for paragraph in paragraphs[:-1]:
            _keep(paragraph, "keepNext")
        for paragraph in paragraphs:
            _keep(paragraph, "keepLines")

    def _masthead(self, head: Masthead) -> None:
        self._made.add_paragraph(head.title, style="Title")
        self._made.add_paragraph("　　".join(head.facts), style="Subtitle")
        if head.fields:
            paragraph = self._made.add_paragraph(style="Instructions")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run("　".join(f"{name}{_LINE}" for name in head.fields))
        if head.scores:
            table = self._table(len(head.scores), [3, *[4] * (len(head.scores[0]) - 1)])
            for row, words in zip(table.rows, head.scores, strict=True):
                row.height = Mm(7.5)
                for cell, text in zip(row.cells, words, strict=True):
                    _centred(cell, text)

    def _stem(self, stem: Stem) -> None:
        paragraph = self._made.add_paragraph(style="Stem")
        paragraph.add_run(say("printing.number", number=stem.number) + "\t" + stem.marks)
        blocks = stem.content.blocks
        starts = bool(blocks) and isinstance(blocks[0], Paragraph)
        last = self._text.blocks(self._made, blocks, "Stem more", first=paragraph if starts else None)
        if stem.bracket:
            self._text.text(last or paragraph, say("printing.bracket"))

    def _choices(self, choices: Choices) -> None:
        columns, entries = choices.columns, choices.entries
        for start in range(0, len(entries), columns):
            paragraph = self._made.add_paragraph(style="Option")
            if columns > 1:
                self._stops(paragraph, columns)
            for n, (label, content) in enumerate(entries[start : start + columns]):
                paragraph.add_run(("\t" if n else "") + label)
                self._text.blocks(self._made, content.blocks, "Option", first=paragraph)

    def _stops(self, paragraph: Any, columns: int) -> None:
        indent = self._shape.type_size * 2.2 * 25.4 / 72
        width = (self._shape.line - indent) / columns
        for n in range(1, columns):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(indent + n * width))

    def _grid(self, grid: Grid) -> None:
        table = self._table(len(grid.rows) + 1, grid.widths)
        keep_row(table.rows[0], is_head=True)
        for cell, text in zip(table.rows[0].cells, grid.head, strict=True):
            shade(cell._tc.get_or_add_tcPr(), "EDEDED")
            _centred(cell, text, bold=True)
        for n, contents in enumerate(grid.rows, start=1):
            row = table.rows[n]
            keep_row(row, is_head=False)
            for cell, content in zip(row.cells, contents, strict=True):
                self._text.cell(cell, content, "Cell")
        self._made.add_paragraph(style="Gap")

    def _table(self, rows: int, widths: Sequence[int]) -> Any:
        table = self._made.add_table(rows, len(widths), "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        set_widths(table, [self._shape.line * width / sum(widths) for width in widths])
        return table

    def _bubbles(self, bubbles: Bubbles) -> None:
        _, columns = bubble_columns(bubbles.rows, self._shape.ems)
        for start in range(0, len(bubbles.rows), columns):
            paragraph = self._made.add_paragraph(style="Bubbles")
            self._stops(paragraph, columns)
            cells = (
                f"{number}　{' '.join(f'[{sign}]' for sign in signs)}"
                for number, signs in bubbles.rows[start : start + columns]
            )
            paragraph.add_run("\t".join(cells))

    def _number_grid(self, grid: NumberGrid) -> None:
        self._made.add_paragraph(grid.heading, style="Heading 1")
        self._made.add_paragraph(grid.text, style="Instructions")
        self._made.add_paragraph(grid.title, style="Heading 2").alignment = WD_ALIGN_PARAGRAPH.CENTER
        table = self._made.add_table(11, grid.digits, "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        set_widths(table, [self._shape.type_size * 0.75] * grid.digits)
        no_padding(table)
        for n, row in enumerate(table.rows):
            keep_row(row, is_head=False)
            row.height = Mm(8 if n == 0 else 5)
            for cell in row.cells:
                _centred(cell, "" if n == 0 else f"[{n - 1}]")
        self._made.add_paragraph(style="Gap")


def _centred(cell: Any, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = "Cell", WD_ALIGN_PARAGRAPH.CENTER
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph.add_run(text).bold = bold or None


def _keep(paragraph: Any, name: str) -> None:
    properties = paragraph.get_or_add_pPr()
    if properties.find(qn(f"w:{name}")) is None:
        getattr(properties, f"_add_{name}")()


def _underline(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    for name in ("bottom", "between"):  # Word joins the borders of paragraphs alike unless there is one between them
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "888888")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
