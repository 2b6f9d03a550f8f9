"""Pictures and markup: what candidates' pages can show."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

from lxml import etree

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.findings import Severity
from authoring.texts import say

__all__ = ["AlternativeText", "Markup", "PictureMissing", "PictureUnsafe", "fault"]

LARGEST = 2 * 1024 * 1024
"""Bytes of one picture."""

_MAGIC = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
_INSIDE = re.compile(r"#|data:image/(?:png|jpe?g)[;,]")
_STYLE_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!\s*['\"]?#)|expression\(|javascript:", re.IGNORECASE)


class PictureMissing(QuestionCheck):
    """Every picture that a text shows lies in the bank's media folder.

    Bad: `![…](media/flow.svg)` without such a file. Better: put the file there, or correct the name.
    """

    code, severity, subject = "S111", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, image in reading.images:
            if context.once(_faults)(image.src) == "missing":
                yield trouble(path, src=image.src)


class PictureUnsafe(QuestionCheck):
    """A picture is what its name says, small, and neither runs anything nor reaches outside the examination.

    Bad: an SVG with a script, a web font or a picture from the web. Better: plain shapes and texts, exported anew.
    """

    code, severity, subject = "S112", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, image in reading.images:
            found = context.once(_faults)(image.src)
            if found not in (None, "missing"):
                yield trouble(path, src=image.src, reason=say(f"checks.S112.reason.{found}"))


class AlternativeText(QuestionCheck):
    """The alternative text says what the picture shows: blind candidates and printed lists have nothing else.

    Bad: 图片, 示意图1, flow.svg. Better: what is drawn and how it is labelled, without giving away the key.
    """

    code, severity, subject = "S113", Severity.WARNING, Subject.STRUCTURE
    SHORTEST = 5
    """Characters."""
    _NAME = re.compile(
        r"(?:如?[上下]?图|图片|图像|插图|附图|示意图|流程图|照片|截图|image|picture|img|photo|figure)[\s\d一二三四五六七八九十.:：所示-]*",
        re.I,
    )
    _FILE = re.compile(r"[\w.-]+\.(?:png|jpe?g|svg)", re.IGNORECASE)

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, image in reading.images:
            alt = image.alt.strip()
            useless = self._NAME.fullmatch(alt) or self._FILE.fullmatch(alt) or alt == PurePosixPath(image.src).stem
            if alt and (useless or len(alt) < self.SHORTEST):
                yield trouble(path, alt=alt, src=image.src)


class Markup(QuestionCheck):
    """The markup is understood: formulas, chemistry, pictures, tables; what is not would be shown as it is written.

    Bad: `$\\frac{44}{12$`. Better: `$\\frac{44}{12}$`.
    """

    code, severity, subject = "S114", Severity.ERROR, Subject.STRUCTURE
    HARMLESS = frozenset({"M102", "M105", "M106"})
    """Raw HTML, a lone dollar sign and links are shown as text, which an author may even want."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, content in reading.contents.items():
            for problem in content.problems:
                yield trouble(
                    path,
                    severity=Severity.WARNING if problem.code in self.HARMLESS else None,
                    line=problem.line,
                    column=problem.column,
                    problem=problem.message,
                    remedy=problem.hint,
                )


def _faults(context: Context) -> Callable[[str], str | None]:
    """Judges each picture of the bank once."""

    @cache
    def judge(address: str) -> str | None:
        data = context.media(address)
        return "missing" if data is None else fault(address, data)

    return judge


def fault(name: str, data: bytes) -> str | None:
    """What is wrong with a picture (`size`, `kind`, `broken`, `entity`, `script` or `outside`), None if nothing is."""
    suffix = PurePosixPath(name).suffix.lower()
    if len(data) > LARGEST:
        return "size"
    if suffix in _MAGIC:
        return None if data.startswith(_MAGIC[suffix]) else "kind"
    return _svg_fault(data)


def _svg_fault(data: bytes) -> str | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "broken"
    if root.tag != f"{_SVG}svg":
        return "kind"
    if root.getroottree().docinfo.internalDTD is not None:
        return "entity"
    if root.getprevious() is not None:
        return "outside"  # a processing instruction, such as xml-stylesheet
    return next((found for element in root.iter() if (found := _element_fault(element))), None)


def _element_fault(element: etree._Element) -> str | None:
    if not isinstance(element.tag, str):
        return "outside"  # a processing instruction or an entity
    name = etree.QName(element).localname.lower()
    attributes = {etree.QName(key).localname.lower(): str(value) for key, value in element.attrib.items()}
    if name in _ACTIVE or any(key.startswith("on") for key in attributes):
        return "script"
    if attributes.get("attributename", "").lower().endswith("href"):
        return "script"
    links = (attributes[key].strip() for key in ("href", "src", "base") if key in attributes)
    if not all(map(_INSIDE.match, links)):
        return "outside"
    css = [*attributes.values(), element.text or ""] if name == "style" else list(attributes.values())
    return "outside" if any(map(_STYLE_OUTSIDE.search, css)) else None
