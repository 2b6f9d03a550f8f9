"""A row as a draft. Its texts are read as text is (`authoring.intake.drafting`); what only tables have is read here."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from authoring.content import parse
from authoring.findings import Finding
from authoring.intake.answers import BlankNotation, blank_answers
from authoring.intake.blocks import Block
from authoring.intake.draft import Draft
from authoring.intake.drafting import Pen, draft_of
from authoring.intake.excel.cells import Cells
from authoring.intake.excel.common_fields import common_fields, identity
from authoring.intake.excel.entries import (
    labelled_entries,
    matching_key,
    options_in_one,
    rubric_points,
    tolerance_of,
    without_labels,
)
from authoring.intake.excel.faults import fault
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.rest import completed_by_rest
from authoring.intake.excel.words import title
from authoring.intake.lines import Line
from authoring.intake.losses import loss
from authoring.intake.national import national_type
from authoring.intake.notation import LETTERS, absent, open_choice, plain_number, truth_of, type_of
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["Row", "Setting", "read_row"]

_DAMAGE = frozenset(("I331", "I332", "I333", "I334", "I335"))
_BY_ANSWER = frozenset(("I305", "I306", "I308", "I312", "I313", "I317", "I318"))
_LIKE_MARKUP = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$|\\ce\{[^\n]*?\}|\\frac\{[^\n]*?\}")
_BRACKETED = re.compile(r"[（(]\s*(?:[A-ZＡ-Ｚ][A-ZＡ-Ｚ、,， ]{0,8}|[√×✓✗对错TF]|不?正确|错误|不?对)\s*[)）]")
_BOTH = (BlankNotation(), BlankNotation(blanks=";", wordings="|"))


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table."""

    pen: Pen
    mapping: Mapping
    own: bool = False
    """A workbook of ours: texts are markup, and hidden columns complete them."""
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
                plain = self.matching()
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
        draft, findings = draft_of(self.block(kind, stem, options, answer), self.pen)
        if any(finding.code == "I308" for finding in findings):
            # With a column for the answer, brackets in the stem that say something else are part of its wording.
            held = _BRACKETED.sub(lambda found: self.pen.tokens.hold(found.group()), stem)
            draft, findings = draft_of(self.block(kind, held, options, answer), self.pen)
            self.cells.blame("I249", "stem", quote="、".join(_BRACKETED.findall(stem)), answer=answer)
        plain = dict(draft.plain)
        if "options" in plain:
            plain["options"] = [option for option in plain["options"] if option["text"]]
        self.tell(findings, plain, options, answer)
        match plain.get("type"):
            case "single_choice" | "multiple_choice":
                self.mistakes(plain)
            case "blanks":
                self.blanks(plain)
            case "numeric":
                self.numeric(plain)
            case "short_answer":
                self.rubric(plain)
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
            return "" if absent(text) and not self.cells.placed("blank") else text
        return "".join(letter for letter, _ in options if letter in flags and truth_of(flags[letter].value))

    def tell(self, findings: list[Finding], plain: dict[str, Any], options: list[tuple[str, str]], answer: str) -> None:
        """The findings of the reading in the words of tables, at their cells."""
        for finding in findings:
            if finding.code in _DAMAGE and self.setting.own:
                continue
            place = self.cells.place("answer" if finding.code in _BY_ANSWER else "stem")
            said = self.reworded(finding.code, plain, options, answer)
            if said is None:
                self.cells.findings.append(finding.model_copy(update={"where": place}))
            else:
                self.cells.findings += said

    def reworded(
        self, code: str, plain: dict[str, Any], options: list[tuple[str, str]], answer: str
    ) -> list[Finding] | None:
        """The same in the words of tables; None where the words fit as they are."""
        place = self.cells.place("answer")
        match code:
            case "I305":
                count = say("intake_excel.part.options", count=len(options)) if options else ""
                return [fault("I210", place, value=answer, options=count)]
            case "I306":
                return [] if any(cell.text for _, cell in self.cells.placed("blank")) else [fault("I209", place)]
            case "I307":
                missing = "、".join(letter for letter, text in options if not text)
                return [fault("I212", self.cells.place("option.A"), missing=missing, present=options[-1][0])]
            case "I312":
                label = say(f"label.question_type.{plain['type']}")
                keys = plain.pop("key")
                number = len(keys) if isinstance(keys, list) else 1
                return [fault("I211", place, type=label, value=answer, count=number)]
            case "I313":
                return [self.blanks_unclear(plain, answer)]
            case "I317":
                return [] if self.cells.text("tolerance") else None
            case "I318":
                return [fault("I231", place, value=answer)]
            case _:
                return None

    def blanks_unclear(self, plain: dict[str, Any], answer: str) -> Finding:
        count = len(parse(plain["stem"]).blanks)
        readings = [blank_answers(answer, count, notation) for notation in _BOTH]
        place = self.cells.place("answer")
        if all(readings) and readings[0] != readings[1]:
            first, second = ("；".join(map(" = ".join, reading)) for reading in readings if reading)
            return fault("I213", place, value=answer, first=f"[{first}]", second=f"[{second}]")
        return fault("I214", place, places=count, value=answer)

    def mistakes(self, plain: dict[str, Any]) -> None:
        if text := self.cells.text("mistakes"):
            known = {entry["id"]: entry["text"] for entry in labelled_entries(text, "")}
            for option in plain.get("options", ()):
                if known.get(option["id"]):
                    option["mistake"] = self.pen.markup(known[option["id"]])

    def blanks(self, plain: dict[str, Any]) -> None:
        """Blanks in columns of their own."""
        given = sorted((int(place), cell.text) for place, cell in self.cells.placed("blank") if cell.text)
        if not given:
            return
        notation = self.pen.blanks or (BlankNotation() if self.setting.own else None)
        found = []
        for place, text in given:
            wordings = text.split(notation.wordings) if notation else [text]
            if notation is None and ";" in text:
                parts = " / ".join(text.split(";"))
                self.cells.blame("I213", f"blank.{place}", value=text, first=f"[{text}]", second=f"[{parts}]")
            plainly = [self.pen.plain(word) if not self.setting.own else word.strip() for word in wordings]
            found.append({"accepted": [word for word in plainly if word]})
        plain["blanks"] = found
        places = len(parse(plain["stem"]).blanks)
        if places != len(found):
            self.cells.blame("I214", "stem", places=places, value="；".join(text for _, text in given))

    def numeric(self, plain: dict[str, Any]) -> None:
        value = self.cells.value("answer")
        percent = "%" in self.cells.text("answer")
        if isinstance(value, int | float) and not isinstance(value, bool) and not percent:
            plain["value"] = plain_number(Decimal(format(value, ".15g")))
        if unit := self.cells.text("unit"):
            plain["unit"] = self.pen.plain(unit) if not self.setting.own else unit
        cell = self.cells.cells.get("tolerance")
        if cell and cell.text and not absent(cell.text):
            tolerance = tolerance_of(cell.text)
            if tolerance:
                plain["tolerance"] = tolerance
            else:
                self.cells.blame("I216", "tolerance", title=title("tolerance"), value=cell.text)

    def rubric(self, plain: dict[str, Any]) -> None:
        text = self.cells.text("rubric")
        if not text:
            return
        points = rubric_points(text)
        if points:
            plain["rubric"] = [point | {"text": self.pen.markup(point["text"])} for point in points]
            plain.setdefault("marks", sum(point["marks"] for point in points))
            return
        self.cells.blame("I238", "rubric", value=text)
        plain["rationale"] = "\n\n".join(filter(None, (plain.get("rationale", ""), self.pen.markup(text))))

    def matching(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"type": QuestionType.MATCHING.value, "stem": self.pen.markup(self.cells.text("stem"))}
        for name, letter in (("premises", "P"), ("choices", "C")):
            entries = labelled_entries(self.cells.text(name), letter)
            plain[name] = [entry | {"text": self.pen.markup(entry["text"])} for entry in entries]
        answer = self.cells.text("answer")
        key = matching_key(answer)
        if key:
            plain["key"] = key
        else:
            self.cells.blame("I237" if answer else "I209", "answer", **({"value": answer} if answer else {}))
        return plain | self.rationale()

    def tell_markup(self) -> None:
        if self.pen.is_markup:
            return
        for name in ("stem", "rationale", *(name for name in self.cells.cells if name.startswith("option."))):
            if ("\\" in self.cells.text(name)) and (found := _LIKE_MARKUP.search(self.cells.text(name))):
                self.cells.blame("I230", name, quote=found.group())
                return
