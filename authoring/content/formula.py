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
from authoring.content.reading import TooDeep, read_aloud

__all__ = ["Formula", "formula"]

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
LONGEST = 3000
"""Characters of one formula."""
BUSIEST = 500
"""Braces and commands of one formula: bounds the machine stack that the conversion needs to about 1 MB."""

_CONVERTER = LatexToMathML(fancy_error=False, max_expansions=20)
_UNNUMBERED = r"equation|align|gather|multline|alignat"
_REWRITE = re.compile(rf"{CE.pattern}|(?P<environment>\\(?:begin|end)\s*\{{(?:{_UNNUMBERED}))\}}|(?P<percent>%)|\\.", re.S)

_TAG = re.compile(r"</?([a-z]*)([^<>]*?)/?>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"<>&]*)"')
_ELEMENTS = frozenset(
    "math mi mn mo mtext mspace mrow mfrac msub msup msubsup munder mover munderover msqrt mroot mtable mtr mtd "
    "mphantom mpadded mstyle mmultiscripts mprescripts".split()
)
_ATTRIBUTES = frozenset(
    "display mathvariant lspace rspace stretchy symmetric minsize maxsize form movablelimits largeop displaystyle "
    "scriptlevel linethickness width accent accentunder style".split()
)
_STYLE = re.compile(r"(?:[a-z-]+: ?[\w#.% -]+;?)*")
_ODDITIES = (
    (re.compile(r"<mrow><mspace/>(<mi(?: [^<>]*)?>[^<>]*</mi>)</mrow>"), r"\1"),
    (re.compile(r"<mspace/>"), ""),
    (re.compile(r"</?(?:b|i|em|code|s|u|span)(?: [^<>]*)?>"), ""),
    (re.compile(r'(<mtable[^<>]*?) scriptlevel="0"'), r"\1"),
    (re.compile(r"&ApplyFunction;"), "\N{FUNCTION APPLICATION}"),
    (re.compile(r"&InvisibleTimes;"), "\N{INVISIBLE TIMES}"),
)
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


@lru_cache(maxsize=8192)
def formula(source: str, display: bool = False) -> Formula:
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
    except (TooDeep, ElementTree.ParseError):
        return Formula(prepared.latex, error=plain_error("too_deep", 0, source[:20]))


def _prepare(source: str) -> _Prepared:
    """Plain LaTeX for the converter, and where each part of it came from."""
    pieces: list[str] = []
    starts, sources, length, last = [0], [(0, len(source))], 0, 0
    for match in _REWRITE.finditer(source):
        new = _rewritten(match)
        if new is None:
            continue
        for text, begin, end in ((source[last : match.start()], last, match.start()), (new, match.start(), match.start())):
            pieces.append(text)
            starts.append(length)
            sources.append((begin, end))
            length += len(text)
        last = match.end()
    starts.append(length)
    sources.append((last, len(source)))
    return _Prepared("".join(pieces) + source[last:], tuple(starts), tuple(sources))


def _rewritten(match: re.Match[str]) -> str | None:
    if match["percent"]:
        return r"\%"
    if match["environment"]:
        return match["environment"] + "*}"
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
    for oddity, better in _ODDITIES:
        body = oddity.sub(better, body)
    if any(not _known(tag) for tag in _TAG.findall(body)):
        return Formula(latex, error=plain_error("not_shown", 0, latex[:20]))
    tree = ElementTree.fromstring(f"<math>{body}</math>")
    if _OLD_STYLE.search(body):
        body = _with_mstyle(tree)
    reading = read_aloud(tree)
    head = f'<math xmlns="{NAMESPACE}" display="{"block" if display else "inline"}" alttext="{escape(reading)}">'
    return Formula(latex, f"{head}{body}</math>", reading)


@lru_cache(maxsize=4096)
def _known(tag: tuple[str, str]) -> bool:
    name, attributes = tag
    found = _ATTRIBUTE.findall(attributes)
    written = "".join(f' {key}="{value}"' for key, value in found)
    return (
        name in _ELEMENTS
        and written == attributes
        and all(key in _ATTRIBUTES and (key != "style" or _STYLE.fullmatch(value)) for key, value in found)
    )


def _with_mstyle(tree: ElementTree.Element) -> str:
    """MathML 2 and 3 know `displaystyle` and `scriptlevel` on `mstyle` and `mtable` only."""
    for parent in list(tree.iter()):
        for place, child in enumerate(list(parent)):
            moved = {key: child.attrib.pop(key) for key in ("displaystyle", "scriptlevel") if key in child.attrib}
            if moved and child.tag != "mtable":
                style = ElementTree.Element("mstyle", moved)
                style.append(child)
                parent[place] = style
            else:
                child.attrib.update(moved)
    return "".join(ElementTree.tostring(child, "unicode") for child in tree)
