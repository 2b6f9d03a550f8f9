"""Markdown → tree: markdown-it-py finds blocks and marks, this module keeps what the tree knows.

Of CommonMark are left out, because they surprise authors: code by indentation, quotes by `>`, rules and underlined
headings, reference links, raw HTML, `_emphasis_`. A list begins with `- `, `* `, `+ ` or `1. ` and some words.
"""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.heading import heading
from markdown_it.rules_block.list import list_block
from markdown_it.rules_block.table import table
from markdown_it.token import Token
from mdit_py_cjk_friendly import cjk_friendly

from authoring.content import inline
from authoring.content.formula import formula
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
from authoring.content.problems import Place, Problem

__all__ = ["NOT_XML", "read_markdown", "xml_safe"]

NOT_XML = r"\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
"""Characters (inside `[]` of a regular expression) that XML refuses, and the carriage return that it would change."""
_REFUSED = re.compile(f"[{NOT_XML}]")

_ITEM = re.compile(r"(?:[-+*]|1[.)])[ \t]+\S")
_NEXT_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+\S")
_HEADING = re.compile(r"#{1,6}[ \t]+[^#\s]")
Shortcut = Callable[[str], tuple[Inline, ...] | None]
_NO_TEXT = Text("")
_NESTED_LISTS = 4
_MOST_COLUMNS = 50
_MOST_ROWS = 300
_FENCES = {"$$": "$$", r"\[": r"\]"}


def xml_safe(text: str) -> str:
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", text)


