"""From lines to blocks: one block is one question as it stands in the source, its parts not yet understood."""

import re
from bisect import bisect_right
from collections import deque

from authoring.intake.key_signs import SPAN, keys_begin
from authoring.intake.line_forms import restored
from authoring.intake.lines import Labelled, Line, labelled
from authoring.intake.positions import (
    EMPTY_PLACE,
    OptionMark,
    QuestionMark,
    bare_marks,
    counted,
    inside_number,
    leading_number,
    option_marks,
)
from authoring.intake.reading import ANSWERED, Block, Group, Reading
from authoring.intake.sections import KEYS, Section, heading, stimulus, tag
from authoring.questions import QuestionType

__all__ = ["read_blocks"]

_BLANK = re.compile(r"[（(]\s*[)）]|_{2,}")
"""A place that a candidate fills in and nobody has."""
_WITHOUT_MARKS = (QuestionType.TRUE_FALSE, QuestionType.SHORT_ANSWER, QuestionType.NUMERIC)
"""Types whose stems need neither options nor a blank."""
_SENTENCE_END = re.compile(r"[。？?！!；;]\s*$")
_LETTERS = re.compile(r"[A-ZＡ-Ｚ]{1,8}")
_NEAR = 8
"""Lines that are looked at for the answer of the same question."""
_CANDIDATES = 100
"""Places in a line that are looked at for the next question."""
_AHEAD = 40
"""Lines that are looked at for the proof that a number begins a question."""


def read_blocks(lines: list[Line]) -> Reading:
    """The questions in the lines of a source."""
    return _Reader(lines).read()


