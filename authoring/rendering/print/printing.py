"""Printed products of a paper as files, and what a format cannot carry."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from typing import assert_never

from authoring.content import parse
from authoring.content.nodes import Math, Text, walk
from authoring.errors import StorageError
from authoring.findings import Finding, Place, Report, Voice
from authoring.papers.paper import Form, Paper
from authoring.questions import Question
from authoring.rendering.print.blocks import PrintedDocument
from authoring.rendering.print.page import PrintLayout, shape
from authoring.rendering.print.pdf import paper_pdf
from authoring.rendering.print.pictures import Printed, UnreadablePictureError, printed_picture
from authoring.rendering.print.products import Product, documents
from authoring.rendering.print.typst_text import script_runs
from authoring.rendering.print.word import paper_docx
from authoring.rendering.typesetting import missing_signs

__all__ = ["PrintKind", "PrintLayout", "Product", "printed"]

_VOICE = Voice("printing.finding")
_SMALLEST = 0.6
"""A picture printed at less than this of its size has words that are hard to read."""
_STACKED = re.compile("<m(?:over|under|underover)><mo[^>]*>[→←↔⇌⇒⇐⇔]")


class PrintKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"


def printed(
    paper: Paper,
    form: Form,
    questions: Mapping[str, Question],
    media: Callable[[str], bytes],
    *,
    layout: PrintLayout = PrintLayout.A4,
    products: Collection[Product] = (Product.PAPER,),
    kinds: Collection[PrintKind] = (PrintKind.PDF,),
) -> tuple[dict[str, bytes], Report]:
    """Files by name (`P1-A-paper-a4.pdf`), and a finding for each thing that is printed otherwise than on the screen.

    `media` gives the bytes of a picture by its address (`media/1.png`). A picture that is missing or unreadable is an
    error, and then there are no files. The same input gives the same bytes.
    """
    pictures, findings = _pictures(form, questions, media, layout)
    report = Report.of(findings)
    if not report.passed:
        return {}, report
    files = {
        f"{document.name}.{kind}": _write(document, kind, pictures)
        for document in documents(paper, form, questions, products, layout)
        for kind in PrintKind
        if kind in kinds
    }
    secret = not set(products) <= {Product.PAPER, Product.SHEET}
    return files, report + Report.of(_losses(form, questions, kinds, layout, secret=secret))


def _write(document: PrintedDocument, kind: PrintKind, pictures: Mapping[str, Printed]) -> bytes:
    match kind:
        case PrintKind.PDF:
            return paper_pdf(document, pictures)
        case PrintKind.DOCX:
            return paper_docx(document, pictures)
        case _:
            assert_never(kind)


def _pictures(
    form: Form, questions: Mapping[str, Question], media: Callable[[str], bytes], layout: PrintLayout
) -> tuple[dict[str, Printed], list[Finding]]:
    found: dict[str, Printed] = {}
    findings: list[Finding] = []
    shown = [(item.question, address) for item in form.items for address in questions[item.question].media]
    for question, address in shown:
        if address in found:
            continue
        place = Place(question=question)
        try:
            found[address] = printed_picture(address, media(address), f"p{len(found) + 1}", shape(layout))
        except (StorageError, KeyError):
            findings.append(_VOICE.wrong("P501", place, id=question, address=address))
        except UnreadablePictureError:
            findings.append(_VOICE.wrong("P502", place, id=question, address=address))
        else:
            if (scale := found[address].scale) < _SMALLEST:
                percent = round(scale * 100)
                findings.append(_VOICE.doubtful("P503", place, id=question, address=address, percent=percent))
    return found, findings


def _losses(
    form: Form, questions: Mapping[str, Question], kinds: Collection[PrintKind], layout: PrintLayout, *, secret: bool
) -> Iterator[Finding]:
    if any(section.minutes is not None for section in form.sections):
        yield _VOICE.note("P504", "")
    if PrintKind.PDF in kinds:
        yield from _missing_signs(form, questions, secret=secret)
    if PrintKind.DOCX not in kinds:
        return
    yield _VOICE.note("P505", "")
    for item in form.items:
        question = questions[item.question]
        place = Place(question=question.id)
        drawings = [address for address in question.media if address.lower().endswith(".svg")]
        if drawings:
            yield _VOICE.note("P506", place, id=question.id, addresses="、".join(drawings))
        if any(_has_stacked_arrow(text) for text in question.candidate_texts().values()):
            yield _VOICE.note("P507", place, id=question.id)
    if layout is PrintLayout.A3:
        yield _VOICE.note("P508", "")


def _missing_signs(form: Form, questions: Mapping[str, Question], *, secret: bool) -> Iterator[Finding]:
    for item in form.items:
        question = questions[item.question]
        texts = {**question.candidate_texts(), **(question.secret_texts() if secret else {})}
        words = (node.text for text in texts.values() for node in walk(parse(text).blocks) if isinstance(node, Text))
        if signs := missing_signs("".join(piece for text in words for piece, _ in script_runs(text))):
            yield _VOICE.doubtful("P509", Place(question=question.id), id=question.id, signs=" ".join(signs))


def _has_stacked_arrow(text: str) -> bool:
    """Whether words stand on an arrow: Word's arrow does not grow with them."""
    formulas = (node.mathml for node in walk(parse(text).blocks) if isinstance(node, Math))
    return any(_STACKED.search(mathml) for mathml in formulas)
