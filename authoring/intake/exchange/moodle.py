"""Moodle XML → drafts: categories, texts with their files, and each question by its type."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from urllib.parse import unquote

from authoring.content import parse
from authoring.content.nodes import Block
from authoring.findings import Place
from authoring.intake.draft import Draft, Intake
from authoring.intake.exchange.fields import (
    Choice,
    Plain,
    choice_fields,
    joined,
    marks_of,
    number_of,
    points_in,
    rounded,
)
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.moodle_gaps import cloze, gaps
from authoring.intake.exchange.pictures import Pictures, decoded
from authoring.intake.exchange.qti_item import OWN_ID
from authoring.intake.exchange.text_formats import blocks_of, category_path
from authoring.intake.exchange.written_answers import (
    Answer,
    blank_entry,
    matching_fields,
    numeric_fields,
    ordering_fields,
    told_by,
    with_blank,
    written_fields,
)
from authoring.intake.exchange.xml import Element, attribute, children, words
from authoring.intake.losses import shortened
from authoring.questions import QuestionType
from authoring.texts import say, tree

__all__ = ["read_moodle"]

_PLUGIN_FILE = "@@PLUGINFILE@@/"
_PHRASES = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_PERCENT = Decimal(100)
_NO = (Decimal(0), None)


def read_moodle(root: Element, source: str) -> Intake:
    """The questions of a `quiz` element."""
    return _Moodle(root, source).intake()


class _Moodle:
    def __init__(self, root: Element, source: str) -> None:
        self.root = root
        self.losses = Losses(source)
        self.pictures = Pictures(self.losses, self._find)
        self.html = Html(self.losses, self.pictures, tex=True)
        self.files: dict[str, Element] = {}
        """Files of the question that is read now, by name."""
        self.category = ""

    def intake(self) -> Intake:
        drafts = list(self._drafts())
        if not drafts and not self.losses.findings:
            self.losses.wrong("I607", self.losses.source)
        return Intake(source=self.losses.source, drafts=tuple(drafts), report=self.losses.report(drafts))

    def _drafts(self) -> Iterator[Draft]:
        for entry in children(self.root, "question"):
            kind = attribute(entry, "type")
            if kind == "category":
                self._category(entry)
                continue
            where = Place(file=self.losses.source, line=entry.sourceline)
            with self.losses.at(where):
                plain = self._question(entry, kind)
            if plain:
                media = self.pictures.shown_in(plain)
                number = shortened(_words(entry, "name") or _words(entry, "idnumber"))
                yield Draft(where=where, plain=plain, media=media, section=self.category, number=number)

    def _category(self, entry: Element) -> None:
        """What follows belongs to it; its description has no place here."""
        self.category = category_path(_words(entry, "category"))
        if described := self.markup(entry, "info"):
            with self.losses.at(Place(file=self.losses.source, line=entry.sourceline)):
                self.losses.note("I637", parse(described).text())

    def _find(self, src: str) -> bytes | None:
        if not src.startswith(_PLUGIN_FILE):
            return None
        entry = self.files.get(unquote(src.removeprefix(_PLUGIN_FILE).partition("?")[0]))
        return None if entry is None else decoded(entry.text or "")

    def _question(self, entry: Element, kind: str) -> Plain:
        self.files = {_path(file): file for file in entry.iter("file")}
        reader = _READERS.get(kind)
        if kind == "description":
            self.losses.note("I637", parse(self.markup(entry, "questiontext")).text())
            return {}
        if reader is None:
            stem = self.markup(entry, "questiontext")
            known = str(tree("intake_exchange", "moodle").get(kind, kind))
            self.losses.wrong("I636", parse(stem).text(), kind=known)
            return {"stem": stem}
        return self._common(entry, reader(self, entry))

    def blocks(self, entry: Element, name: str) -> tuple[Block, ...]:
        """The tree of a text that a child holds."""
        found = children(entry, name)
        return self.blocks_in(found[0]) if found else ()

    def blocks_in(self, holder: Element) -> tuple[Block, ...]:
        text = "".join(child.text or "" for child in children(holder, "text"))
        return blocks_of(text, attribute(holder, "format", "moodle_auto_format"), self.html)

    def markup(self, entry: Element, name: str) -> str:
        return self.html.markup(self.blocks(entry, name))

    def answers(self, entry: Element) -> list[Answer]:
        """The answers as candidates would write them."""
        return [self._answer(answer) for answer in children(entry, "answer")]

    def _answer(self, answer: Element) -> Answer:
        return Answer(
            text=_words(answer, "text") or " ".join((answer.text or "").split()),
            share=(number_of(attribute(answer, "fraction")) or Decimal(0)) / _PERCENT,
            feedback=self.markup(answer, "feedback"),
            tolerance=_words(answer, "tolerance"),
        )

    def _common(self, entry: Element, plain: Plain) -> Plain:
        """What every type has: id, marks, feedback, tags; and what no field of ours holds."""
        identifier = _words(entry, "idnumber")
        own: Plain = {"id": identifier} if OWN_ID.fullmatch(identifier) else {}
        plain = own | plain
        if "marks" not in plain:
            plain |= marks_of(number_of(_words(entry, "defaultgrade")), self.losses)
        rationale = joined([self.markup(entry, "generalfeedback"), str(plain.pop("rationale", ""))])
        plain |= {"rationale": rationale} if rationale else {}
        codes, tags = self._topics(entry)
        plain |= {"knowledge_points": codes} if codes else {}
        plain |= {"tags": tags} if tags else {}
        self._old_picture(entry, plain)
        self._lost(entry)
        return plain

    def _old_picture(self, entry: Element, plain: Plain) -> None:
        """Moodle 1.9 kept one picture beside the text."""
        name = _words(entry, "image")
        if name:
            coded = "".join(_words(entry, "image_base64").split())
            taken = self.pictures.take(f"data:;base64,{coded}" if coded else name, "")
            plain["stem"] += f"\n\n![{taken[1]}]({taken[0]})" if taken else ""

    def _topics(self, entry: Element) -> tuple[list[str], list[str]]:
        """Syllabus codes and tags, from the category's name and the tags."""
        leaf = self.category.rpartition(" / ")[2]
        words_ = [_words(tag, "text") for part in children(entry, "tags") for tag in children(part, "tag")]
        found = [points_in(text) for text in [leaf, *words_]]
        codes = dict.fromkeys(code for part, _ in found for code in part)
        return list(codes), list(dict.fromkeys(rest for _, rest in found if rest))

    def _lost(self, entry: Element) -> None:
        penalty = number_of(_words(entry, "penalty"))
        if penalty not in _NO:
            self.losses.tally("I616", _words(entry, "penalty"))
        for hint in children(entry, "hint"):
            self._told("hint", self.html.markup(self.blocks_in(hint)))
        for phrase in _PHRASES:
            if text := self.markup(entry, phrase):
                self.losses.tally("I639", parse(text).text())
        self._told("responsetemplate", self.markup(entry, "responsetemplate"))
        if number_of(_words(entry, "attachments")) not in _NO:
            self._told("attachments", _words(entry, "attachments"))
        if _words(entry, "hidden") == "1":
            self._told("hidden", "1")
        grading = number_of(_words(entry, "unitgradingtype"))
        if grading not in _NO and number_of(_words(entry, "unitpenalty")) not in _NO:
            self._told("unitpenalty", _words(entry, "unitpenalty"))

    def _told(self, kind: str, text: str) -> None:
        if text:
            self.losses.note("I638", f"{say(f'intake_exchange.lost.{kind}')}：{parse(text).text()}")