class _Reader:
    """Reads line by line; `context` is the part of the block that the next line belongs to."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = restored(lines)
        self.reading = Reading()
        self.section: Section | None = None
        self.group: Group | None = None
        self.block: Block | None = None
        self.context = ""
        self.counted = 0
        """How far a numbered list within the present part has come."""
        self.index = 0
        self.gap = False
        self.by_section = False
        """Whether keys stand behind each section."""
        self.more_parts = False
        """Whether a labelled part follows on the same line."""
        self.pending: deque[Line] = deque()
        self.starts: dict[int, list[int]] = {}
        for index, line in enumerate(self.lines):
            mark = leading_number(line.text)
            if mark:
                self.starts.setdefault(mark.number, []).append(index)
        self.headings = [index for index, line in enumerate(self.lines) if line.text and heading(line)]

    def read(self) -> Reading:
        resume = 0
        for index, line in enumerate(self.lines):
            self.index = index
            if not line.text or index < resume:
                self.gap = True
                continue
            if keys_begin(line, next((after for after in self.lines[index + 1 :] if after.text), None)):
                resume = self.take_keys(line)
                continue
            parts = labelled(line)
            for place, part in enumerate(parts):
                self.more_parts = place + 1 < len(parts)
                self.take(part)
            self.gap = False
        return self.reading

    def take_keys(self, line: Line) -> int:
        """Detached keys, as far as they go; the place of the line where questions go on."""
        title = KEYS.fullmatch(line.text)
        begin = self.index + bool(title)
        end = next((place for place in range(begin, len(self.lines)) if self.goes_on(place)), len(self.lines))
        if title and title["title"]:
            self.reading.left_over.append(line)
        self.by_section = self.by_section or end < len(self.lines)
        if self.section and self.by_section:
            self.reading.keys.append(Line(self.section.title, line.number))
        self.reading.keys += self.lines[begin:end]
        return end

    def goes_on(self, place: int) -> bool:
        """Whether questions go on behind keys: the next number, or a section, with something that asks."""
        line = self.lines[place]
        if heading(line):
            place = next((n for n in range(place + 1, len(self.lines)) if self.lines[n].text), place)
            mark = leading_number(self.lines[place].text)
        else:
            mark = leading_number(line.text)
            if mark and mark.number != (self.block.number or 0 if self.block else 0) + 1:
                return False
        return mark is not None and self.asks(self.lines[place].cut(mark.end), place)

    def asks(self, line: Line, place: int) -> bool:
        if SPAN.match(line.text) or labelled(line)[0].label:
            return False
        following = self.lines[place + 1].text if place + 1 < len(self.lines) else ""
        options = option_marks(line.text, 0, in_stem=True) or option_marks(following, 0)
        return bool(options or tag(line.text) or _BLANK.search(line.text))

    def take(self, part: Labelled) -> None:
        if part.label:
            self.take_label(part)
        else:
            self.pending.append(part.content)
        while self.pending:
            self.take_text(self.pending.popleft())

    def take_label(self, part: Labelled) -> None:
        if part.label in ("type", "stem", "options"):
            self.take_frame(part)
            return
        if self.block is None:
            self.reading.left_over.append(part.content)
            return
        self.context, self.counted = part.label, 0
        if part.label in ("difficulty", "topic", "marks"):
            known = self.block.extras.get(part.label)
            if known and known.text:
                self.append(part.content)
            else:
                self.block.extras[part.label] = part.content
            return
        if part.content.text:
            self.append(part.content)

    def take_frame(self, part: Labelled) -> None:
        """题型：, 题干： and 【选项】 stand before what they name."""
        if part.label == "options":
            self.context = "option" if self.block and self.block.options else "stem"
        elif self.block is None or self.block.complete:
            self.begin(QuestionMark(0, "", 0, 0), part.content)
        if part.label == "type" and self.block:
            self.block.tag = part.content.text
            return
        if part.content.text:
            self.pending.append(part.content)

    def take_text(self, line: Line) -> None:
        if not line.text:
            return
        found = stimulus(line.text)
        if found and self.context != "rationale":
            self.begin_group(Group(line.number, self.section, found.span, stimulus=[line]))
            return
        section = heading(line)
        if section:
            self.begin_section(section)
            return
        early = tag(line.text)
        rest = line.cut(early.end) if early and early.start == 0 else line
        mark = leading_number(rest.text)
        if mark and self.begins(mark, rest):
            self.begin(mark, rest.cut(mark.end), early.word if early and rest is not line else "")
        elif self.begins_without_number(line):
            self.begin(QuestionMark(0, "", 0, 0), line)
        else:
            self.append(line)

    def begin_section(self, section: Section) -> None:
        self.reading.sections.append(section)
        self.section, self.group, self.block, self.context = section, None, None, ""

    def begin_group(self, group: Group) -> None:
        present = self.group
        if present and not present.children and not group.span:
            present.stimulus += group.stimulus
            return
        if present and not present.children and not present.span:
            group.stimulus = present.stimulus + group.stimulus
            self.reading.groups.remove(present)
        self.reading.groups.append(group)
        self.group, self.block, self.context = group, None, "stimulus"

    def begin(self, mark: QuestionMark, line: Line, word: str = "") -> None:
        number = mark.number if mark.style else None
        if self.group and self.group.span and number and number > self.group.span[1]:
            self.group = None
        block = Block(number, mark.style, line.number, self.section, self.group, word)
        self.block, self.context, self.counted = block, "stem", 0
        self.reading.blocks.append(block)
        if self.group:
            self.group.children.append(block)
        self.append(line, fresh=True)

    def begins(self, mark: QuestionMark, line: Line) -> bool:
        """Whether a number at the beginning of a line begins a question."""
        block = self.block
        before = (block.number or 0) if block else 0
        expected = mark.number == before + 1
        if mark.style == "plain":
            return expected and (block is None or block.complete) and self.proven(mark, line)
        if block is None:
            return True
        if mark.style == "named":
            return mark.number != before
        if mark.style != block.style and block.style not in ("", "plain"):
            return self.begins_part(mark) or self.ends_parts(mark, line)
        in_list = self.counted and mark.number == self.counted + 1
        if expected and not in_list:
            return True
        if in_list or not block.complete:
            return expected and self.proven(mark, line)
        return mark.number != block.number and self.proven(mark, line)

    def begins_part(self, mark: QuestionMark) -> bool:
        """`（1）` under a case's number: what stood there is its material."""
        block = self.block
        if block is None or mark.style not in ("round", "half") or mark.number != 1 or block.options or self.group:
            return False
        kind = block.section.type if block.section else None
        if kind is not QuestionType.CASE or self.context != "stem":
            return False
        self.reading.blocks.pop()
        group = Group(block.line, self.section, number=block.number, stimulus=block.stem)
        self.reading.groups.append(group)
        self.group = group
        return True

    def ends_parts(self, mark: QuestionMark, line: Line) -> bool:
        """The next number of the paper after `（1）`, `（2）` of a case, or after a question that is complete."""
        block = self.block
        if block is None or (self.context == "rationale" and self.counted):
            return False
        if self.group and self.group.number is not None:
            if mark.number != self.group.number + 1:
                return False
            self.group = None
            return True
        expected = mark.number == (block.number or 0) + 1
        return expected and (block.complete or self.proven(mark, line))

    def begins_without_number(self, line: Line) -> bool:
        if self.starts or option_marks(line.text, 0):
            return False
        if self.block is None:
            return self.context != "stimulus" or self.gap
        return self.gap and self.block.complete

    def proven(self, mark: QuestionMark, line: Line) -> bool:
        """Whether options or an answer follow before the next number."""
        text = line.text[mark.end :]
        if EMPTY_PLACE.search(text) or ANSWERED.search(text) or option_marks(text, 0, in_stem=True) or self.more_parts:
            return True
        for after in self.lines[self.index + 1 : self.index + 1 + _AHEAD]:
            following = leading_number(after.text)
            if following and following.style == mark.style:
                return False
            if option_marks(after.text, 0) or any(part.label in ("answer", "options") for part in labelled(after)):
                return True
        return False

    def append(self, line: Line, *, fresh: bool = False) -> None:
        """A line or a part of one to the part of the block that is being read."""
        block = self.block
        if block is None:
            target = self.group.stimulus if self.group and self.context == "stimulus" else self.reading.left_over
            target.append(line)
            return
        if fresh:
            line = self.cut_off(block, line)
        if self.context in ("stem", "option") and self.take_options(block, line, fresh):
            return
        after = self.next_question(block, line.text)
        if after:
            self.pending.appendleft(line.cut(after.start))
            line = line.cut(0, after.start)
        self.count(line.text)
        if line.text:
            block.add(self.context, line)

    def cut_off(self, block: Block, line: Line) -> Line:
        """A stem without the questions behind it, where it has options or an answer of its own."""
        after = self.next_question(block, line.text)
        if not after:
            return line
        own = line.cut(0, after.start)
        if not ANSWERED.search(own.text) and not option_marks(own.text, 0, in_stem=True):
            return line
        self.pending.appendleft(line.cut(after.start))
        return own

    def take_options(self, block: Block, line: Line, fresh: bool) -> bool:
        marks = option_marks(line.text, len(block.options), in_stem=fresh, more_follow=self.options_follow())
        marks = marks or ([] if fresh else self.bare_options(block, line.text))
        if not marks:
            return False
        before = line.cut(0, marks[0].start)
        if before.text:
            block.add(self.context, before)
        self.context = "option"
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            block.options.append((mark.letter, []))
            self.append_option(block, line.cut(mark.end, after.start if after else None))
        return True

    def bare_options(self, block: Block, text: str) -> list[OptionMark]:
        """Options such as `A外购电力`, where a choice is sure to follow; elsewhere `A厂`, `B厂` begin sentences."""
        marks = bare_marks(text, len(block.options))
        if block.options or not marks:
            return marks if block.bare else []
        following = self.lines[self.index + 1].text if self.index + 1 < len(self.lines) else ""
        if not (len(marks) > 1 or bare_marks(following, 1)) or not self.chooses(block):
            return []
        block.bare = True
        return marks

    def chooses(self, block: Block) -> bool:
        """Whether the section's type, or an answer in letters below, says that the candidate chooses."""
        if block.section and block.section.type in (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE):
            return True
        for after in self.lines[self.index + 1 : self.index + _NEAR]:
            if leading_number(after.text):
                return False
            parts = labelled(after)
            if parts[0].label:
                return parts[0].label == "answer" and bool(_LETTERS.fullmatch(parts[0].content.text))
        return False

    def append_option(self, block: Block, text: Line) -> None:
        after = self.next_question(block, text.text) if len(block.options) > 1 else None
        if after:
            self.pending.appendleft(text.cut(after.start))
            text = text.cut(0, after.start)
        block.options[-1][1].append(text)

    def options_follow(self) -> bool:
        following = self.lines[self.index + 1].text if self.index + 1 < len(self.lines) else ""
        return bool(option_marks(following, 1)) if self.context == "stem" else False

    def count(self, text: str) -> None:
        """Numbered lists within a part: their next number begins no question without proof."""
        self.counted = counted(text, self.counted)

    def next_question(self, block: Block, text: str) -> QuestionMark | None:
        """Where the next question begins in a line that has lost its line breaks."""
        if not block.number or len(text) < 4 or self.starts_later(block.number + 1):
            return None
        place = inside_number(text, block.number + 1, block.style)
        for _ in range(_CANDIDATES):
            if not place:
                break
            rest = text[place.end : place.end + 3000]
            in_list = 0 < counted(text[: place.start], self.counted) == block.number
            before = text[: place.start]
            if place.start and self.ends_plainly(block, before, in_list):
                return place
            if place.start and self.may_end(before) and self.looks_like_question(rest, in_list):
                return place
            place = inside_number(text, block.number + 1, block.style, place.end)
        return None

    def ends_plainly(self, block: Block, before: str, in_list: bool) -> bool:
        """Whether a stem ends where nothing but its section's type says so: `1.什么是碳足迹？2.简述碳关税。`"""
        section = block.section
        if in_list or self.context != "stem" or section is None or section.type not in _WITHOUT_MARKS:
            return False
        return bool(_SENTENCE_END.search(before)) and (section.count is None or (block.number or 0) < section.count)

    def may_end(self, before: str) -> bool:
        return self.context != "stem" or bool(EMPTY_PLACE.search(before) or ANSWERED.search(before))

    def looks_like_question(self, text: str, in_list: bool) -> bool:
        if not text.strip() or in_list:
            return False
        if EMPTY_PLACE.search(text) or ANSWERED.search(text) or option_marks(text, 0, in_stem=True):
            return True
        return self.more_parts

    def starts_later(self, number: int) -> bool:
        """Whether the question stands at the beginning of a later line of the section."""
        indices = self.starts.get(number, [])
        place = bisect_right(indices, self.index)
        if place == len(indices):
            return False
        heading_place = bisect_right(self.headings, self.index)
        return heading_place == len(self.headings) or indices[place] < self.headings[heading_place]
