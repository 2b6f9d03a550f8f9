r"""What authors write inside a line: `$…$`, `\ce{…}`, `H~2~O`, `m^2^`, `[[1]]`, pictures; as markdown-it rules.

Each rule looks at `state.src[state.pos:]`, and takes it or leaves it. What is wrong is remembered in `state.env` with
its position in the line; `authoring.content.markdown` turns that into a `Problem` with its place in the text.
Markdown's own surprises are tamed here: `____` is a blank to fill in, `5*3*2` a product and `5~10` a range.
"""

import re
from typing import NamedTuple, cast

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis

from authoring.content.chemistry import CE, species
from authoring.content.formula import formula
from authoring.texts import say, tree

__all__ = ["RULES", "Trouble", "troubles"]

_PLAIN = re.compile(r"[^\n!$&*<\[\\\]^`~]+")
_BLANK = re.compile(r"\[\[(\d{1,3})\]\]")
_SCRIPT = (
    r"(?:[+\-−]?\d+(?:\.\d+)?[A-Za-z]?(?:[+\-−]\d*)?"  # 2  2-  3+  −1  0.5  2n+2
    r"|[A-Za-zΑ-ω][A-Za-zΑ-ω0-9]{0,15}(?:[,+\-−][A-Za-z0-9]{1,3})?"  # i  i,j  n+1  CO2  max
    r"|[+\-−*′″°]{1,3}|[㐀-鿿]{1,12})"
)
_SUB = re.compile(rf"~({_SCRIPT})~")
_SUP = re.compile(rf"\^({_SCRIPT})\^")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(\s{0,9}([^()\n]{0,500}?(?:\([^()\n]{0,200}\)[^()\n]{0,200})?)\s{0,9}\)")
_MEDIA = re.compile(r"media/(?!\.)(?!.*\.\.)[\w.\-]{1,120}\.(?:png|jpe?g|svg)", re.IGNORECASE)
_LINK = re.compile(r"\[(?=([^\[\]\n]{1,500})\]\(([^()\n]{0,500})\))")
_LINK_END = re.compile(r"\]\([^()\n]{0,500}\)")
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')$")
_FENCED = {"(": r"\)", "[": r"\]"}


class Trouble(NamedTuple):
    """A problem before its place in the text is known; `position` counts within the line's own text."""

    code: str
    position: int
    quote: str
    message: str
    hint: str


def troubles(state: StateInline) -> list[Trouble]:
    return cast("list[Trouble]", state.env["troubles"])


def _blame(state: StateInline, code: str, position: int, quote: str, hint: str | None = None) -> None:
    quote = quote if len(quote) <= 60 else quote[:59] + "…"
    message = say(f"content.{code}.message", quote=quote)
    troubles(state).append(Trouble(code, position, quote, message, hint or say(f"content.{code}.hint")))


def _push(state: StateInline, kind: str, content: str, end: int, alt: str = "") -> bool:
    token = state.push(kind, "", 0)
    token.content, token.markup = content, alt
    state.pos = end
    return True


def plain(state: StateInline, _silent: bool) -> bool:
    found = _PLAIN.match(state.src, state.pos)
    if not found:
        return False
    state.pending += found.group()
    state.pos = found.end()
    return True


def maths(state: StateInline, _silent: bool) -> bool:
    """`$…$` by pandoc's rule, and `$$…$$`."""
    text, start = state.src, state.pos
    if text[start] != "$":
        return False
    if text.startswith("$$", start):
        end = text.find("$$", start + 2)
        if end > start + 2:
            return _formula(state, start + 2, end, end + 2, display=True)
        state.pos += 2
        state.pending += "$$"
        _blame(state, "M105", start, text[start : start + 12])
        return True
    end = _closing_dollar(text, start + 1)
    if end:
        return _formula(state, start + 1, end, end + 1, display=False)
    after = text[start + 1 : start + 2]
    if not after.isdigit() and (after.strip() or "$" in text[start + 1 :]):
        _blame(state, "M105", start, text[start : start + 12])
    state.pos += 1
    state.pending += "$"
    return True


def _closing_dollar(text: str, start: int) -> int:
    """Where the formula that begins at `start` ends; 0 when the `$` before it is just a dollar."""
    end = start
    while True:
        end = text.find("$", end)
        if end <= start or text[start].isspace():
            return 0
        if not _escaped(text, end):
            break
        end += 1
    return 0 if text[end - 1].isspace() or text[end + 1 : end + 2].isdigit() else end


def _escaped(text: str, place: int) -> bool:
    return (place - len(text[max(0, place - 20) : place].rstrip("\\"))) % 2 == 1 if text[place - 1] == "\\" else False


