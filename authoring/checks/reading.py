"""A question as the checks read it: its texts once, and its parts with the paths of their fields."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from authoring.content import Content, parse
from authoring.content.nodes import (
    Blank,
    Block,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Image,
    Inline,
    Math,
    MathBlock,
    OrderedList,
    Paragraph,
    Strong,
    Table,
    Text,
    walk,
)
from authoring.questions import Case, MultipleChoice, Numeric, Part, Question, SingleChoice, parts

__all__ = ["HOLE", "Choice", "Reading", "prose", "quote"]

HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in prose for what is no prose: formulas, code, addresses and places of responses."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；、）]+")
_Made = TypeVar("_Made")


class Choice(NamedTuple):
    """A 单选 or 多选 of the question, with the prose of its options."""

    prefix: str
    """Of its field paths: empty, or `children.2.` within a case."""
    part: SingleChoice | MultipleChoice
    texts: tuple[str, ...]
    right: tuple[bool, ...]

    @property
    def stem(self) -> str:
        return f"{self.prefix}stem"

    def option(self, place: int) -> str:
        """Field path of an option's text."""
        return f"{self.prefix}options.{place}.text"

    def letter(self, place: int) -> str:
        return self.part.options[place].id


class Reading:
    """A question with its texts read once, for all checks."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._made: dict[Callable[[Reading], Any], Any] = {}

    def once(self, make: Callable[["Reading"], _Made]) -> _Made:
        """What `make` computes from this reading, at the first call: several checks may look at the same thing."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _Made = self._made[make]
        return made

    @cached_property
    def contents(self) -> dict[str, Content]:
        """Every text by field path, those that candidates see first."""
        texts = self.question.candidate_texts() | self.question.secret_texts()
        return {path: parse(text) for path, text in texts.items()}

    @cached_property
    def images(self) -> tuple[tuple[str, Image], ...]:
        """Every picture with the field path of its text."""
        return tuple((path, image) for path, content in self.contents.items() for image in content.images)

    @cached_property
    def plain(self) -> dict[str, str]:
        """Plain text, formulas as one readable line, by field path."""
        return {path: content.text() for path, content in self.contents.items()}

    @cached_property
    def candidate(self) -> dict[str, str]:
        """Plain text of what candidates see, by field path."""
        return {path: self.plain[path] for path in self.question.candidate_texts()}

    @cached_property
    def prose(self) -> dict[str, str]:
        """Plain text without formulas, code, addresses and blanks, by field path: what rules of wording apply to."""
        return {path: prose(content, self.plain[path]) for path, content in self.contents.items()}

    @cached_property
    def joined(self) -> str:
        """All prose in one text: a pattern that is not in it is in none of the fields."""
        return "\n".join(self.prose.values())

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, re.Match[str]]]:
        """Field path, prose and match, wherever the pattern occurs."""
        if pattern.search(self.joined) is None:
            return
        for path, text in self.prose.items():
            for found in pattern.finditer(text):
                yield path, text, found

    @cached_property
    def parts(self) -> tuple[tuple[str, Part], ...]:
        """The answerable questions with the prefix of their field paths: empty, or `children.2.`."""
        if isinstance(self.question, Case):
            return tuple((f"children.{number}.", child) for number, child in enumerate(self.question.children))
        return tuple(("", part) for part in parts(self.question))

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                prefix,
                part,
                tuple(self.prose[f"{prefix}options.{place}.text"] for place in range(len(part.options))),
                tuple(option.id in part.key for option in part.options)
                if isinstance(part, MultipleChoice)
                else tuple(option.id == part.key for option in part.options),
            )
            for prefix, part in self.parts
            if isinstance(part, SingleChoice | MultipleChoice)
        )

    @cached_property
    def units(self) -> dict[str, str]:
        """Units that candidates see beside a numeric answer, by field path."""
        found: dict[str, str] = {}
        for prefix, part in self.parts:
            if isinstance(part, Numeric):
                fields = ("unit", *(f"accepted_units.{place}.unit" for place in range(len(part.accepted_units))))
                found |= {f"{prefix}{field}": unit for field, unit in zip(fields, part.units, strict=True) if unit}
        return found


def quote(text: str, start: int, end: int, around: int = 6) -> str:
    """A stretch of a text with a little of what stands around it."""
    return text[max(0, start - around) : end + around].replace("\n", " ").replace(HOLE, "…").strip()


def prose(content: Content, plain: str) -> str:
    """Its plain text with a HOLE for each formula, code, address and place of a response."""
    blocks = content.blocks
    if any(isinstance(node, Math | Code | Blank) for node in walk(blocks)) or any(map(_is_code, blocks)):
        plain = Content(tuple(map(_bare, blocks))).text()
    return _ADDRESS.sub(HOLE, plain) if "http" in plain or "www." in plain else plain


def _is_code(block: Block) -> bool:
    return isinstance(block, CodeBlock)


def _bare(block: Block) -> Block:
    match block:
        case Paragraph(children):
            return Paragraph(_inside(children))
        case BulletList(items) | OrderedList(items):
            return replace(block, items=tuple(tuple(map(_bare, item)) for item in items))
        case Table(header, rows):
            bare = tuple(tuple(map(_inside, row)) for row in rows)
            return replace(block, header=tuple(map(_inside, header)), rows=bare)
        case MathBlock() | CodeBlock():
            return Paragraph((Text(HOLE),))


def _inside(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(map(_node, children))


def _node(node: Inline) -> Inline:
    match node:
        case Math() | Code() | Blank():
            return Text(HOLE)
        case Strong(children) | Emphasis(children):
            return replace(node, children=_inside(children))
        case _:
            return node
