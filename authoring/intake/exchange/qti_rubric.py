"""What only markers see of an item: model answer and rubric, read from its blocks."""

import re
from dataclasses import replace

from authoring.content.nodes import Block, BulletList, OrderedList, Paragraph, Strong, Text
from authoring.content.plain import write_text
from authoring.intake.exchange.fields import Plain, number_of
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.tree_settling import settled
from authoring.intake.notation import plain_number

__all__ = ["rubric_fields"]

_POINT = re.compile(
    r"\s*[（(]\s*(\d{1,3}(?:\.5)?)\s*分\s*[)）]\s*[。；;]?\s*(?:关键词\s*[:：]\s*(?P<words>.+))?$", re.S
)
_WORD_SIGNS = re.compile(r"[、,，;；]\s*")


def rubric_fields(blocks: tuple[Block, ...], html: Html) -> Plain:
    """`rubric` from a list whose every point names its marks, `model_answer` from the rest; bold lines are headings."""
    rest: list[Block] = []
    rubric: list[Plain] = []
    for block in blocks:
        points = _points(block, html) if isinstance(block, BulletList | OrderedList) and not rubric else []
        rubric += points
        if not points and not _is_heading(block):
            rest.append(block)
    answer = html.markup(tuple(rest)) if rest else ""
    return ({"model_answer": answer} if answer else {}) | ({"rubric": rubric} if rubric else {})


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.children) == 1 and isinstance(block.children[0], Strong)


def _points(block: BulletList | OrderedList, html: Html) -> list[Plain]:
    """The points of a list; none where one of them names no marks."""
    points = [_point(item, html) for item in block.items]
    return [point for point in points if point] if all(points) else []


def _point(item: tuple[Block, ...], html: Html) -> Plain | None:
    last = item[-1]
    if not isinstance(last, Paragraph) or not isinstance(tail := last.children[-1], Text):
        return None
    found = _POINT.search(tail.text)
    if found is None or (marks := number_of(found[1])) is None:
        return None
    children = (*last.children[:-1], Text(tail.text[: found.start()]))
    text = html.markup(settled((*item[:-1], replace(last, children=children))))
    if not text or not write_text(item).strip():
        return None
    keywords = [word for word in _WORD_SIGNS.split(found["words"] or "") if word]
    return {"text": text, "marks": plain_number(marks)} | ({"keywords": keywords} if keywords else {})
