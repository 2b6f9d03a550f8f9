r"""`\ce{…}`: chemical formulas and reaction equations as authors write them (the part of mhchem that exams use).

A formula becomes text with sub- and superscripts, so that it looks like the words around it; a reaction becomes LaTeX.

    CaCO3    SO4^2-    NH4+    CaMg(CO3)2    CuSO4*5H2O    ^{14}C    (C6H10O5)_n
    CaCO3 ->[\Delta] CaO + CO2 ^        N2 + 3H2 <=>[高温、高压][催化剂] 2NH3        Ca(OH)2 + CO2 = CaCO3 v + H2O
"""

import re
from typing import NamedTuple

__all__ = ["CE", "ChemistryError", "Piece", "species", "to_latex"]

_INNER = r"(?:[^{}]|\{[^{}]{0,200}\}){0,600}"
CE = re.compile(rf"\\ce\s*\{{({_INNER})\}}")
r"""`\ce{body}` with at most one level of braces inside."""

MINUS = "\N{MINUS SIGN}"
MIDDLE_DOT = "\N{MIDDLE DOT}"
_BONDS = {"-": "\N{EN DASH}", "=": "=", "#": "\N{IDENTICAL TO}"}
_ARROWS = {
    "->": (r"\longrightarrow ", r"\xrightarrow"),
    "<-": (r"\longleftarrow ", r"\xleftarrow"),
    "<->": (r"\longleftrightarrow ", r"\xleftrightarrow"),
    "<=>": (r"\rightleftharpoons ", r"\xrightleftharpoons"),
    "=": ("=", r"\xlongequal"),
    "==": ("=", r"\xlongequal"),
}
_SIGNS = {"+": "+", "-": "-", "^": r"{\uparrow}", "v": r"{\downarrow}"}

_LABEL = r"\[((?:[^\[\]{}]|\{[^{}]*\})*)\]"
_ARROW = re.compile(rf"\s*(<=>|<->|->|<-|(?<=\s)==?(?=[\s\[]))(?:{_LABEL})?(?:{_LABEL})?\s*")
_PIECE = re.compile(
    r"(?P<count>(?<![^\s*.·])(?:\d+/\d+|\d+(?:\.\d+)?)\s?)"
    r"|(?P<low>_(?:\{[^{}]*\}|\d+|[a-z])|(?<=[A-Za-z)\]])(?:0\.\d+|\d+)|(?<=[)\]])[nmx](?![a-z]))"
    r"|(?P<high>\^(?:\{[^{}]*\}|\d*[+-]|\d+|[a-z*])|[+-](?=$|[\s)\]]))"
    r"|(?P<dot>[*.·])"
    r"|(?P<bond>(?<=[A-Za-z0-9)\]}])[-=#](?=[A-Za-z(\[]))"
    r"|(?P<word>[A-Za-z]+|[()\[\],]|[^\W\d_]+)"
)


class Piece(NamedTuple):
    """A run of one kind: `text`, `sub` or `sup`."""

    kind: str
    text: str


class ChemistryError(ValueError):
    r"""What stands at `position` of the body of `\ce{…}` is not understood."""

    def __init__(self, position: int, quote: str) -> None:
        super().__init__(quote)
        self.position = position
        self.quote = quote


def species(body: str) -> tuple[Piece, ...] | None:
    """The pieces of a formula without blanks and arrows; None for anything else."""
    body = body.strip()
    if not body or re.search(r"[\s\\$]|->|<-|<=", body) or body.endswith("^"):
        return None
    try:
        return tuple(_pieces(body, 0))
    except ChemistryError:
        return None


def to_latex(body: str) -> str:
    """Plain LaTeX of a formula or a reaction. Raises ChemistryError."""
    written: list[str] = []
    start = 0
    for arrow in _ARROW.finditer(body):
        written += [_side(body, start, arrow.start()), _arrow(*arrow.groups())]
        start = arrow.end()
    written.append(_side(body, start, len(body)))
    return "".join(written)


def _arrow(sign: str, above: str | None, below: str | None) -> str:
    plain, labelled = _ARROWS[sign]
    if not above and not below:
        return plain
    under = f"[{_label(below)}]" if below else ""
    return f"{labelled}{under}{{{_label(above or '')}}}"


def _label(text: str) -> str:
    """What stands over an arrow: LaTeX, a formula, or words."""
    if "\\" in text or not text:
        return text
    pieces = species(text)
    return _roman(pieces) if pieces and text.isascii() else rf"\text{{{text}}}"


def _side(body: str, start: int, end: int) -> str:
    """The substances between two arrows: words parted by blanks."""
    return "".join(
        _word(word.group(), start + word.start()) for word in re.finditer(r"\\[A-Za-z]+|[^\s\\]+|\\", body[start:end])
    )


def _word(word: str, position: int) -> str:
    if word in _SIGNS:
        return _SIGNS[word]
    if len(word) > 1 and word.startswith("\\"):
        return word + " "
    if len(word) == 1 and word.islower():
        return word
    if len(word) > 1 and word.endswith("^"):
        return _roman(_pieces(word[:-1], position)) + _SIGNS["^"]
    return _roman(_pieces(word, position))


def _pieces(word: str, offset: int) -> list[Piece]:
    found: list[Piece] = []
    position = 0
    while position < len(word):
        match = _PIECE.match(word, position)
        if match is None:
            raise ChemistryError(offset + position, word[position])
        found.append(_piece(match))
        position = match.end()
    return found


def _piece(match: re.Match[str]) -> Piece:
    text = match.group()
    match match.lastgroup:
        case "low":
            return Piece("sub", text.lstrip("_").strip("{}"))
        case "high":
            return Piece("sup", text.lstrip("^").strip("{}").replace("-", MINUS))
        case "dot":
            return Piece("text", MIDDLE_DOT)
        case "bond":
            return Piece("text", _BONDS[text])
        case _:
            return Piece("text", text)


def _roman(pieces: list[Piece] | tuple[Piece, ...]) -> str:
    """LaTeX with upright symbols; scripts that stand side by side share their base."""
    written: list[str] = []
    base = False
    for piece in pieces:
        if piece.kind == "text":
            written.append(_upright(piece.text))
        else:
            mark = "_" if piece.kind == "sub" else "^"
            written.append(f"{'' if base else '{}'}{mark}{{{_upright(piece.text)}}}")
        base = True
    return "".join(written)


def _upright(text: str) -> str:
    if text.isascii() and text.isalpha():
        return rf"\mathrm{{{text}}}"
    if text == MIDDLE_DOT:
        return r"\cdot "
    if text[0].isdigit() and text.strip().replace(".", "").isdigit():
        return text.strip()
    return text.replace(MINUS, "-") if text.isascii() or MINUS in text else rf"\text{{{text}}}"
