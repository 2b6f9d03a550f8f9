"""Moodle's text formats: HTML, Moodle's own (HTML with line breaks that count), plain text, Markdown."""

import re
from html import escape

from authoring.content import parse
from authoring.content.nodes import Blank, Block, Inline
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.tree_settling import settled

__all__ = ["blocks_of", "category_path", "holes_for"]

_TAGS = re.compile(
    r"</?(?:p|br|b|i|u|s|em|strong|sub|sup|img|span|div|font|ul|ol|li|table|tbody|thead|tr|td|th|a|code|pre|h[1-6]|math"
    r"|del|ins|script|style|iframe|object|embed|svg|audio|video|blockquote|hr|small|big|center)\b[^<>]*>"
    r"|&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});",
    re.IGNORECASE,
)
_OWN_BREAKS = re.compile(r"<(?:p|br|div|table|ul|ol)\b", re.IGNORECASE)
_FIRST_HOLE = 0xF0000
_CONTEXT = re.compile(r"^\$[a-z]+\$/?|^top/", re.IGNORECASE)


def blocks_of(text: str, form: str, html: Html) -> tuple[Block, ...]:
    """The tree of a text in one of the formats `html`, `moodle_auto_format`, `plain_text`, `markdown`."""
    if form == "markdown":
        content = parse(text.strip())
        for problem in content.problems:
            html.losses.doubtful("I648", problem.quote)
        return settled(content.blocks)
    if form == "plain_text" or not (form == "html" or _TAGS.search(text)):
        text = escape(text.strip(), quote=False).replace("\n", "<br/>")
    elif form != "html" and not _OWN_BREAKS.search(text):
        text = text.strip().replace("\n", "<br/>")
    return html.of_text(text)


def holes_for(text: str, count: int) -> dict[str, Inline]:
    """Private characters that the text does not hold, for `[[1]]`, `[[2]]` …"""
    used = set(text)
    free = (chr(code) for code in range(_FIRST_HOLE, _FIRST_HOLE + len(used) + count + 1))
    signs = [sign for sign in free if sign not in used][:count]
    return {sign: Blank(number) for number, sign in enumerate(signs, start=1)}


def category_path(text: str) -> str:
    """`$course$/top/碳核算/电力` → `碳核算 / 电力`."""
    path = text.strip()
    for _ in range(2):
        path = _CONTEXT.sub("", path)
    parts = [part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")]
    return " / ".join(part for part in parts if part and part != "top")
