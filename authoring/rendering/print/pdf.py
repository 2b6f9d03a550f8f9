"""A printed document as PDF, by typst."""

from collections.abc import Iterable, Mapping

from authoring.content import Content
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
    plain,
)
from authoring.rendering.print.option_columns import bubble_columns
from authoring.rendering.print.page import PageShape, shape
from authoring.rendering.print.pictures import Printed
from authoring.rendering.print.typst_math import quoted
from authoring.rendering.print.typst_text import typst_blocks, typst_line
from authoring.rendering.templates import template_text
from authoring.rendering.typesetting import SANS, SERIF, pdf_of
from authoring.texts import say

__all__ = ["paper_pdf"]

_SANS = quoted(SANS)


def paper_pdf(document: PrintedDocument, pictures: Mapping[str, Printed]) -> bytes:
    """The PDF; `pictures` by address."""
    page = shape(document.layout)
    body = _Writer(pictures, page)
    head = (
        '#import "look.typ": *\n'
        f"#show: sheet.with(shape: {_shape(page)}, faces: ({quoted(SANS if page.sans else SERIF)}, "
        f"{quoted(SANS)}), title: {quoted(document.title)}, footer: {quoted(document.footer)}, "
        f"numbers: {quoted(say('printing.page', number='{number}', total='{total}'))}, "
        f"seal: {_strings(document.seal)})\n"
    )
    source = head + "\n".join(f"#{code}" for code in map(body.block, document.blocks))
    files = {"main.typ": source.encode(), "look.typ": template_text("print/look.typ").encode()}
    return pdf_of(files | {picture.file: picture.content for picture in pictures.values()})


def _shape(page: PageShape) -> str:
    lengths = ("width", "height", "inner", "outer", "top", "bottom", "gutter")
    fields = "".join(f"{name}: {getattr(page, name)}mm, " for name in lengths)
    return f"({fields}columns: {page.columns}, size: {page.type_size}pt, seal-words: {quoted(say('printing.seal'))})"


def _strings(words: Iterable[str]) -> str:
    return "(" + "".join(f"{quoted(word)}," for word in words) + ")"


class _Writer:
    """Blocks as calls of the template's functions."""

    def __init__(self, pictures: Mapping[str, Printed], page: PageShape) -> None:
        self._pictures = pictures
        self._page = page

    def block(self, block: Block) -> str:
        match block:
            case Masthead(title, facts, fields, scores):
                table = "(" + "".join(f"{_strings(row)}," for row in scores) + ")"
                return f"masthead({_SANS}, {quoted(title)}, {_strings(facts)}, {_strings(fields)}, {table})"
            case SectionHead(title, text):
                return f"section-head({_SANS}, {quoted(title)}, {quoted(text)})"
            case Stem():
                return self._stem(block)
            case Choices(entries, columns):
                cells = "".join(f"({quoted(label)}, {self._line(content)})," for label, content in entries)
                return f"choices({columns}, {'2em' if _narrow(entries) else '2.6em'}, {cells})"
            case Field(before, after, inset):
                return f"field({_words(before)}, {_words(after)}, {str(inset).lower()})"
            case Ruled(lines):
                return f"ruled({lines})"
            case Label(text):
                return f"strong-line({_SANS}, {_words(text)})"
            case Note(label, content):
                return f"note({quoted(label)}, {self._line(content)})"
            case Grid():
                return self._grid(block)
            case Bubbles():
                return self._bubbles(block)
            case NumberGrid(title, digits, heading, text):
                return f"number-grid({_SANS}, {quoted(title)}, {digits}, {quoted(heading)}, {quoted(text)})"
            case Group(blocks):
                return "whole({" + ";".join(map(self.block, blocks)) + "})"

    def _picture(self, address: str, inline: bool) -> str:
        picture = self._pictures[address]
        call = "small-picture" if inline else "picture"
        return f"{call}({quoted(picture.file)}, {picture.width:.2f}mm)"

    def _line(self, content: Content) -> str:
        return typst_line(content, self._picture)

    def _stem(self, stem: Stem) -> str:
        before = _words(stem.marks) if stem.marks else ""
        after = _words(say("printing.bracket")) if stem.bracket else ""
        number = quoted(say("printing.number", number=stem.number))
        return f"stem({number}, {typst_blocks(stem.content, self._picture, before, after)})"

    def _grid(self, grid: Grid) -> str:
        rows = ("(" + "".join(f"{self._line(cell)}," for cell in row) + ")," for row in grid.rows)
        widths = "".join(f"{width}," for width in grid.widths)
        return f"wide-table(({widths}), {_strings(grid.head)}, {''.join(rows)})"

    def _bubbles(self, bubbles: Bubbles) -> str:
        label, columns = bubble_columns(bubbles.rows, self._page.ems)
        rows = "".join(f"({quoted(number)}, {_strings(signs)})," for number, signs in bubbles.rows)
        return f"bubbles({columns}, {label:.2f}em, {rows})"


def _narrow(entries: Iterable[tuple[str, Content]]) -> bool:
    return all(len(label) <= 2 for label, _ in entries)


def _words(text: str) -> str:
    return typst_line(plain(text), lambda address, _: address)
