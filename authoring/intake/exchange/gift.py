"""GIFT (Moodle's text format) → drafts. Questions are parted by empty lines; `\\` takes a sign's meaning away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from authoring.content import parse
from authoring.content.nodes import Blank, Block, Inline, Text
from authoring.findings import Place
from authoring.intake.draft import Draft, Intake
from authoring.intake.exchange.fields import Choice, Plain, choice_fields, joined, number_of, points_in
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.pictures import Pictures
from authoring.intake.exchange.qti_item import OWN_ID
from authoring.intake.exchange.text_formats import blocks_of, category_path, holes_for
from authoring.intake.exchange.written_answers import (
    Answer,
    blank_entry,
    matching_fields,
    numeric_fields,
    told_by,
    with_blank,
    written_fields,
)
from authoring.intake.losses import shortened
from authoring.questions import QuestionType

__all__ = ["is_gift", "read_gift"]

_ESCAPES = {"\\\\": "\x01", "\\~": "\x02", "\\=": "\x03", "\\#": "\x04", "\\{": "\x05", "\\}": "\x06", "\\:": "\x07"}
_SIGNS = {held: written[1] for written, held in _ESCAPES.items()}
_HELD = re.compile("[" + "".join(_SIGNS) + "]")
_ESCAPED = re.compile(r"\\[\\~=#{}:]")
_ANSWERS = re.compile(r"\{\s*(?:[=~#]|T(?:RUE)?\s*[}#]|F(?:ALSE)?\s*[}#])|^::[^\n]+::|^\$CATEGORY:", re.M)
_TITLE = re.compile(r"::(.*?)::", re.S)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_NAMED = re.compile(r"\[(id|tag):([^\]]*)\]")
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*))?", re.S)
_SHARE = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%(.*)", re.S)
_CATEGORY = "$CATEGORY:"
_FORMS = {"html": "html", "moodle": "moodle_auto_format", "plain": "plain_text", "markdown": "markdown"}
_EMPTY_PLACE = "（　　）"


def is_gift(text: str) -> bool:
    """Whether a text is plainly GIFT: an answer block, a title or a category as only GIFT has them."""
    return _ANSWERS.search(text) is not None


def read_gift(text: str, source: str) -> Intake:
    """The questions in a GIFT text."""
    return _Gift(source).intake(text)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of one question, escapes held."""

    text: str
    line: int
    id: str
    tags: tuple[str, ...]


def _chunks(text: str) -> Iterator[_Chunk]:
    """Questions and categories. An open `{` goes on over empty lines if another answer follows."""
    held = _ESCAPED.sub(lambda found: _ESCAPES[found.group()], _HELD.sub("", text))
    whole = held.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines: list[str] = []
    start, named = 1, ""
    for number, line in enumerate([*whole, ""], start=1):
        if line.lstrip().startswith("//"):
            named += line
        elif line.startswith(_CATEGORY):
            yield from _closed(lines, start, named)
            yield _Chunk(line, number, "", ())
            lines, named = [], ""
        elif line.strip():
            start = number if not lines else start
            lines.append(line)
        elif lines and not _goes_on(lines, whole[number:]):
            yield from _closed(lines, start, named)
            lines, named = [], ""
    yield from _closed(lines, start, named)


def _goes_on(lines: list[str], rest: list[str]) -> bool:
    following = next((line.lstrip() for line in rest if line.strip()), "")
    text = "".join(lines)
    return text.count("{") > text.count("}") and following[:1] in ("=", "~", "#", "}")


def _closed(lines: list[str], start: int, named: str) -> Iterator[_Chunk]:
    if lines:
        said = [(kind, value.strip()) for kind, value in _NAMED.findall(named)]
        identity = next((value for kind, value in said if kind == "id"), "")
        yield _Chunk("\n".join(lines), start, identity, tuple(value for kind, value in said if kind == "tag"))


