"""What comes out of the printer, read back by programs of others: pypdf and python-docx."""

import re
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from authoring.rendering.candidate import candidate_paper
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product, printed
from tests.printing.every_type import FORM, PAPER, QUESTIONS, media
from tests.printing.reading import MATH, squeezed, text_of

KEYS = ("机密解析", "机密要点", "机密词", "机密答案", "机密填空", "机密单位", "27068.55")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return printed(PAPER, FORM, QUESTIONS, media, products=tuple(Product), kinds=tuple(PrintKind))[0]


def in_order(text: str, words: list[str]) -> bool:
    place = 0
    for word in map(squeezed, words):
        place = text.find(word, place) + len(word)
        if place < len(word):
            return False
    return True


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_sections_numbers_and_options_stand_in_the_order_of_the_screen(files: dict[str, bytes], kind: str) -> None:
    words = ["双碳考试", "初级", "A卷", "90分钟"]
    for section in candidate_paper(PAPER, FORM, QUESTIONS).sections:
        words += [section.title, section.instructions]
        for item in section.items:
            for part in getattr(item, "children", (item,)):
                words.append(f"{part.number}．")
                for name in ("items", "premises", "options", "choices"):
                    words += [re.sub("<[^>]+>", "", entry.html) for entry in getattr(part, name, ())]
    assert in_order(text_of(files[f"P1-A-paper-a4.{kind}"]), words)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("product", ["paper", "sheet"])
def test_candidates_get_no_key(files: dict[str, bytes], product: str, kind: str) -> None:
    text = text_of(files[f"P1-A-{product}-a4.{kind}"])
    assert [word for word in KEYS if word in text] == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("product", ["key", "answered", "appended", "guide"])
def test_markers_get_the_keys_with_the_letters_of_the_form(files: dict[str, bytes], product: str, kind: str) -> None:
    text = text_of(files[f"P1-A-{product}-a4.{kind}"])
    assert in_order(text, ["B", "BCE"])
    assert all(word in text for word in ("机密填空", "27068.55", "1—C", "C→B→A", "机密答案"))
    assert ("机密要点" in text) == (product == "guide")


@pytest.mark.parametrize("layout", list(PrintLayout))
def test_pages_say_their_number_and_the_form(layout: PrintLayout) -> None:
    made, _ = printed(PAPER, PAPER.forms[1], QUESTIONS, media, layout=layout)
    pages = PdfReader(BytesIO(made[f"P1-B-paper-{layout}.pdf"])).pages
    columns = 2 if layout is PrintLayout.A3 else 1
    for n, page in enumerate(pages):
        text = squeezed(page.extract_text())
        assert "B卷" in text
        assert all(f"第{n * columns + c + 1}页共{len(pages) * columns}页" in text for c in range(columns))


def test_formulas_are_word_equations_and_fonts_are_in_the_pdf(files: dict[str, bytes]) -> None:
    (equation,) = docx.Document(BytesIO(files["P1-A-paper-a4.docx"])).element.body.iter(f"{MATH}oMath")
    assert "".join(equation.itertext()) == "E=FC×4412"
    for page in PdfReader(BytesIO(files["P1-A-paper-a4.pdf"])).pages:
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_the_same_paper_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    again, report = printed(PAPER, FORM, QUESTIONS, media, products=tuple(Product), kinds=tuple(PrintKind))
    assert again == files
    assert set(report.codes()) == {"P505", "P506"}


@pytest.mark.parametrize(("content", "code"), [(None, "P501"), (b"<svg", "P502")])
def test_a_missing_or_broken_picture_stops_the_print(content: bytes | None, code: str) -> None:
    def broken(address: str) -> bytes:
        if content is None:
            raise KeyError(address)
        return content

    made, report = printed(PAPER, FORM, QUESTIONS, broken)
    assert made == {}
    assert set(report.codes()) == {code}
