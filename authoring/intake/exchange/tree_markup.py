"""The content tree → the authors' markup: the way back of `authoring.content.parse`.

`write_markup` of a tree that `tree_settling.settled` gave reads back as the same tree.
"""

import re

from authoring.content import parse
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
from authoring.intake.markup import Tokens, as_markup

__all__ = ["plain_markup", "write_markup"]

_PIPE = re.compile(r"(?<!\\)\|")
_LINE = re.compile(r"^(?=[^\n])", re.M)


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


def plain_markup(blocks: tuple[Block, ...]) -> str:
    """Markup of the mere text, for a tree that has none of its own."""
    return as_markup(write_text(blocks))
