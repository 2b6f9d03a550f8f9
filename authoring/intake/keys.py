"""Detached keys: `1-5 ABCDE`, `二、1.ABD 2.ABD`, a table of 题号 and 答案, or a list with rationales."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from authoring.intake.lines import Line, labelled
from authoring.intake.markup import Tokens
from authoring.intake.notation import type_of
from authoring.intake.positions import QuestionMark, inside_number, leading_number
from authoring.intake.reading import Block
from authoring.intake.sections import KEYS, heading, ordinal_of
from authoring.questions import QuestionType

__all__ = ["KeyEntry", "Keys", "Matched", "keys_in", "match_keys", "read_key_lines"]

_SIGN = r"A-Za-zＡ-Ｚ√×✓✗✔✘对错TF"
_SPAN = re.compile(
    r"\s*(?<!\d)(\d{1,4})\s*[-~～—–－至到]+\s*(\d{1,4})\s*题?\s*[:：.、）)]?\s*"
    rf"((?:正确|错误|[{_SIGN}])(?:[\s,，、;；/|]*(?:正确|错误|[{_SIGN}]))*)[\s,，、;；。.]*"
)
_WHOLE = ("正确", "错误")
_WORDS = re.compile(rf"正确|错误|[{_SIGN}]+")
_ONE = re.compile(
    rf"\s*(?<!\d)(\d{{1,4}})\s*[.、．:：)）]?\s*(正确|错误|[{_SIGN}]|[{_SIGN}]{{2,26}}(?!\s+(?!解析)[一-鿿]))(?![\w一-鿿\U000f0000-\U0010fffd])[\s,，、;；。.]*"
)
_NUMBERS = re.compile(r"\s*(?:题\s*号|序\s*号)[\s:：|\t]*((?:\d{1,4}[\s|\t,，、]*)+)$")
_VALUES = re.compile(r"\s*(?:答\s*案|正确答案|参考答案)[\s:：|\t]*(.*)$")
_COLUMNS = re.compile(r"\s*题\s*号[\s|\t]+(?:正确|参考|标准)?答\s*案[\s|\t]*$")
_TITLE = re.compile(r"\s*第?[（(]?[一二三四五六七八九十]{1,3}(?:部分|大题)?[)）]?\s*[、.．:：]?\s*")
_TYPE = re.compile(r"([一-鿿]{2,8}题|单选|多选|判断|填空|简答)\s*(?:[（(][^（）()]*[)）])?\s*[:：、]?\s*")


@dataclass(slots=True)
class KeyEntry:
    """One answer, by section and number."""

    number: int
    line: int
    ordinal: int = 0
    type: QuestionType | None = None
    part: int = 0
    """How often the numbering has begun again before it."""
    answer: list[Line] = field(default_factory=list)
    rationale: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Keys:
    """A file that is nothing but answers."""

    source: str
    entries: list[KeyEntry]
    left_over: list[Line]
    """Lines that are no answers."""
    tokens: Tokens
    """What holds the formulas and pictures in its lines."""
    media: dict[str, bytes] = field(default_factory=dict)

    def held_by(self, tokens: Tokens) -> "Keys":
        """The same with its formulas and pictures held by the tokens of the questions."""

        def moved(lines: list[Line]) -> list[Line]:
            return [replace(line, text=tokens.taken_over(line.text, self.tokens)) for line in lines]

        entries = [replace(e, answer=moved(e.answer), rationale=moved(e.rationale)) for e in self.entries]
        return replace(self, entries=entries, left_over=moved(self.left_over), tokens=tokens)


@dataclass(slots=True)
class Matched:
    """What matching gave."""

    unused: list[KeyEntry] = field(default_factory=list)
    """Answers without a question."""
    doubtful: list[KeyEntry] = field(default_factory=list)
    """Answers that fit several questions."""
    second: list[tuple[Block, KeyEntry]] = field(default_factory=list)
    """Answers of questions that bring one of their own."""
    twice: list[tuple[KeyEntry, KeyEntry]] = field(default_factory=list)
    """Two answers for one question: the one that was taken, and the other."""


def keys_in(lines: Iterable[Line], source: str, tokens: Tokens, media: dict[str, bytes] | None = None) -> Keys:
    """The answers in the lines of a file."""
    entries, left_over = read_key_lines(lines)
    return Keys(source, entries, left_over, tokens, media or {})


def read_key_lines(lines: Iterable[Line]) -> tuple[list[KeyEntry], list[Line]]:
    """The answers in lines of keys, and the lines that are none."""
    reader = _KeyReader()
    for line in lines:
        if line.text:
            reader.take(line)
    return reader.entries, reader.left_over


class _KeyReader:
    def __init__(self) -> None:
        self.entries: list[KeyEntry] = []
        self.left_over: list[Line] = []
        self.ordinal = 0
        self.type: QuestionType | None = None
        self.part = 0
        self.numbers: list[int] = []
        self.open: KeyEntry | None = None
        """The entry that a line without number goes on with."""
        self.style = ""
        self.framed = False
        """Whether the answers of this section stand behind labels."""

    def take(self, line: Line) -> None:
        title = None if self.numbers else KEYS.fullmatch(line.text)
        if title and not title["title"]:
            self.open = None
            return
        rest = self.section(line)
        if not rest.text or _COLUMNS.match(rest.text) or self.table(rest):
            return
        rest = self.spans(rest)
        rest = self.short(rest) if rest.text else rest
        if rest.text:
            self.long(rest)

    def section(self, line: Line) -> Line:
        """What follows the heading at the beginning of a line."""
        title = heading(line)
        ordinal = ordinal_of(line.text)
        found = _TITLE.match(line.text) if ordinal else None
        start = found.end() if found else 0
        kind = _TYPE.match(line.text, start)
        if kind and (title or ordinal):
            start = kind.end()
        elif not ordinal:
            return line
        self.ordinal, self.type, self.open = ordinal, type_of(kind[1]) if kind else None, None
        return line.cut(start)

    def table(self, line: Line) -> bool:
        """`题号 1 2 3` and below it `答案 A B C`."""
        if found := _NUMBERS.match(line.text):
            self.numbers = [int(number) for number in re.findall(r"\d+", found[1])]
            return True
        found = _VALUES.match(line.text) if self.numbers else None
        values = re.split(r"[\s|\t]+", found[1].strip(" |\t")) if found else []
        if not found or len(values) != len(self.numbers):
            return False
        for number, value in zip(self.numbers, values, strict=True):
            self.add(number, Line(value, line.number))
        self.numbers = []
        return True

    def spans(self, line: Line) -> Line:
        """`1-5 ABCDE 6-10 ABCDE`; a span whose answers are not as many as its numbers is left over."""
        start = 0
        while found := _SPAN.match(line.text, start):
            first, last = int(found[1]), int(found[2])
            values = _values(found[3], last - first + 1)
            if values is None:
                self.left_over.append(line.cut(found.start(), found.end()))
            for number, value in zip(range(first, last + 1), values or [], strict=False):
                self.add(number, Line(value, line.number))
            start, self.open = found.end(), None
        return line.cut(start)

    def short(self, line: Line) -> Line:
        """`1.ABD 2.ABD 3 √`."""
        start = 0
        while found := _ONE.match(line.text, start):
            self.add(int(found[1]), Line(found[2], line.number))
            start = found.end()
        return line.cut(start)

    def long(self, line: Line) -> None:
        """`1. 生态环境部`, `1.【答案】A【解析】…`, and lines that go on."""
        mark = leading_number(line.text)
        if mark and self.begins(mark, line.cut(mark.end)):
            following = inside_number(line.text, mark.number + 1, mark.style, mark.end)
            content = line.cut(mark.end, following.start if following else None)
            self.add(mark.number, content)
            if following:
                self.take(line.cut(following.start))
        elif self.open:
            self.fill(self.open, line)
        else:
            self.left_over.append(line)

    def begins(self, mark: QuestionMark, content: Line) -> bool:
        """Whether a number is a question's, not one of a list within an answer."""
        framed = labelled(content)[0].label == "answer"
        if self.open is None:
            self.style, self.framed = mark.style, framed
            return True
        if mark.style != self.style or (self.framed and not framed):
            return False
        return mark.number == self.open.number + 1 or (mark.number > 1 and mark.number != self.open.number)

    def add(self, number: int, content: Line) -> None:
        last = self.entries[-1] if self.entries else None
        same = last and (last.ordinal, last.type) == (self.ordinal, self.type)
        if last and (number <= last.number or not same):
            self.part += 1
        entry = KeyEntry(number, content.number, self.ordinal, self.type, self.part)
        self.entries.append(entry)
        self.open = entry
        self.fill(entry, content)

    def fill(self, entry: KeyEntry, line: Line) -> None:
        for part in labelled(line):
            target = (
                entry.rationale if part.label == "rationale" or (not part.label and entry.rationale) else entry.answer
            )
            if part.content.text:
                target.append(part.content)


