"""Tree → XHTML: well-formed XML with MathML; everything that comes from an author is escaped here."""

import re
from collections.abc import Callable

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

__all__ = ["Blanks", "Media", "write_inline", "write_xhtml"]

Media = Callable[[str], str]
"""The address to write for a picture's `media/<file name>`."""
Blanks = Callable[[int], str]
"""The XHTML for blank number n."""
_OPENING = re.compile(r"[（《“‘「〔【(\[]+$")
_CLOSING = re.compile(r"[，。；：、？！）》”’」〕】％%,.:?!)\]]+")


def same_address(src: str) -> str:
    return src


def empty_blank(number: int) -> str:
    return f'<span class="blank" data-blank="{number}"></span>'


def write_xhtml(blocks: tuple[Block, ...], media: Media, blank: Blanks) -> str:
    return "".join([_block(block, media, blank) for block in blocks])


def write_inline(blocks: tuple[Block, ...], media: Media, blank: Blanks) -> str:
    """A single paragraph without its `<p>`; other texts as `write_xhtml` writes them."""
    match blocks:
        case (Paragraph(children),):
            return _inside(children, media, blank)
        case (MathBlock(math),):
            return math.mathml
        case _:
            return write_xhtml(blocks, media, blank)


def _block(block: Block, media: Media, blank: Blanks) -> str:
    match block:
        case Paragraph(children):
            return f"<p>{_inside(children, media, blank)}</p>"
        case MathBlock(math):
            return f"<p>{math.mathml}</p>"
        case BulletList(items):
            return _list("ul", items, media, blank)
        case OrderedList(items):
            return _list("ol", items, media, blank)
        case Table():
            return _table(block, media, blank)
        case CodeBlock(text):
            return f"<pre><code>{_escape(text)}</code></pre>"


def _list(tag: str, items: tuple[tuple[Block, ...], ...], media: Media, blank: Blanks) -> str:
    """The first paragraph of an item stands without `<p>`, as in a list without empty lines."""
    written = [
        f"<li>{write_inline(item[:1], media, blank)}{write_xhtml(item[1:], media, blank)}</li>" for item in items
    ]
    return f"<{tag}>{''.join(written)}</{tag}>"


def _table(table: Table, media: Media, blank: Blanks) -> str:
    def row(tag: str, cells: tuple[tuple[Inline, ...], ...]) -> str:
        written = [
            f"<{tag}{_aligned(align)}>{_inside(cell, media, blank)}</{tag}>"
            for cell, align in zip(cells, table.align, strict=True)
        ]
        return f"<tr>{''.join(written)}</tr>"

    body = "".join([row("td", cells) for cells in table.rows])
    return f"<table><thead>{row('th', table.header)}</thead>{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _aligned(align: str) -> str:
    return f' class="align-{align}"' if align else ""


def _inside(children: tuple[Inline, ...], media: Media, blank: Blanks) -> str:
    written = [_node(node, media, blank) for node in children]
    for place, node in enumerate(children):
        if isinstance(node, Math) and not node.display and len(children) > 1:
            _keep_punctuation(children, written, place)
    return "".join(written)


def _keep_punctuation(children: tuple[Inline, ...], written: list[str], place: int) -> None:
    """Browsers break lines on both sides of a formula, even before a comma: a `keep` span holds them together."""
    before = _OPENING.search(written[place - 1]) if place and isinstance(children[place - 1], Text) else None
    after = _CLOSING.match(written[place + 1]) if isinstance((*children, None)[place + 1], Text) else None
    opening, closing = before.group() if before else "", after.group() if after else ""
    if before:
        written[place - 1] = written[place - 1][: before.start()]
    if after:
        written[place + 1] = written[place + 1][after.end() :]
    if before or after:
        written[place] = f'<span class="keep">{opening}{written[place]}{closing}</span>'


def _node(node: Inline, media: Media, blank: Blanks) -> str:
    match node:
        case Text(text):
            return _escape(text)
        case Math():
            return node.mathml
        case LineBreak():
            return "<br/>"
        case Sub(text):
            return f"<sub>{_escape(text)}</sub>"
        case Sup(text):
            return f"<sup>{_escape(text)}</sup>"
        case Strong(children):
            return f"<strong>{_inside(children, media, blank)}</strong>"
        case Emphasis(children):
            return f"<em>{_inside(children, media, blank)}</em>"
        case Code(text):
            return f"<code>{_escape(text)}</code>"
        case Image(src, alt):
            return f'<img src="{_attribute(media(src))}" alt="{_attribute(alt)}"/>'
        case Blank(number):
            return blank(number)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return _escape(text).replace('"', "&quot;").replace("\t", " ").replace("\n", " ")
