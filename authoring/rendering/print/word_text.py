"""The authors' content as Word paragraphs, runs, tables and equations."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from authoring.content import Content
from authoring.content.nodes import (
    Blank,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Math,
    MathBlock,
    OrderedList,
    Paragraph,
    Strong,
    Sub,
    Sup,
    Table,
    Text,
)
from authoring.rendering.print.omml import equation
from authoring.rendering.print.option_columns import ems
from authoring.rendering.print.page import PageShape
from authoring.rendering.print.pictures import Printed
from authoring.rendering.print.typst_text import script_runs
from authoring.rendering.typesetting import png_of_svg
from authoring.rendering.word_file import keep_row

__all__ = ["WordText", "set_widths"]

_BLANK = "＿" * 6
_BRACKET, _NO_BREAK = re.compile("（[　 ]+）"), f"（{chr(0xA0) * 8}）"
"""An empty bracket for an answer: Word would break the line within it."""
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT}


class WordText:
    """Writes content into a place that holds paragraphs: a document or a cell."""

    def __init__(self, pictures: Mapping[str, Printed], page: PageShape) -> None:
        self._pictures = pictures
        self._em, self._room = page.type_size * 25.4 / 72, page.ems
        self._drawings: dict[str, bytes] = {}

    def blocks(self, place: Any, blocks: tuple[Block, ...], style: str, first: Any = None) -> Any:
        """Adds blocks, the first into the paragraph `first` where it is one; returns the last paragraph."""
        paragraph = first
        for n, block in enumerate(blocks):
            if isinstance(block, Paragraph) and not (n == 0 and first is not None):
                paragraph = place.add_paragraph(style=style)
            match block:
                case Paragraph(children):
                    self.line(paragraph, children)
                    if len(children) == 1 and isinstance(children[0], Image):
                        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                case MathBlock(math):
                    paragraph = place.add_paragraph(style=style)
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                    paragraph._p.append(equation(math))
                case BulletList(items):
                    paragraph = self._list(place, items, style, ["•　"] * len(items))
                case OrderedList(items):
                    paragraph = self._list(place, items, style, [f"{k}. " for k in range(1, len(items) + 1)])
                case Table():
                    self._table(place, block)
                    paragraph = place.add_paragraph(style="Gap")
                case CodeBlock(text):
                    paragraph = place.add_paragraph(style=style)
                    _code(paragraph, text)
        return paragraph

    def line(self, paragraph: Any, children: tuple[Inline, ...], **look: bool) -> None:
        """Adds inline content to a paragraph; `look` says `bold` or `underline`."""
        for node in children:
            match node:
                case Text(text):
                    self.text(paragraph, text, **look)
                case Strong(inner):
                    self.line(paragraph, inner, **(look | {"bold": True}))
                case Emphasis(inner):
                    self.line(paragraph, inner, **(look | {"underline": True}))
                case Sub(text):
                    paragraph.add_run(text).font.subscript = True
                case Sup(text):
                    paragraph.add_run(text).font.superscript = True
                case Code(text):
                    _code(paragraph, text)
                case Math():
                    paragraph._p.append(equation(node))
                case Image(src, alt):
                    self._picture(paragraph, src, alt)
                case LineBreak():
                    paragraph.add_run().add_break()
                case Blank():
                    paragraph.add_run(_BLANK)

    def text(self, paragraph: Any, text: str, **look: bool) -> None:
        """Words; small figures (CO₂) become lowered common ones, which every face has."""
        for piece, kind in script_runs(_BRACKET.sub(_NO_BREAK, text)):
            run = paragraph.add_run(piece)
            for name, on in look.items():
                setattr(run, name, on)
            if kind:
                setattr(run.font, {"sub": "subscript", "sup": "superscript"}[kind], True)

    def cell(self, cell: Any, content: Content, style: str) -> None:
        self.blocks(cell, content.blocks, style, first=cell.paragraphs[0])
        cell.paragraphs[0].style = style

    def _list(self, place: Any, items: tuple[tuple[Block, ...], ...], style: str, marks: list[str]) -> Any:
        paragraph = None
        for mark, item in zip(marks, items, strict=True):
            paragraph = self.blocks(place, item, style, first=place.add_paragraph(mark, style=style))
        return paragraph

    def _table(self, place: Any, table: Table) -> None:
        lines = [table.header, *table.rows]
        made = place.add_table(len(lines), len(table.header))
        made.style, made.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        columns = zip(*lines, strict=True)
        widths = [max(ems(Content((Paragraph(cell),)).text()) for cell in column) + 2 for column in columns]
        set_widths(made, [width * self._em * min(1.0, self._room / sum(widths)) for width in widths])
        for n, cells in enumerate(lines):
            keep_row(made.rows[n], is_head=n == 0)
            for cell, inner, align in zip(made.rows[n].cells, cells, table.align, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.style = "Cell"
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                if n + 1 < len(lines):
                    paragraph.paragraph_format.keep_with_next = True
                paragraph.alignment = _ALIGN.get(align, WD_ALIGN_PARAGRAPH.CENTER)
                self.line(paragraph, inner, **({"bold": True} if n == 0 else {}))

    def _picture(self, paragraph: Any, src: str, alt: str) -> None:
        picture = self._pictures[src]
        data = picture.content
        if picture.file.endswith(".svg"):
            if src not in self._drawings:
                self._drawings[src] = png_of_svg(data)
            data = self._drawings[src]
        run = paragraph.add_run()
        run.add_picture(BytesIO(data), width=Mm(picture.width))
        for about in run._r.iter(qn("wp:docPr")):
            about.set("descr", alt)


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Columns of these millimetres, whatever stands in them."""
    table.autofit = False
    for width, column in zip(widths, table.columns, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _code(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.name = "Consolas"
    run.font.no_proof = True
