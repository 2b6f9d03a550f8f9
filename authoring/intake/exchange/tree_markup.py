"""The content tree → the authors' markup: the way back of `authoring.content.parse`.

What has no markup where it stands (a subscript at the beginning of a text, emphasis within a word) is brought into a
form that has one by `settled`; `write_markup` of a settled tree reads back as the same tree.
"""

import re
from collections import deque
from dataclasses import replace

from authoring.content import parse
from authoring.content.chemistry import MINUS
from authoring.content.nodes import (
    Blank,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Image,
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
from authoring.content.plain import write_text
from authoring.content.scripts import subscript, superscript
from authoring.intake.markup import Tokens, as_markup

__all__ = ["plain_markup", "settled", "write_markup"]

_PIPE = re.compile(r"(?<!\\)\|")
_LINE = re.compile(r"^(?=[^\n])", re.M)
_BLANKS = re.compile(r"[ \t]+")


def write_markup(blocks: tuple[Block, ...]) -> str | None:
    """Markup that reads back as `blocks`; None where there is none."""
    tokens = Tokens()
    written = tokens.markup("\n\n".join([_block(block, tokens) for block in blocks]))
    content = parse(written)
    return written if content.blocks == blocks and not content.problems else None


def _block(block: Block, tokens: Tokens) -> str:
    match block:
        case Paragraph(children):
            return _inside(children, tokens)
        case MathBlock(math):
            return tokens.hold(f"$${math.source}$$")
        case BulletList(items):
            return _list(items, ["- "] * len(items), tokens)
        case OrderedList(items):
            return _list(items, [f"{number}. " for number in range(1, len(items) + 1)], tokens)
        case Table():
            return tokens.hold(_table(block))
        case CodeBlock(text):
            fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
            return tokens.hold(f"{fence}\n{text}\n{fence}")


def _list(items: tuple[tuple[Block, ...], ...], signs: list[str], tokens: Tokens) -> str:
    """One held piece: blanks at the beginning of lines mean something here."""
    written = []
    for sign, item in zip(signs, items, strict=True):
        inner = Tokens()
        pieces = [inner.markup(_block(block, inner)) for block in item]
        tight = len(item) == 2 and isinstance(item[1], BulletList | OrderedList)
        text = ("\n" if tight else "\n\n").join(pieces)
        written.append(sign + _LINE.sub(" " * len(sign), text).lstrip(" "))
    return tokens.hold("\n".join(written))


def _table(table: Table) -> str:
    signs = {"left": ":---", "center": ":---:", "right": "---:", "": "---"}
    rows = [_row(table.header), f"| {' | '.join(signs[align] for align in table.align)} |", *map(_row, table.rows)]
    return "\n".join(rows)


def _row(cells: tuple[tuple[Inline, ...], ...]) -> str:
    written = []
    for cell in cells:
        tokens = Tokens()
        written.append(_PIPE.sub(r"\\|", tokens.markup(_inside(cell, tokens))))
    return f"| {' | '.join(written)} |"


def _inside(children: tuple[Inline, ...], tokens: Tokens) -> str:
    following = (*children, None)[1:]
    return "".join([_node(node, tokens, after) for node, after in zip(children, following, strict=True)])


def _node(node: Inline, tokens: Tokens, after: Inline | None) -> str:
    match node:
        case Text(text):
            return tokens.guard(text)
        case LineBreak():
            return "\n"
        case Sub(text):
            return tokens.hold(f"~{text}~")
        case Sup(text):
            return tokens.hold(f"^{text}^")
        case Strong(children):
            return tokens.hold("**") + _inside(children, tokens) + tokens.hold("**")
        case Emphasis(children):
            return tokens.hold("*") + _inside(children, tokens) + tokens.hold("*")
        case Code(text):
            fence = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
            return tokens.hold(f"{fence}{text}{fence}")
        case Math(source, display):
            return tokens.hold(_formula(source, display, after))
        case Image(src, alt):
            return tokens.hold(f"![{alt}]({src})")
        case Blank(number):
            return tokens.hold(f"[[{number}]]")


def _formula(source: str, display: bool, after: Inline | None) -> str:
    """`$5$0` would be no formula: before a digit it is `\\(5\\)0`."""
    if display:
        return f"$${source}$$"
    digit = isinstance(after, Text) and after.text[:1].isdigit()
    return rf"\({source}\)" if digit else f"${source}$"


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


def plain_markup(blocks: tuple[Block, ...]) -> str:
    """Markup of the mere text, for a tree that has none of its own."""
    return as_markup(write_text(blocks))
