r"""What authors write inside a line: `$…$`, `\ce{…}`, `H~2~O`, `m^2^`, `[[1]]`, pictures; as markdown-it rules.

Each rule looks at `state.src[state.pos:]`, and takes it or leaves it. What is wrong is remembered in `state.env` with
its position in the line; `authoring.content.markdown` turns that into a `Problem` with its place in the text.
Markdown's own surprises are tamed here: `____` is a blank to fill in, `5*3*2` a product and `5~10` a range.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis

from authoring.content.chemistry import CE, MINUS, species
from authoring.content.formula import formula
from authoring.texts import say, tree

__all__ = ["RULES", "Notes", "plain"]

_PLAIN = re.compile(r"[^\n!$&*<\[\\\]^`~]+")
_BLANK = re.compile(r"\[\[(\d{1,3})\]\]")
_SCRIPT = (
    r"(?:[+\-−]?\d+(?:\.\d+)?[A-Za-z]?(?:[+\-−]\d*)?"  # 2  2-  3+  −1  0.5  2n+2
    r"|[A-Za-zΑ-ω][A-Za-zΑ-ω0-9]{0,15}(?:[,+\-−][A-Za-z0-9]{1,3})?"  # i  i,j  n+1  CO2  max
    r"|[+\-−*′″°]{1,3}|[㐀-鿿]{1,12})"
)
_SUB = re.compile(rf"(?<=[A-Za-zΑ-ω)\]}}）*^])~({_SCRIPT})~")
_SUP = re.compile(rf"(?<=\S)\^({_SCRIPT})\^")
_DOLLARS = re.compile(r"\$(?!\s)((?:[^\\$]|\\.)++)(?<!\s)\$(?!\d)", re.S)
_DISPLAY = re.compile(r"\$\$((?:[^\\$]|\\.)++)\$\$", re.S)
_ROUND = re.compile(r"\\\(((?:[^\\$]|\\[^()])++)\\\)", re.S)
_SQUARE = re.compile(r"\\\[((?:[^\\$]|\\[^\[\]])++)\\\]", re.S)
_BRACKETS = {"(": _ROUND, "[": _SQUARE}
_OPEN_CE = re.compile(r"\\ce\s*\{")
_STARS = re.compile(r"\*+")
_HTML = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40})"
    r"(?:\s+[A-Za-z_:][\w:.-]{0,60}(?:\s*=\s*(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s\"'=<>`]{1,500}))?)*+\s*/?>"
    r"|<!--|<!\[CDATA\[|<!DOCTYPE\b|<\?"
)
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(\s{0,9}([^()\n]{0,500}?(?:\([^()\n]{0,200}\)[^()\n]{0,200})?)\s{0,9}\)")
_MEDIA = re.compile(r"media/(?!\.)(?!.*\.\.)[\w.\-]{1,120}\.(?:png|jpe?g|svg)", re.IGNORECASE)
_LINK = re.compile(r"\[(?=([^\[\]\n]{1,500})\]\(([^()\n]{0,500})\))")
_LINK_END = re.compile(r"\]\([^()\n]{0,500}\)")
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')$")
_QUOTED = 60
"""Characters of a quote."""
_TOLD = 100
"""Problems of one line: more would help nobody."""


class Trouble(NamedTuple):
    """A problem before its place in the text is known; `position` counts within the line's own text."""

    code: str
    position: int
    quote: str
    message: str
    hint: str


@dataclass(slots=True)
class Notes:
    """What the rules remember while they read one line; they find it in `state.env["notes"]`."""

    tags: set[str]
    """HTML tags told so far in the whole text."""
    troubles: list[Trouble] = field(default_factory=list)
    link_ends: set[int] = field(default_factory=set)

    def blame(self, code: str, position: int, quote: str, hint: str | None = None) -> None:
        quote = quote if len(quote) <= _QUOTED else quote[: _QUOTED - 1] + "…"
        message = say(f"content.{code}.message", quote=quote)
        self.add(Trouble(code, position, quote, message, hint or say(f"content.{code}.hint")))

    def add(self, trouble: Trouble) -> None:
        if len(self.troubles) < _TOLD:
            self.troubles.append(trouble)


def _notes(state: StateInline) -> Notes:
    return cast(Notes, state.env["notes"])


def _push(state: StateInline, kind: str, content: str, end: int, alt: str = "") -> bool:
    token = state.push(kind, "", 0)
    token.content, token.markup = content, alt
    state.pos = end
    return True


def _as_text(state: StateInline, end: int) -> bool:
    state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def plain(state: StateInline, _silent: bool) -> bool:
    found = _PLAIN.match(state.src, state.pos)
    return found is not None and _as_text(state, found.end())


