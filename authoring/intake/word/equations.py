"""Word's equations (OMML) → LaTeX: what exams use; anything else is told, with what it says."""

import re
from collections.abc import Callable

from lxml import etree

from authoring.content import parse
from authoring.intake.latex_signs import ACCENTS, ARROWS, BRACES, FENCES, FUNCTIONS, LARGE, SYMBOLS
from authoring.intake.word.package import qualified

__all__ = ["Equation", "latex_of"]

_M = qualified("m:r").removesuffix("r")
_VAL = qualified("m:val")
_WORDS = re.compile(r"([\u2e80-\u9fff\uff00-\uffef，。；：、]+)")
_STYLED = {"p": r"\mathrm", "b": r"\mathbf", "bi": r"\boldsymbol"}
_DEEPEST = 40
_NEXT_ROW = r" \\ "


def _words(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())


def _texts(node: etree._Element) -> list[str]:
    return [entry.text or "" for entry in node.iter(_M + "t", qualified("w:t"))]


class Equation:
    """One equation; `unknown` holds what could not be carried over."""

    def __init__(self, math: etree._Element) -> None:
        self.unknown: list[str] = []
        self.carried = ""
        self.latex = self.row(math, 0).strip()
        self.text = _words(math).strip()
        if not self.unknown and len(self.carried) < len("".join(_texts(math))):
            self.unknown.append(self.text)

    def row(self, parent: etree._Element | None, depth: int) -> str:
        if parent is None:
            return ""
        return "".join(self.node(child, depth + 1) for child in parent if isinstance(child.tag, str))

    def node(self, node: etree._Element, depth: int) -> str:
        if depth > _DEEPEST:
            self.unknown.append(_words(node))
            return ""
        if not node.tag.startswith(_M):
            return self.foreign(node, depth)
        local = node.tag.removeprefix(_M)
        if local.endswith("Pr"):
            return ""
        if local == "r":
            return self.run(node)
        reader = _READERS.get(local)
        if reader is None:
            self.unknown.append(_words(node) or local)
            return self.row(node, depth)
        return reader(self, node, depth)

    def foreign(self, node: etree._Element, depth: int) -> str:
        """Word's own elements inside of an equation: formats, bookmarks and tracked changes."""
        local = etree.QName(node).localname
        if local in ("ins", "smartTag", "sdt", "sdtContent"):
            return self.row(node, depth)
        if _words(node).strip() and not local.endswith("Pr"):
            self.unknown.append(_words(node))
        return ""

    def part(self, node: etree._Element, name: str, depth: int) -> str:
        return self.row(node.find(_M + name), depth).strip()

    def run(self, run: etree._Element) -> str:
        text = "".join(_texts(run))
        self.carried += text
        properties = run.find(_M + "rPr")
        style = _setting(properties, "sty")
        if properties is not None and properties.find(_M + "nor") is not None:
            style = "p"
        return "".join(self.words(part, style) for part in _WORDS.split(text) if part)

    def words(self, text: str, style: str | None) -> str:
        if _WORDS.fullmatch(text):
            return rf"\text{{{text}}}"
        name = text.strip()
        if name in FUNCTIONS and style == "p":
            return rf"\{name} "
        written = "".join(SYMBOLS.get(sign, sign) for sign in text)
        if style in _STYLED and any(sign.isalpha() for sign in text):
            return f"{_STYLED[style or '']}{{{written.strip()}}}"
        return written


def latex_of(equation: Equation) -> str | None:
    """The LaTeX, if it can be shown; None otherwise."""
    if not equation.latex:
        return None
    content = parse(f"${equation.latex}$")
    return None if content.problems else equation.latex


def _setting(properties: etree._Element | None, name: str, default: str | None = None) -> str | None:
    child = None if properties is None else properties.find(_M + name)
    return default if child is None else child.get(_VAL, "")


def _switched(properties: etree._Element | None, name: str) -> bool:
    return _setting(properties, name, "0") in ("1", "on", "true", "")


