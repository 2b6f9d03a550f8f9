"""Moodle's questions with places in the text: Cloze (`{1:SHORTANSWER:=…}`), and words chosen or dragged into gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from authoring.content import parse
from authoring.content.nodes import Text
from authoring.intake.exchange.fields import Choice, Plain, choice_fields, number_of, rounded
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.text_formats import blocks_of, holes_for
from authoring.intake.exchange.written_answers import Answer, blank_entry, numeric_fields, told_by, written_fields
from authoring.intake.exchange.xml import fragment, words
from authoring.intake.markup import as_markup
from authoring.questions import QuestionType

__all__ = ["cloze", "gaps"]

_EMPTY_PLACE = "（　　）"
_PART = re.compile(r"\{(\d*(?:\.\d+)?):([A-Z_]+):((?:[^\\}]|\\.)*)\}", re.S)
_CHOICES = frozenset((
    "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS", "MULTICHOICE_VS",
    "MCVS", "MULTICHOICE_HS", "MCHS",
))  # fmt: skip
_SEVERAL = frozenset((
    "MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS",
))  # fmt: skip
_NUMBERS = frozenset(("NUMERICAL", "NM"))
_EXACT = frozenset(("SHORTANSWER_C", "SAC", "MWC"))
_WRITTEN = frozenset(("SHORTANSWER", "SA", "MW", *_EXACT))
_ANSWER = re.compile(r"(=|%-?\d{1,3}(?:\.\d+)?%)?(.*)", re.S)
_APART = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<!\\)#")
_ESCAPED = re.compile(r"\\([}~#/\"\\=])")
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")


@dataclass(frozen=True, slots=True)
class _Part:
    weight: Decimal
    kind: str
    answers: list[Answer]


def cloze(text: str, form: str, html: Html, losses: Losses) -> Plain:
    """填空, or the one choice that the text holds; marks are the sum of the parts'."""
    parts = [_part(found) for found in _PART.finditer(text)]
    holes = holes_for(text, len(parts))
    signs = iter(holes)
    if len(parts) == 1 and parts[0].kind in _CHOICES | _SEVERAL:
        html.holes = {next(signs): Text(_EMPTY_PLACE)}
    else:
        html.holes = holes
    order = iter(holes)
    blocks = blocks_of(_PART.sub(lambda _: next(order), text), form, html)
    html.holes = {}
    stem = html.markup(blocks)
    marks: Plain = {"marks": rounded(sum((part.weight for part in parts), Decimal(0)))} if parts else {}
    if not parts:
        losses.wrong("I613", parse(stem).text())
        return {"type": QuestionType.BLANKS.value, "stem": stem}
    if len({part.weight for part in parts}) > 1:
        losses.note("I649", "、".join(f"{part.weight:f}" for part in parts))
    fields = _one_choice(parts[0], stem, losses) if len(parts) == 1 else None
    if fields is None and len(parts) == 1 and parts[0].kind in _NUMBERS and _at_end(stem):
        fields, stem = numeric_fields(parts[0].answers, losses), stem.removesuffix("[[1]]").strip()
    if fields is None:
        fields = written_fields([_entry(part, losses) for part in parts], losses)
        fields |= told_by([answer for part in parts for answer in part.answers])
    return {"type": fields.pop("type"), "stem": stem} | fields | marks


def _at_end(stem: str) -> bool:
    return stem.endswith("[[1]]") and bool(stem.removesuffix("[[1]]").strip())


def _part(found: re.Match[str]) -> _Part:
    answers = [_answer(piece) for piece in _APART.split(found[3]) if piece.strip()]
    return _Part(number_of(found[1]) or Decimal(1), found[2], answers)


def _answer(piece: str) -> Answer:
    found = _ANSWER.fullmatch(piece.strip())
    sign, rest = (found[1] or "", found[2]) if found else ("", piece)
    share = Decimal(1) if sign == "=" else (number_of(sign.strip("%")) or Decimal(0)) / 100 if sign else Decimal(0)
    text, *feedback = _FEEDBACK.split(rest, maxsplit=1)
    value, _, tolerance = _plain(text).partition(":")
    number = number_of(value) is not None and number_of(tolerance) is not None
    told = _plain(feedback[0]) if feedback else ""
    return Answer(value if number else _plain(text), share, told, tolerance if number else "")


def _plain(text: str) -> str:
    """Words without their escapes and tags."""
    bare = _ESCAPED.sub(r"\1", text)
    return " ".join((words(fragment(bare)) if "<" in bare or "&" in bare else bare).split())


def _one_choice(part: _Part, stem: str, losses: Losses) -> Plain | None:
    if part.kind not in _CHOICES | _SEVERAL:
        return None
    choices = [Choice(as_markup(a.text), a.share, feedback=as_markup(a.feedback)) for a in part.answers]
    return choice_fields(stem, choices, losses, several=part.kind in _SEVERAL)


def _entry(part: _Part, losses: Losses) -> Plain:
    if part.kind in _CHOICES | _SEVERAL:
        losses.doubtful("I635", "、".join(answer.text for answer in part.answers))
    elif part.kind in _NUMBERS:
        losses.doubtful("I631", "；".join(f"{a.text} ± {a.tolerance or 0}" for a in part.answers if a.share > 0))
    elif part.kind not in _WRITTEN:
        losses.doubtful("I648", part.kind)
    return blank_entry(part.answers, losses, exact=part.kind in _EXACT)


def gaps(text: str, form: str, options: Sequence[str], html: Html, losses: Losses) -> Plain:
    """填空: `[[3]]` is the place of the third word; the words themselves are not shown any more."""
    places = [int(found[1]) for found in _GAP.finditer(text)]
    holes = holes_for(text, len(places))
    order = iter(holes)
    html.holes = holes
    stem = html.markup(blocks_of(_GAP.sub(lambda _: next(order), text), form, html))
    html.holes = {}
    losses.doubtful("I635", "、".join(options))
    entries: list[Plain] = [
        {"accepted": [options[place - 1]] if 0 < place <= len(options) and options[place - 1] else []}
        for place in places
    ]
    fields = written_fields(entries, losses)
    return {"type": fields.pop("type"), "stem": stem} | fields