def maths(state: StateInline, _silent: bool) -> bool:
    """`$…$` by pandoc's rule (no blank inside the dollars, no digit after them), and `$$…$$`."""
    text, start = state.src, state.pos
    if text[start] != "$":
        return False
    if found := _DISPLAY.match(text, start):
        return _formula(state, found, display=True)
    if found := _DOLLARS.match(text, start):
        return _formula(state, found, display=False)
    after = text[start + 1 : start + 2]
    if not after.isdigit() and (after.strip() or "$" in text[start + 1 :]):
        _notes(state).blame("M105", start, text[start : start + 12])
    return _as_text(state, start + 2 if after == "$" else start + 1)


def backslash(state: StateInline, _silent: bool) -> bool:
    r"""`\(…\)`, `\[…\]` and `\ce{…}`."""
    text, start = state.src, state.pos
    if text[start] != "\\":
        return False
    if text.startswith(r"\ce", start):
        return _chemistry(state)
    pattern = _BRACKETS.get(text[start + 1 : start + 2])
    if pattern is None:
        return False
    found = pattern.match(text, start)
    if found is not None:
        return _formula(state, found, display=pattern is _SQUARE)
    _notes(state).blame("M105", start, text[start : start + 12])
    return False


def _chemistry(state: StateInline) -> bool:
    found = CE.match(state.src, state.pos)
    if found is None:
        if _OPEN_CE.match(state.src, state.pos):
            message, hint = say("content.M101.ce.message"), say("content.M101.ce.hint")
            _notes(state).add(Trouble("M101", state.pos, r"\ce{", message, hint))
        return False
    pieces = species(found[1])
    if pieces is None:
        return _formula(state, found, display=False, group=0)
    for kind, content in pieces:
        _push(state, kind, content, found.end())
    return True


def _formula(state: StateInline, found: re.Match[str], *, display: bool, group: int = 1) -> bool:
    source = found[group].strip()
    error = formula(source, display).error
    if error is None:
        return _push(state, "display" if display else "math", source, found.end())
    position = state.src.index(source, found.start(group)) + error.position
    _notes(state).add(Trouble("M101", position, error.quote, error.message, error.hint))
    return _push(state, "code_inline", found.group(), found.end())


def script(state: StateInline, _silent: bool) -> bool:
    """`H~2~O` and `m^2^`; a subscript needs a symbol before it, so that `5~10` stays a range."""
    mark = state.src[state.pos]
    if mark not in "~^":
        return False
    kind, pattern = ("sub", _SUB) if mark == "~" else ("sup", _SUP)
    found = pattern.match(state.src, state.pos)
    return found is not None and _push(state, kind, found[1].replace("-", MINUS), found.end())


def blank(state: StateInline, _silent: bool) -> bool:
    found = _BLANK.match(state.src, state.pos)
    return found is not None and _push(state, "blank", found[1], found.end())


def image(state: StateInline, _silent: bool) -> bool:
    found = _IMAGE.match(state.src, state.pos)
    if found is None:
        return False
    alt, src = found[1].strip(), _TITLE.sub("", found[2])
    if not alt:
        _notes(state).blame("M103", state.pos, found.group())
    if _MEDIA.fullmatch(src):
        return _push(state, "picture", src, found.end(), alt)
    _notes(state).blame("M104", state.pos, src)
    return _push(state, "text", alt, found.end())


def link(state: StateInline, _silent: bool) -> bool:
    """`[text](address)`: the text stays, the address is dropped."""
    notes = _notes(state)
    if found := _LINK.match(state.src, state.pos):
        notes.blame("M106", state.pos, found[2] or found[1])
        notes.link_ends.add(found.end(1))
        state.pos += 1
        return True
    found = _LINK_END.match(state.src, state.pos) if state.pos in notes.link_ends else None
    if found is None:
        return False
    state.pos = found.end()
    return True


def strong(state: StateInline, silent: bool) -> bool:
    """`*` and `**`, but not between ASCII letters or digits (`5*3*2`), and never `_` (authors draw blanks with it)."""
    found = _STARS.match(state.src, state.pos)
    if found is None:
        return False
    before, after = state.src[state.pos - 1 : state.pos], state.src[found.end() : found.end() + 1]
    if (before + after).isascii() and before.isalnum() and after.isalnum():
        return _as_text(state, found.end())
    return emphasis(state, silent)


def html(state: StateInline, _silent: bool) -> bool:
    """Raw HTML is text. A closing tag is only told where its opening one was not."""
    found = _HTML.match(state.src, state.pos) if state.src[state.pos] == "<" else None
    if found is None:
        return False
    tag, name, notes = found.group(), (found[2] or "").lower(), _notes(state)
    if not (found[1] and name in notes.tags):
        notes.blame("M102", state.pos, tag, cast("dict[str, str]", tree("content", "M102", "tags")).get(name))
    notes.tags.add(name)
    return _as_text(state, found.end())


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
