"""What every Word file of ours needs: Chinese type and language in its styles, page numbers, the same bytes."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

__all__ = ["about", "chinese", "field", "fonts", "keep_row", "no_padding", "numbered_page", "saved", "shade"]

_FIXED = datetime(1980, 1, 1)  # noqa: DTZ001  # Word's property has no zone


def about(document: Document, title: str) -> None:
    """The file's properties: a title and no names."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", "zh-CN"
    properties.created = properties.modified = _FIXED
    properties.last_modified_by = properties.comments = ""


def fonts(style: Any, face: str, latin: str = "") -> None:
    """A Chinese face for a style, and one for Latin letters (default: the same); the theme's own do not count."""
    style.font.name = latin or face
    names = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        names.attrib.pop(qn(theme), None)
    names.set(qn("w:eastAsia"), face)


def chinese(document: Document) -> None:
    """The text's language is Chinese: Word breaks its lines and checks its spelling accordingly."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")  # of Latin letters: numbers stay whole at a line's end
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def numbered_page(paragraph: Any, words: str) -> None:
    """Adds such as `第 {number} 页 共 {total} 页`, given with a line break in place of each number."""
    before, between, after = words.split("\n")
    for text, name in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(text)
        if name:
            field(paragraph.add_run(), name)


def field(run: Any, name: str) -> None:
    """A number that Word works out: the page, or how many there are."""
    for kind, words in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)


def shade(properties: Any, colour: str) -> None:
    """A ground of RRGGBB for a paragraph or cell, by its properties."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{name}"), value)
    properties.append(ground)


def keep_row(row: Any, *, is_head: bool) -> None:
    """A row that is not parted between pages; a head is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if is_head else [])):
        properties.append(OxmlElement(name))


def no_padding(table: Any) -> None:
    """Cells without room at their sides, for signs that fill them."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        width = OxmlElement(f"w:{side}")
        for name, value in (("w", "0"), ("type", "dxa")):
            width.set(qn(f"w:{name}"), value)
        margins.append(width)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def saved(document: Document) -> bytes:
    """The same parts in the same order with a fixed date: python-docx stamps the time of day on each."""
    raw, made = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as source, ZipFile(made, "w") as target:
        for name in _ordered(source.namelist()):
            info = ZipInfo(name, _FIXED.timetuple()[:6])
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(name))
    return made.getvalue()


def _ordered(names: Sequence[str]) -> list[str]:
    """The list of content types first, as readers expect it."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
