"""Tree → plain text, one line per line: for search, comparison, spreadsheets and text formats."""

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
from authoring.content.scripts import subscript, superscript
from authoring.texts import say

__all__ = ["write_text"]


def write_text(blocks: tuple[Block, ...]) -> str:
    return "\n".join([_block(block) for block in blocks])


def _block(block: Block) -> str:
    match block:
        case Paragraph(children):
            return _inside(children)
        case MathBlock(math):
            return math.reading
        case BulletList(items):
            return "\n".join([f"- {_item(item)}" for item in items])
        case OrderedList(items):
            return "\n".join([f"{number}. {_item(item)}" for number, item in enumerate(items, 1)])
        case Table(header, rows):
            return "\n".join([" | ".join([_inside(cell) for cell in row]) for row in (header, *rows)])
        case CodeBlock(text):
            return text


def _item(item: tuple[Block, ...]) -> str:
    return write_text(item).replace("\n", "\n  ")


def _inside(children: tuple[Inline, ...]) -> str:
    return "".join([_node(node) for node in children])


def _node(node: Inline) -> str:
    match node:
        case Text(text) | Code(text):
            return text
        case Math():
            return node.reading
        case LineBreak():
            return "\n"
        case Sub(text):
            return subscript(text)
        case Sup(text):
            return superscript(text)
        case Strong(children) | Emphasis(children):
            return _inside(children)
        case Image(_, alt):
            return say("content.image", alt=alt)
        case Blank():
            return say("content.blank")
