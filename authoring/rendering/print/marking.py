"""Key, marking guide and papers with their keys, as blocks."""

from collections.abc import Iterator, Mapping

from authoring.content import parse
from authoring.papers.wording import number
from authoring.rendering.print.asked import Asked, AskedPart, AskedSection
from authoring.rendering.print.blocks import Block, Grid, Group, Label, Masthead, Note, SectionHead, Stem, plain
from authoring.rendering.print.keys import PrintedKey
from authoring.rendering.print.page import PrintLayout
from authoring.rendering.print.paper import facts, marks_text, part_blocks
from authoring.texts import say

__all__ = ["answered_blocks", "guide_blocks", "key_blocks", "key_head"]

_ABREAST = 5
"""Questions in a row of the table of keys."""

Keys = Mapping[str, PrintedKey]


def key_head(asked: Asked, name: str) -> Masthead:
    """`name`: `key` or `guide`."""
    return Masthead(title=say(f"printing.{name}.title", title=asked.paper.title), facts=facts(asked))


def key_blocks(asked: Asked, keys: Keys) -> Iterator[Block]:
    """Every key by number: short ones in a table, longer ones under each other."""
    for section in asked.sections:
        yield SectionHead(section.title)
        parts = [part for item in section.items for part in item.parts]
        short = [part for part in parts if keys[part.view.id].is_short]
        if short:
            yield _table(short, keys)
        yield from (
            Note(say("printing.number", number=part.view.number), keys[part.view.id].key)
            for part in parts
            if not keys[part.view.id].is_short
        )


def _table(parts: list[AskedPart], keys: Keys) -> Grid:
    cells = [(plain(part.view.number), keys[part.view.id].key) for part in parts]
    abreast = min(_ABREAST, len(cells))
    rows = []
    for start in range(0, len(cells), abreast):
        row = cells[start : start + abreast]
        row += [(plain(""), plain(""))] * (abreast - len(row))
        rows.append(tuple(cell for pair in row for cell in pair))
    head = (say("printing.key.number"), say("printing.key.key")) * abreast
    return Grid(head, tuple(rows), (3, 4) * abreast)


def answered_blocks(asked: Asked, keys: Keys, layout: PrintLayout) -> Iterator[Block]:
    """The questions, each with its key and rationale behind it (题后附答案)."""
    for section in asked.sections:
        yield SectionHead(section.title, section.instructions)
        for part, stimulus in _with_stimuli(section):
            if stimulus:
                yield stimulus
            found = keys[part.view.id]
            question = part_blocks(part, layout, marks=marks_text(part.view.marks), on_sheet=True)
            yield Group((*question, Note(say("printing.key.label"), found.key)))
            if found.rationale:
                yield Note(say("printing.key.rationale"), found.rationale)


def guide_blocks(asked: Asked, keys: Keys) -> Iterator[Block]:
    """For markers: key, what earns how much, the rubric and the rationale of every question."""
    for section in asked.sections:
        yield SectionHead(section.title, section.instructions)
        for item in section.items:
            for part in item.parts:
                yield from _guidance(part, keys[part.view.id])


def _guidance(part: AskedPart, found: PrintedKey) -> Iterator[Block]:
    values = {"number": part.view.number, "marks": marks_text(part.view.marks)}
    head: tuple[Block, ...]
    if found.is_short:
        head = (Label(say("printing.guide.answered", key=found.key.text(), **values)),)
    else:
        head = Label(say("printing.guide.question", **values)), Note(say("printing.key.label"), found.key)
    rule = (Note(say("printing.guide.marking"), plain(found.marking)),) if found.marking else ()
    rationale = (Note(say("printing.key.rationale"), found.rationale),) if found.rationale else ()
    if found.rubric:
        yield Group((*head, *rule))
        yield _rubric(found)
        yield from rationale
    else:
        yield Group((*head, *rule, *rationale))


def _rubric(found: PrintedKey) -> Grid:
    rows = (
        (parse(point.text), plain(number(point.marks)), plain("、".join(point.keywords)), plain(""))
        for point in found.rubric
    )
    head = tuple(say(f"printing.guide.rubric.{name}") for name in ("text", "marks", "keywords", "earned"))
    return Grid(head, tuple(rows), (10, 2, 5, 2))


def _with_stimuli(section: AskedSection) -> Iterator[tuple[AskedPart, Block | None]]:
    for item in section.items:
        stimulus = Group((Stem(item.number, "", item.stimulus),)) if item.stimulus is not None else None
        for n, part in enumerate(item.parts):
            yield part, stimulus if n == 0 else None
