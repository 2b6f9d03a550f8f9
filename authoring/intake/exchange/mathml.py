"""MathML → LaTeX: what exams use; anything else is named in `unknown`."""

import re
import unicodedata
from collections.abc import Callable

from authoring.content.formula import formula
from authoring.intake.exchange.xml import Element, children, name, words
from authoring.intake.latex_signs import ACCENTS, BRACES, FENCES, FUNCTIONS, LARGE, SYMBOLS

__all__ = ["latex_of"]

_DEEPEST = 60
_TEXT = re.compile(r"[^\x00-\x7f\u0370-\u03ff]")
_CUT = re.compile(r"[\u2061-\u2064\ufe00-\ufe0f\u200b]")
_OPENING, _CLOSING = "([{⟨〈⌊⌈（|‖", ")]}⟩〉⌋⌉）|‖"
_TALL = frozenset(("mfrac", "mtable", "munder", "mover", "munderover", "msubsup"))
_ALPHABETS = (
    ("BOLD ITALIC", r"\boldsymbol"),
    ("BOLD", r"\mathbf"),
    ("DOUBLE-STRUCK", r"\mathbb"),
    ("SCRIPT", r"\mathcal"),
    ("FRAKTUR", r"\mathfrak"),
    ("SANS-SERIF", r"\mathsf"),
)
_VARIANTS = {"normal": r"\mathrm", "bold": r"\mathbf", "bold-italic": r"\boldsymbol", "double-struck": r"\mathbb"}
_ARROWS = {
    "→": r"\xrightarrow", "⟶": r"\xrightarrow", "←": r"\xleftarrow", "⇌": r"\xrightleftharpoons",
    "↔": r"\xleftrightarrow", "=": r"\xlongequal",
}  # fmt: skip
_OVER = {"ˆ": "hat", "˜": "tilde", "˙": "dot", "¨": "ddot", "\u0332": "overline", "―": "overline", "‾": "overline"}
_OVER |= ACCENTS
_UNDER = frozenset(("_", "\u0332", "―", "‾", "¯", "\u0331"))
_SPACES = ((1.5, r"\qquad "), (0.9, r"\quad "), (0.25, r"\;"), (0.1, r"\,"))
_MORE = {"⟶": r"\longrightarrow ", "⟵": r"\longleftarrow ", "↑": r"\uparrow ", "↓": r"\downarrow ", "≪": r"\ll "}
_MORE |= {"≫": r"\gg ", "∝": r"\propto ", "∴": r"\therefore ", "∵": r"\because ", "⋮": r"\vdots ", "∧": r"\land "}
_MORE |= {"∨": r"\lor ", "∅": r"\emptyset ", "∠": r"\angle ", "⊥": r"\perp ", "∥": r"\parallel ", "‰": r"\text{‰}"}


def latex_of(math: Element) -> str | None:
    """The LaTeX of a `math` element, None where it cannot be carried over whole."""
    noted = _annotation(math)
    if noted and not formula(noted, False).error:
        return noted
    reader = _Reader()
    latex = reader.row(math, 0).strip()
    if not latex or reader.unknown or formula(latex, False).error:
        return None
    return latex


def _annotation(math: Element) -> str:
    """The TeX that some editors keep beside the MathML."""
    for entry in math.iter():
        if name(entry) == "annotation" and "tex" in (entry.get("encoding") or "").lower():
            return (entry.text or "").strip()
    return ""


class _Reader:
    def __init__(self) -> None:
        self.unknown: list[str] = []

    def row(self, parent: Element, depth: int) -> str:
        """The children of a row; brackets around something tall grow with it."""
        inner = [child for child in children(parent) if name(child) not in ("annotation", "annotation-xml")]
        first, last = (_sign(inner[0]), _sign(inner[-1])) if len(inner) > 1 else ("", "")
        opens, closes = first in _OPENING and first != "", last in _CLOSING and last != ""
        tall = any(name(child) in _TALL for entry in inner[1:] for child in entry.iter())
        if tall and opens and (closes or _nothing(inner[-1])):
            body = inner[1:-1]
            if len(body) == 1 and name(body[0]) == "mtable" and first == "{" and not closes:
                return self.table(body[0], depth, "cases")
            written = self.joined(body, depth)
            return rf"\left{FENCES.get(first, '.')}{written}\right{FENCES.get(last, '.') if closes else '.'}"
        return self.joined(inner, depth)

    def joined(self, nodes: list[Element], depth: int) -> str:
        written = ""
        for node in nodes:
            piece = self.node(node, depth + 1)
            if re.search(r"\\[A-Za-z]+$", written) and piece[:1].isalpha():
                written += " "
            written += piece
        return written

    def node(self, node: Element, depth: int) -> str:
        if depth > _DEEPEST:
            self.unknown.append(words(node))
            return ""
        reader = _READERS.get(name(node))
        if reader is None:
            self.unknown.append(name(node))
            return self.row(node, depth)
        return reader(self, node, depth)

    def part(self, node: Element, place: int, depth: int) -> str:
        inner = children(node)
        return self.node(inner[place], depth + 1).strip() if place < len(inner) else ""

    def table(self, node: Element, depth: int, environment: str) -> str:
        rows = [row for row in children(node) if name(row) in ("mtr", "mlabeledtr")]
        cells = [[self.row(cell, depth + 1).strip() for cell in children(row) if name(cell) == "mtd"] for row in rows]
        body = r" \\ ".join(" & ".join(row) for row in cells)
        return rf"\begin{{{environment}}}{body}\end{{{environment}}}"


