"""HTML (Moodle, GIFT) and the XHTML of QTI → the authors' markup. Nothing that runs or reaches outside is kept."""

import re
from collections.abc import Callable, Mapping

from authoring.content.formula import formula
from authoring.content.nodes import (
    Block,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Math,
    OrderedList,
    Paragraph,
    Strong,
    Sub,
    Sup,
    Text,
)
from authoring.content.plain import write_text
from authoring.intake.exchange.html_tables import table_of
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.mathml import latex_of
from authoring.intake.exchange.pictures import Pictures
from authoring.intake.exchange.tree_markup import plain_markup, write_markup
from authoring.intake.exchange.tree_settling import settled
from authoring.intake.exchange.xml import Element, RefusedXmlError, children, fragment, name, root_of, words

__all__ = ["Html"]

_DEEPEST = 60
_WHITE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
_BLANK_LINE = "____"
_THROUGH = frozenset((
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "center", "address",
    "figure", "figcaption", "dl", "dt", "dd", "details", "summary", "caption", "fieldset", "legend", "form", "body",
    "html", "contentBody", "prompt", "itemBody", "stimulusBody", "rubricBlock", "feedbackBlock", "templateBlock",
    "noscript", "template",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_BLOCKS = _THROUGH | _HEADINGS | _LISTS | {"table", "pre", "hr", "li", "thead", "tbody", "tr", "td", "th"}
_INLINE = frozenset((
    "span", "font", "small", "big", "a", "abbr", "acronym", "bdi", "bdo", "time", "data", "label", "ins", "wbr",
    "ruby", "rb", "rt", "rp", "nobr", "cite", "dfn", "mark", "output", "feedbackInline", "templateInline", "tt2",
))  # fmt: skip
_MARKS: dict[str, type[Strong] | type[Emphasis]] = {"strong": Strong, "b": Strong, "em": Emphasis, "i": Emphasis}
_CODE = frozenset(("code", "kbd", "samp", "tt", "var"))
_STRUCK = frozenset(("s", "del", "strike"))
_FOREIGN = frozenset(("svg", "object", "video", "audio", "canvas", "iframe", "select", "embed", "applet"))
"""What has elements of its own inside."""
_SILENT = frozenset(("style", "link", "meta", "title", "head", "stylesheet", "colgroup", "col", "base"))
_TEX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.S)
_COLOURED = re.compile(r"(?:^|;)\s*(?:color|background(?:-color)?)\s*:|text-decoration[^;]*underline", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIRIS = str.maketrans({"«": "<", "»": ">", "¨": '"', "§": "&"})


class Html:
    """Reads the texts of one source. `tex`: `\\(…\\)`, `\\[…\\]` and `$$…$$` are formulas, as in Moodle.

    `holes` are private characters that stand in a text for a node, such as the place of a response.
    """

    def __init__(self, losses: Losses, pictures: Pictures, *, tex: bool = False) -> None:
        self.losses = losses
        self.pictures = pictures
        self.tex = tex
        self.holes: Mapping[str, Inline] = {}

    def of_text(self, text: str) -> tuple[Block, ...]:
        """The tree of a piece of HTML."""
        return self.blocks(fragment(text)) if text.strip() else ()

    def markup(self, blocks: tuple[Block, ...]) -> str:
        """The markup of a tree, or of its mere text, which is told."""
        written = write_markup(blocks)
        if written is None:
            written = plain_markup(blocks)
            self.losses.doubtful("I622", write_text(blocks))
        return written

    def blocks(self, element: Element) -> tuple[Block, ...]:
        """The tree of what stands in an element."""
        flow = _Flow()
        self._told_scripts(element)
        self.flow(element, flow, 0)
        return settled(flow.closed())

    def _told_scripts(self, element: Element) -> None:
        for inner in element.iter():
            if name(inner) == "script":
                self.losses.doubtful("I626", words(inner) or str(inner.get("src") or "script"))
            for key, value in inner.attrib.items() if isinstance(inner.tag, str) else ():
                if str(key).lower().startswith("on") or str(value).strip().lower().startswith("javascript:"):
                    self.losses.doubtful("I626", f"{key!s}={value!s}")

    def flow(self, element: Element, flow: "_Flow", depth: int) -> None:
        """Blocks and lines in an element, into `flow`."""
        flow.line += self.text(element.text)
        for child in element:
            if isinstance(child.tag, str) and not self._left_out(child):
                self.block(child, flow, depth + 1)
            flow.line += self.text(child.tail)

    def block(self, element: Element, flow: "_Flow", depth: int) -> None:
        kind = name(element)
        if depth > _DEEPEST:
            flow.line += self.text(words(element))
        elif kind in _HEADINGS:
            flow.close()
            flow.done += map(_strong, self.inside(element, depth))
        elif kind in _THROUGH:
            flow.close()
            self.flow(element, flow, depth)
            flow.close()
        elif kind in _LISTS:
            flow.close()
            flow.done += self.listed(element, depth)
        elif kind == "table":
            flow.close()
            flow.done += table_of(element, lambda cell: self.inside(cell, depth), self.losses)
        elif kind == "pre":
            flow.close()
            text = words(element).strip("\n")
            flow.done += [CodeBlock(text)] if text.strip() else []
        elif kind == "hr":
            flow.close()
        elif kind in _BLOCKS or (kind in _INLINE and any(name(inner) in _BLOCKS for inner in element.iter())):
            self.flow(element, flow, depth)
        else:
            flow.line += self.inline(element, depth)

    def inside(self, element: Element, depth: int) -> tuple[Block, ...]:
        inner = _Flow()
        self.flow(element, inner, depth)
        return settled(inner.closed())

    def listed(self, element: Element, depth: int) -> list[Block]:
        items: list[tuple[Block, ...]] = []
        for child in children(element):
            inner = self.inside(child, depth) if name(child) == "li" else ()
            if name(child) in _LISTS:
                nested = tuple(self.listed(child, depth + 1))
                items = [*items[:-1], (*items[-1], *nested)] if items else [nested]
            elif inner:
                items.append(inner)
            elif words(child).strip() and name(child) != "li":
                items.append(self.inside(child, depth))
        found = tuple(item for item in items if item)
        kind = OrderedList if name(element) == "ol" else BulletList
        return [kind(found)] if found else []

    def _left_out(self, element: Element) -> bool:
        kind = name(element)
        if kind in _SILENT:
            return True
        if _HIDDEN.search(element.get("style") or ""):
            self.losses.doubtful("I628", words(element) or kind)
            return True
        return kind == "script"

    def inline(self, element: Element, depth: int) -> list[Inline]:
        kind = name(element)
        if depth > _DEEPEST:
            return self.text(words(element))
        if kind in _MARKS:
            return [_MARKS[kind](tuple(self.line(element, depth)))]
        if kind in _CODE and kind != "var" and words(element).strip():
            return [Code(" ".join(words(element).split()))]
        reader = _READERS.get(kind)
        if reader is not None:
            return reader(self, element, depth)
        if kind in _STRUCK:
            self.losses.doubtful("I627", words(element))
        elif kind not in _INLINE and kind not in _CODE:
            return self.unknown(element, depth)
        elif _COLOURED.search(element.get("style") or "") or element.get("color"):
            self.losses.note("I621", words(element))
        return self.line(element, depth)

    def line(self, element: Element, depth: int) -> list[Inline]:
        """What stands in an inline element; blocks in it become lines."""
        found = self.text(element.text)
        for child in element:
            if isinstance(child.tag, str) and not self._left_out(child):
                inner = self.inline(child, depth + 1) if name(child) not in _BLOCKS else self.line(child, depth + 1)
                edge: list[Inline] = [LineBreak()] if name(child) in _BLOCKS else []
                found += [*edge, *inner, *edge]
            found += self.text(child.tail)
        return found

    def unknown(self, element: Element, depth: int) -> list[Inline]:
        """What no text of ours can hold; words inside stay."""
        address = element.get("src") or element.get("data") or element.get("href") or ""
        if name(element) == "object" and (element.get("type") or "").startswith("image/"):
            return self.picture(address, words(element))
        self.losses.doubtful("I620", f"<{name(element)}> {address} {words(element)}".strip())
        return self.text(words(element)) if name(element) in _FOREIGN else self.line(element, depth)

    def picture(self, src: str, alt: str) -> list[Inline]:
        taken = self.pictures.take(src, alt)
        if taken is None:
            return [Text(" ".join(alt.split()))] if alt.strip() else []
        return [Image(*taken)]

    def text(self, text: str | None) -> list[Inline]:
        """Words, with formulas and places of responses in them."""
        found: list[Inline] = []
        last = 0
        for match in _TEX.finditer(text) if text and self.tex else ():
            source = " ".join((match[1] or match[2] or match[3]).split())
            if not formula(source, False).error and not set(source) & set(self.holes):
                found += self._words(text[last : match.start()] if text else "")
                found.append(Math(source, display=match[1] is None and not _in_words(text or "", match)))
                last = match.end()
            else:
                self.losses.doubtful("I624", match.group())
        return [*found, *self._words((text or "")[last:])]

    def _words(self, text: str) -> list[Inline]:
        text = _WHITE.sub(" ", text)
        if not self.holes:
            return [Text(text)] if text else []
        pattern = f"([{''.join(self.holes)}])"
        return [self.holes.get(part) or Text(part) for part in re.split(pattern, text) if part]


def _strong(block: Block) -> Block:
    return Paragraph((Strong(block.children),)) if isinstance(block, Paragraph) else block


def _in_words(text: str, match: re.Match[str]) -> bool:
    """Whether a displayed formula stands within a line."""
    return bool(text[: match.start()].strip() or text[match.end() :].strip())


def _image(self: Html, element: Element, _depth: int) -> list[Inline]:
    tex = element.get("data-equation-content") or ""
    if tex and not formula(tex, False).error:
        return [Math(tex)]
    if mathml := element.get("data-mathml"):
        try:
            latex = latex_of(root_of(mathml.translate(_WIRIS).encode()))
        except RefusedXmlError:
            latex = None
        if latex:
            return [Math(latex)]
    return self.picture(element.get("src") or "", element.get("alt") or element.get("title") or "")


def _maths(self: Html, element: Element, _depth: int) -> list[Inline]:
    latex = latex_of(element)
    if latex is not None:
        return [Math(latex, display=element.get("display") == "block")]
    shown = " ".join((element.get("alttext") or words(element)).split())
    self.losses.doubtful("I624", shown)
    return [Text(shown)]


def _script(self: Html, element: Element, depth: int) -> list[Inline]:
    text = " ".join(words(element).split())
    if not text or any(name(inner) in ("img", "math", "object") for inner in element.iter()):
        return self.line(element, depth)
    return [Sub(text) if name(element) == "sub" else Sup(text)]


def _underlined(self: Html, element: Element, depth: int) -> list[Inline]:
    """`<u>　　</u>` is a place to fill in."""
    text = words(element)
    if not text.strip(" \u00a0\u3000_\t\n") and not children(element):
        return [Text(_BLANK_LINE)]
    self.losses.note("I621", text)
    return self.line(element, depth)


def _link(self: Html, element: Element, depth: int) -> list[Inline]:
    address = (element.get("href") or "").strip()
    if address and not address.startswith("#") and not address.lower().startswith("javascript:"):
        self.losses.note("I629", address)
    return self.line(element, depth)


def _quoted(self: Html, element: Element, depth: int) -> list[Inline]:
    return [Text("“"), *self.line(element, depth), Text("”")]


_READERS: dict[str, Callable[[Html, Element, int], list[Inline]]] = {
    "br": lambda _self, _element, _depth: [LineBreak()],
    "img": _image,
    "math": _maths,
    "sub": _script,
    "sup": _script,
    "u": _underlined,
    "a": _link,
    "q": _quoted,
}


class _Flow:
    """Finished blocks, and the line that is still open."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self.line: list[Inline] = []

    def close(self) -> None:
        """The open line becomes a paragraph; two breaks in it part paragraphs."""
        part: list[Inline] = []
        breaks = 0
        for node in self.line:
            if isinstance(node, LineBreak):
                breaks += 1
            elif not (isinstance(node, Text) and not node.text.strip(" ")):
                if breaks > 1 and part:
                    self.done.append(Paragraph(tuple(part)))
                    part = []
                breaks = 0
            part.append(node)
        self.done.append(Paragraph(tuple(part)))
        self.line = []

    def closed(self) -> tuple[Block, ...]:
        self.close()
        return tuple(self.done)