def _box(text: str) -> str:
    return f"{{{text}}}"


def _fraction(self: Equation, node: etree._Element, depth: int) -> str:
    above, below = self.part(node, "num", depth), self.part(node, "den", depth)
    match _setting(node.find(_M + "fPr"), "type"):
        case "lin" | "skw":
            return f"{_box(above)}/{_box(below)}"
        case "noBar":
            return rf"\genfrac{{}}{{}}{{0pt}}{{}}{_box(above)}{_box(below)}"
        case _:
            return rf"\frac{_box(above)}{_box(below)}"


def _base(text: str) -> str:
    return text if re.fullmatch(r"\w|\\[A-Za-z]+", text) else _box(text)


def _sub(self: Equation, node: etree._Element, depth: int) -> str:
    return f"{_base(self.part(node, 'e', depth))}_{_box(self.part(node, 'sub', depth))}"


def _sup(self: Equation, node: etree._Element, depth: int) -> str:
    return f"{_base(self.part(node, 'e', depth))}^{_box(self.part(node, 'sup', depth))}"


def _both(self: Equation, node: etree._Element, depth: int) -> str:
    low, high = self.part(node, "sub", depth), self.part(node, "sup", depth)
    return f"{_base(self.part(node, 'e', depth))}_{_box(low)}^{_box(high)}"


def _before(self: Equation, node: etree._Element, depth: int) -> str:
    low, high = self.part(node, "sub", depth), self.part(node, "sup", depth)
    return f"{{}}_{_box(low)}^{_box(high)}{_base(self.part(node, 'e', depth))}"


def _radical(self: Equation, node: etree._Element, depth: int) -> str:
    hidden = _switched(node.find(_M + "radPr"), "degHide")
    degree = "" if hidden else self.part(node, "deg", depth)
    return rf"\sqrt{f'[{degree}]' if degree else ''}{_box(self.part(node, 'e', depth))}"


def _nary(self: Equation, node: etree._Element, depth: int) -> str:
    properties = node.find(_M + "naryPr")
    sign = _setting(properties, "chr", "∫") or "∫"
    if sign not in LARGE:
        self.unknown.append(sign)
    operator = LARGE.get(sign, sign)
    low, high = self.part(node, "sub", depth), self.part(node, "sup", depth)
    if low and not _switched(properties, "subHide"):
        operator += f"_{_box(low)}"
    if high and not _switched(properties, "supHide"):
        operator += f"^{_box(high)}"
    return f"{operator} {self.part(node, 'e', depth)}"


def _delimiters(self: Equation, node: etree._Element, depth: int) -> str:
    properties = node.find(_M + "dPr")
    opening, closing = _setting(properties, "begChr", "("), _setting(properties, "endChr", ")")
    separator = _setting(properties, "sepChr", "|") or ""
    entries = [self.row(entry, depth).strip() for entry in node.iterfind(_M + "e")]
    if len(entries) == 1 and (opening, closing) == ("{", "") and entries[0].startswith(r"\begin{aligned}"):
        return entries[0].replace("{aligned}", "{cases}")
    for sign in (opening or "", closing or ""):
        if sign not in FENCES:
            self.unknown.append(sign)
    inner = (
        rf"\middle{separator} ".join(entries)
        if separator in ("|", "/")
        else SYMBOLS.get(separator, separator).join(entries)
    )
    return rf"\left{FENCES.get(opening or '', '.')}{inner}\right{FENCES.get(closing or '', '.')}"


def _matrix(self: Equation, node: etree._Element, depth: int) -> str:
    rows = (
        " & ".join(self.row(cell, depth).strip() for cell in row.iterfind(_M + "e")) for row in node.iterfind(_M + "mr")
    )
    return r"\begin{matrix}" + _NEXT_ROW.join(rows) + r"\end{matrix}"


