"""The printed paper (试卷) as blocks."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.content import Content
from authoring.papers.wording import number
from authoring.rendering.print.asked import Asked, AskedItem, AskedPart, AskedSection
from authoring.rendering.print.blocks import (
    Block,
    Choices,
    Field,
    Group,
    Masthead,
    PrintedDocument,
    Ruled,
    SectionHead,
    Stem,
)
from authoring.rendering.print.option_columns import option_columns
from authoring.rendering.print.page import PrintLayout, shape
from authoring.rendering.views import (
    BlanksView,
    ChoiceView,
    EntryView,
    MatchingView,
    NumericView,
    OrderingView,
    ShortAnswerView,
    TrueFalseView,
)
from authoring.texts import say

__all__ = [
    "answer_room",
    "candidate_fields",
    "facts",
    "marks_text",
    "masthead",
    "paper_blocks",
    "paper_document",
    "part_blocks",
]

_HANDWRITTEN = 26
"""Signs that people write on a line."""


def paper_document(
    asked: Asked, name: str, layout: PrintLayout, blocks: Sequence[Block], *, kind: str
) -> PrintedDocument:
    """A document of this form; `kind` names what it is on every page (试卷, 答题卡 …)."""
    title = asked.paper.title
    footer = say("printing.footer", title=title, form=asked.paper.form, kind=kind)
    return PrintedDocument(name=name, title=f"{title} {kind}", footer=footer, layout=layout, blocks=tuple(blocks))


def facts(asked: Asked) -> tuple[str, ...]:
    """Such as `中级`, `A 卷`, `考试时间：120 分钟`, `满分：150 分`."""
    paper = asked.paper
    return (
        paper.level,
        say("printing.form", form=paper.form),
        say("printing.minutes", minutes=paper.seconds // 60),
        say("printing.full_marks", marks=number(paper.marks)),
    )


def masthead(asked: Asked, *, fields: bool) -> Masthead:
    """Title, facts, fields for the candidate where wanted, and the table of marks."""
    heads = [_ordinal(section, n) for n, section in enumerate(asked.sections, start=1)]
    whole = [number(section.marks) for section in asked.sections]
    blank = ("",) * (len(heads) + 1)
    return Masthead(
        title=asked.paper.title,
        facts=facts(asked),
        fields=candidate_fields() if fields else (),
        scores=(
            (say("printing.score.section"), *heads, say("printing.score.total")),
            (say("printing.score.full"), *whole, number(asked.paper.marks)),
            (say("printing.score.earned"), *blank),
            (say("printing.score.marker"), *blank),
        ),
    )


def candidate_fields() -> tuple[str, ...]:
    """姓名, 准考证号, 单位."""
    return tuple(say(f"printing.candidate.{name}") for name in ("name", "admission", "employer"))


def _ordinal(section: AskedSection, place: int) -> str:
    """The title's own number (`一`), else its place."""
    own, found, _ = section.title.partition("、")
    return own if found and len(own) <= 3 else str(place)


def marks_text(marks: Decimal) -> str:
    return say("printing.marks", marks=number(marks))


def paper_blocks(asked: Asked, layout: PrintLayout, *, on_sheet: bool) -> Iterator[Block]:
    """The questions; with `on_sheet` answers are written on the answer sheet, and there is no room for them here."""
    for section in asked.sections:
        yield SectionHead(section.title, section.instructions)
        for item in section.items:
            yield from _item_blocks(section, item, layout, on_sheet=on_sheet)


def _item_blocks(section: AskedSection, item: AskedItem, layout: PrintLayout, *, on_sheet: bool) -> Iterator[Block]:
    if item.stimulus is not None:
        yield Group((Stem(item.number, "" if section.says_marks else marks_text(item.marks), item.stimulus),))
    for part in item.parts:
        silent = section.says_marks and item.stimulus is None
        yield from part_blocks(part, layout, marks="" if silent else marks_text(part.view.marks), on_sheet=on_sheet)


def part_blocks(part: AskedPart, layout: PrintLayout, *, marks: str, on_sheet: bool) -> Iterator[Block]:
    """One question: kept whole but for the lines of a written answer."""
    view = part.view
    chosen = isinstance(view, ChoiceView | TrueFalseView)
    bracket = chosen and not on_sheet and not _has_bracket(part.stem)
    room = () if on_sheet else tuple(answer_room(part))
    yield Group(
        (
            Stem(view.number, marks, part.stem, bracket),
            *_entries(part, layout),
            *(block for block in room if not isinstance(block, Ruled)),
        )
    )
    yield from (block for block in room if isinstance(block, Ruled))


def _has_bracket(stem: Content) -> bool:
    """Whether the author left an empty bracket for the answer."""
    text = "".join(stem.text().split())
    return "（）" in text or "()" in text


def _entries(part: AskedPart, layout: PrintLayout) -> Iterator[Block]:
    match part.view:
        case ChoiceView(options=entries) | OrderingView(items=entries):
            yield _choices(part, entries, layout, "printing.option")
        case MatchingView(premises=premises, choices=choices):
            yield _choices(part, premises, layout, "printing.premise")
            yield _choices(part, choices, layout, "printing.option")
        case _:
            return


def _choices(part: AskedPart, entries: Sequence[EntryView], layout: PrintLayout, label: str) -> Choices:
    contents = [part.entries[entry.id] for entry in entries]
    labels = [say(label, letter=chr(ord("A") + n), number=n + 1) for n in range(len(entries))]
    columns = option_columns(contents, shape(layout).ems - 4)
    return Choices(tuple(zip(labels, contents, strict=True)), columns)


def answer_room(part: AskedPart) -> Iterator[Block]:
    """Where the answer is written, for questions that are not answered in a bracket or in their own text."""
    match part.view:
        case ChoiceView() | TrueFalseView() | BlanksView():
            return
        case NumericView(units=units):
            yield Field(say("printing.answer"), _unit(units))
        case MatchingView(premises=premises):
            for n in range(len(premises)):
                yield Field(say("printing.premise", letter="", number=n + 1))
        case OrderingView():
            yield Field(say("printing.order"))
        case ShortAnswerView(expected_length=length):
            yield Ruled(math.ceil(length / _HANDWRITTEN) + 1)


def _unit(units: Sequence[str]) -> str:
    if len(units) == 1:
        return units[0]
    return say("printing.unit_choice", units="　".join(say("printing.unit", unit=unit) for unit in units))
