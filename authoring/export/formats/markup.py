r"""The authors' markup as HTML with TeX formulas (`\(…\)`), which Moodle's filters set; and as a single line."""

import re
from collections.abc import Callable, Iterator

from authoring.content import parse
from authoring.content.nodes import Block, BulletList, Math, MathBlock, OrderedList, walk
from authoring.texts import say

__all__ = ["html", "html_line", "line"]

_PICTURE = re.compile(r'<img src="[^"]*" alt="([^"]*)"/>')
_MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)

Media = Callable[[str], str]


def html(text: str, media: Media | None = None, blank: Callable[[int], str] | None = None) -> str:
    """Blocks of HTML; without `media`, pictures are told by their alternative text."""
    content = parse(text)
    return _with_tex(_told(content.xhtml(media, blank), media), content.blocks)


def html_line(text: str, media: Media | None = None) -> str:
    """A single paragraph without its `<p>`."""
    content = parse(text)
    return _with_tex(_told(content.inline_xhtml(media), media), content.blocks)


def line(text: str) -> str:
    """Plain text on one line: readable formulas, pictures by their alternative text."""
    return " ".join(parse(text).text().split())


def _told(markup: str, media: Media | None) -> str:
    if media is not None or "<img" not in markup:
        return markup
    return _PICTURE.sub(lambda found: say("content.image", alt=found[1]), markup)


def _with_tex(markup: str, blocks: tuple[Block, ...]) -> str:
    if "<math" not in markup:
        return markup
    formulas = _formulas(blocks)
    return _MATHML.sub(lambda _: _tex(next(formulas)), markup)


def _formulas(blocks: tuple[Block, ...]) -> Iterator[Math]:
    """In reading order."""
    for block in blocks:
        match block:
            case MathBlock(formula):
                yield formula
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from _formulas(item)
            case _:
                yield from (node for node in walk((block,)) if isinstance(node, Math))


def _tex(math: Math) -> str:
    latex = math.latex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return rf"\[{latex}\]" if math.display else rf"\({latex}\)"
