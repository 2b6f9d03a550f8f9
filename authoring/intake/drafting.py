"""A block as a draft: its type, its key and its texts, and what of it was not understood."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from authoring.content import parse
from authoring.findings import Finding, Place
from authoring.intake.answers import BlankNotation, amount_of, blank_answers
from authoring.intake.damage import damage
from authoring.intake.draft import Draft
from authoring.intake.lines import Line
from authoring.intake.losses import loss
from authoring.intake.markup import Tokens
from authoring.intake.notation import (
    absent,
    difficulty_of,
    folded,
    marks_of,
    open_choice,
    truth_of,
    type_of,
)
from authoring.intake.reading import Block, Group
from authoring.intake.sections import tag
from authoring.intake.understanding import (
    choice_in_stem,
    chosen,
    judged,
    kind_by_form,
    rubric_of,
    truth_in_stem,
)
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["Pen", "case_of", "draft_of"]

_CHOICES = (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE)
_PLACE = re.compile(r"_{2,}|[（(][\s_]*[)）]|【\s*】")
_OWN_MARKS = re.compile(
    r"^\s*[（(【]\s*(?:本[小]?题)?\s*(\d{1,2}(?:\.\d)?)\s*分\s*[)）】]\s*|[（(【]\s{0,5}(?:本[小]?题)?\s{0,5}(\d{1,2}(?:\.\d)?)\s*分\s*[)）】]\s*$"
)
_POINT_CODE = re.compile(r"[A-Z]\d{2}-\d{2}")
_EMPTY_PLACE = "（　　）"
_EMPTY_LINES = re.compile(r"\n{3,}")
_ORDER_SIGNS = re.compile(r"[\s,，、;；→>\-—]+")


@dataclass(frozen=True, slots=True)
class Pen:
    """How the texts of one source become markup."""

    source: str
    tokens: Tokens
    blanks: BlankNotation | None = None
    is_markup: bool = False
    """Whether the source is written in the authors' markup already."""
    media: dict[str, bytes] = field(default_factory=dict)

    def markup(self, text: str) -> str:
        written = self.tokens.restore(text) if self.is_markup else self.tokens.markup(text)
        return _EMPTY_LINES.sub("\n\n", written).strip()

    def plain(self, text: str) -> str:
        """What a candidate would type."""
        return parse(self.markup(text)).text() if text else ""

    def place(self, line: int) -> Place:
        return Place(file=self.source, line=line)

    def pictures(self, plain: object) -> dict[str, bytes]:
        """The pictures that the texts of plain data show."""
        if not self.media:
            return {}
        written = str(plain)
        return {name: data for name, data in self.media.items() if f"media/{name}" in written}


def draft_of(block: Block, pen: Pen) -> tuple[Draft, list[Finding]]:
    """One question as a draft, and what is wrong or doubtful in it."""
    drafting = _Drafting(block, pen)
    plain = drafting.plain()
    draft = Draft(
        where=pen.place(block.line),
        plain=plain,
        media=pen.pictures(plain),
        section=pen.plain(block.section.title) if block.section else "",
        number="" if block.number is None else str(block.number),
    )
    return draft, drafting.findings


def case_of(group: Group, pen: Pen) -> tuple[Draft, list[Finding]]:
    """A material and its questions as one case."""
    drafts, findings = [], list(damage(_joined(group.stimulus), pen.place(group.line)))
    for block in _with_shared_answers(group.children):
        draft, found = draft_of(block, pen)
        drafts.append(draft)
        findings += found
    stem = pen.markup(_joined(group.stimulus))
    plain = {"type": QuestionType.CASE.value, "stem": stem, "children": [draft.plain for draft in drafts]}
    numbers = [draft.number for draft in drafts if draft.number]
    number = str(group.number) if group.number else "-".join(dict.fromkeys(numbers[:1] + numbers[-1:]))
    section = pen.plain(group.section.title) if group.section else ""
    where = pen.place(group.line)
    return Draft(where=where, plain=plain, media=pen.pictures(plain), section=section, number=number), findings


def _with_shared_answers(blocks: list[Block]) -> list[Block]:
    """`答案：（1）甲（2）乙` behind the last question answers them all."""
    if len(blocks) < 2 or any(block.answer for block in blocks[:-1]) or not blocks[-1].answer:
        return blocks
    shared = blank_answers(_joined(blocks[-1].answer), len(blocks))
    if shared:
        line = blocks[-1].answer[0].number
        for block, (answer, *_) in zip(blocks, shared, strict=True):
            block.answer = [Line(answer, line)]
    return blocks


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