def _values(text: str, count: int) -> list[str] | None:
    """As many answers as `count`: words between blanks, or single signs."""
    words = [word for chunk in re.split(r"[\s,，、;；/|]+", text) for word in _WORDS.findall(chunk)]
    chunks = [chunk for chunk in re.split(r"[\s,，、;；/|]+", text) if chunk]
    signs = [sign for word in words for sign in ([word] if word in _WHOLE else word)]
    for candidate in (chunks, words, signs):
        if len(candidate) == count:
            return candidate
    return None


def match_keys(blocks: list[Block], entries: list[KeyEntry]) -> Matched:
    """Give every entry to its question: by section and number, or by number alone where that is unique."""
    result = Matched()
    taken: dict[int, KeyEntry] = {}
    places = _Places(blocks, max((entry.part for entry in entries), default=0) + 1)
    for entry in entries:
        fitting = places.of(entry)
        if len(fitting) != 1:
            (result.doubtful if fitting else result.unused).append(entry)
            continue
        block = fitting[0]
        if id(block) in taken:
            result.twice.append((taken[id(block)], entry))
        elif block.answer:
            result.second.append((block, entry))
        else:
            block.answer = entry.answer
            taken[id(block)] = entry
        block.rationale = block.rationale + entry.rationale
    return result


