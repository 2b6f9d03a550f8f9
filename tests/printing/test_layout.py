"""Where things stand on the paper, read back by programs of others: pypdf and python-docx."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from authoring.rendering.print.printing import PrintKind, PrintLayout, Product, printed
from tests.printing.every_type import FORM, PAPER, QUESTIONS, media
from tests.printing.reading import squeezed, text_of

MM = 72 / 25.4


def made(product: Product, layout: PrintLayout, kind: PrintKind) -> bytes:
    files, _ = printed(PAPER, FORM, QUESTIONS, media, layout=layout, products=[product], kinds=[kind])
    return files[f"P1-A-{product}-{layout}.{kind}"]


def pages(product: Product, layout: PrintLayout) -> list[Any]:
    return list(PdfReader(BytesIO(made(product, layout, PrintKind.PDF))).pages)


def word(product: Product, layout: PrintLayout) -> Document:
    return docx.Document(BytesIO(made(product, layout, PrintKind.DOCX)))


@pytest.mark.parametrize(
    ("layout", "width", "height"),
    [(PrintLayout.A4, 210, 297), (PrintLayout.A3, 420, 297), (PrintLayout.LARGE, 210, 297)],
)
def test_pages_are_of_the_named_size(layout: PrintLayout, width: float, height: float) -> None:
    for page in pages(Product.PAPER, layout):
        assert (float(page.mediabox.width) / MM, float(page.mediabox.height) / MM) == pytest.approx(
            (width, height), 0.01
        )
    section = word(Product.PAPER, layout).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((width, height), 0.01)


def test_every_sheet_of_a3_has_its_fields_at_the_sealing_line() -> None:
    fronts = pages(Product.PAPER, PrintLayout.A3)[::2]
    for page in fronts:
        placed: list[tuple[float, str]] = []
        page.extract_text(visitor_text=lambda text, _, matrix, *__, placed=placed: placed.append((matrix[4], text)))
        margin = squeezed("".join(text for x, text in placed if x < 32 * MM))
        assert all(word in margin for word in ("姓名", "准考证号", "单位", "密", "封", "线"))
    header = word(Product.PAPER, PrintLayout.A3).sections[0].header._element
    words = squeezed("".join(node.text or "" for node in header.iter(qn("w:t"))))
    assert all(name in words for name in ("姓名", "准考证号", "单位", "密", "封", "线"))


@pytest.mark.parametrize("product", [Product.SHEET, Product.KEY])
def test_only_the_paper_is_sealed(product: Product) -> None:
    assert "封" not in text_of(made(product, PrintLayout.A3, PrintKind.PDF))


@pytest.mark.parametrize("kind", list(PrintKind))
def test_the_answer_sheet_has_a_place_for_every_answer(kind: PrintKind) -> None:
    text = text_of(made(Product.SHEET, PrintLayout.A4, kind)).translate(str.maketrans("", "", "[]"))
    letters = {1: "ABCD", 2: "ABCDE", 3: "对错"}
    assert all(f"{number}{signs}" in text for number, signs in letters.items())
    for place in ("4（1）", "4（2）", "6（1）", "6（2）", "6（3）", "正确顺序（写字母ABC）", "单位：", "9.1", "9.2"):
        assert squeezed(place) in text


def test_the_number_is_written_and_filled_in_eleven_columns() -> None:
    table = word(Product.SHEET, PrintLayout.A4).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [""] * 11,
        *([f"[{digit}]"] * 11 for digit in range(10)),
    ]


def test_a_question_in_word_holds_together() -> None:
    """Every paragraph from the stem to the last option but one holds on to the next."""
    paragraphs = word(Product.PAPER, PrintLayout.A4).paragraphs
    start = next(n for n, paragraph in enumerate(paragraphs) if paragraph.text.startswith("1．"))
    end = next(n for n, paragraph in enumerate(paragraphs) if paragraph.text.startswith("2．"))
    held = [paragraph.paragraph_format.keep_with_next for paragraph in paragraphs[start:end]]
    assert len(held) > 3
    assert held == [True] * (len(held) - 1) + [None]


def test_tables_repeat_their_head_and_keep_their_rows() -> None:
    table = next(t for t in word(Product.PAPER, PrintLayout.A4).tables if t.cell(0, 0).text == "项目")
    assert len(list(table.rows[0]._tr.iter(qn("w:tblHeader")))) == 1
    assert all(len(list(row._tr.iter(qn("w:cantSplit")))) == 1 for row in table.rows)


def test_large_print_is_eighteen_points_and_more() -> None:
    sizes: list[tuple[float, str]] = []
    for page in pages(Product.PAPER, PrintLayout.LARGE):
        page.extract_text(visitor_text=lambda text, cm, tm, _, size: sizes.append((size * abs(tm[0] * cm[0]), text)))
    body = [size for size, text in sizes if "正确顺序" in text or "请选择" in text]
    assert body
    assert min(body) >= 16
    assert word(Product.PAPER, PrintLayout.LARGE).styles["Normal"].font.size.pt == 18


def test_a_huge_picture_is_told() -> None:
    wide = b'<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="300"><rect width="9" height="9"/></svg>'
    files, report = printed(PAPER, FORM, QUESTIONS, lambda _: wide)
    (told,) = [finding for finding in report if finding.code == "P503"]
    line = 170 - 10.5 * 2.2 * 25.4 / 72
    assert f"{round(line / (4000 * 25.4 / 96) * 100)}%" in told.message
    assert files


def test_signs_that_the_faces_lack_are_told() -> None:
    first = next(iter(QUESTIONS.values()))
    odd = first.model_copy(update={"stem": "地球🌍的 CO₂ 与㎏、𬭛", "rationale": "🌱"})
    asked = {**QUESTIONS, first.id: odd}
    for product, signs in ((Product.PAPER, "🌍"), (Product.GUIDE, "🌍 🌱")):
        _, report = printed(PAPER, FORM, asked, media, products=[product])
        (told,) = [finding for finding in report if finding.code == "P509"]
        assert told.where.question == first.id
        assert f"字符 {signs} 不在" in told.message
