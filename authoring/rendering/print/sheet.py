"""The answer sheet (答题卡) as blocks: what can be filled in, then lines for what is written."""

from collections.abc import Iterator
from itertools import groupby

from authoring.papers.wording import number
from authoring.rendering.print.asked import Asked, AskedPart, AskedSection
from authoring.rendering.print.blocks import (
    Block,
    Bubbles,
    Field,
    Group,
    Label,
    Masthead,
    NumberGrid,
    Ruled,
    SectionHead,
)
from authoring.rendering.print.paper import answer_room, candidate_fields, facts, marks_text
from authoring.rendering.views import BlanksView, ChoiceView, MatchingView, OrderingView, TrueFalseView
from authoring.texts import say

__all__ = ["sheet_blocks"]

ADMISSION_DIGITS = 11
"""准考证号 is the phone number."""


def sheet_blocks(asked: Asked) -> Iterator[Block]:
    yield Masthead(
        title=say("printing.sheet.title", title=asked.paper.title), facts=facts(asked), fields=candidate_fields()
    )
    yield NumberGrid(
        title=say("printing.candidate.admission"),
        digits=ADMISSION_DIGITS,
        heading=say("printing.sheet.notes"),
        text=say("printing.sheet.rules"),
    )
    for section in asked.sections:
        yield SectionHead(section.title, say("printing.sheet.marks", marks=number(section.marks)))
        yield from _section(section)


def _section(section: AskedSection) -> Iterator[Block]:
    parts = [part for item in section.items for part in item.parts]
    for filled, run in groupby(parts, key=lambda part: bool(_signs(part))):
        if filled:
            yield Bubbles(tuple(row for part in run for row in _signs(part)))
        else:
            for part in run:
                yield from _written(part)


def _signs(part: AskedPart) -> list[tuple[str, tuple[str, ...]]]:
    """Rows to fill in; none where an answer is written."""
    view = part.view
    match view:
        case ChoiceView(options=options):
            return [(view.number, _letters(len(options)))]
        case TrueFalseView():
            return [(view.number, (say("printing.sheet.right"), say("printing.sheet.wrong")))]
        case MatchingView(premises=premises, choices=choices):
            letters = _letters(len(choices))
            return [(place, letters) for place in _places(view.number, len(premises))]
        case _:
            return []


def _letters(count: int) -> tuple[str, ...]:
    return tuple(chr(ord("A") + n) for n in range(count))


def _places(question: str, count: int) -> list[str]:
    return [say("printing.sheet.of", question=question, number=n + 1) for n in range(count)]


def _written(part: AskedPart) -> Iterator[Block]:
    view = part.view
    if isinstance(view, BlanksView):
        names = [view.number] if len(view.blanks) == 1 else _places(view.number, len(view.blanks))
        yield Group(tuple(Field(say("printing.number", number=name), inset=False) for name in names))
        return
    head = Label(say("printing.sheet.written", number=view.number, marks=marks_text(view.marks)))
    room = [block for block in answer_room(part) if not isinstance(block, Ruled)]
    if isinstance(view, OrderingView):
        room = [Field(say("printing.order_of", letters="".join(_letters(len(view.items)))))]
    yield Group((head, *room))
    yield from (block for block in answer_room(part) if isinstance(block, Ruled))
