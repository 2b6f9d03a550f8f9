"""The records that only a package has: its questions as one file, and the key sheet of a form."""

from typing import Any, Literal

from authoring.questions import Question, QuestionType
from authoring.records import Marks, Record

__all__ = ["ItemKey", "KeySheet", "QuestionSet"]


class QuestionSet(Record):
    """Every question of the paper as the bank has it: keys, rationales and rubrics included."""

    format: Literal[1] = 1
    paper: str
    """Id of the paper."""
    questions: tuple[Question, ...]
    """Sorted by id."""


class ItemKey(Record):
    """The key of one answerable question of a form."""

    number: str
    """As printed: `12`, or `41.2`."""
    question: str
    """Id of the question, or of a case's child."""
    type: QuestionType
    marks: Marks
    """What it is worth here."""
    shown: str
    """The key with the letters that this form shows, for people; a short answer's model answer."""
    response: Any
    """The response that earns full marks, in the shape of the candidate view; null where people mark."""


class KeySheet(Record):
    """The key of one form, in its order."""

    format: Literal[1] = 1
    paper: str
    """Id of the paper."""
    form: str
    """`A`, `B` …"""
    keys: tuple[ItemKey, ...]
    """One for each answerable question; a case has its children's."""
