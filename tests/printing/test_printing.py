"""What comes out of the printer, read back by programs of others: pypdf and python-docx."""

import re
import unicodedata
from io import BytesIO

import docx
import pytest
from lxml import etree
from pypdf import PdfReader

from authoring.findings import Report
from authoring.rendering.candidate import candidate_paper
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product, printed
from tests.printing.every_type import FORM, FORMULA, PAPER, QUESTIONS, SECRET, media

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEYS = ("机密解析", "机密要点", "机密词", "机密答案", "机密填空", "机密单位", "27068.55")


def made(*products: Product, layout: PrintLayout = PrintLayout.A4) -> tuple[dict[str, bytes], Report]:
    return printed(PAPER, FORM, QUESTIONS, media, layout=layout, products=products, kinds=tuple(PrintKind))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made(*Product)[0]


@pytest.fixture(scope="module")
def alone() -> dict[str, bytes]:
    return made(Product.PAPER)[0]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def word_text(data: bytes) -> str:
    body = docx.Document(BytesIO(data)).element.body
    return squeezed("".join(node.text or "" for node in body.iter(f"{WORD}t", f"{MATH}t")))


def text_of(files: dict[str, bytes], product: str, kind: str, layout: str = "a4") -> str:
    data = files[f"P1-A-{product}-{layout}.{kind}"]
    return pdf_text(data) if kind == "pdf" else word_text(data)


def in_order(text: str, words: list[str]) -> bool:
    place = 0
    for word in words:
        place = text.find(squeezed(word), place)
        if place < 0:
            return False
        place += len(squeezed(word))
    return True


def test_every_product_in_both_kinds(files: dict[str, bytes]) -> None:
    assert set(files) == {f"P1-A-{product}-a4.{kind}" for product in Product for kind in PrintKind}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_sections_numbers_and_options_stand_in_the_order_of_the_screen(files: dict[str, bytes], kind: str) -> None:
    view = candidate_paper(PAPER, FORM, QUESTIONS)
    words = ["双碳考试", "初级", "A卷", "90分钟"]
    for section in view.sections:
        words += [section.title, section.instructions]
        for item in section.items:
            words.append(f"{item.number}．")
            for part in getattr(item, "children", (item,)):
                words.append(f"{part.number}．")
                for name in ("options", "items", "premises", "choices"):
                    words += [re.sub("<[^>]+>", "", entry.html) for entry in getattr(part, name, ())]
    words = [word for n, word in enumerate(words) if n == 0 or word != words[n - 1]]
    assert in_order(text_of(files, "paper", kind), words)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_options_get_the_letters_of_their_places(files: dict[str, bytes], kind: str) -> None:
    assert in_order(text_of(files, "paper", kind), ["A．选项C", "B．选项B", "C．选项D", "D．选项A"])


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("product", ["paper", "sheet"])
def test_candidates_get_no_key(files: dict[str, bytes], product: str, kind: str) -> None:
    text = text_of(files, product, kind)
    assert [word for word in KEYS if word in text] == []
    if kind == "docx":
        assert SECRET.encode() not in b"".join(
            part.blob for part in docx.Document(BytesIO(files[f"P1-A-{product}-a4.docx"])).part.package.iter_parts()
        )


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("product", ["key", "answered", "appended", "guide"])
def test_markers_get_the_keys_with_the_letters_of_the_form(files: dict[str, bytes], product: str, kind: str) -> None:
    text = text_of(files, product, kind)
    # Key B stands second; keys A, C and D of five in reverse stand fifth, third and second.
    assert in_order(text, ["B", "BCE", "正确", "机密填空", "27068.55", "1—C，2—B，3—A", "C→B→A", "机密答案"])
    assert ("机密要点" in text) == (product == "guide")
    assert (SECRET in text) == (product in ("answered", "guide"))


def test_the_guide_says_tolerance_and_partial_credit_in_words(files: dict[str, bytes]) -> None:
    text = text_of(files, "guide", "pdf")
    for words in ("允许误差：±0.5 tCO2", "少选得0分", "共2空，各空均分2分", "共3对，各对均分2分", "机密词"):
        assert squeezed(words) in text


@pytest.mark.parametrize("layout", list(PrintLayout))
def test_pages_say_their_number_and_the_form(layout: PrintLayout) -> None:
    files, _ = printed(PAPER, PAPER.forms[1], QUESTIONS, media, layout=layout)
    pages = PdfReader(BytesIO(files[f"P1-B-paper-{layout}.pdf"])).pages
    columns = 2 if layout is PrintLayout.A3 else 1
    for n, page in enumerate(pages):
        text = squeezed(page.extract_text())
        assert "B卷" in text
        for column in range(columns):
            assert f"第{n * columns + column + 1}页共{len(pages) * columns}页" in text
    width, height = (float(side) * 25.4 / 72 for side in pages[0].mediabox[2:])
    assert (round(width), round(height)) == ((420, 297) if columns == 2 else (210, 297))


