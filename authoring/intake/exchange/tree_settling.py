"""A content tree from elsewhere → the tree that `authoring.content.parse` would give.

What has no markup where it stands (a subscript at the beginning of a text, emphasis within a word) is brought into a
form that has one, so that `write_markup` of a settled tree reads back as the same tree.
"""

import re
from collections import deque
from dataclasses import replace

from authoring.content.chemistry import MINUS
from authoring.content.nodes import (
    Block,
    BulletList,
    Emphasis,
    Inline,
    LineBreak,
    Math,
    MathBlock,
    OrderedList,
    Paragraph,
    Strong,
    Sub,
    Sup,
    Table,
    Text,
)
from authoring.content.scripts import subscript, superscript
from authoring.intake.exchange.tree_markup import write_markup

__all__ = ["settled"]

_BLANKS = re.compile(r"[ \t]+")


def settled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The tree as `parse` gives it: neighbouring texts joined, edges trimmed, every node where markup has one."""
    found = [_settled(block) for block in blocks]
    return tuple(block for block in found if block is not None)


def _settled(block: Block) -> Block | None:
    match block:
        case Paragraph(children):
            line = _line(children)
            if len(line) == 1 and isinstance(line[0], Math) and line[0].display:
                return MathBlock(line[0])
            return Paragraph(line) if line else None
        case BulletList(items) | OrderedList(items):
            inner = tuple(item for item in map(settled, items) if item)
            return replace(block, items=inner) if inner else None
        case Table(header, rows, align):
            return Table(tuple(map(_cell, header)), tuple(tuple(map(_cell, row)) for row in rows), align)
        case _:
            return block


def _cell(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A cell is one line."""
    return _line(tuple(Text(" ") if isinstance(node, LineBreak) else node for node in children))


def _line(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return _trimmed(_spread(_joined(_bare(children, frozenset()))))


def _bare(children: tuple[Inline, ...], outer: frozenset[type]) -> list[Inline]:
    """Without marks in marks of their own kind, and without empty ones; blanks at the edges of marks stand outside."""
    found: list[Inline] = []
    for node in children:
        if not isinstance(node, Strong | Emphasis):
            found.append(node)
            continue
        inner = _joined(_bare(node.children, outer | {type(node)}))
        if type(node) in outer:
            found += inner
            continue
        before, inner, behind = _edges(inner)
        found += [*before, *([replace(node, children=tuple(inner))] if inner else []), *behind]
    return found


def _edges(children: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    before: list[Inline] = []
    behind: list[Inline] = []
    while children and (isinstance(children[0], LineBreak) or _blank(children[0])):
        before.append(children.pop(0))
    while children and (isinstance(children[-1], LineBreak) or _blank(children[-1])):
        behind.insert(0, children.pop())
    if children and isinstance(first := children[0], Text) and first.text[:1] in " \t":
        before.append(Text(" "))
        children[0] = Text(first.text.lstrip(" \t"))
    if children and isinstance(last := children[-1], Text) and last.text[-1:] in " \t":
        behind.insert(0, Text(" "))
        children[-1] = Text(last.text.rstrip(" \t"))
    return before, children, behind


def _blank(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip(" \t")


def _joined(children: list[Inline]) -> list[Inline]:
    """Neighbouring texts as one, runs of blanks as one blank."""
    found: list[Inline] = []
    for node in children:
        last = found[-1] if found else None
        if isinstance(node, Text) and isinstance(last, Text):
            found[-1] = Text(_BLANKS.sub(" ", last.text + node.text))
        elif isinstance(node, Text):
            found.append(Text(_BLANKS.sub(" ", node.text)))
        elif type(node) is type(last) and isinstance(node, Strong | Emphasis) and isinstance(last, Strong | Emphasis):
            found[-1] = replace(last, children=tuple(_joined([*last.children, *node.children])))
        else:
            found.append(node)
    return [node for node in found if node != Text("")]


def _spread(children: list[Inline]) -> list[Inline]:
    """Scripts and marks that read back where they stand; others as formulas or plain text."""
    found: list[Inline] = []
    queue = deque(children)
    while queue:
        node = queue.popleft()
        if isinstance(node, Sub | Sup):
            found.append(_script(node, found))
        elif isinstance(node, Strong | Emphasis):
            marked = replace(node, children=tuple(_spread(list(node.children))))
            if _stands(marked, found[-1:], queue[0] if queue else None):
                found.append(marked)
            else:
                queue.extendleft(reversed(node.children))
        else:
            found.append(node)
    return _joined(found)


def _script(node: Sub | Sup, before: list[Inline]) -> Inline:
    """`H~2~`; elsewhere a formula or signs such as ₂."""
    node = replace(node, text=node.text.replace("-", MINUS))
    base = before[-1] if before else LineBreak()
    around = (Text(f"x{base.text[-1:]}"),) if isinstance(base, Text) else (Text("x"), base)
    if not isinstance(base, LineBreak) and write_markup((Paragraph((*around, node)),)) is not None:
        return node
    short = (subscript if isinstance(node, Sub) else superscript)(node.text)
    if short[:1] not in "_^":
        return Text(short)
    source = rf"{{}}{'_' if isinstance(node, Sub) else '^'}{{{_letters(node.text)}}}"
    return Math(source) if write_markup((Paragraph((Math(source),)),)) is not None else Text(short)


def _letters(text: str) -> str:
    plain = text.isascii() and text.replace("+", "").replace(",", "").isalnum()
    return rf"\mathrm{{{text}}}" if plain else rf"\text{{{text}}}"


def _stands(node: Strong | Emphasis, before: list[Inline], after: Inline | None) -> bool:
    """Whether the mark reads back between its neighbours."""
    left = before[0] if before and isinstance(before[0], Text | Sub | Sup) else None
    right = after if isinstance(after, Text) else None
    around: list[Inline] = [*([Text("x"), left] if left else []), node, *([right] if right else [])]
    return write_markup((Paragraph(tuple(_trimmed(_joined(around)))),)) is not None


def _trimmed(children: list[Inline]) -> tuple[Inline, ...]:
    """Without blanks and breaks at the ends, and without blanks around breaks."""
    found = list(children)
    while found and (isinstance(found[0], LineBreak) or _blank(found[0])):
        found.pop(0)
    while found and (isinstance(found[-1], LineBreak) or _blank(found[-1])):
        found.pop()
    for place, node in enumerate(found):
        if isinstance(node, Text):
            text = node.text
            if place == 0 or isinstance(found[place - 1], LineBreak):
                text = text.lstrip(" \t")
            if place == len(found) - 1 or isinstance(found[place + 1], LineBreak):
                text = text.rstrip(" \t")
            found[place] = Text(text)
    return tuple(node for node in found if node != Text(""))