def _words(entry: Element, name: str) -> str:
    """The bare text of a child."""
    found = children(entry, name)
    return " ".join(words(found[0]).split()) if found else ""


def _path(file: Element) -> str:
    folder = attribute(file, "path", "/").strip("/")
    return f"{folder}/{attribute(file, 'name')}" if folder else attribute(file, "name")


def _choice(self: _Moodle, entry: Element) -> Plain:
    stem = self.markup(entry, "questiontext")
    choices = [
        Choice(
            text=self.html.markup(self.blocks_in(answer)),
            share=(number_of(attribute(answer, "fraction")) or Decimal(0)) / _PERCENT,
            feedback=self.markup(answer, "feedback"),
        )
        for answer in children(entry, "answer")
    ]
    several = _words(entry, "single").lower() in ("false", "0")
    fields = choice_fields(stem, choices, self.losses, several=several)
    return {"type": fields.pop("type"), "stem": stem} | fields


def _judgement(self: _Moodle, entry: Element) -> Plain:
    answers = self.answers(entry)
    right = max(answers, key=lambda answer: answer.share, default=None)
    plain: Plain = {"type": QuestionType.TRUE_FALSE.value, "stem": self.markup(entry, "questiontext")}
    if right is None or right.text.lower() not in ("true", "false"):
        self.losses.wrong("I613", right.text if right else "")
        return plain
    return plain | {"key": right.text.lower() == "true"} | told_by(answers)