def _sign(node: Element) -> str:
    """The sign of an operator, possibly alone in a row."""
    inner = children(node)
    if name(node) == "mrow" and len(inner) == 1:
        return _sign(inner[0])
    return _CUT.sub("", words(node)) if name(node) == "mo" else ""


def _nothing(node: Element) -> bool:
    return not _CUT.sub("", words(node)) and name(node) in ("mo", "mrow")


def _box(text: str) -> str:
    return f"{{{text}}}"


def _base(text: str) -> str:
    return text if re.fullmatch(r"\w|\d+(?:\.\d+)?|\\[A-Za-z]+|\\[A-Za-z]+\{\w+\}|\)|\]", text) else _box(text)


def _signs(text: str) -> str:
    return "".join(SYMBOLS.get(sign, _MORE.get(sign, sign)) for sign in text)


def _text(text: str) -> str:
    escaped = re.sub(r"([#$%&_{}])", r"\\\1", text.replace("\\", ""))
    return rf"\text{{{escaped}}}" if text.strip() else r"\ "


def _identifier(_: _Reader, node: Element, _depth: int) -> str:
    text = _CUT.sub("", words(node).strip())
    if text in FUNCTIONS:
        return rf"\{text} "
    alphabet = _alphabet(text)
    plain = unicodedata.normalize("NFKC", text) if alphabet else text
    variant = alphabet or _VARIANTS.get(node.get("mathvariant") or "", r"\mathrm" if len(plain) > 1 else "")
    if _TEXT.search(plain) and not all(sign in SYMBOLS or sign in _MORE for sign in plain):
        return _text(plain)
    written = _signs(plain).strip()
    if not any(sign.isalpha() for sign in plain):
        return written
    return f"{variant}{_box(written)}" if variant else (f"{written} " if written.startswith("\\") else written)


def _alphabet(text: str) -> str:
    """The command for letters such as 𝐱 or ℝ."""
    kinds = {unicodedata.name(sign, "") for sign in text}
    if not text or not all(kind.startswith(("MATHEMATICAL ", "DOUBLE-STRUCK ", "SCRIPT ")) for kind in kinds):
        return ""
    return next((command for word, command in _ALPHABETS if word in min(kinds)), "")


def _number(_: _Reader, node: Element, _depth: int) -> str:
    text = words(node).strip()
    return _signs(text) if not _TEXT.search(text) else _text(text)


def _operator(self: _Reader, node: Element, _depth: int) -> str:
    text = _CUT.sub("", words(node).strip())
    if text in LARGE:
        return LARGE[text] + " "
    if text in FUNCTIONS:
        return rf"\{text} "
    if text in ("{", "}"):
        return rf"\{text}"
    if len(text) > 1 and text.isalpha() and text.isascii():
        return rf"\operatorname{{{text}}}"
    unknown = [sign for sign in text if not sign.isascii() and sign not in SYMBOLS and sign not in _MORE]
    return _text(text) if unknown else _signs(text)


def _space(_: _Reader, node: Element, _depth: int) -> str:
    found = re.fullmatch(r"([\d.]+)em", node.get("width") or "")
    width = float(found[1]) if found and found[1].count(".") < 2 and found[1] != "." else 0.0
    return next((sign for least, sign in _SPACES if width >= least), "")


def _fraction(self: _Reader, node: Element, depth: int) -> str:
    above, below = self.part(node, 0, depth), self.part(node, 1, depth)
    if (node.get("linethickness") or "").strip("0 ptxem") == "" and node.get("linethickness"):
        return rf"\genfrac{{}}{{}}{{0pt}}{{}}{_box(above)}{_box(below)}"
    return rf"\frac{_box(above)}{_box(below)}"


def _styled(self: _Reader, node: Element, depth: int) -> str:
    written = self.row(node, depth)
    large = node.get("displaystyle") == "true" and written.startswith(r"\frac")
    return rf"\d{written[1:]}" if large else written


def _sub(self: _Reader, node: Element, depth: int) -> str:
    return f"{_base(self.part(node, 0, depth))}_{_box(self.part(node, 1, depth))}"


def _sup(self: _Reader, node: Element, depth: int) -> str:
    base, raised = self.part(node, 0, depth), self.part(node, 1, depth)
    return f"{_base(base)}{raised}" if set(raised) == {"'"} else f"{_base(base)}^{_box(raised)}"