def test_an_a3_paper_has_a_sealing_line_instead_of_fields() -> None:
    files, report = made(Product.PAPER, layout=PrintLayout.A3)
    text = squeezed(PdfReader(BytesIO(files["P1-A-paper-a3.pdf"])).pages[0].extract_text())
    assert text.count("姓名") == text.count("准考证号") == text.count("单位") == 1
    document = docx.Document(BytesIO(files["P1-A-paper-a3.docx"]))
    header = squeezed("".join(node.text or "" for node in document.sections[0].header._element.iter(f"{WORD}t")))
    assert in_order(header, ["姓名", "准考证号", "单位", "密", "封", "线"])
    assert "姓名" not in word_text(files["P1-A-paper-a3.docx"])
    assert "P508" in report.codes()


def test_every_font_is_in_the_pdf(files: dict[str, bytes]) -> None:
    for page in PdfReader(BytesIO(files["P1-A-paper-a4.pdf"])).pages:
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_formulas_are_word_equations(files: dict[str, bytes]) -> None:
    body = docx.Document(BytesIO(files["P1-A-paper-a4.docx"])).element.body
    (equation,) = body.iter(f"{MATH}oMath")
    assert "".join(equation.itertext()) == "E=FC×4412"
    assert len(list(equation.iter(f"{MATH}f"))) == 1
    assert FORMULA in QUESTIONS["T-D01-001"].stem


def test_word_knows_styles_language_and_chinese_faces(files: dict[str, bytes]) -> None:
    document = docx.Document(BytesIO(files["P1-A-paper-a4.docx"]))
    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert used >= {"Title", "Subtitle", "Heading 1", "Stem", "Option"}
    normal = document.styles["Normal"].element
    assert normal.find(f".//{WORD}lang").get(f"{WORD}eastAsia") == "zh-CN"
    assert normal.find(f".//{WORD}rFonts").get(f"{WORD}eastAsia") == "宋体"


def test_word_keeps_a_question_on_one_page(files: dict[str, bytes]) -> None:
    body = docx.Document(BytesIO(files["P1-A-paper-a4.docx"])).element.body
    paragraphs = [p for p in body.iter(f"{WORD}p") if "".join(p.itertext()).strip()]
    texts = ["".join(p.itertext()) for p in paragraphs]
    first, last = (
        next(n for n, text in enumerate(texts) if "tCO" in text),
        texts.index("D．选项A") - 1
        if ("D．选项A" in texts)
        else next(n for n, text in enumerate(texts) if "选项A" in text) - 1,
    )
    assert first <= last + 1
    for paragraph in paragraphs[first : last + 1]:
        assert paragraph.find(f"{WORD}pPr/{WORD}keepNext") is not None


def test_the_sheet_has_a_place_for_every_answer_and_the_paper_then_has_none(
    files: dict[str, bytes], alone: dict[str, bytes]
) -> None:
    sheet = text_of(files, "sheet", "docx")
    words = ["1[A][B][C][D]", "2[A][B][C][D][E]", "3[对][错]", "4（1）", "4（2）", "5．", "□tCO2", "□kgCO2"]
    assert in_order(
        sheet, [*words, "6（1）[A][B][C]", "6（3）[A][B][C]", "7．", "ABC", "8．", "9.1", "9.2", "9.3", "9.4"]
    )
    assert sheet.count("[9]") == 11
    assert "答：" in text_of(alone, "paper", "pdf")
    assert "答：" not in text_of(files, "paper", "pdf")


def test_the_same_paper_gives_the_same_bytes(alone: dict[str, bytes]) -> None:
    assert made(Product.PAPER)[0] == alone


def test_what_word_cannot_carry_is_told() -> None:
    _, report = made(Product.PAPER)
    assert set(report.codes()) == {"P505", "P506"}
    _, report = printed(PAPER, FORM, QUESTIONS, media)
    assert len(report) == 0


@pytest.mark.parametrize(("content", "code"), [(None, "P501"), (b"<svg", "P502")])
def test_a_missing_or_broken_picture_stops_the_print(content: bytes | None, code: str) -> None:
    def broken(address: str) -> bytes:
        if content is None:
            raise KeyError(address)
        return content

    files, report = printed(PAPER, FORM, QUESTIONS, broken)
    assert files == {}
    assert not report.passed
    assert set(report.codes()) == {code}


def test_a_huge_picture_is_scaled_and_told() -> None:
    huge = b'<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="900"/>'
    files, report = printed(PAPER, FORM, QUESTIONS, lambda _: huge)
    assert files
    assert set(report.codes()) == {"P503"}


def test_word_files_are_well_formed(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith("docx"):
            for part in docx.Document(BytesIO(data)).part.package.iter_parts():
                if str(part.partname).endswith(".xml"):
                    etree.fromstring(part.blob)
