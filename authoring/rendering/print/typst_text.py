"""The authors' content as typst code: every word is a typst string, so nothing in it is read as markup."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from authoring.content import Content
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
from authoring.rendering.print.typst_math import quoted, typst_math

__all__ = ["Pictures", "script_runs", "typst_blocks", "typst_line"]

Pictures = Callable[[str, bool], str]
"""The typst code of a picture, by its address and whether it stands in a line of text."""
_SCRIPTS = re.compile("([₀-₉₊₋]+)|([⁰⁵-⁹⁺⁻¹²³⁴]+)")
"""Small figures are drawn as markup: the faces lack most of them."""
_CALLS = {"sub": "sub", "sup": "super", "": ""}


def typst_blocks(content: Content, pictures: Pictures, before: str = "", after: str = "") -> str:
    """An array's entries, one for each block; `before` and `after` are code that joins the first and last paragraph."""
    blocks = content.blocks
    written = [_block(block, pictures) for block in blocks]
    if before:
        if blocks and isinstance(blocks[0], Paragraph) and not _is_picture(blocks[0]):
            written[0] = f"{{{before};{written[0]}}}"
        else:
            written.insert(0, before)
    if after:
        if blocks and isinstance(blocks[-1], Paragraph) and not _is_picture(blocks[-1]):
            written[-1] = f"{{{written[-1]};{after}}}"
        else:
            written.append(after)
    return "".join(f"{code}," for code in written)


def typst_line(content: Content, pictures: Pictures) -> str:
    """One piece of content: the only paragraph itself, or a stack of several blocks."""
    match content.blocks:
        case (Paragraph(children),):
            return _inside(children, pictures)
        case _:
            return f"blocks({typst_blocks(content, pictures)})"


def script_runs(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of a text, each with `sub`, `sup` or nothing; small figures become common ones."""
    last = 0
    for found in _SCRIPTS.finditer(text):
        if found.start() > last:
            yield text[last : found.start()], ""
        plain = unicodedata.normalize("NFKC", found[0]).replace("-", "−")
        yield plain, "sub" if found[1] else "sup"
        last = found.end()
    if last < len(text):
        yield text[last:], ""


def _is_picture(block: Paragraph) -> bool:
    return len(block.children) == 1 and isinstance(block.children[0], Image)


def _block(block: Block, pictures: Pictures) -> str:
    match block:
        case Paragraph((Image(src, _),)):
            return pictures(src, False)
        case Paragraph(children):
            return _inside(children, pictures)
        case MathBlock(math):
            return typst_math(math)
        case BulletList(items):
            return f"list({''.join(f'{_item(item, pictures)},' for item in items)})"
        case OrderedList(items):
            return f"enum({''.join(f'{_item(item, pictures)},' for item in items)})"
        case Table():
            return _table(block, pictures)
        case CodeBlock(text):
            return f"code-block({quoted(text)})"


def _item(blocks: tuple[Block, ...], pictures: Pictures) -> str:
    return typst_line(Content(blocks), pictures)


def _table(table: Table, pictures: Pictures) -> str:
    def row(cells: tuple[tuple[Inline, ...], ...]) -> str:
        return "(" + "".join(f"{_inside(cell, pictures)}," for cell in cells) + ")"

    align = ",".join(name or "auto" for name in table.align)
    return f"data-table(({align},), {row(table.header)}, ({''.join(f'{row(cells)},' for cells in table.rows)}))"


def _inside(children: tuple[Inline, ...], pictures: Pictures) -> str:
    return "{" + ";".join(["[]", *(_node(node, pictures) for node in children)]) + "}"


def _node(node: Inline, pictures: Pictures) -> str:
    match node:
        case Text(text):
            return _text(text)
        case Strong(children):
            return f"bold({_inside(children, pictures)})"
        case Emphasis(children):
            return f"marked({_inside(children, pictures)})"
        case Sub(text):
            return f"sub({quoted(text)})"
        case Sup(text):
            return f"super({quoted(text)})"
        case Code(text):
            return f"raw({quoted(text)})"
        case Math():
            return typst_math(node)
        case Image(src, _):
            return pictures(src, True)
        case LineBreak():
            return "linebreak()"
        case Blank(number):
            return f"blank({number})"


def _text(text: str) -> str:
    return ";".join(f"{_CALLS[kind]}({quoted(piece)})" for piece, kind in script_runs(text)) or "[]"
