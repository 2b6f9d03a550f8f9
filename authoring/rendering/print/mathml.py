"""MathML as `authoring.content` writes it, read for the writers of typst and Word formulas."""

import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from authoring.content.nodes import Math

__all__ = [
    "INVISIBLE",
    "fenced",
    "is_large",
    "is_space",
    "letters",
    "mathml_tree",
    "regrouped",
    "rows",
    "scripts",
    "space",
]

INVISIBLE = "\u2061\u2062\u2063\u2064"
"""Operators that are not shown: function application, invisible times, comma and plus."""
_LARGE = frozenset("∑∏∐∫∬∭∮⋃⋂")
_FENCES = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_WIDTH = re.compile(r"(-?[\d.]+)em")


def mathml_tree(math: Math) -> Element:
    """The formula's `math` element, names without their namespace."""
    return _tree(math.mathml)


@lru_cache(maxsize=4096)
def _tree(text: str) -> Element:
    return ElementTree.fromstring(text.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "", 1))  # noqa: S314  # ours


def letters(element: Element) -> str:
    return (element.text or "").strip()


def is_space(element: Element) -> bool:
    return element.tag == "mspace"


def space(element: Element) -> float:
    """Width in ems."""
    found = _WIDTH.fullmatch(element.get("width", ""))
    return float(found[1]) if found else 0.0


def is_large(element: Element) -> bool:
    """A sum, product or integral sign."""
    return element.tag == "mo" and letters(element) in _LARGE


def fenced(children: Sequence[Element]) -> bool:
    """Whether a row stands between brackets that grow with it; one of them may be invisible."""
    if len(children) < 2:
        return False
    ends = children[0], children[-1]
    return (
        all(end.tag == "mo" and end.get("stretchy") != "false" for end in ends)
        and all(letters(end) in _FENCES | set(INVISIBLE) | {""} for end in ends)
        and any(letters(end) in _FENCES for end in ends)
    )


def regrouped(children: Sequence[Element]) -> list[Element]:
    """`( a + b )²` with its brackets as one base: MathML raises the closing bracket alone, and Word needs both."""
    made: list[Element] = []
    for child in children:
        closing = letters(child[0]) if child.tag in ("msub", "msup", "msubsup") and child[0].tag == "mo" else ""
        start = _opening(made, closing) if closing in _PAIRS else None
        if start is None:
            made.append(child)
            continue
        base = Element("mrow")
        base.extend([_bracket(_PAIRS[closing]), *made[start + 1 :], _bracket(closing)])
        scripted = Element(child.tag)
        scripted.extend([base, *child[1:]])
        made[start:] = [scripted]
    return made


def _opening(before: Sequence[Element], closing: str) -> int | None:
    """The place of the bracket that a closing one belongs to."""
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        text = letters(before[place]) if before[place].tag == "mo" else ""
        if text == closing:
            depth += 1
        elif text == _PAIRS[closing]:
            if depth == 0:
                return place
            depth -= 1
    return None


def _bracket(text: str) -> Element:
    made = Element("mo")
    made.text = text
    return made


def rows(table: Element) -> list[list[Element]]:
    """Cells of a table by rows."""
    return [list(row) for row in table]


def scripts(element: Element) -> dict[str, Element]:
    """Base and scripts of any scripted element: `base`, `sub`, `sup`, `presub`, `presup`, `under`, `over`."""
    children = list(element)
    names = {
        "msub": ("base", "sub"),
        "msup": ("base", "sup"),
        "msubsup": ("base", "sub", "sup"),
        "munder": ("base", "under"),
        "mover": ("base", "over"),
        "munderover": ("base", "under", "over"),
    }
    if element.tag in names:
        return dict(zip(names[element.tag], children, strict=True))
    cut = next((n for n, child in enumerate(children) if child.tag == "mprescripts"), len(children))
    after = dict(zip(("sub", "sup"), children[1:cut], strict=False))
    before = dict(zip(("presub", "presup"), children[cut + 1 :], strict=False))
    return {"base": children[0]} | after | before