class _Places:
    """The questions by number, and by the runs of their numbers."""

    def __init__(self, blocks: list[Block], restarts: int) -> None:
        self.by_number: dict[int | None, list[Block]] = {}
        for block in blocks:
            self.by_number.setdefault(block.number, []).append(block)
        runs = _runs(blocks)
        self.run = {id(block): part for part, run in enumerate(runs) for block in run}
        self.alike = restarts == len(runs)
        """Whether the keys begin again as often as the questions do."""

    def of(self, entry: KeyEntry) -> list[Block]:
        """The questions that an answer can belong to."""
        numbered = self.by_number.get(entry.number, [])
        in_section = [b for b in numbered if entry.ordinal and b.section and b.section.ordinal == entry.ordinal]
        of_type = [b for b in numbered if entry.type and b.section and b.section.type == entry.type]
        if in_section or of_type or entry.ordinal:
            return in_section or of_type
        if len(numbered) > 1 and self.alike:
            return [block for block in numbered if self.run[id(block)] == entry.part]
        return numbered


def _runs(blocks: list[Block]) -> list[list[Block]]:
    """The blocks by the runs of their numbers."""
    runs: list[list[Block]] = []
    for block in blocks:
        if not runs or (block.number or 0) <= (runs[-1][-1].number or 0):
            runs.append([])
        runs[-1].append(block)
    return runs
