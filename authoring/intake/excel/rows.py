"""A row as a draft. Its texts are read as text is (`authoring.intake.drafting`); what only tables have is read here."""

import re
from dataclasses import dataclass, field
from typing import Any

from authoring.findings import Finding
from authoring.intake.draft import Draft
from authoring.intake.drafting import Pen, draft_of
from authoring.intake.excel.cells import Cells
from authoring.intake.excel.common_fields import common_fields, identity
from authoring.intake.excel.entries import options_in_one, without_labels
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.rest import completed_by_rest
from authoring.intake.excel.retelling import retold
from authoring.intake.excel.row_types import Answering, completed_by_columns, matching
from authoring.intake.excel.words import title
from authoring.intake.lines import Line
from authoring.intake.losses import loss
from authoring.intake.national import national_type
from authoring.intake.notation import LETTERS, absent, open_choice, truth_of, type_of
from authoring.intake.reading import Block
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["Row", "Setting", "read_row"]

_LIKE_MARKUP = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$|\\ce\{[^\n]*?\}|\\frac\{[^\n]*?\}")
_BRACKETED = re.compile(r"[（(]\s*(?:[A-ZＡ-Ｚ][A-ZＡ-Ｚ、,， ]{0,8}|[√×✓✗对错TF]|不?正确|错误|不?对)\s*[)）]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table."""

    pen: Pen
    mapping: Mapping
    own: bool = False
    """A workbook of ours: texts are markup, and hidden columns complete them."""
    exact: bool = False
    """An export of ours: nothing in a stem is a tag, an answer or marks."""
    kind: str = ""
    """Type that the sheet's name says."""


@dataclass(slots=True)
class Row:
    """A row that is a question, a material, or a part of one."""

    draft: Draft
    parent: str = ""
    stimulus: str = ""
    guessed: bool = False
    """Whether its type was not said."""
    findings: list[Finding] = field(default_factory=list)


def read_row(cells: Cells, setting: Setting) -> Row | None:
    """The question of a row; None where there is none, with the reason in `cells.findings`."""
    if not cells.text("stem"):
        held = [cell.text for name, cell in cells.cells.items() if cell.text and name not in ("number", "not_carried")]
        if held:
            cells.blame("I206", "stem", sample=held[0])
        return None
    return _RowReading(cells, setting).row()


class _RowReading:
    def __init__(self, cells: Cells, setting: Setting) -> None:
        self.cells = cells
        self.setting = setting
        self.pen = setting.pen
        self.guessed = False

    def row(self) -> Row:
        kind = self.kind()
        common = common_fields(self.cells, self.setting.mapping, own=self.setting.own)
        match type_of(kind) if kind else None:
            case QuestionType.CASE:
                plain = {"type": QuestionType.CASE.value, "stem": self.pen.markup(self.cells.text("stem"))}
                plain |= self.rationale()
                for name in ("marks", "seconds"):
                    if name in common:
                        said = {"word": title(name), "count": 1, "sample": self.cells.text(name)}
                        self.cells.blame("I204", name, **said)
                        del common[name]
            case QuestionType.MATCHING:
                plain = matching(Answering(self.cells, self.pen, self.setting.own)) | self.rationale()
            case _:
                plain = self.drafted(kind)
        given, number = identity(self.cells, own=self.setting.own)
        plain |= common | ({"id": given} if given else {})
        if self.setting.own and (rest := self.cells.text("rest")):
            plain = self.with_rest(plain, rest)
        if not self.setting.own:
            self.tell_markup()
        draft = Draft(
            where=self.cells.place(),
            plain=plain,
            media=self.pen.pictures(plain),
            number=number,
            exported=self.cells.text("fingerprint") if self.setting.own else "",
        )
        stimulus = self.pen.markup(self.cells.text("stimulus"))
        return Row(draft, self.cells.text("parent"), stimulus, self.guessed, self.cells.findings)

    def with_rest(self, plain: dict[str, Any], rest: str) -> dict[str, Any]:
        done = completed_by_rest(plain, rest)
        if done is None:
            self.cells.blame("I234", "rest")
            return plain
        return done

    def kind(self) -> str:
        """A word for the type that `type_of` or `open_choice` knows; empty where none is said."""
        types = self.setting.mapping.types
        if national := self.cells.text("national_type"):
            kind = types.get(national) or national_type(national)
            if kind:
                return str(kind)
            self.cells.findings.append(loss("I501", self.cells.place("national_type"), quote=national))
        word = self.cells.text("type")
        if not word:
            case_child = type_of(self.setting.kind) is QuestionType.CASE and bool(self.cells.text("parent"))
            kind = "" if case_child else self.setting.kind
            self.guessed = not kind and not national
            return kind
        if word in types:
            return types[word].value
        if type_of(word) or open_choice(word):
            return word
        known = "、".join(say(f"label.question_type.{kind.value}") for kind in QuestionType)
        self.cells.blame("I207", "type", value=word, known=known)
        return ""

    def rationale(self) -> dict[str, str]:
        text = self.cells.text("rationale")
        return {"rationale": self.pen.markup(text)} if not absent(text) else {}

    def drafted(self, kind: str) -> dict[str, Any]:
        options = self.options()
        answer = self.answer(options)
        stem = self.cells.text("stem")
        if self.setting.exact:
            stem = self.pen.tokens.hold(self.pen.tokens.restore(stem))
        draft, findings = draft_of(self.block(kind, stem, options, answer), self.pen)
        if any(finding.code == "I308" for finding in findings):
            # With a column for the answer, brackets in the stem that say something else are part of its wording.
            held = _BRACKETED.sub(lambda found: self.pen.tokens.hold(found.group()), stem)
            draft, findings = draft_of(self.block(kind, held, options, answer), self.pen)
            self.cells.blame("I249", "stem", quote="、".join(_BRACKETED.findall(stem)), answer=answer)
        plain = dict(draft.plain)
        if "options" in plain:
            plain["options"] = [option for option in plain["options"] if option["text"]]
        self.cells.findings += retold(findings, self.cells, plain, options, answer, own=self.setting.own)
        completed_by_columns(Answering(self.cells, self.pen, self.setting.own), plain)
        return plain

    def block(self, kind: str, stem: str, options: list[tuple[str, str]], answer: str) -> Block:
        """The row as a block of text, of which its type is tagged."""
        line = self.cells.where.row or 0
        rationale = self.cells.text("rationale")
        return Block(
            number=None,
            style="",
            line=line,
            section=None,
            tag=kind,
            stem=[Line(stem, line)],
            options=[(letter, [Line(text, line)]) for letter, text in options],
            answer=[Line(answer, line)] if answer else [],
            rationale=[] if absent(rationale) else [Line(rationale, line)],
        )

    def options(self) -> list[tuple[str, str]]:
        found = {}
        for letter, cell in self.cells.placed("option"):
            if letter in LETTERS:
                found[letter] = cell.text
            elif cell.text:
                self.cells.blame("I228", f"option.{letter}", word=letter, sample=cell.text)
        filled = [letter for letter, text in found.items() if text]
        if not filled:
            return options_in_one(text) if (text := self.cells.text("options")) else []
        letters = LETTERS[: LETTERS.index(max(filled)) + 1]
        options = [(letter, found.get(letter, "")) for letter in letters]
        return options if self.setting.own else without_labels(options)

    def answer(self, options: list[tuple[str, str]]) -> str:
        """The answer's cell, or what the options' own columns (选项A是否正确) say."""
        text = self.cells.text("answer")
        flags = dict(self.cells.placed("right"))
        if text or not flags:
            return text
        return "".join(letter for letter, _ in options if letter in flags and truth_of(flags[letter].value))

    def tell_markup(self) -> None:
        if self.pen.is_markup:
            return
        for name in ("stem", "rationale", *(name for name in self.cells.cells if name.startswith("option."))):
            if ("\\" in self.cells.text(name)) and (found := _LIKE_MARKUP.search(self.cells.text(name))):
                self.cells.blame("I230", name, quote=found.group())
                return