def _bare(text: str) -> str:
    """With the held signs as what they are."""
    return _HELD.sub(lambda found: _SIGNS[found.group()], text).strip()


class _Gift:
    def __init__(self, source: str) -> None:
        self.source = source
        self.losses = Losses(source)
        self.pictures = Pictures(self.losses, lambda _: None)
        self.html = Html(self.losses, self.pictures, tex=True)
        self.category = ""
        self.form = _FORMS["moodle"]

    def intake(self, text: str) -> Intake:
        drafts = []
        for chunk in _chunks(text.lstrip("\ufeff")):
            if chunk.text.startswith(_CATEGORY):
                self.category = category_path(_bare(chunk.text.removeprefix(_CATEGORY)))
                continue
            where = Place(file=self.source, line=chunk.line)
            with self.losses.at(where):
                title, plain = self.question(chunk)
            if plain:
                media = self.pictures.shown_in(plain)
                drafts.append(Draft(where=where, plain=plain, media=media, section=self.category, number=title))
        if not drafts and not self.losses.findings:
            self.losses.wrong("I607", self.source)
        return Intake(source=self.source, drafts=tuple(drafts), report=self.losses.report(drafts))

    def question(self, chunk: _Chunk) -> tuple[str, Plain]:
        text = chunk.text
        titled = _TITLE.match(text.lstrip())
        title = shortened(_bare(titled[1])) if titled else ""
        rest = text.lstrip()[titled.end() :] if titled else text
        form = _FORMAT.match(rest)
        self.form = _FORMS[form[1] if form else "moodle"]
        rest = rest[form.end() :] if form else rest
        opening, closing = rest.find("{"), rest.find("}")
        if opening < 0 or closing < opening:
            self._unread(rest, broken=opening >= 0 or closing >= 0)
            return title, {}
        before, answers, behind = rest[:opening], rest[opening + 1 : closing], rest[closing + 1 :]
        if "{" in behind or "}" in behind or "{" in answers:
            self.losses.wrong("I648", _bare(rest))
        answers, _, general = answers.partition("####")
        plain = self.answered(before, answers.strip(), behind)
        return title, self._common(plain, chunk, self.markup(general))

    def _unread(self, text: str, *, broken: bool) -> None:
        """A text without answers: a description, or a broken question."""
        if broken:
            self.losses.wrong("I648", _bare(text))
        else:
            self.losses.note("I637", _bare(text))

    def markup(self, text: str) -> str:
        return self.html.markup(blocks_of(_bare(text), self.form, self.html))

    def stem(self, before: str, behind: str, place: Inline) -> tuple[Block, ...]:
        """The text of a question; words behind the answers make the answers a place within the sentence."""
        if not behind.strip():
            return blocks_of(_bare(before), self.form, self.html)
        (hole,) = holes_for(before + behind, 1)
        self.html.holes = {hole: place}
        pad = " " if isinstance(place, Blank) else ""
        blocks = blocks_of(_bare(f"{before}{pad}{hole}{pad}{behind}"), self.form, self.html)
        self.html.holes = {}
        return blocks

    def answered(self, before: str, answers: str, behind: str) -> Plain:
        """The question by what stands in its braces, tried in the order in which Moodle tries it."""
        truth = _TRUTH.fullmatch(answers)
        parts = _parts(answers)
        if answers.startswith("#"):
            fields = numeric_fields(self._numbers(answers[1:]), self.losses)
            return self._asked(before, behind, fields)
        if "~" in answers:
            return self._choice(before, behind, parts)
        if truth:
            told = joined(self.markup(part) for part in (truth[2] or "").split("#"))
            fields = {"type": QuestionType.TRUE_FALSE.value, "key": truth[1].startswith("T")}
            return self._asked(before, behind, fields | ({"rationale": told} if told else {}))
        if not answers:
            self.losses.doubtful("I619")
            return self._asked(before, behind, {"type": QuestionType.SHORT_ANSWER.value})
        if parts and all("->" in part for sign, part in parts):
            return self._matching(before, behind, [part for _, part in parts])
        if "=" in answers:
            return self._short(before, behind, parts)
        self.losses.wrong("I648", _bare(answers))
        return self._asked(before, behind, {})

    def _asked(self, before: str, behind: str, fields: Plain) -> Plain:
        stem = self.html.markup(self.stem(before, behind, Text(_EMPTY_PLACE)))
        kind = fields.pop("type", None)
        return ({"type": kind} if kind else {}) | {"stem": stem} | fields

    def _choice(self, before: str, behind: str, parts: list[tuple[str, str]]) -> Plain:
        choices = []
        for sign, part in parts:
            share, text, feedback = self._weighed(sign, part)
            choices.append(Choice(self.markup(text), share, feedback=self.markup(feedback)))
        several = all(sign == "~" for sign, _ in parts)
        stem = self.html.markup(self.stem(before, behind, Text(_EMPTY_PLACE)))
        fields = choice_fields(stem, choices, self.losses, several=several)
        return {"type": fields.pop("type"), "stem": stem} | fields

    def _weighed(self, sign: str, part: str) -> tuple[Decimal, str, str]:
        """Share, text and feedback of `=…`, `~…`, `~%50%…#…`."""
        found = _SHARE.match(part)
        share = (number_of(found[1]) or Decimal(0)) / 100 if found else Decimal(sign == "=")
        text, _, feedback = (found[2] if found else part).partition("#")
        return share, text, feedback

    def _answer(self, sign: str, part: str) -> Answer:
        share, text, feedback = self._weighed(sign, part)
        return Answer(_bare(text), share, self.markup(feedback))

    def _numbers(self, answers: str) -> list[Answer]:
        """`3.14:0.01`, `1..5`, `=3:0.1 =%50%4:0.5`."""
        parts = _parts(answers) or [("=", answers.strip())]
        found = []
        for answer in (self._answer(sign, part) for sign, part in parts):
            value, _, tolerance = answer.text.partition(":")
            found.append(Answer(value.strip(), answer.share, answer.feedback, tolerance.strip()))
        return found

    def _matching(self, before: str, behind: str, parts: list[str]) -> Plain:
        pairs = []
        for part in parts:
            premise, _, choice = part.partition("->")
            pairs.append((self.markup(premise), self.markup(choice)))
        return self._asked(before, behind, matching_fields(pairs, self.losses))

    def _short(self, before: str, behind: str, parts: list[tuple[str, str]]) -> Plain:
        answers = [self._answer(sign, part) for sign, part in parts]
        fields = written_fields([blank_entry(answers, self.losses)], self.losses) | told_by(answers)
        stem = self.html.markup(with_blank(self.stem(before, behind, Blank(1))))
        return {"type": fields.pop("type"), "stem": stem} | fields

    def _common(self, plain: Plain, chunk: _Chunk, general: str) -> Plain:
        leaf = self.category.rpartition(" / ")[2]
        found = [points_in(text) for text in (leaf, *chunk.tags)]
        codes = list(dict.fromkeys(code for part, _ in found for code in part))
        tags = list(dict.fromkeys(rest for _, rest in found if rest))
        rationale = joined([general, str(plain.pop("rationale", ""))])
        own: Plain = {"id": chunk.id} if OWN_ID.fullmatch(chunk.id) else {}
        plain = own | plain | ({"rationale": rationale} if rationale else {})
        if "type" in plain and not parse(str(plain["stem"])).text().strip():
            self.losses.wrong("I648", chunk.text)
        return plain | ({"knowledge_points": codes} if codes else {}) | ({"tags": tags} if tags else {})


def _parts(answers: str) -> list[tuple[str, str]]:
    """`=甲 ~乙` as signs and texts; empty where no sign begins it."""
    pieces = re.split(r"([=~])", answers)
    if pieces[0].strip():
        return []
    return [(sign, text.strip()) for sign, text in zip(pieces[1::2], pieces[2::2], strict=True)]