def backslash(state: StateInline, _silent: bool) -> bool:
    r"""`\(…\)`, `\[…\]` and `\ce{…}`."""
    text, start = state.src, state.pos
    if text[start] != "\\":
        return False
    closing = _FENCED.get(text[start + 1 : start + 2])
    if closing:
        end = text.find(closing, start + 2)
        if end > start + 2:
            return _formula(state, start + 2, end, end + 2, display=closing == r"\]")
        _blame(state, "M105", start, text[start : start + 12])
        return False
    return text.startswith(r"\ce", start) and _chemistry(state, start)


def _chemistry(state: StateInline, start: int) -> bool:
    found = CE.match(state.src, start)
    if found is None:
        if re.match(r"\\ce\s*\{", state.src[start:]):
            message, hint = say("content.M101.ce.message"), say("content.M101.ce.hint")
            troubles(state).append(Trouble("M101", start, r"\ce{", message, hint))
        return False
    pieces = species(found[1])
    if pieces is None:
        return _formula(state, start, found.end(), found.end(), display=False)
    for kind, content in pieces:
        _push(state, kind, content, found.end())
    return True


def _formula(state: StateInline, start: int, end: int, after: int, *, display: bool) -> bool:
    source = state.src[start:end].strip() if display else state.src[start:end]
    error = formula(source, display).error
    if error is None:
        return _push(state, "display" if display else "math", source, after)
    indent = len(state.src[start:end]) - len(state.src[start:end].lstrip()) if display else 0
    troubles(state).append(Trouble("M101", start + indent + error.position, error.quote, error.message, error.hint))
    return _push(state, "code_inline", state.src[state.pos : after], after)


def script(state: StateInline, _silent: bool) -> bool:
    """`H~2~O` and `m^2^`; a subscript needs a symbol before it, so that `5~10` stays a range."""
    mark = state.src[state.pos]
    if mark not in "~^":
        return False
    found = (_SUB if mark == "~" else _SUP).match(state.src, state.pos)
    before = state.src[state.pos - 1 : state.pos]
    if not found or not before or before.isspace():
        return False
    if mark == "~" and not (before in ")]}）*^" or (before.isalpha() and not "㐀" <= before <= "鿿")):
        return False
    return _push(state, "sub" if mark == "~" else "sup", found[1], found.end())


def blank(state: StateInline, _silent: bool) -> bool:
    found = _BLANK.match(state.src, state.pos)
    return bool(found) and _push(state, "blank", cast("re.Match[str]", found)[1], cast("re.Match[str]", found).end())


def image(state: StateInline, _silent: bool) -> bool:
    found = _IMAGE.match(state.src, state.pos)
    if not found:
        return False
    alt, src = found[1].strip(), _TITLE.sub("", found[2])
    if not alt:
        _blame(state, "M103", state.pos, found.group())
    if _MEDIA.fullmatch(src):
        return _push(state, "picture", src, found.end(), alt)
    _blame(state, "M104", state.pos, src)
    return _push(state, "text", alt, found.end())


def link(state: StateInline, _silent: bool) -> bool:
    """`[text](address)`: the text stays, the address is dropped."""
    ends = cast("set[int]", state.env["links"])
    found = _LINK.match(state.src, state.pos)
    if found:
        _blame(state, "M106", state.pos, found[2] or found[1])
        ends.add(found.end(1))
        state.pos += 1
        return True
    if state.pos not in ends:
        return False
    state.pos = cast("re.Match[str]", _LINK_END.match(state.src, state.pos)).end()
    return True


def strong(state: StateInline, silent: bool) -> bool:
    """`*` and `**`, but not between ASCII letters or digits (`5*3*2`), and never `_` (authors draw blanks with it)."""
    start, text = state.pos, state.src
    if text[start] != "*":
        return False
    end = start + len(text) - start - len(text[start:].lstrip("*"))
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before + after).isascii() and before.isalnum() and after.isalnum():
        state.pending += text[start:end]
        state.pos = end
        return True
    return emphasis(state, silent)


def html(state: StateInline, _silent: bool) -> bool:
    """Raw HTML is text. A closing tag is only told where its opening one was not."""
    if state.src[state.pos] != "<":
        return False
    found = HTML_TAG_RE.match(state.src[state.pos : state.pos + 1000])
    if not found:
        return False
    tag = found.group()
    name = re.sub(r"\W", "", re.split(r"[\s/>]", tag.lstrip("</"), maxsplit=1)[0]).lower()
    seen = cast("set[str]", state.env["tags"])
    if not (tag.startswith("</") and name in seen):
        _blame(state, "M102", state.pos, tag, cast("dict[str, str]", tree("content", "M102", "tags")).get(name))
    seen.add(name)
    return _push(state, "text", tag, state.pos + len(tag))


RULES = (
    ("maths", maths),
    ("backslash", backslash),
    ("script", script),
    ("blank", blank),
    ("image", image),
    ("link", link),
    ("strong", strong),
    ("html", html),
)
"""In the order in which they are tried."""
