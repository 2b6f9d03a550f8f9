"""The body of a document → lines: text with its answers set off, one private character for what is no text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from authoring.content import parse
from authoring.content.nodes import Paragraph, Sub, Sup, Text
from authoring.content.scripts import subscript, superscript
from authoring.findings import Finding, Place
from authoring.intake.lines import Line
from authoring.intake.losses import loss
from authoring.intake.markup import Tokens
from authoring.intake.word.equations import Equation, latex_of
from authoring.intake.word.numbering import Numbering
from authoring.intake.word.package import Package, qualified
from authoring.intake.word.pictures import Pictures, described
from authoring.intake.word.styles import Format, Styles
from authoring.intake.word.tables import is_layout, read_table
from authoring.texts import say

__all__ = ["Walk"]

_W = qualified("w:p").removesuffix("p")
_M = qualified("m:oMath").removesuffix("oMath")
_MC = qualified("mc:Choice").removesuffix("Choice")
_VAL = qualified("w:val")
_R_ID, _R_EMBED = qualified("r:id"), qualified("r:embed")
_EMPTY = Format()
_THROUGH = frozenset(
    ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "ruby", "rubyBase")
)
_BLOCKS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_BLANK = "____"
_OPTION = re.compile(r"(?:^|\s|[（(])[A-Z]\s*[.、．:：)）]")
_STRONG = re.compile(r"[^\s【】:：*]{1,40}")
_SIGNS = {
    "wingdings": {"FC": "√", "FB": "×", "FE": "☑", "FD": "☒", "A8": "□", "6F": "□", "E0": "→", "6C": "●", "6E": "■"},
    "wingdings2": {"50": "√", "4F": "×", "52": "☑", "54": "☒", "A3": "□"},
    "symbol": {
        "61": "α", "62": "β", "67": "γ", "64": "δ", "65": "ε", "68": "η", "71": "θ", "6C": "λ", "6D": "μ", "70": "π",
        "72": "ρ", "73": "σ", "74": "τ", "66": "φ", "77": "ω", "44": "Δ", "53": "Σ", "57": "Ω", "B4": "×", "B8": "÷",
        "B1": "±", "A3": "≤", "B3": "≥", "B9": "≠", "BB": "≈", "A5": "∞", "AE": "→", "B0": "°", "D7": "·", "D6": "√",
        "E5": "∑", "DE": "⇒",
    },
}  # fmt: skip


@dataclass(slots=True)
class _Run:
    text: str
    format: Format


class Walk:
    """Reads the main part of a package; what cannot be carried over becomes a finding."""

    def __init__(self, package: Package, tokens: Tokens) -> None:
        self.package = package
        self.tokens = tokens
        self.pictures = Pictures(package)
        self.styles = Styles(self.part("styles"))
        self.numbering = Numbering(self.part("numbering"))
        self.findings: list[Finding] = []
        self.number = 0
        """Paragraphs so far, those in tables too."""
        self.italics = ""
        self.notes = {kind: self.texts(f"{kind}s", kind) for kind in ("footnote", "endnote", "comment")}

    def part(self, kind: str) -> etree._Element | None:
        names = self.package.related(kind)
        return self.package.xml(names[0]) if names else None

    def texts(self, part: str, kind: str) -> dict[str, str]:
        """Texts of footnotes, endnotes or comments, by id."""
        root = self.part(part)
        entries = [] if root is None else root.iterfind(_W + kind)
        return {entry.get(_W + "id", ""): _text(entry) for entry in entries}

    def blame(self, code: str, quote: str, **values: object) -> None:
        where = Place(file=self.package.source, line=self.number or None)
        self.findings.append(loss(code, where, quote=quote, **values))

    def lines(self) -> list[Line]:
        """Everything in the document, in order. Raises RefusedError for a damaged document."""
        root = self.package.xml(self.package.main)
        body = None if root is None else root.find(_W + "body")
        if body is None:
            raise self.package.refused("I105", reason=say("intake.file.reason.part"))
        found = list(self.blocks(body))
        self.surroundings()
        return found

    def surroundings(self) -> None:
        """What stands outside of the body."""
        for kind in ("header", "footer"):
            for name in self.package.related(kind):
                root = self.package.xml(name)
                text = "" if root is None else _text(root)
                if text:
                    self.number = 0
                    self.blame("I418", text)
        if self.package.related("vbaProject"):
            self.blame("I421", self.package.source)
        if self.italics:
            self.number = 0
            self.blame("I415", self.italics)
        for style in sorted(self.numbering.unknown):
            self.blame("I419", style)

    def blocks(self, parent: etree._Element) -> Iterator[Line]:
        for child in parent:
            if child.tag == _W + "p":
                yield from self.paragraph(child)
            elif child.tag == _W + "tbl":
                yield from self.table(child)
            elif not isinstance(child.tag, str):
                continue
            elif child.tag.startswith(_W) and child.tag.removeprefix(_W) in _BLOCKS:
                yield from self.blocks(child)
            elif child.tag in (_W + "del", _W + "moveFrom"):
                self.blame("I406", _text(child))
            elif child.tag == _W + "altChunk":
                self.blame("I409", say("intake.word.chunk"))
            elif child.tag in (_M + "oMathPara", _M + "oMath"):
                self.number += 1
                yield Line(self.equation(child), self.number)

    def table(self, table: etree._Element) -> Iterator[Line]:
        read = read_table(table, self.cell)
        if is_layout(read.rows):
            for row in read.rows:
                yield from (line for cell in row for line in cell)
            return
        number = self.number
        if read.is_keys:
            for row in read.rows:
                yield Line("\t".join(_joined(cell) for cell in row), number)
            return
        quote = " ".join(_joined(cell) for cell in read.rows[0]) if read.rows else ""
        quote = parse(self.tokens.markup(quote)).text()
        if read.is_questions:
            self.blame("I411", quote)
        if read.irregular:
            self.blame("I410", quote)
        markup = read.markup(self.tokens)
        if markup:
            yield Line(self.tokens.hold(markup), number)

    def cell(self, cell: etree._Element) -> list[Line]:
        return list(self.blocks(cell))

    def paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        """A paragraph's lines: one, or more where it has line breaks."""
        self.number += 1
        properties = paragraph.find(_W + "pPr")
        runs = list(self.runs(paragraph))
        numbered = self.styles.numbering(properties)
        label = self.numbering.label(*numbered) if numbered else ""
        if not label and not any(run.text.strip() for run in runs):
            yield Line("", self.number)
            return
        text, marked = self.assembled(label, runs)
        start = 0
        for piece in text.split("\n"):
            yield Line(text, self.number, marked).cut(start, start + len(piece))
            start += len(piece) + 1

    def assembled(self, label: str, runs: list[_Run]) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The text of runs, and from where to where the answer is set off."""
        whole = "".join(run.text for run in runs)
        has_options = bool(_OPTION.search(label + whole))
        all_bold = all(run.format.bold for run in runs if run.text.strip())
        all_marked = all(run.format.marked for run in runs if run.text.strip())
        text, marked = label, []
        for place, run in enumerate(runs):
            piece = self.emphasised(run, text) if not has_options and not all_bold and place else run.text
            piece = self.scripted(piece, run.format.script, text) if run.format.script else piece
            start = 0 if run.format.marked and all_marked and not text.strip(label) else len(text)
            if run.format.marked or (run.format.bold and has_options):
                marked.append((start, len(text) + len(piece)))
            text += piece
        return text, tuple(marked)

    def emphasised(self, run: _Run, before: str) -> str:
        """Bold words within a paragraph, and words with 着重号."""
        strong = run.format.bold or run.format.dotted
        if not strong or run.format.script or not _STRONG.fullmatch(run.text) or not before.strip():
            return run.text
        held = self.tokens.hold(f"**{self.tokens.markup(run.text)}**")
        content = parse(self.tokens.restore(f"甲{held}乙")).blocks
        bare = len(content) == 1 and isinstance(content[0], Paragraph) and len(content[0].children) == 3
        return held if bare else run.text

    def scripted(self, text: str, sign: str, before: str) -> str:
        """A subscript or superscript: markup where that has one, Unicode or a formula elsewhere."""
        if not text.strip():
            return text
        bare = text.strip()
        base = before[-1:] if before[-1:] and not self.tokens.restore(before[-1:]).startswith("$") else "x"
        blocks = parse(f"{base}{sign}{bare}{sign}").blocks
        children = blocks[0].children if blocks and isinstance(blocks[0], Paragraph) else ()
        if (
            len(children) == 2
            and children[0] == Text(base)
            and isinstance(children[1], Sub | Sup)
            and before[-1:] == base
        ):
            return self.tokens.hold(f"{sign}{bare}{sign}")
        short = (subscript if sign == "~" else superscript)(bare)
        if short[:1] not in "_^":
            return short
        mark = "_" if sign == "~" else "^"
        latex = rf"{{}}{mark}{{\text{{{bare}}}}}"
        if not parse(f"${latex}$").problems:
            return self.tokens.hold(f"${latex}$")
        self.blame("I423", bare)
        return text

    def runs(self, parent: etree._Element) -> Iterator[_Run]:
        """The runs of a paragraph, neighbours of one format together."""
        last: _Run | None = None
        for run in self.pieces(parent):
            if last and last.format == run.format:
                last.text += run.text
                continue
            if last:
                yield last
            last = run
        if last:
            yield last

    def pieces(self, parent: etree._Element) -> Iterator[_Run]:
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            if child.tag == _W + "r":
                yield from self.run(child)
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                yield _Run(self.equation(child), _EMPTY)
            elif child.tag.startswith(_W):
                yield from self.container(child, child.tag.removeprefix(_W))
            elif child.tag == _MC + "AlternateContent":
                choice = child.find(_MC + "Choice")
                yield from self.pieces(choice if choice is not None else child)

    def container(self, child: etree._Element, local: str) -> Iterator[_Run]:
        if local in ("ins", "moveTo"):
            if _text(child):
                self.blame("I405", _text(child))
            yield from self.pieces(child)
        elif local in ("del", "moveFrom"):
            if text := _text(child):
                self.blame("I406", text)
        elif local == "rt":
            self.blame("I422", _text(child))
        elif local in _THROUGH:
            yield from self.pieces(child)

    def run(self, run: etree._Element) -> Iterator[_Run]:
        style = self.styles.format(run)
        text = "".join(self.content(child) for child in run if isinstance(child.tag, str))
        ruby = run.find(_W + "ruby")
        if ruby is not None:
            yield from self.pieces(ruby)
        if not text:
            return
        if style.hidden:
            self.blame("I412", text)
            return
        if style.underlined and not text.strip():
            yield _Run(_BLANK, style)
            return
        if style.struck and text.strip():
            self.blame("I414", text)
        if (style.italic and text.strip()) or (style.underlined and text.strip(" _")):
            self.italics = self.italics or text
        yield _Run(text, style)

    def content(self, child: etree._Element) -> str:
        """The text of one element of a run; pictures and objects as one sign."""
        if child.tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            return "" if choice is None else "".join(self.content(inner) for inner in choice)
        if not child.tag.startswith(_W):
            return ""
        match child.tag.removeprefix(_W):
            case "t":
                return self.tokens.guard((child.text or "").replace("\u00a0", " ").replace("\u200b", ""))
            case "tab" | "ptab":
                return " "
            case "br" | "cr":
                return "" if child.get(_W + "type") in ("page", "column") else "\n"
            case "noBreakHyphen":
                return "-"
            case "sym" | "drawing" | "pict" | "object" as name:
                return _GRAPHIC[name](self, child)
            case "footnoteReference" | "endnoteReference" | "commentReference" as name:
                self.note(child, name.removesuffix("Reference"))
            case "instrText" if re.match(r"\s*EQ\b", child.text or "", re.IGNORECASE):
                self.blame("I420", child.text or "")
            case "delText":
                self.blame("I406", child.text or "")
        return ""

    def note(self, child: etree._Element, kind: str) -> None:
        text = self.notes[kind].get(child.get(_W + "id", ""), "")
        self.blame("I404" if kind == "comment" else "I403", text)

    def symbol(self, child: etree._Element) -> str:
        font = child.get(_W + "font", "").lower().replace(" ", "")
        code = child.get(_W + "char", "").upper()
        known = _SIGNS.get(font, {}).get(code[-2:])
        if known is None:
            self.blame("I416", f"{child.get(_W + 'font', '')} {code}")
        return known or "□"

    def drawing(self, drawing: etree._Element) -> str:
        pictures = list(drawing.iter(qualified("a:blip")))
        if any(cut.attrib for cut in drawing.iter(qualified("a:srcRect"))):
            self.blame("I417", described(drawing) or say("intake.word.unnamed"))
        text = _boxed(drawing)
        if text:
            self.blame("I402", text)
        if not pictures and not text:
            self.blame("I413", described(drawing) or say("intake.word.unnamed"))
        return "".join(self.picture(entry.get(_R_EMBED), described(drawing)) for entry in pictures)

    def legacy_picture(self, picture: etree._Element) -> str:
        if text := _boxed(picture):
            self.blame("I402", text)
        images = list(picture.iter(qualified("v:imagedata")))
        if not images and not text and any(True for _ in picture.iter(qualified("v:shape"))):
            self.blame("I413", say("intake.word.unnamed"))
        return "".join(self.picture(image.get(_R_ID), image.get(qualified("o:title"), "")) for image in images)

    def picture(self, relation: str | None, alt: str) -> str:
        markup, code = self.pictures.markup(relation, alt)
        if code:
            self.blame(code, self.pictures.name(relation))
        return self.tokens.hold(markup) if markup else ""

    def embedded(self, entry: etree._Element) -> str:
        """An OLE object: old formula editors, or another program's document."""
        inner = next(entry.iter(qualified("o:OLEObject")), None)
        program = "" if inner is None else inner.get("ProgID", "")
        self.blame("I401" if program.startswith("Equation") else "I409", program or say("intake.word.unnamed"))
        if program.startswith("Equation"):
            return ""
        images = entry.iter(qualified("v:imagedata"))
        return "".join(self.picture(image.get(_R_ID), "") for image in images)

    def equation(self, math: etree._Element) -> str:
        """The sign for a formula, or its text where the formula cannot be carried over."""
        if math.tag == _M + "oMathPara":
            return " ".join(self.equation(inner) for inner in math.iter(_M + "oMath"))
        equation = Equation(math)
        latex = latex_of(equation)
        if latex is None and not equation.text:
            return ""
        if latex is None or equation.unknown:
            self.blame("I401", "、".join(equation.unknown) or equation.text)
        return self.tokens.hold(f"${latex}$") if latex else self.tokens.guard(equation.text)


def _text(element: etree._Element) -> str:
    """All words in an element, the deleted ones too."""
    return "".join(entry.text or "" for entry in element.iter(_W + "t", _W + "delText", _M + "t")).strip()


def _boxed(element: etree._Element) -> str:
    return " ".join(filter(None, (_text(box) for box in element.iter(_W + "txbxContent"))))


def _joined(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines if line.text)


_GRAPHIC: dict[str, Callable[[Walk, etree._Element], str]] = {
    "sym": Walk.symbol,
    "drawing": Walk.drawing,
    "pict": Walk.legacy_picture,
    "object": Walk.embedded,
}
