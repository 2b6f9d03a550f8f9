"""A formula as one readable line: `E = FC × NCV × 44/12`, for search, plain text and screen readers."""

import re
from collections.abc import Callable
from unicodedata import combining, normalize
from xml.etree.ElementTree import Element

from authoring.content.scripts import subscript, superscript

__all__ = ["TooDeepError", "read_aloud"]

DEEPEST = 60
"""Levels of a formula: a hundredth of what readers of the page can take, ten times what people can read."""

_SPACED = frozenset("=≠≈≡≤≥<>≪≫×÷→←↔⇌⟶⟵⟷⇒⇔∈∉∝∼≃≅⊂⊆∪∩⊥⟂∥∗:")
_SIGNED = frozenset("+-−±∓")
_LARGE = frozenset(("∑", "∏", "∫", "∬", "∮", "lim", "max", "min"))
_BEGINS_A_TERM = frozenset("(√∑∏∫")
_LINES = frozenset("_‾⏟⏞⎵⎴")
_DIGIT_GROUP = 3
_APPLIED = "\N{FUNCTION APPLICATION}"
_INVISIBLE = frozenset(_APPLIED + "\N{INVISIBLE TIMES}\N{INVISIBLE SEPARATOR}")
_ACCENTS = dict(zip("¯ˉ\u0332^~˜→˙¨", "\u0304\u0304\u0305\u0302\u0303\u0303\u20d7\u0307\u0308", strict=True))
"""Over a symbol, and as a combining character after it."""
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u2102-\u2124]")
_SIMPLE = re.compile(r"[\w.%′]*|.")
_ATOM = re.compile(r"[A-Za-z0-9.%Α-ω㐀-鿿]*|.")
_LETTERS_BELOW = re.compile(r"_[^\W\d_]+$")
_BLANKS = re.compile(r"[ \xa0]+")
_NEXT = "；"
_A_BLANK = 0.25
"""em: what is narrower is no blank between words."""


class TooDeepError(ValueError):
    """A formula has more than `DEEPEST` levels."""


def read_aloud(math: Element) -> str:
    """The line for `<math>` (no name space). Raises TooDeepError."""
    line = _row(math, 0).replace(_APPLIED + "(", "(").replace(_APPLIED, " ")
    return _BLANKS.sub(" ", line).strip()


def _read(element: Element, depth: int) -> str:
    if depth > DEEPEST:
        raise TooDeepError
    reader = _READERS.get(element.tag)
    if reader is not None:
        return reader(element, depth + 1)
    if len(element):
        return _row(element, depth + 1)
    text = element.text
    if text is None:
        return " " if element.tag == "mspace" and _width(element) >= _A_BLANK else ""
    return text if text.isascii() else _STYLED.sub(lambda sign: normalize("NFKC", sign.group()), text)


def _width(space: Element) -> float:
    number = re.match(r"[\d.]+", space.get("width", ""))
    return float(number.group()) if number else 0.0


def _row(parent: Element, depth: int) -> str:
    written: list[str] = []
    fraction = False
    for place, child in enumerate(parent):
        text = _read(child, depth)
        if child.tag == "mo" or text[:1] in _SPACED:
            text = ("," if _groups_digits(parent, place) else ", ") if text == "," else _operator(text, written)
        if fraction and (text[:1].isalnum() or text[:1] in _BEGINS_A_TERM):
            written[-1] = f"({written[-1]})"
        fraction = child.tag in ("mfrac", "mstyle") and "/" in text
        if fraction and written and (written[-1][-1:].isalnum() or written[-1].endswith(")")):
            text, fraction = f"({text})", False
        if text[:1].isalnum() and _LETTERS_BELOW.search(written[-1] if written else ""):
            text = " " + text
        written.append(text)
    return "".join(written)


def _groups_digits(parent: Element, comma: int) -> bool:
    """The comma of 12,000."""
    around = parent[max(comma - 1, 0) : comma + 2]
    return [part.tag for part in around] == ["mn", "mo", "mn"] and len(around[-1].text or "") == _DIGIT_GROUP


def _operator(text: str, written: list[str]) -> str:
    sign = text[:1]
    if sign in _INVISIBLE:
        return sign if sign == _APPLIED else ""
    if sign in _SPACED or (sign in _SIGNED and _after_a_term(written)):
        return f" {text.strip()} "
    return text


def _after_a_term(written: list[str]) -> bool:
    before = "".join(written[-2:]).rstrip()
    return bool(before) and before[-1] not in _SPACED | _SIGNED and before[-1] not in "([{,"


def _group(text: str) -> str:
    """A numerator or a radicand, in brackets where it is more than a name or a number."""
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) or _bracketed(text) else f"({text})"


def _base(element: Element, depth: int) -> str:
    """What carries a script."""
    text = _read(element, depth)
    return text if _ATOM.fullmatch(text) or _bracketed(text) else f"({text})"


def _bracketed(text: str) -> bool:
    """One pair of brackets around all of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for sign in text[:-1]:
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return False
    return True


def _fraction(fraction: Element, depth: int) -> str:
    above, below = (_group(_read(part, depth)) for part in fraction)
    if fraction.get("linethickness") == "0":
        return f"{above} {below}"
    return f"{above}/({below})" if _product(fraction[1]) and not _bracketed(below) else f"{above}/{below}"


def _product(part: Element) -> bool:
    """Several factors, not the letters of one name such as NCV."""
    names = all(child.tag == "mi" and (child.text or "").isascii() for child in part)
    return part.tag == "mrow" and len(part) > 1 and not names


def _sub(parts: Element, depth: int) -> str:
    return _scripts(_base(parts[0], depth), _read(parts[1], depth), "")


def _sup(parts: Element, depth: int) -> str:
    return _scripts(_base(parts[0], depth), "", _read(parts[1], depth))


def _both(parts: Element, depth: int) -> str:
    return _scripts(_base(parts[0], depth), _read(parts[1], depth), _read(parts[2], depth))


def _scripts(base: str, low: str, high: str) -> str:
    written = base + (subscript(low) if low.strip() else "") + (superscript(high) if high.strip() else "")
    return written + " " if base in _LARGE else written


def _over(parts: Element, depth: int) -> str:
    base, high = (_read(part, depth) for part in parts)
    if high in _ACCENTS or combining(high[:1] or " "):
        return base + _ACCENTS.get(high, high)
    return base + _condition(high, "")


def _under(parts: Element, depth: int) -> str:
    base, low = (_read(part, depth) for part in parts)
    return base + _condition("", low) if base in _SPACED or low in _LINES else _scripts(base, low, "")


def _over_and_under(parts: Element, depth: int) -> str:
    base, low, high = (_read(part, depth) for part in parts)
    return base + _condition(high, low) if base in _SPACED else _scripts(base, low, high)


def _condition(above: str, below: str) -> str:
    """What stands at an arrow: `→(高温；催化剂)`. Mere lines and braces say nothing."""
    notes = [note.strip() for note in (above, below) if note.strip() and note.strip() not in _LINES]
    return f"({_NEXT.join(notes)})" if notes else ""


def _root(parts: Element, depth: int) -> str:
    return f"{superscript(_read(parts[1], depth))}√{_group(_read(parts[0], depth))}"


def _square_root(parts: Element, depth: int) -> str:
    return f"√{_group(_row(parts, depth))}"


def _table(rows: Element, depth: int) -> str:
    return _NEXT.join(" ".join(_read(cell, depth).strip() for cell in row).strip() for row in rows)


def _nothing(_parts: Element, _depth: int) -> str:
    return ""


_READERS: dict[str, Callable[[Element, int], str]] = {
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
