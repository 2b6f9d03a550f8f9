"""Most options and many stems hold no marks, or only `$…$`: such texts need no Markdown parser.

What is read here is exactly what `authoring.content.markdown` would read (a property test holds the two together), some
ten times faster.
"""

import re

from authoring.content.formula import formula
from authoring.content.markdown import NOT_XML
from authoring.content.nodes import Block, Inline, LineBreak, Math, Paragraph, Text

__all__ = ["read_unmarked", "read_unmarked_line"]

_MARKUP = re.compile(
    rf"[\\`*~^$\[|{NOT_XML}]"
    r"|<[A-Za-z/!?]|&[#A-Za-z]"
    r"|(?:\A|\n)[ \t]*(?:[-+][ \t]|1[.)][ \t]|\#)"
)
"""What may be more than text."""
_FORMULA = re.compile(rf"\$(?!\s)((?:[^\\$\n{NOT_XML}]|\\[^\n{NOT_XML}])++)(?<!\s)\$(?!\d)")
_PLACE = "\ue000"
"""Stands for a formula while the text around it is read."""
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_BREAK = re.compile(r" *\n[ \t]*")


def read_unmarked(text: str) -> tuple[Block, ...] | None:
    """The blocks of a text without marks; None where there may be marks or problems."""
    if _MARKUP.search(text) is None:
        return _paragraphs(text, [])
    if "$" not in text or _PLACE in text:
        return None
    rest = _FORMULA.sub(_PLACE, text)
    if _MARKUP.search(rest) is not None:
        return None
    sources: list[str] = _FORMULA.findall(text)
    if any(formula(source, False).error for source in sources):
        return None
    return _paragraphs(rest, [Math(source) for source in reversed(sources)])


def read_unmarked_line(text: str) -> tuple[Inline, ...] | None:
    """The same for the bare text of one paragraph or cell."""
    match read_unmarked(text):
        case ():
            return ()
        case (Paragraph(children),):
            return children
        case _:
            return None


def _paragraphs(text: str, formulas: list[Math]) -> tuple[Block, ...]:
    if "\n" not in text:
        line = text.strip()
        return (Paragraph(tuple(_line(line, formulas))),) if line else ()
    chunks = (chunk.strip() for chunk in _EMPTY_LINES.split(text))
    return tuple(Paragraph(_lines(chunk, formulas)) for chunk in chunks if chunk)


def _lines(chunk: str, formulas: list[Math]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for line in _BREAK.split(chunk):
        if nodes:
            nodes.append(LineBreak())
        nodes += _line(line, formulas)
    return tuple(nodes)


def _line(line: str, formulas: list[Math]) -> list[Inline]:
    """`formulas` are the ones still to come, the next one last."""
    if not formulas:
        return [Text(line)]
    first, *others = line.split(_PLACE)
    nodes: list[Inline] = [Text(first)] if first else []
    for text in others:
        nodes.append(formulas.pop())
        if text:
            nodes.append(Text(text))
    return nodes
