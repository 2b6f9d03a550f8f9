"""A formula as one readable line: `E = FC × NCV × 44/12`, for search, plain text and screen readers."""

import re
from collections.abc import Callable
from unicodedata import normalize
from xml.etree.ElementTree import Element

from authoring.content.scripts import subscript, superscript

__all__ = ["TooDeep", "read_aloud"]

DEEPEST = 60
"""Levels of a formula: a hundredth of what readers of the page can take, ten times what people can read."""

_SPACED = frozenset("=≠≈≡≤≥<>≪≫×÷±∓→←↔⇌⟶⟵⟷⇒⇔∈∉∝∼≃≅⊂⊆∪∩·∗:")
_SIGNED = frozenset("+-−")
_INVISIBLE = frozenset("\N{FUNCTION APPLICATION}\N{INVISIBLE TIMES}\N{INVISIBLE SEPARATOR}")
_ACCENTS = {"¯": "\u0304", "ˉ": "\u0304", "^": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308"}
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u2102-\u2124]")
_SIMPLE = re.compile(r"[\w.%′]*", re.ASCII)
_BLANKS = re.compile(r"[ \xa0]{2,}")
_ROWS = "；"


class TooDeep(ValueError):
    """A formula has more than `DEEPEST` levels."""


def read_aloud(math: Element) -> str:
    """The line for `<math>` (no name space). Raises TooDeep."""
    return _BLANKS.sub(" ", _row(list(math), 0)).strip()


def _read(element: Element, depth: int) -> str:
    if depth > DEEPEST:
        raise TooDeep
    reader = _READERS.get(element.tag)
    if reader is not None:
        return reader(list(element), depth + 1)
    if element.tag == "mspace":
        return " " if _width(element) >= 0.25 else ""
    if len(element):
        return _row(list(element), depth + 1)
    return _STYLED.sub(lambda sign: normalize("NFKC", sign.group()), element.text or "")


def _width(space: Element) -> float:
    number = re.match(r"[\d.]+", space.get("width", ""))
    return float(number.group()) if number else 0.0


def _row(children: list[Element], depth: int) -> str:
    written: list[str] = []
    for child in children:
        text = _read(child, depth)
        operator = text[:1] if child.tag in ("mo", "mover", "munder", "munderover", "mrow") else ""
        if operator in _INVISIBLE:
            text = " " if operator == "\N{FUNCTION APPLICATION}" else ""
        elif operator in _SPACED or (operator in _SIGNED and child.tag == "mo" and _after_a_term(written)):
            text = f" {text.strip()} "
        elif text == "," and child.tag == "mo":
            text = ", "
        written.append(text)
    return "".join(written)


def _after_a_term(written: list[str]) -> bool:
    before = "".join(written[-2:]).rstrip()
    return bool(before) and before[-1] not in _SPACED | _SIGNED and before[-1] not in "([{,"


def _group(text: str) -> str:
    text = text.strip()
    return text if text.isalnum() or _SIMPLE.fullmatch(text) else f"({text})"


def _fraction(parts: list[Element], depth: int) -> str:
    above, below = (_group(_read(part, depth)) for part in parts)
    return f"{above}/{below}"


def _sub(parts: list[Element], depth: int) -> str:
    base, low = (_read(part, depth) for part in parts)
    return base + subscript(low)


def _sup(parts: list[Element], depth: int) -> str:
    base, high = (_read(part, depth) for part in parts)
    return base + superscript(high)


def _both(parts: list[Element], depth: int) -> str:
    base, low, high = (_read(part, depth) for part in parts)
    return base + subscript(low) + superscript(high)


def _over(parts: list[Element], depth: int) -> str:
    base, high = (_read(part, depth) for part in parts)
    if high in _ACCENTS and len(base) == 1:
        return base + _ACCENTS[high]
    return base + _note(high) if high.strip() else base


def _under(parts: list[Element], depth: int) -> str:
    base, low = (_read(part, depth) for part in parts)
    return base + subscript(low) if low.strip() else base


def _note(text: str) -> str:
    return f"({text.strip()})" if len(text.strip()) > 1 or text.strip().isalnum() else ""


def _over_and_under(parts: list[Element], depth: int) -> str:
    base, low, high = (_read(part, depth) for part in parts)
    return base + (subscript(low) if low.strip() else "") + (superscript(high) if high.strip() else "")


def _root(parts: list[Element], depth: int) -> str:
    base, degree = (_read(part, depth) for part in parts)
    return f"{superscript(degree)}√{_group(base)}"


def _square_root(parts: list[Element], depth: int) -> str:
    return f"√{_group(_row(parts, depth))}"


def _table(rows: list[Element], depth: int) -> str:
    return _ROWS.join(" ".join(_read(cell, depth).strip() for cell in row).strip() for row in rows)


def _nothing(_parts: list[Element], _depth: int) -> str:
    return ""


_READERS: dict[str, Callable[[list[Element], int], str]] = {
    "mfrac": _fraction,
    "msub": _sub,
    "msup": _sup,
    "msubsup": _both,
    "mover": _over,
    "munder": _under,
    "munderover": _over_and_under,
    "mroot": _root,
    "msqrt": _square_root,
    "mtable": _table,
    "mphantom": _nothing,
}