def _both(self: _Reader, node: Element, depth: int) -> str:
    low, high = self.part(node, 1, depth), self.part(node, 2, depth)
    return f"{_base(self.part(node, 0, depth))}_{_box(low)}^{_box(high)}"


def _padded_only(node: Element) -> bool:
    """A label that is stretched for an arrow: words between spaces."""
    inner = children(node)
    return len(inner) == 2 and name(inner[1]) == "mspace"


def _label(self: _Reader, node: Element, depth: int) -> str:
    while name(node) in ("mover", "munder") and _padded_only(node):
        node = children(node)[0]
    kept = [child for child in children(node) if name(child) != "mspace"] if name(node) == "mrow" else [node]
    return self.joined(kept, depth).strip()


def _under_over(self: _Reader, node: Element, depth: int) -> str:
    inner, kind = children(node), name(node)
    if len(inner) < 2:
        return self.row(node, depth)
    sign = _sign(inner[0])
    low = inner[1] if kind != "mover" else None
    high = inner[-1] if kind != "munder" else None
    if sign in _ARROWS:
        under = f"[{_label(self, low, depth)}]" if low is not None else ""
        return f"{_ARROWS[sign]}{under}{_box(_label(self, high, depth) if high is not None else '')}"
    base = self.part(node, 0, depth)
    if sign in LARGE or base.lstrip("\\").strip() in FUNCTIONS or base.startswith((r"\underbrace", r"\overbrace")):
        limits = "" if low is None else f"_{_box(self.node(low, depth + 1).strip())}"
        limits += "" if high is None else f"^{_box(self.node(high, depth + 1).strip())}"
        return f"{base}{limits} "
    return _decorated(self, base, low, high, depth)


def _decorated(self: _Reader, base: str, low: Element | None, high: Element | None, depth: int) -> str:
    """Accents, braces, and what is set above or below."""
    if low is not None:
        sign = _sign(low)
        if sign in BRACES:
            base = f"{BRACES[sign]}{_box(base)}"
        elif sign in _UNDER:
            base = rf"\underline{_box(base)}"
        else:
            base = rf"\underset{_box(self.node(low, depth + 1).strip())}{_box(base)}"
    if high is not None:
        sign = _sign(high)
        if sign in BRACES:
            return f"{BRACES[sign]}{_box(base)}"
        if sign in _OVER:
            return rf"\{_OVER[sign]}{_box(base)}"
        return rf"\overset{_box(self.node(high, depth + 1).strip())}{_box(base)}"
    return base


def _before_and_behind(self: _Reader, node: Element, depth: int) -> str:
    """`mmultiscripts`: pairs behind the base, then pairs before it."""
    inner = children(node)
    cut = next((place for place, child in enumerate(inner) if name(child) == "mprescripts"), len(inner))

    def pairs(nodes: list[Element]) -> str:
        written = [self.node(entry, depth + 1).strip() for entry in nodes]
        scripts = (f"{mark}{_box(text)}" for mark, text in zip("_^" * len(written), written, strict=False) if text)
        return "".join(scripts)

    before = pairs(inner[cut + 1 :])
    base = self.part(node, 0, depth) if inner else ""
    return f"{'{}' + before if before else ''}{_base(base)}{pairs(inner[1:cut])}"


def _fenced(self: _Reader, node: Element, depth: int) -> str:
    opening, closing = node.get("open", "("), node.get("close", ")")
    signs = [sign for sign in node.get("separators", ",") if not sign.isspace()] or [""]
    written = ""
    for place, child in enumerate(children(node)):
        written += (signs[min(place - 1, len(signs) - 1)] if place else "") + self.node(child, depth + 1)
    self.unknown += [sign for sign in (opening, closing) if sign not in FENCES]
    return rf"\left{FENCES.get(opening, '.')}{written}\right{FENCES.get(closing, '.')}"


def _table(self: _Reader, node: Element, depth: int) -> str:
    aligned = node.get("displaystyle") == "true"
    return self.table(node, depth, "aligned" if aligned else "matrix")


def _root(self: _Reader, node: Element, depth: int) -> str:
    return rf"\sqrt[{self.part(node, 1, depth)}]{_box(self.part(node, 0, depth))}"


_READERS: dict[str, Callable[[_Reader, Element, int], str]] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": lambda _self, node, _depth: _text(words(node)),
    "ms": lambda _self, node, _depth: _text(words(node)),
    "mspace": _space,
    "mfrac": _fraction,
    "mstyle": _styled,
    "msub": _sub,
    "msup": _sup,
    "msubsup": _both,
    "munder": _under_over,
    "mover": _under_over,
    "munderover": _under_over,
    "mmultiscripts": _before_and_behind,
    "none": lambda _self, _node, _depth: "",
    "msqrt": lambda self, node, depth: rf"\sqrt{_box(self.row(node, depth).strip())}",
    "mroot": _root,
    "mfenced": _fenced,
    "mtable": _table,
} | dict.fromkeys(("mrow", "mpadded", "semantics", "math", "mtd"), _Reader.row)
