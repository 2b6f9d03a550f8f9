"""国家题库: a table of eleven columns for 单选, 多选 and 判断, with the codes that the questions came with."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from string import ascii_uppercase

from xlsxwriter import Workbook

from authoring.export.formats.constructs import explanation_in, more_options_than, picture_in, structure_in
from authoring.export.formats.gaps import ALL, Gap, left_out
from authoring.export.formats.groups import Group
from authoring.export.formats.markup import line
from authoring.intake.excel.own_workbook import CREATED
from authoring.intake.excel.words import title
from authoring.questions import MultipleChoice, Part, QuestionType, SingleChoice, TrueFalse, parts
from authoring.texts import say, tree

__all__ = ["GAPS", "national_workbook"]

_LETTERS = ascii_uppercase[:5]
_COLUMNS = (
    *("national_point", "national_type", "stem", *(f"option.{letter}" for letter in _LETTERS)),
    *("answer", "difficulty", "consistency"),
)
_CARRIED = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.TRUE_FALSE})
_CHOICES = _CARRIED - {QuestionType.TRUE_FALSE}
_CODE = "\x00"

GAPS = (
    Gap("F301", "type", ALL - _CARRIED - {QuestionType.CASE}, leaves_out=True),
    Gap("F323", "options", _CHOICES, lambda asked: more_options_than(asked, len(_LETTERS)), leaves_out=True),
    Gap("F319", "stem", frozenset({QuestionType.CASE})),
    Gap("F314", "marks", _CARRIED),
    Gap("F320", "rationale", _CARRIED, explanation_in),
    Gap("F324", "tags", _CARRIED),
    Gap("F318", "stem", _CARRIED, picture_in),
    Gap("F322", "stem", _CARRIED, structure_in),
)


def national_workbook(groups: Sequence[Group], _media: Callable[[str], bytes]) -> bytes:
    """The workbook; equal questions give equal bytes."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    page = book.add_worksheet()
    page.set_column(0, 1, 14)
    page.set_column(2, 2, 60, book.add_format({"text_wrap": True, "valign": "top"}))
    page.set_column(3, 7, 20, book.add_format({"text_wrap": True, "valign": "top"}))
    page.freeze_panes(1, 0)
    page.write_row(0, 0, [title(name) for name in _COLUMNS], book.add_format({"bold": True, "border": 1}))
    asked = [part for group in groups for question in group.questions for part in parts(question)]
    for row, part in enumerate((part for part in asked if not left_out(GAPS, part)), start=1):
        page.write_row(row, 0, _row(part))
    book.close()
    return data.getvalue()


def _row(question: Part) -> list[str | int]:
    codes = {name: _code(question.tags, name) for name in ("point", "type", "agreement")}
    options, answer = _answered(question)
    return [
        codes["point"] or question.knowledge_points[0],
        _type_code(question),
        line(question.stem),
        *options,
        *[""] * (len(_LETTERS) - len(options)),
        answer,
        question.difficulty,
        codes["agreement"],
    ]


def _answered(question: Part) -> tuple[list[str], str]:
    if isinstance(question, TrueFalse):
        return [], say("candidate.question.right" if question.key else "candidate.question.wrong")
    assert isinstance(question, SingleChoice | MultipleChoice)  # noqa: S101  # the others are left out
    key = question.key if isinstance(question, MultipleChoice) else (question.key,)
    letters = [letter for letter, name in zip(_LETTERS, question.option_ids, strict=False) if name in key]
    return [line(option.text) for option in question.options], "".join(letters)


def _type_code(question: Part) -> str:
    known = tree("intake", "notation", "national_type")
    return next(code for code, kind in known.items() if kind == question.type)


def _code(tags: Sequence[str], name: str) -> str:
    """The code that a tag of the intake holds."""
    pattern = re.escape(say(f"intake.national.{name}", code=_CODE)).replace(re.escape(_CODE), "(.+)")
    return next((found[1] for tag in tags if (found := re.fullmatch(pattern, tag))), "")
