"""A formula as one readable line: `E = FC × NCV × 44/12`, for search, plain text and screen readers."""

import re
from collections.abc import Callable
from unicodedata import normalize
from xml.etree.ElementTree import Element

from authoring.content.scripts import subscript, superscript

__all__ = ["TooDeepError", "read_aloud"]

DEEPEST = 60
"""Levels of a formula: a hundredth of what readers of the page can take, ten times what people can read."""

_SPACED = frozenset("=≠≈≡≤≥<>≪≫×÷±∓→←↔⇌⟶⟵⟷⇒⇔∈∉∝∼≃≅⊂⊆∪∩·∗:")
_SIGNED = frozenset("+-−")
_LARGE = frozenset(("∑", "∏", "∫", "∬", "∮", "lim", "max", "min"))
_INVISIBLE = frozenset("\N{FUNCTION APPLICATION}\N{INVISIBLE TIMES}\N{INVISIBLE SEPARATOR}")
_ACCENTS = dict(zip("¯ˉ^~˜→˙¨", "\u0304\u0304\u0302\u0303\u0303\u20d7\u0307\u0308", strict=True))
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u2102-\u2124]")
_SIMPLE = re.compile(r"[\w.%′]*|.")
_ATOM = re.compile(r"[A-Za-z0-9.%Α-ω㐀-鿿]*|.")
_BLANKS = re.compile(r"[ \xa0]{2,}")
_NEXT = "；"
_A_BLANK = 0.25
"""em: what is narrower is no blank between words."""


class TooDeepError(ValueError):
    """A formula has more than `DEEPEST` levels."""


def read_aloud(math: Element) -> str:
    """The line for `<math>` (no name space). Raises TooDeepError."""
    return _BLANKS.sub(" ", _row(list(math), 0)).strip()


def _read(element: Element, depth: int) -> str:
    if depth > DEEPEST:
        raise TooDeepError
    reader = _READERS.get(element.tag)
    if reader is not None:
        return reader(list(element), depth + 1)
    if len(element):
        return _row(list(element), depth + 1)
    text = element.text
    if text is None:
        return " " if element.tag == "mspace" and _width(element) >= _A_BLANK else ""
    return text if text.isascii() else _STYLED.sub(lambda sign: normalize("NFKC", sign.group()), text)


def _width(space: Element) -> float:
    number = re.match(r"[\d.]+", space.get("width", ""))
    return float(number.group()) if number else 0.0


def _row(children: list[Element], depth: int) -> str:
    written: list[str] = []
    fraction = False
    for child in children:
        text = _read(child, depth)
        if child.tag == "mo" or text[:1] in _SPACED:
            text = _operator(text, written)
        term = text[:1].isalnum() or text[:1] in "(√"
        if fraction and term:
            written[-1] = f"({written[-1]})"
        fraction = child.tag in ("mfrac", "mstyle") and "/" in text
        if fraction and written and (written[-1][-1:].isalnum() or written[-1].endswith(")")):
            text, fraction = f"({text})", False
        written.append(text)
    return "".join(written)


def _operator(text: str, written: list[str]) -> str:
    sign = text[:1]
    if sign in _INVISIBLE:
        return " " if sign == "\N{FUNCTION APPLICATION}" else ""
    if sign in _SPACED or (sign in _SIGNED and _after_a_term(written)):
        return f" {text.strip()} "
    return ", " if text == "," else text


def _after_a_term(written: list[str]) -> bool:
    before = "".join(written[-2:]).rstrip()
    return bool(before) and before[-1] not in _SPACED | _SIGNED and before[-1] not in "([{,"


def _group(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _base(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def _fraction(parts: list[Element], depth: int) -> str:
    above, below = (_group(_read(part, depth)) for part in parts)
    return f"{above}/{below}"


def _sub(parts: list[Element], depth: int) -> str:
    base, low = (_read(part, depth) for part in parts)
    return _base(base) + _scripts(base, low, "")


def _sup(parts: list[Element], depth: int) -> str:
    base, high = (_read(part, depth) for part in parts)
    return _base(base) + _scripts(base, "", high)


def _both(parts: list[Element], depth: int) -> str:
    base, low, high = (_read(part, depth) for part in parts)
    return _base(base) + _scripts(base, low, high)


def _scripts(base: str, low: str, high: str) -> str:
    written = (subscript(low) if low.strip() else "") + (superscript(high) if high.strip() else "")
    return written + " " if base in _LARGE else written


def _over(parts: list[Element], depth: int) -> str:
    base, high = (_read(part, depth) for part in parts)
    if high in _ACCENTS and len(base) == 1:
        return base + _ACCENTS[high]
    return base + _condition(high, "")


def _under(parts: list[Element], depth: int) -> str:
    base, low = (_read(part, depth) for part in parts)
    return base + (_condition("", low) if base in _SPACED else _scripts(base, low, ""))


def _over_and_under(parts: list[Element], depth: int) -> str:
    base, low, high = (_read(part, depth) for part in parts)
    return base + (_condition(high, low) if base in _SPACED else _scripts(base, low, high))


def _condition(above: str, below: str) -> str:
    """What stands at an arrow: `→(高温；催化剂)`. Mere lines and braces say nothing."""
    notes = [note.strip() for note in (above, below) if note.strip().strip("¯̲⏟⏞_‾ˉ̅^~")]
    return f"({_NEXT.join(notes)})" if notes else ""


def _root(parts: list[Element], depth: int) -> str:
    base, degree = (_read(part, depth) for part in parts)
    return f"{superscript(degree)}√{_group(base)}"


def _square_root(parts: list[Element], depth: int) -> str:
    return f"√{_group(_row(parts, depth))}"


def _table(rows: list[Element], depth: int) -> str:
    return _NEXT.join(" ".join(_read(cell, depth).strip() for cell in row).strip() for row in rows)


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
