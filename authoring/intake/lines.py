"""Lines of a source, and the labels in them: 答案：, 【解析】, 难度： …"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from authoring.intake.notation import folded
from authoring.texts import tree

__all__ = ["Labelled", "Line", "labelled", "lines_of"]

_BARE_ANSWER = "[A-Za-zＡ-Ｚ√×✓✗对错]{1,8}"
"""What follows a label that has no colon."""
_POSSIBLE = re.compile(r"[】\]:：答]")
"""What a line with a label holds; most lines are plain."""

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, a paragraph or a part of one."""

    text: str
    number: int
    """1-based, in its source."""
    marked: Marks = ()
    """From where to where its author set it off as the answer (red, highlighted, bold)."""

    def cut(self, start: int, end: int | None = None) -> "Line":
        """A part of it, without blanks at its ends."""
        stop = len(self.text) if end is None else end
        part = self.text[start:stop]
        start += len(part) - len(part.lstrip())
        part = part.strip()
        if not self.marked:
            return Line(part, self.number)
        stop = start + len(part)
        inside = ((max(a, start) - start, min(b, stop) - start) for a, b in self.marked)
        return Line(part, self.number, tuple((a, b) for a, b in inside if a < b))

    @property
    def is_marked(self) -> bool:
        """Whether the most of it is set off."""
        return bool(self.marked) and 2 * sum(b - a for a, b in self.marked) > len(self.text)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A part of a line and the label before it; the label is empty for the part that has none."""

    label: str
    content: Line


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text, empty ones too."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        yield Line(line.replace("\u00a0", " ").replace("\ufeff", "").replace("\u200b", "").strip(), number)


@lru_cache(maxsize=1)
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    anywhere, beginning = tree("intake", "notation", "label"), tree("intake", "notation", "label_at_start")
    meanings = {
        folded(word): meaning
        for table in (anywhere, beginning)
        for meaning, words in table.items()
        if isinstance(words, list)
        for word in words
    }
    strong, weak = _words(anywhere), _words(beginning)
    pattern = re.compile(
        rf"【\s*(?P<framed>{strong}|{weak})\s*】\s*[:：]?"
        rf"|(?:[\[（(]\s{{0,5}})?(?P<strong>{strong})\s*(?:\]\s*[:：]?|[:：])"
        rf"|(?P<weak>(?:^|(?<=[\s;；。）)】])){weak})\s*[:：]"
        rf"|^(?P<bare>{_words({'answer': anywhere['answer']})})[ \u3000]*(?={_BARE_ANSWER}\s*$)"
    )
    return pattern, meanings


def _words(table: dict[str, object]) -> str:
    words = [word for words in table.values() if isinstance(words, list) for word in words]
    return "(?:" + "|".join(r"[ \u3000]*".join(word) for word in sorted(words, key=len, reverse=True)) + ")"


def labelled(line: Line) -> list[Labelled]:
    """The parts of a line by their labels, in order."""
    pattern, meanings = _labels()
    if not _POSSIBLE.search(line.text):
        return [Labelled("", line)]
    parts: list[Labelled] = []
    label, start = "", 0
    for found in pattern.finditer(line.text):
        weak = found["weak"]
        if weak and not label and line.text[: found.start()].strip():
            continue
        if found.start() > start or label:
            parts.append(Labelled(label, line.cut(start, found.start())))
        label, start = meanings[folded(found["framed"] or found["strong"] or found["bare"] or weak)], found.end()
    parts.append(Labelled(label, line.cut(start)))
    return [part for part in parts if part.label or part.content.text] or [Labelled("", line)]