def _item(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list begins at 1 and holds words: `2030.`, `-` and `12. …` at the beginning of a text are no lists."""
    pattern = _NEXT_ITEM if silent and state.sCount[start] < state.blkIndent else _ITEM
    return (
        state.level < 2 * _NESTED_LISTS
        and bool(pattern.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start]))
        and list_block(state, start, end, silent)
    )


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _HEADING.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    return bool(found) and heading(state, start, end, silent)


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""`$$` or `\[` at the beginning of a line up to its partner at the end of a line, with no empty line between."""
    first = state.bMarks[start] + state.tShift[start]
    closing = _FENCES.get(state.src[first : first + 2])
    if closing is None:
        return False
    for line in range(start, end):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        last = state.src.find(closing, first + 2 if line == start else state.bMarks[line], state.eMarks[line])
        if last >= 0:
            break
    else:
        return False
    if state.src[last + 2 : state.eMarks[line]].strip() or not state.src[first + 2 : last].strip():
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content, token.map, token.meta = state.src[first + 2 : last], [start, line + 1], {"start": first + 2}
        state.line = line + 1
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, within bounds: missing cells are filled up, so few characters could make very many cells."""
    if state.src.count("|", state.bMarks[start], state.eMarks[start]) > _MOST_COLUMNS:
        return False
    return table(state, start, min(end, start + _MOST_ROWS), silent)


def _end_of_table(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Only asked by a table about its next line: a line without `|` is no row."""
    return silent and "|" not in state.src[state.bMarks[start] : state.eMarks[start]]


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("zero").use(cjk_friendly)
    markdown.enable(["table", "fence", "newline", "escape", "backticks", "entity", "balance_pairs", "emphasis"])
    paragraph: RuleOptionsType = {"alt": ["paragraph"]}
    markdown.block.ruler.at("table", _table, paragraph)
    markdown.block.ruler.before("table", "math_block", _math_block, {"alt": ["paragraph", "list"]})
    markdown.block.ruler.before("table", "item", _item, paragraph)
    markdown.block.ruler.before("table", "title", _heading, paragraph)
    markdown.block.ruler.before("paragraph", "end_of_table", _end_of_table, {"alt": ["blockquote"]})
    markdown.inline.ruler.at("text", inline.plain)
    for name, rule in inline.RULES:
        markdown.inline.ruler.before("escape", name, rule)
    markdown.inline.ruler.disable("emphasis")
    return markdown


_MARKDOWN = _parser()


def read_markdown(text: str, shortcut: Shortcut | None = None) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The tree of `text` (line ends `\\n`, no characters that XML refuses) and what is wrong in it.

    `shortcut` may read the bare text of a paragraph or cell, or leave it to Markdown with None.
    """
    tokens: list[Token] = []
    _MARKDOWN.block.parse(text, _MARKDOWN, {}, tokens)
    reader = _Reader(Place(text), shortcut)
    blocks = tuple(reader.blocks(iter(tokens)))
    return blocks, tuple(sorted(reader.problems, key=lambda problem: (problem.line, problem.column)))


class _Reader:
    """Reads markdown-it's flat list of tokens; each open token is followed by its content and its close token."""

    def __init__(self, place: Place, shortcut: Shortcut | None) -> None:
        self.place = place
        self.shortcut = shortcut
        self.problems: list[Problem] = []
        self.tags: set[str] = set()

    def blocks(self, tokens: Iterator[Token]) -> Iterator[Block]:
        for token in tokens:
            match token.type:
                case "inline":
                    children = self.line(token)
                    if children:
                        yield _paragraph(children)
                case "title_open" | "heading_open":
                    children = self.line(next(tokens))
                    yield Paragraph((Strong(children),))
                case "bullet_list_open":
                    yield BulletList(tuple(self.items(tokens, "bullet_list_close")))
                case "ordered_list_open":
                    yield OrderedList(tuple(self.items(tokens, "ordered_list_close")))
                case "table_open":
                    yield self.table(takewhile(lambda part: part.type != "table_close", tokens))
                case "math_block":
                    yield self.math_block(token)
                case "fence":
                    yield CodeBlock(token.content.removesuffix("\n"))
                case "list_item_close":
                    return

    def items(self, tokens: Iterator[Token], close: str) -> Iterator[tuple[Block, ...]]:
        for token in tokens:
            if token.type == close:
                return
            yield tuple(self.blocks(tokens))

    def table(self, tokens: Iterator[Token]) -> Table:
        rows: list[list[tuple[Inline, ...]]] = []
        align: list[str] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    align.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
                rows[-1].append(self.line(next(tokens), cell=len(rows[-1])))
        header, *body = (tuple(row) for row in rows)
        return Table(header, tuple(body), tuple(align))

    def math_block(self, token: Token) -> Block:
        source = token.content.strip()
        error = formula(source, True).error
        if error is None:
            return MathBlock(Math(source, display=True))
        start = token.meta["start"] + len(token.content) - len(token.content.lstrip())
        line, column = self.place.at(start + error.position)
        self.problems.append(Problem("M101", line, column, error.quote, error.message, error.hint))
        return CodeBlock(source)

    def line(self, token: Token, cell: int | None = None) -> tuple[Inline, ...]:
        short = self.shortcut(token.content) if self.shortcut else None
        if short is not None:
            return short
        notes = inline.Notes(self.tags)
        children: list[Token] = []
        _MARKDOWN.inline.parse(token.content, _MARKDOWN, {"notes": notes}, children)
        for trouble in notes.troubles:
            line, column = self.place.within(token.content, (token.map or [0])[0], trouble.position, cell)
            self.problems.append(Problem(trouble.code, line, column, trouble.quote, trouble.message, trouble.hint))
        return _inline(children)


def _paragraph(children: tuple[Inline, ...]) -> Block:
    only = children[0]
    return MathBlock(only) if len(children) == 1 and isinstance(only, Math) and only.display else Paragraph(children)


def _inline(tokens: list[Token]) -> tuple[Inline, ...]:
    """The tree of a line; strong within strong is strong, so no text can nest deeply."""
    stack: list[tuple[type[Strong] | type[Emphasis] | None, list[Inline]]] = [(None, [])]
    for token in tokens:
        if token.nesting == 1:
            mark: type[Strong] | type[Emphasis] = Strong if token.type == "strong_open" else Emphasis
            stack.append((None if any(mark is outer for outer, _ in stack) else mark, []))
        elif token.nesting == -1:
            closed, children = stack.pop()
            _append(stack[-1][1], (closed(tuple(children)),) if closed else tuple(children))
        else:
            _append(stack[-1][1], (_node(token),))
    return tuple(stack[0][1])


def _append(children: list[Inline], new: tuple[Inline, ...]) -> None:
    for node in new:
        last = children[-1] if children else None
        if isinstance(node, Text) and isinstance(last, Text):
            children[-1] = Text(last.text + node.text)
        elif node != _NO_TEXT:
            children.append(node)


def _node(token: Token) -> Inline:
    match token.type:
        case "sub":
            return Sub(token.content)
        case "sup":
            return Sup(token.content)
        case "math" | "display":
            return Math(token.content, display=token.type == "display")
        case "blank":
            return Blank(int(token.content))
        case "picture":
            return Image(token.content, token.markup)
        case "code_inline":
            return Code(token.content)
        case "softbreak" | "hardbreak":
            return LineBreak()
        case _:
            return Text(xml_safe(token.content))
