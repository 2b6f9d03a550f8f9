"""The words of a blueprint's workbook: names of sheets, columns and settings, and what cells say for each value."""

from collections.abc import Mapping
from enum import StrEnum

from authoring.papers.blueprint import Measure
from authoring.questions import Cognitive, Level, QuestionType, Status
from authoring.questions.scoring import Incomplete, PartMarks
from authoring.texts import say

__all__ = ["CHOICES", "COLUMNS", "LISTS", "SETTINGS", "SHEETS", "choice_words", "column", "setting", "sheet"]

SHEETS = ("paper", "sections", "rows", "named", "information")

SETTINGS = (
    *("format", "id", "title", "level", "levels", "statuses", "minutes", "marks", "pass_marks", "forms", "overlap"),
    *("anchors", "most_forms", "rest", "most_uses", "alike", "difficulty", "spread", "key_share"),
    *("shuffle_options", "multiple_choice", "option_marks", "parts"),
)
"""Rows of the first sheet; the last three are the scoring rules."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "paper": ("setting", "value", "remark"),
    "sections": ("id", "title", "types", "count", "marks_each", "minutes", "instructions"),
    "rows": (
        *("section", "knowledge_points", "types", "levels", "cognitive", "difficulty", "tags"),
        *("measure", "at_least", "at_most", "sentence"),
    ),
    "named": ("kind", "ids"),
    "information": ("ability", "at_least", "at_most", "sentence"),
}

LISTS = frozenset({"levels", "statuses", "types", "cognitive", "knowledge_points", "difficulty", "tags", "ids"})
"""Fields whose cells hold several values."""

_LABELS: Mapping[str, tuple[type[StrEnum], str]] = {
    "level": (Level, "label.level"),
    "levels": (Level, "label.level"),
    "statuses": (Status, "label.status"),
    "types": (QuestionType, "label.question_type"),
    "cognitive": (Cognitive, "label.cognitive"),
    "measure": (Measure, "papers.workbook.measure"),
    "multiple_choice": (Incomplete, "papers.workbook.multiple_choice"),
    "parts": (PartMarks, "papers.workbook.parts"),
}
CHOICES = frozenset({*_LABELS, "shuffle_options", "kind"})
"""Fields whose cells hold words for fixed values."""


def sheet(name: str) -> str:
    return say(f"papers.workbook.sheet.{name}")


def column(name: str) -> str:
    return say(f"papers.workbook.column.{name}")


def setting(name: str) -> str:
    return say(f"papers.workbook.setting.{name}")


def choice_words(field: str) -> dict[str, object]:
    """What a cell of the field may say, with the value meant."""
    if field == "shuffle_options":
        return {say("papers.workbook.true"): True, say("papers.workbook.false"): False}
    if field == "kind":
        return {say(f"papers.workbook.named.{kind}"): kind for kind in ("fixed", "banned", "enemies")}
    values, prefix = _LABELS[field]
    return {say(f"{prefix}.{value.value}"): value.value for value in values}
