r"""One formula: LaTeX (with `\ce{…}`) → MathML that browsers and QTI schemas accept, and a line that reads well.

The conversion is math-core's. Around it stand the things that exams need: `%` is a per cent sign and no comment,
numbered environments lose their numbers, only known elements and attributes pass, and size and depth are bounded
(math-core recurses on the machine stack, so a hostile formula would end the process).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree

from math_core import LatexError, LatexToMathML

from authoring.content.chemistry import CE, ChemistryError, to_latex
from authoring.content.formula_errors import FormulaError, chemistry_error, conversion_error, plain_error
from authoring.content.reading import TooDeepError, read_aloud

__all__ = ["Formula", "formula"]

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
LONGEST = 3000
"""Characters of one formula."""
BUSIEST = 500
"""Braces and commands of one formula: bounds the machine stack that the conversion needs to about 1 MB."""

_CONVERTER = LatexToMathML(fancy_error=False, max_expansions=20)
_NUMBERED = r"\\(?P<edge>begin|end)\{(?P<name>equation|align|gather)\*?\}"
_REWRITE = re.compile(rf"{CE.pattern}|{_NUMBERED}|(?P<percent>%)|\\.", re.S)
_NOT_SHOWN = re.compile(r"\\(?:[bx]?cancel|boxed|(?:eq)?ref|label|tag|raisebox)")

_ELEMENTS = frozenset({
    "math", "mi", "mn", "mo", "mtext", "mspace", "mrow", "mfrac", "msub", "msup", "msubsup", "munder", "mover",
    "munderover", "msqrt", "mroot", "mtable", "mtr", "mtd", "mphantom", "mpadded", "mstyle", "mmultiscripts",
    "mprescripts",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "display", "mathvariant", "lspace", "rspace", "stretchy", "symmetric", "minsize", "maxsize", "form", "width",
    "movablelimits", "largeop", "displaystyle", "scriptlevel", "linethickness", "accent", "accentunder", "style",
})  # fmt: skip
_STYLE = re.compile(r"(?:[a-z-]+: ?[\w#.% -]+;?)*")
_ODDITIES = (
    (re.compile(r"<mrow><mspace/>(<mi(?: [^<>]*)?>[^<>]*</mi>)</mrow>"), r"\1"),
    (re.compile(r"<mspace/>"), ""),
    (re.compile(r"</?(?:b|i|em|code|s|u|span)(?: [^<>]*)?>"), ""),
    (re.compile(r'(<mtable[^<>]*?) scriptlevel="\d"'), r"\1"),
    (re.compile(r"&ApplyFunction;"), "\N{FUNCTION APPLICATION}"),
    (re.compile(r"&InvisibleTimes;"), "\N{INVISIBLE TIMES}"),
)
_STYLES: tuple[str, ...] = ("displaystyle", "scriptlevel")
_ODD = re.compile(r"<mspace/>|</[bicesu]|scriptlevel|&[AI]")
_OLD_STYLE = re.compile(r"<m(?:frac|row) [^<>]*(?:displaystyle|scriptlevel)=")


@dataclass(frozen=True, slots=True)
class Formula:
    """A converted formula; with an `error` it has no MathML."""

    latex: str
    mathml: str = ""
    reading: str = ""
    error: FormulaError | None = None


class _Prepared(NamedTuple):
    latex: str
    starts: tuple[int, ...]
    """Where each piece begins in `latex` …"""
    sources: tuple[tuple[int, int], ...]
    """… and from where to where it stood in the source."""

    def origin(self, position: int) -> int:
        """The place in the source of a place in `latex`."""
        piece = bisect_right(self.starts, position) - 1
        start, end = self.sources[piece]
        return min(start + position - self.starts[piece], end)


class _NotShownError(ValueError):
    """The MathML holds something that not every page of candidates can show."""


@lru_cache(maxsize=8192)
def formula(source: str, display: bool) -> Formula:
    """Convert `source` (LaTeX without `$`); never raises: what is wrong stands in `error`."""
    if not source.strip():
        return Formula(source, error=plain_error("empty", 0, source))
    if len(source) > LONGEST or source.count("{") + source.count("\\") > BUSIEST:
        return Formula(source, error=plain_error("too_long", 0, source[:20]))
    try:
        prepared = _prepare(source)
    except ChemistryError as error:
        return Formula(source, error=chemistry_error(error))
    try:
        return _convert(prepared.latex, display)
    except LatexError as error:
        return Formula(prepared.latex, error=conversion_error(str(error), source, prepared.latex, prepared.origin))
    except _NotShownError:
        found = _NOT_SHOWN.search(source)
        place, quote = (found.start(), found.group()) if found else (0, source[:20])
        return Formula(prepared.latex, error=plain_error("not_shown", place, quote))
    except TooDeepError:
        return Formula(prepared.latex, error=plain_error("too_deep", 0, source[:20]))


def _prepare(source: str) -> _Prepared:
    """Plain LaTeX for the converter, and where each part of it came from."""
    pieces: list[str] = []
    starts: list[int] = [0]
    sources: list[tuple[int, int]] = [(0, len(source))]
    last = 0
    for match in _REWRITE.finditer(source):
        new = _rewritten(match)
        if new is not None:
            pieces += [source[last : match.start()], new]
            start = starts[-1] + match.start() - last
            starts += [start, start + len(new)]
            sources += [(match.start(), match.start()), (match.end(), len(source))]
            last = match.end()
    return _Prepared("".join(pieces) + source[last:], tuple(starts), tuple(sources))


def _rewritten(match: re.Match[str]) -> str | None:
    if match["percent"]:
        return r"\%"
    if match["edge"]:
        return "{}" if match["name"] == "equation" else rf"\{match['edge']}{{{match['name']}ed}}"
    if match[1] is None:
        return None
    try:
        return "{" + to_latex(match[1]) + "}"
    except ChemistryError as error:
        error.position += match.start(1)
        raise


def _convert(latex: str, display: bool) -> Formula:
    raw = _CONVERTER.convert_with_local_state(latex, displaystyle=display)
    body = raw[raw.index(">") + 1 : raw.rindex("</math>")]
    if _ODD.search(body):
        for oddity, better in _ODDITIES:
            body = oddity.sub(better, body)
    tree = ElementTree.fromstring(f"<math>{body}</math>")  # noqa: S314  # math-core writes no declarations
    if "<!" in body or "<?" in body or not all(map(_shown, tree.iter())):
        raise _NotShownError
    if _OLD_STYLE.search(body):
        body = _with_mstyle(tree)
    reading = read_aloud(tree)
    head = f'<math xmlns="{NAMESPACE}" display="{"block" if display else "inline"}" alttext="{escape(reading)}">'
    return Formula(latex, f"{head}{body}</math>", reading)


def _shown(element: ElementTree.Element) -> bool:
    if element.tag not in _ELEMENTS:
        return False
    attributes = element.attrib
    return not attributes or (
        _ATTRIBUTES.issuperset(attributes) and _STYLE.fullmatch(attributes.get("style", "")) is not None
    )


def _with_mstyle(tree: ElementTree.Element) -> str:
    """MathML 2 and 3 know `displaystyle` and `scriptlevel` on `mstyle` and `mtable` only."""
    for parent in list(tree.iter()):
        for place, child in enumerate(list(parent)):
            moved = {key: child.attrib.pop(key) for key in _STYLES if key in child.attrib}
            if moved and child.tag != "mtable":
                style = ElementTree.Element("mstyle", moved)
                style.append(child)
                parent[place] = style
            else:
                child.attrib.update(moved)
    return "".join(ElementTree.tostring(child, "unicode") for child in tree)