class _Drafting:
    """Takes one block apart; `findings` grows meanwhile."""

    def __init__(self, block: Block, pen: Pen) -> None:
        self.block = block
        self.pen = pen
        self.findings: list[Finding] = []
        self.stem = _joined(block.stem)
        self.options = [_joined(lines).strip() for _, lines in block.options]
        self.answer = _joined(block.answer).strip()
        self.rationale = _joined(block.rationale).strip()
        self.fields: dict[str, Any] = {}
        self.open = False

    def blame(self, code: str, **values: object) -> None:
        self.findings.append(loss(code, self.pen.place(self.block.line), **values))

    def plain(self) -> dict[str, Any]:
        self.findings += damage("\n".join([self.stem, *self.options]), self.pen.place(self.block.line))
        if self.block.responses:
            self.blame("I336", quote=_joined(self.block.responses))
        kind = self.named_type()
        self.own_marks()
        self.check_options()
        self.extras()
        kind = kind or self.type_by_form()
        if kind:
            self.fill(kind)
        return self.written(kind)

    def written(self, kind: QuestionType | None) -> dict[str, Any]:
        """The fields in the order of a question file."""
        plain: dict[str, Any] = {"type": self.fields.pop("type", kind.value)} if kind else {}
        plain["stem"] = self.pen.markup(self.stem)
        if self.options and plain.get("type") not in ("true_false", "ordering"):
            plain["options"] = [
                {"id": letter, "text": self.pen.markup(text)}
                for (letter, _), text in zip(self.block.options, self.options, strict=True)
            ]
        plain |= self.fields
        if not absent(self.rationale):
            plain["rationale"] = self.pen.markup(self.rationale)
        return plain

    def named_type(self) -> QuestionType | None:
        """The type that a tag or the section names."""
        word, section = self.block.tag, self.block.section
        found = tag(self.stem)
        if found and not word:
            word, self.stem = found.word, (self.stem[: found.start] + self.stem[found.end :]).strip()
        if word:
            self.open = open_choice(word)
            kind = type_of(word)
            if not kind and not self.open:
                self.blame("I302", quote=word)
            return kind
        self.open = bool(section and section.open_choice)
        kind = section.type if section else None
        return None if kind is QuestionType.CASE else kind

    def own_marks(self) -> None:
        """`（2分）` at an end of the stem, 分值： or the section's marks."""
        section, label = self.block.section, self.block.extras.get("marks")
        found = _OWN_MARKS.search(self.stem)
        marks: float | None = section.marks if section and not section.per_blank else None
        if found:
            marks = float(found[1] or found[2])
            self.stem = (self.stem[: found.start()] + self.stem[found.end() :]).strip()
        elif label and label.text:
            marks = marks_of(label.text)
            if marks is None:
                self.blame("I316", quote=label.text)
        if marks is not None:
            self.fields["marks"] = int(marks) if float(marks).is_integer() else float(marks)

    def extras(self) -> None:
        difficulty, topic = self.block.extras.get("difficulty"), self.block.extras.get("topic")
        if difficulty and not absent(difficulty.text):
            level = difficulty_of(difficulty.text)
            if level:
                self.fields["difficulty"] = level
            else:
                self.blame("I315", quote=difficulty.text)
        if topic and not absent(topic.text):
            text = self.pen.plain(topic.text)
            codes = _POINT_CODE.findall(text)
            if codes:
                self.fields["knowledge_points"] = codes
            if _POINT_CODE.sub("", text).strip(" ,，、;；"):
                self.fields["tags"] = [part for part in re.split(r"[;；,，、]\s*", text) if part]

    def check_options(self) -> None:
        empty = [letter for (letter, _), text in zip(self.block.options, self.options, strict=True) if not text]
        if empty:
            self.blame("I307", quote="、".join(empty))

    def marked_options(self) -> list[str]:
        """Letters of the options that their author set off, where others are not."""
        letters = [letter for letter, lines in self.block.options if lines and any(line.is_marked for line in lines)]
        return letters if len(letters) < len(self.options) else []

    def type_by_form(self) -> QuestionType | None:
        places = choice_in_stem(self.stem, self.options)
        selected = chosen(self.answer, self.options) if self.answer else None
        keys = len(selected.key) if selected else len(places[0][0]) if len(places) == 1 else len(self.marked_options())
        kind = kind_by_form(self.stem, self.options, self.answer, keys)
        if kind is None:
            self.blame("I305" if self.answer else "I304", quote=self.answer or self.stem)
        return kind

    def fill(self, kind: QuestionType) -> None:
        match kind:
            case QuestionType.SINGLE_CHOICE | QuestionType.MULTIPLE_CHOICE:
                self.choice(kind)
            case QuestionType.TRUE_FALSE:
                self.judgement()
            case QuestionType.BLANKS:
                self.blanks()
            case QuestionType.NUMERIC:
                self.numeric()
            case QuestionType.SHORT_ANSWER:
                self.short_answer()
            case QuestionType.ORDERING:
                self.ordering()
            case _:
                self.blame("I323", kind=say(f"label.question_type.{kind}"), quote=self.answer)

    def remark(self, text: str) -> None:
        if text:
            self.rationale = "\n".join(part for part in (text, self.rationale) if part)

    def choice(self, kind: QuestionType) -> None:
        key = self.choice_key()
        if not key:
            return
        if kind is QuestionType.SINGLE_CHOICE and len(key) > 1:
            if self.open:
                kind = QuestionType.MULTIPLE_CHOICE
            else:
                self.blame("I312", kind=say(f"label.question_type.{kind}"), quote="".join(key))
        elif kind is QuestionType.MULTIPLE_CHOICE and len(key) == 1:
            if self.open:
                kind = QuestionType.SINGLE_CHOICE
            else:
                self.blame("I312", kind=say(f"label.question_type.{kind}"), quote="".join(key))
        self.fields["type"] = kind.value
        self.fields["key"] = key[0] if kind is QuestionType.SINGLE_CHOICE and len(key) == 1 else list(key)

    def choice_key(self) -> tuple[str, ...] | None:
        """The key of the label, of the brackets in the stem, or of what is set off; all that are there must agree."""
        places = choice_in_stem(self.stem, self.options)
        selected = chosen(self.answer, self.options) if self.answer else None
        if self.answer and not selected:
            self.blame("I305", quote=self.answer)
            return None
        if selected:
            self.remark(selected.remark)
        said = selected.key if selected else None
        agreeing = [place for place in places if said is None or place[0] == said]
        if len(agreeing) == 1 and len(places) == 1:
            key, start, end = agreeing[0]
            self.stem = self.stem[:start] + _EMPTY_PLACE + self.stem[end:]
            return key
        if places and (said is None or len(places) == 1):
            self.blame("I308" if said else "I324", quote=self.stem, answer="".join(said or ()))
            return None
        marked = tuple(self.marked_options())
        if said is None and marked:
            self.blame("I327", quote="".join(marked))
            return marked
        if said and marked and marked != said:
            self.blame("I328", quote="".join(marked), answer="".join(said))
        if said is None:
            self.blame("I306")
        return said

    def judgement(self) -> None:
        if any(truth_of(option) is None for option in self.options):
            self.blame("I337", quote="、".join(self.options))
        in_stem, statement = truth_in_stem(self.stem)
        self.stem = statement
        found = judged(self.answer, self.options) if self.answer else None
        if self.answer and not found:
            self.blame("I305", quote=self.answer)
        elif found and in_stem is not None and in_stem is not found.key:
            self.blame("I308", quote=_joined(self.block.stem), answer=self.answer)
        elif found:
            self.fields["key"] = found.key
            self.remark(found.remark)
        elif in_stem is not None:
            self.fields["key"] = in_stem
        elif len(marked := self.marked_options()) == 1 and (truth := judged(marked[0], self.options)):
            self.fields["key"] = truth.key
        else:
            self.blame("I306")

    def blanks(self) -> None:
        held = count(1)
        self.stem = _PLACE.sub(lambda _: f" {self.pen.tokens.hold(f'[[{next(held)}]]')} ", self.stem)
        places = len(parse(self.pen.markup(self.stem)).blanks)
        self.marks_per_blank(places)
        if not places:
            self.blame("I314", quote=self.stem)
            self.remark(self.answer)
        elif not self.answer:
            self.blame("I306")
        elif answers := blank_answers(self.answer, places, self.pen.blanks):
            self.fields["blanks"] = [{"accepted": [self.pen.plain(text) for text in wordings]} for wordings in answers]
        else:
            self.blame("I313", count=places, quote=self.answer)

    def marks_per_blank(self, count: int) -> None:
        section = self.block.section
        if section and section.per_blank and section.marks and count and "marks" not in self.fields:
            marks = section.marks * count
            self.fields["marks"] = int(marks) if marks.is_integer() else marks

    def numeric(self) -> None:
        amount = amount_of(self.pen.plain(self.answer)) if self.answer else None
        if amount is None:
            self.short_answer()
            if self.answer:
                self.blame("I318", quote=self.answer)
            return
        self.fields["value"] = amount.value
        if amount.unit:
            self.fields["unit"] = amount.unit
        if amount.reach is not None:
            self.fields["tolerance"] = {"absolute": amount.reach}
        else:
            self.blame("I317", quote=self.answer)

    def short_answer(self) -> None:
        self.fields["type"] = QuestionType.SHORT_ANSWER.value
        rubric_text = _joined(self.block.rubric).strip()
        answer = self.answer or rubric_text
        if not answer:
            self.blame("I306")
            return
        self.fields["model_answer"] = self.pen.markup(answer)
        rubric = rubric_of(rubric_text or answer)
        if rubric:
            self.fields["rubric"] = [point | {"text": self.pen.markup(point["text"])} for point in rubric]
            self.fields.setdefault("marks", sum(point["marks"] for point in rubric))
        elif rubric_text and self.answer:
            self.remark(rubric_text)

    def ordering(self) -> None:
        order = _ORDER_SIGNS.sub("", folded(self.answer)).upper()
        ids = [letter for letter, _ in self.block.options]
        self.fields["items"] = [
            {"id": letter, "text": self.pen.markup(text)} for letter, text in zip(ids, self.options, strict=True)
        ]
        if order and sorted(order) == sorted(ids):
            self.fields["key"] = list(order)
        else:
            self.blame("I305" if self.answer else "I306", quote=self.answer)