def _short(self: _Moodle, entry: Element) -> Plain:
    answers = self.answers(entry)
    exact = _words(entry, "usecase") == "1"
    fields = written_fields([blank_entry(answers, self.losses, exact=exact)], self.losses)
    stem = self.html.markup(with_blank(self.blocks(entry, "questiontext")))
    return {"type": fields.pop("type"), "stem": stem} | fields | told_by(answers)


def _numerical(self: _Moodle, entry: Element) -> Plain:
    answers = self.answers(entry)
    fields = numeric_fields(answers, self.losses)
    units = [
        (_words(unit, "unit_name"), number_of(_words(unit, "multiplier")) or Decimal(1))
        for part in children(entry, "units")
        for unit in children(part, "unit")
    ]
    own = next((name for name, factor in units if factor == 1), "")
    others = [{"unit": name, "factor": rounded(factor)} for name, factor in units if name not in (own, "")]
    fields |= ({"unit": own} if own else {}) | ({"accepted_units": others} if others else {})
    return {"type": fields.pop("type"), "stem": self.markup(entry, "questiontext")} | fields | told_by(answers)


def _matching(self: _Moodle, entry: Element) -> Plain:
    pairs = [
        (self.html.markup(self.blocks_in(part)), self.markup(part, "answer")) for part in children(entry, "subquestion")
    ]
    fields = matching_fields(pairs, self.losses)
    return {"type": fields.pop("type"), "stem": self.markup(entry, "questiontext")} | fields


def _ordering(self: _Moodle, entry: Element) -> Plain:
    answers = children(entry, "answer")
    ranked = sorted(answers, key=lambda answer: number_of(attribute(answer, "fraction")) or Decimal(0))
    places = {attribute(answer, "fraction") for answer in answers}
    ordered = ranked if len(places) == len(answers) else answers
    fields = ordering_fields([self.html.markup(self.blocks_in(answer)) for answer in ordered])
    return {"type": fields.pop("type"), "stem": self.markup(entry, "questiontext")} | fields


def _essay(self: _Moodle, entry: Element) -> Plain:
    answer = self.markup(entry, "graderinfo")
    if not answer:
        self.losses.doubtful("I619")
    stem = self.markup(entry, "questiontext")
    plain: Plain = {"type": QuestionType.SHORT_ANSWER.value, "stem": stem}
    return plain | ({"model_answer": answer} if answer else {})


def _cloze(self: _Moodle, entry: Element) -> Plain:
    holder = children(entry, "questiontext")
    text = "".join(child.text or "" for part in holder for child in children(part, "text"))
    return cloze(text, attribute(holder[0], "format", "html") if holder else "html", self.html, self.losses)


def _gaps(self: _Moodle, entry: Element) -> Plain:
    holder = children(entry, "questiontext")
    text = "".join(child.text or "" for part in holder for child in children(part, "text"))
    options = [_words(option, "text") for option in children(entry, "selectoption", "dragbox")]
    return gaps(text, attribute(holder[0], "format", "html") if holder else "html", options, self.html, self.losses)


_READERS: dict[str, Callable[[_Moodle, Element], Plain]] = {
    "multichoice": _choice,
    "truefalse": _judgement,
    "shortanswer": _short,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _gaps,
    "ddwtos": _gaps,
}
