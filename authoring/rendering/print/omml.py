"""Formulas as Word's own equations (Office Math, ISO/IEC 29500-1, 22.1), to be edited in Word."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn

from authoring.content.nodes import Math
from authoring.rendering.print.mathml import (
    INVISIBLE,
    fenced,
    is_large,
    is_space,
    letters,
    mathml_tree,
    regrouped,
    rows,
    scripts,
    space,
)

__all__ = ["equation"]

_CHINESE_FACE, _MATH_FACE = "宋体", "Cambria Math"
_ACCENTS = {"¯": "\u0305", "ˆ": "\u0302", "^": "\u0302", "˙": "\u0307", "¨": "\u0308", "~": "\u0303", "˜": "\u0303",
            "→": "\u20d7", "⃗": "\u20d7", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300"}  # fmt: skip
_STOPS = frozenset("=<>≤≥≠≈+-−±→,，；;")
"""Signs that end what a sum or an integral is taken over."""
_SPACES = ((0.2, "\u2009"), (0.4, "\u2005"), (0.8, "\u2002"))
nsmap.setdefault("m", "http://schemas.openxmlformats.org/officeDocument/2006/math")


def equation(math: Math) -> Any:
    """An `m:oMath` element, for a paragraph; displayed formulas get their line from the caller."""
    return _element("oMath", *_row(list(mathml_tree(math))))


def _element(name: str, *children: Any, **attributes: str) -> Any:
    made = OxmlElement(f"m:{name}")
    for key, value in attributes.items():
        made.set(qn(f"m:{key}"), value)
    for child in children:
        made.append(child)
    return made


def _run(text: str, *, upright: bool = False, words: bool = False) -> Any:
    made = _element("r")
    if words:
        made.append(_element("rPr", _element("nor")))
    elif upright:
        made.append(_element("rPr", _element("sty", val="p")))
    look, face = OxmlElement("w:rPr"), OxmlElement("w:rFonts")
    for name, value in (("ascii", _MATH_FACE), ("hAnsi", _MATH_FACE), ("eastAsia", _CHINESE_FACE)):
        face.set(qn(f"w:{name}"), value)
    look.append(face)
    made.append(look)
    shown = _element("t")
    shown.text = text
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(shown)
    return made


def _row(children: Sequence[Element]) -> list[Any]:
    children = regrouped(children)
    if fenced(children):
        ends = [_fence(children[0]), _fence(children[-1])]
        inner = _element("e", *_row(children[1:-1]))
        look = _element("dPr", _element("begChr", val=ends[0]), _element("endChr", val=ends[1]))
        return [_element("d", look, inner)]
    made: list[Any] = []
    place = 0
    while place < len(children):
        child = children[place]
        place += 1
        if _is_sum(child):
            end = next((n for n in range(place, len(children)) if _stops(children[n])), len(children))
            made.append(_sum(child, children[place:end]))
            place = end
        else:
            made += _nodes(child)
    return made


def _fence(element: Element) -> str:
    text = letters(element)
    return "" if text in INVISIBLE else text


def _stops(element: Element) -> bool:
    return element.tag == "mo" and letters(element) in _STOPS


def _is_sum(element: Element) -> bool:
    scripted = element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover")
    return is_large(element) or (scripted and is_large(element[0]))


def _sum(element: Element, over: Sequence[Element]) -> Any:
    """A sum, product or integral with its limits and what it is taken over, without which Word shows an empty box."""
    parts = {} if element.tag == "mo" else scripts(element)
    sign = letters(parts.pop("base", element))
    low, high = (parts.get(a) if a in parts else parts.get(b) for a, b in (("sub", "under"), ("sup", "over")))
    place = "undOvr" if element.tag.startswith(("munder", "mover")) else "subSup"
    look = _element("naryPr", _element("chr", val=sign), _element("limLoc", val=place))
    for name, part in (("subHide", low), ("supHide", high)):
        if part is None:
            look.append(_element(name, val="1"))
    return _element("nary", look, _slot("sub", low), _slot("sup", high), _element("e", *_row(over)))


def _slot(name: str, part: Element | None) -> Any:
    return _element(name, *([] if part is None else _nodes(part)))


def _nodes(element: Element) -> Iterator[Any]:  # noqa: PLR0912  # one case for each element
    match element.tag:
        case "mi":
            text = letters(element)
            yield _run(text, upright=len(text) > 1 or element.get("mathvariant") == "normal")
        case "mn":
            yield _run(letters(element), upright=True)
        case "mo":
            if letters(element) and letters(element) not in INVISIBLE:
                yield _run(letters(element), upright=True)
        case "mtext":
            yield _run(element.text or "", words=True)
        case "mspace":
            if space(element) > 0:
                yield _run(_blank(space(element)), words=True)
        case "mfrac":
            look = [_element("fPr", _element("type", val="noBar"))] if element.get("linethickness") == "0" else []
            yield _element("f", *look, _slot("num", element[0]), _slot("den", element[1]))
        case "msqrt":
            look = [_element("radPr", _element("degHide", val="1"))]
            yield _element("rad", *look, _element("deg"), _element("e", *_row(list(element))))
        case "mroot":
            yield _element("rad", _slot("deg", element[1]), _slot("e", element[0]))
        case "mtable":
            yield _table(element)
        case "mphantom":
            look = [_element("phantPr", _element("show", val="0"))]
            yield _element("phant", *look, _element("e", *_row(list(element))))
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" | "mmultiscripts":
            yield from [_sum(element, ())] if _is_sum(element) else _scripted(element)
        case _:
            yield from _row(list(element))


def _blank(width: float) -> str:
    return next((sign for limit, sign in _SPACES if width < limit), "\u2003")


def _table(element: Element) -> Any:
    lines = [_element("mr", *(_element("e", *_row(list(cell))) for cell in row)) for row in rows(element)]
    count = str(max((len(row) for row in rows(element)), default=1))
    left = "text-align: left" in (element[0][0].get("style") or "") if len(element) and len(element[0]) else False
    column = _element("mcPr", _element("count", val=count), _element("mcJc", val="left" if left else "center"))
    return _element("m", _element("mPr", _element("mcs", _element("mc", column))), *lines)


def _scripted(element: Element) -> Iterator[Any]:
    parts = scripts(element)
    base = parts["base"]
    mark = parts.get("over") if "under" not in parts else parts.get("under") if "over" not in parts else None
    if mark is not None and is_space(mark):
        yield from _nodes(base)
    elif mark is not None and mark.tag == "mo" and (made := _marked(base, letters(mark))) is not None:
        yield made
    elif "presub" in parts or "presup" in parts:
        slots = [_slot("sub", parts.get("presub")), _slot("sup", parts.get("presup"))]
        yield _element("sPre", *slots, _element("e", *_behind(parts)))
    elif "under" in parts or "over" in parts:
        made = _slot("e", base)
        for name, kind in (("under", "limLow"), ("over", "limUpp")):
            if name in parts:
                made = _element("e", _element(kind, made, _slot("lim", parts[name])))
        yield from list(made)
    else:
        yield from _behind(parts)


def _behind(parts: dict[str, Element]) -> Iterator[Any]:
    slots = [_slot(name, parts[name]) for name in ("sub", "sup") if name in parts]
    if not slots:
        yield from _nodes(parts["base"])
        return
    names = {("sub",): "sSub", ("sup",): "sSup", ("sub", "sup"): "sSubSup"}
    kind = names[tuple(name for name in ("sub", "sup") if name in parts)]
    yield _element(kind, _slot("e", parts["base"]), *slots)


def _marked(base: Element, mark: str) -> Any | None:
    """An accent, a bar or a brace on its base."""
    inner = _slot("e", base)
    if mark in ("\u0332", "‾", "_") or (mark == "¯" and len(letters(base)) != 1):
        return _element("bar", _element("barPr", _element("pos", val="bot" if mark == "_" else "top")), inner)
    if mark in ("⏟", "⏞"):
        place = "bot" if mark == "⏟" else "top"
        return _element(
            "groupChr", _element("groupChrPr", _element("chr", val=mark), _element("pos", val=place)), inner
        )
    if mark in _ACCENTS:
        return _element("acc", _element("accPr", _element("chr", val=_ACCENTS[mark])), inner)
    return None
