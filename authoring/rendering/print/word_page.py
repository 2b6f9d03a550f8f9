"""Page, footer, sealing line and styles of a Word paper."""

from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from authoring.rendering.print.blocks import PrintedDocument
from authoring.rendering.print.page import PageShape, shape
from authoring.rendering.word_file import fonts, numbered_page
from authoring.texts import say

__all__ = ["page", "styles"]

SERIF, SANS, LATIN = "宋体", "黑体", "Times New Roman"
_INDENT = 2.2
"""Ems before a question's text."""
_ON_PAGE = "position:absolute;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
_BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict>'
    f'<v:line id="seal" style="{_ON_PAGE}" from="{{x}}mm,8mm" to="{{x}}mm,{{bottom}}mm" strokeweight=".75pt">'
    '<v:stroke dashstyle="dash"/></v:line></w:pict></w:r><w:r><w:pict>'
    f'<v:rect id="fields" style="{_ON_PAGE};left:{{left}}mm;top:12mm;width:15mm;height:{{tall}}mm" stroked="f" '
    'filled="f"><v:textbox style="layout-flow:vertical;mso-layout-flow-alt:bottom-to-top" inset="0,0,0,0">'
    "<w:txbxContent/></v:textbox></v:rect></w:pict></w:r></w:p>"
)


def page(made: Document, document: PrintedDocument) -> None:
    """Size, margins, columns, footer and sealing line."""
    size = shape(document.layout)
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if size.width > size.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(size.width), Mm(size.height)
    section.left_margin, section.right_margin = Mm(size.inner), Mm(size.outer)
    section.top_margin, section.bottom_margin = Mm(size.top), Mm(size.bottom)
    section.header_distance, section.footer_distance = Mm(6), Mm(9)
    if size.columns > 1:
        (columns,) = section._sectPr.iter(qn("w:cols"))
        columns.set(qn("w:num"), str(size.columns))
        columns.set(qn("w:space"), str(round(size.gutter * 1440 / 25.4)))
    if document.seal:
        _seal(made, document, size)
    for footer in (section.footer, section.even_page_footer) if document.seal else (section.footer,):
        _foot(footer.paragraphs[0], document.footer, size)


def _foot(paragraph: Any, words: str, size: PageShape) -> None:
    width = size.width - size.inner - size.outer
    paragraph.style = "Footer"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{words}\t")
    numbered_page(paragraph, say("printing.side" if size.columns > 1 else "printing.page", number="\n", total="\n"))


def styles(made: Document, size: PageShape) -> None:
    """Styles by the parts of a paper, so that a change to one changes all of them."""
    em = size.type_size
    body = SANS if size.sans else SERIF
    middle = {"align": WD_ALIGN_PARAGRAPH.CENTER}
    named: dict[str, tuple[float, str, bool, dict[str, Any]]] = {
        "Normal": (em, body, False, {}),
        "Title": (em * 1.45, SANS, True, middle | {"after": 0.3}),
        "Subtitle": (em * 0.95, body, False, middle | {"after": 0.6}),
        "Heading 1": (em * 1.1, SANS, True, {"before": 1.0, "after": 0.3, "keep": True}),
        "Heading 2": (em, SANS, False, {"before": 0.7, "after": 0.3, "keep": True}),
        "Footer": (8.5, body, False, {}),
        "Instructions": (em * 0.92, body, False, {"after": 0.4, "keep": True}),
        "Stem": (em, body, False, {"before": 0.6, "after": 0.2, "left": _INDENT, "first": -_INDENT}),
        "Stem more": (em, body, False, {"after": 0.2, "left": _INDENT}),
        "Option": (em, body, False, {"after": 0.15, "left": _INDENT}),
        "Note": (em * 0.95, body, False, {"after": 0.3, "left": 0.8}),
        "Bubbles": (em * 0.95, body, False, {"after": 0.4, "left": 0.5}),
        "Ruled": (em, body, False, {"exactly": 24.0}),
        "Cell": (em * 0.95, body, False, {}),
        "Gap": (em * 0.5, body, False, {}),
    }
    for name, (points, face, bold, look) in named.items():
        _style(made, name, points, face, bold, look, em)


def _style(made: Document, name: str, points: float, face: str, bold: bool, look: dict[str, Any], em: float) -> None:
    known = {style.name for style in made.styles}
    style: Any = made.styles[name] if name in known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in known:
        style.base_style = made.styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(round(points * 2) / 2), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts(style, face, LATIN)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.get("before", 0) * em), Pt(look.get("after", 0) * em)
    form.line_spacing = Pt(look["exactly"]) if "exactly" in look else 1.15
    form.left_indent, form.first_line_indent = Pt(look.get("left", 0) * em), Pt(look.get("first", 0) * em)
    form.keep_with_next = look.get("keep")
    if "align" in look:
        form.alignment = look["align"]
    for tag in ("w:pBdr", "w:tabs"):
        for own in list(style.element.iter(qn(tag))):
            own.getparent().remove(own)


def _seal(made: Document, document: PrintedDocument, size: PageShape) -> None:
    """The sealing line with its fields, at the left of odd pages; even ones have the wide margin at the right."""
    made.settings.odd_and_even_pages_header_footer = True
    next(made.settings.element.iter(qn("w:zoom"))).addnext(OxmlElement("w:mirrorMargins"))
    box = parse_xml(_BOX.format(x=size.inner - 9, left=size.inner - 25, bottom=size.height - 8, tall=size.height - 24))
    place = next(box.iter(qn("w:txbxContent")))
    for words in ("　　".join(f"{name}{'＿' * 12}" for name in document.seal), say("printing.seal_line")):
        paragraph, look, align = OxmlElement("w:p"), OxmlElement("w:pPr"), OxmlElement("w:jc")
        align.set(qn("w:val"), "center")
        look.append(align)
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = words
        run.append(text)
        paragraph.append(look)
        paragraph.append(run)
        place.append(paragraph)
    made.sections[0].header._element.append(box)