def _lines(self: Equation, node: etree._Element, depth: int) -> str:
    rows = [self.row(entry, depth).strip() for entry in node.iterfind(_M + "e")]
    aligned = (row.replace(r"\&", "&") for row in rows)
    return r"\begin{aligned}" + _NEXT_ROW.join(aligned) + r"\end{aligned}"


def _function(self: Equation, node: etree._Element, depth: int) -> str:
    name = self.part(node, "fName", depth)
    plain = re.fullmatch(r"\\mathrm\{([A-Za-z]+)\}|([A-Za-z]+)", name)
    word = (plain[1] or plain[2]) if plain else ""
    if word:
        name = rf"\{word}" if word in FUNCTIONS else rf"\operatorname{{{word}}}"
    return f"{name} {self.part(node, 'e', depth)}"


def _below(self: Equation, node: etree._Element, depth: int) -> str:
    base, limit = self.part(node, "e", depth), self.part(node, "lim", depth)
    bare = re.sub(r"\\mathrm\{(\w+)\}", r"\1", base).strip().lstrip("\\")
    if bare in FUNCTIONS:
        return rf"\{bare}_{_box(limit)} "
    if base.startswith(r"\underbrace"):
        return f"{base}_{_box(limit)}"
    return _arrow(base, "", limit) or rf"\underset{_box(limit)}{_box(base)}"


def _above(self: Equation, node: etree._Element, depth: int) -> str:
    base, limit = self.part(node, "e", depth), self.part(node, "lim", depth)
    if base.startswith(r"\overbrace"):
        return f"{base}^{_box(limit)}"
    return _arrow(base, limit, "") or rf"\overset{_box(limit)}{_box(base)}"


def _arrow(base: str, above: str, below: str) -> str:
    """An arrow or equals sign with conditions."""
    sign = next((sign for sign in ARROWS if base in (sign, SYMBOLS.get(sign, sign).strip())), "")
    return f"{ARROWS[sign]}{f'[{below}]' if below else ''}{_box(above)}" if sign else ""


def _accent(self: Equation, node: etree._Element, depth: int) -> str:
    sign = _setting(node.find(_M + "accPr"), "chr", "\u0302") or "\u0302"
    if sign not in ACCENTS:
        self.unknown.append(sign)
    return rf"\{ACCENTS.get(sign, 'hat')}{_box(self.part(node, 'e', depth))}"


def _bar(self: Equation, node: etree._Element, depth: int) -> str:
    command = "overline" if _setting(node.find(_M + "barPr"), "pos") == "top" else "underline"
    return rf"\{command}{_box(self.part(node, 'e', depth))}"


def _group(self: Equation, node: etree._Element, depth: int) -> str:
    """A brace, or an arrow that carries a condition."""
    properties = node.find(_M + "groupChrPr")
    sign, inner = _setting(properties, "chr", "⏟") or "⏟", self.part(node, "e", depth)
    if sign in BRACES:
        return f"{BRACES[sign]}{_box(inner)}"
    above = _setting(properties, "pos", "bot") != "top"
    if sign in ARROWS:
        return f"{ARROWS[sign]}{'' if above else f'[{inner}]'}{_box(inner if above else '')}"
    self.unknown.append(sign)
    return inner


def _inside(self: Equation, node: etree._Element, depth: int) -> str:
    return self.part(node, "e", depth)


def _boxed(self: Equation, node: etree._Element, depth: int) -> str:
    self.unknown.append(self.part(node, "e", depth))
    return self.part(node, "e", depth)


_READERS: dict[str, Callable[[Equation, etree._Element, int], str]] = {
    "oMath": Equation.row,
    "f": _fraction,
    "sSub": _sub,
    "sSup": _sup,
    "sSubSup": _both,
    "sPre": _before,
    "rad": _radical,
    "nary": _nary,
    "d": _delimiters,
    "m": _matrix,
    "eqArr": _lines,
    "func": _function,
    "limLow": _below,
    "limUpp": _above,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _group,
    "box": _inside,
    "borderBox": _boxed,
    "phant": _boxed,
}
