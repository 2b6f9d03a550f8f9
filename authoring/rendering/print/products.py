"""Every product of a form as a printed document."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from authoring.papers.paper import Form, Paper
from authoring.questions import Question
from authoring.rendering.print.asked import Asked, asked
from authoring.rendering.print.blocks import Block, PrintedDocument
from authoring.rendering.print.keys import PrintedKey, printed_keys
from authoring.rendering.print.marking import answered_blocks, guide_blocks, key_blocks, key_head
from authoring.rendering.print.page import PrintLayout
from authoring.rendering.print.paper import candidate_fields, masthead, paper_blocks, paper_document
from authoring.rendering.print.sheet import sheet_blocks
from authoring.texts import say

__all__ = ["Product", "documents"]


class Product(StrEnum):
    PAPER = "paper"
    SHEET = "sheet"
    """答题卡."""
    KEY = "key"
    ANSWERED = "answered"
    """The paper with each key behind its question."""
    APPENDED = "appended"
    """The paper with all keys at its end."""
    GUIDE = "guide"
    """Marking guide (评分标准)."""


def documents(
    paper: Paper, form: Form, questions: Mapping[str, Question], products: Collection[Product], layout: PrintLayout
) -> list[PrintedDocument]:
    """The products of one form. Where an answer sheet is among them, answers are written there."""
    view = asked(paper, form, questions)
    keys = printed_keys(form, questions, paper.scoring)
    return [
        _document(product, view, keys, layout, f"{paper.id}-{form.name}-{product}-{layout}", Product.SHEET in products)
        for product in Product
        if product in products
    ]


def _document(
    product: Product, view: Asked, keys: Mapping[str, PrintedKey], layout: PrintLayout, name: str, on_sheet: bool
) -> PrintedDocument:
    sealed = layout is PrintLayout.A3 and product is Product.PAPER
    blocks = tuple(_blocks(product, view, keys, layout, on_sheet=on_sheet, fields=not sealed))
    document = paper_document(view, name, layout, blocks, kind=say(f"printing.kind.{product}"))
    return replace(document, seal=candidate_fields() if sealed else ())


def _blocks(
    product: Product,
    view: Asked,
    keys: Mapping[str, PrintedKey],
    layout: PrintLayout,
    *,
    on_sheet: bool,
    fields: bool,
) -> Iterator[Block]:
    match product:
        case Product.PAPER:
            yield masthead(view, fields=fields)
            yield from paper_blocks(view, layout, on_sheet=on_sheet)
        case Product.SHEET:
            yield from sheet_blocks(view)
        case Product.KEY:
            yield key_head(view, "key")
            yield from key_blocks(view, keys)
        case Product.ANSWERED:
            yield masthead(view, fields=False)
            yield from answered_blocks(view, keys, layout)
        case Product.APPENDED:
            yield masthead(view, fields=False)
            yield from paper_blocks(view, layout, on_sheet=True)
            yield key_head(view, "key")
            yield from key_blocks(view, keys)
        case Product.GUIDE:
            yield key_head(view, "guide")
            yield from guide_blocks(view, keys)
