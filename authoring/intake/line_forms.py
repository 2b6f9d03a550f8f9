"""Lines as authors meant them: broken before the headings within them, options in capital letters."""

import re
from dataclasses import replace
from itertools import pairwise, zip_longest

from authoring.intake.lines import Line
from authoring.intake.sections import heading_inside

__all__ = ["restored"]

_JUDGED = re.compile(r"[（(]\s*(?P<answer>[√×✓✗✔✘对错]|正确|错误|)\s*[)）]\s*(?P<rest>\d{1,3}\s*[.、．](?!\d).*\S)\s*")
"""A statement with the place of its judgement before its number."""
_SHORT = 20
"""Characters of a line that has lost no line breaks."""
_ORDINAL = "[一二三四五六七八九十]{1,3}"
_KEYS = re.compile(rf"(?:参考|标准)答案\s*[:：]?\s*(?={_ORDINAL}\s*[、.．:：]\s*\d)")
_OF_SECTION = re.compile(rf"(?<=[\s。；;，,A-Z√×对错]){_ORDINAL}\s*[、.．:：]\s*(?=\d)")
_SMALL = re.compile(r"[（(]?([a-z])\s*[.、．)）](?=\s*\S)")


def restored(lines: list[Line]) -> list[Line]:
    """The lines of a source, ready to be read; nothing is added or left out."""
    return _capitals([_judged(line) for line in _unglued(lines)])


def _judged(line: Line) -> Line:
    """`（×）2、……` with its brackets behind the statement, where they are looked for."""
    found = _JUDGED.match(line.text)
    if found is None:
        return line
    rest = line.cut(found.start("rest"))
    return replace(rest, text=f"{rest.text}（{found['answer'] or '　　'}）")


def _before_keys(text: str) -> list[int]:
    """Behind `参考答案：` where keys by sections follow, and before each of those sections."""
    title = _KEYS.search(text)
    if title is None:
        return []
    return [title.start(), title.end(), *(found.start() for found in _OF_SECTION.finditer(text, title.end() + 1))]


def _capitals(lines: list[Line]) -> list[Line]:
    """Lines with `a) …`, `b) …` written as `A) …`, `B) …`; a mere `a)` without its `b)` stays."""
    found = list(lines)
    filled = [place for place, line in enumerate(lines) if line.text]
    letter = 0
    for place, after in zip_longest(filled, filled[1:]):
        follows = after is not None and _small(lines[after].text, letter + 1)
        if _small(lines[place].text, letter) and (letter or follows):
            found[place] = replace(lines[place], text=_SMALL.sub(_upper, lines[place].text, count=1))
            letter += 1
        else:
            letter = 0
    return found


def _small(text: str, place: int) -> bool:
    found = _SMALL.match(text)
    return found is not None and ord(found[1]) - ord("a") == place


def _upper(found: re.Match[str]) -> str:
    return found.group().upper()


def _unglued(lines: list[Line]) -> list[Line]:
    """Lines broken before the headings within them."""
    found: list[Line] = []
    for line in lines:
        breaks = [*heading_inside(line.text), *_before_keys(line.text)] if len(line.text) > _SHORT else []
        edges = sorted({0, *breaks, len(line.text)})
        found += [line.cut(start, end) for start, end in pairwise(edges)] if breaks else [line]
    return found
