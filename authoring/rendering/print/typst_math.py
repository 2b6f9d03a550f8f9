"""Formulas as typst code: calls of typst's own functions, so that nothing of a formula is read as markup."""

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element

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

__all__ = ["quoted", "typst_math"]

_ACCENTS = {"¯": "\u0304", "ˆ": "\u0302", "^": "\u0302", "˙": "\u0307", "¨": "\u0308", "~": "\u0303", "˜": "\u0303",
            "→": "\u20d7", "⃗": "\u20d7", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300"}  # fmt: skip
_BARS = {"\u0332": "overline", "‾": "overline", "_": "underline", "⏟": "underbrace", "⏞": "overbrace"}
_SLOTS = {"sub": "b", "sup": "t", "under": "b", "over": "t", "presub": "bl", "presup": "tl"}


def typst_math(math: Math) -> str:
    """A call of `math.equation`; the code uses `sign`, which the template defines."""
    return f"math.equation(block: {str(math.display).lower()}, {_row(list(mathml_tree(math)))})"


def quoted(text: str) -> str:
    """A typst string; of JSON's escapes only those occur that typst shares, as our texts hold no control signs."""
    return json.dumps(text, ensure_ascii=False)


def _row(children: Sequence[Element]) -> str:
    children = regrouped(children)
    inner = [code for child in children if (code := _code(child))]
    if not inner:
        return "[]"
    code = inner[0] if len(inner) == 1 else "{" + ";".join(inner) + "}"
    return f"math.lr({code})" if fenced(children) else code


def _code(element: Element) -> str:
    match element.tag:
        case "mi":
            return _name(element)
        case "mn":
            return f"[#{quoted(letters(element))}]"
        case "mo":
            return _operator(letters(element))
        case "mtext":
            return f"[#{quoted(element.text or '')}]"
        case "mspace":
            return f"h({space(element):.3f}em)"
        case "mfrac":
            return _fraction(element)
        case "msqrt":
            return f"math.sqrt({_row(list(element))})"
        case "mroot":
            base, index = element
            return f"math.root({_part(index)}, {_part(base)})"
        case "mtable":
            return _table(element)
        case "mphantom":
            return f"hide({_row(list(element))})"
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" | "mmultiscripts":
            return _scripted(element)
        case _:
            return _row(list(element))


def _name(element: Element) -> str:
    text = letters(element)
    if len(text) != 1:
        return f"[#{quoted(text)}]"
    return f"math.upright(sign({quoted(text)}))" if element.get("mathvariant") == "normal" else f"sign({quoted(text)})"


def _operator(text: str) -> str:
    if not text or text in INVISIBLE:
        return "h(0.167em)" if text == INVISIBLE[0] else ""
    return f"sign({quoted(text)})" if len(text) == 1 else f"math.op({quoted(text)})"


def _fraction(element: Element) -> str:
    upper, lower = map(_part, element)
    if element.get("linethickness") == "0":
        return f"math.mat(delim: none, ({upper},), ({lower},))"
    return f"math.frac({upper}, {lower})"


def _part(element: Element) -> str:
    return _code(element) or "[]"


def _table(element: Element) -> str:
    cells = ["(" + "".join(f"{_row(list(cell))}," for cell in row) + ")" for row in rows(element)]
    left = "text-align: left" in (element[0][0].get("style") or "") if len(element) and len(element[0]) else False
    return f"math.mat(delim: none, align: {'left' if left else 'center'}, {', '.join(cells)})"


def _scripted(element: Element) -> str:
    parts = scripts(element)
    base = parts.pop("base")
    mark = next((parts[name] for name in ("under", "over") if name in parts), None)
    if mark is not None and len(parts) == 1:
        if is_space(mark):
            return _part(base)
        if mark.tag == "mo" and (accented := _accented(base, letters(mark))):
            return accented
    inner = f"math.limits({_base(base)})" if mark is not None and not is_large(base) else _base(base)
    slots = ", ".join(f"{_SLOTS[name]}: {_part(part)}" for name, part in parts.items())
    return f"math.attach({inner}, {slots})"


def _base(element: Element) -> str:
    """An arrow grows with what stands on it."""
    code = _part(element)
    return f"math.stretch({code})" if element.tag == "mo" and letters(element) in "→←↔⇌⇒⇐⇔" else code


def _accented(base: Element, mark: str) -> str:
    if mark in _BARS:
        return f"math.{_BARS[mark]}({_part(base)})"
    return f"math.accent({_part(base)}, {quoted(_ACCENTS[mark])})" if mark in _ACCENTS else ""
