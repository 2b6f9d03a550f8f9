"""What a question is: frozen, strict records, one module per family, a tagged union over all.

`question_from` reads plain data, `authoring.questions.scoring` marks, `authoring.questions.samples` supplies responses.
"""

from typing import Annotated, Any, assert_never

from pydantic import Field, TypeAdapter

from authoring.questions.arrange import Entry, Matching, Ordering
from authoring.questions.case import INHERITED, Case, Part
from authoring.questions.choice import MultipleChoice, Option, SingleChoice, TrueFalse
from authoring.questions.common import Calculation, Cognitive, Level, QuestionType, Status, Suppression
from authoring.questions.entry import AcceptedUnit, Blank, Blanks, Match, Numeric, RubricPoint, ShortAnswer, Tolerance

__all__ = [
    "INHERITED",
    "QUESTION",
    "AcceptedUnit",
    "Blank",
    "Blanks",
    "Calculation",
    "Case",
    "Cognitive",
    "Entry",
    "Level",
    "Match",
    "Matching",
    "MultipleChoice",
    "Numeric",
    "Option",
    "Ordering",
    "Part",
    "Question",
    "QuestionType",
    "RubricPoint",
    "ShortAnswer",
    "SingleChoice",
    "Status",
    "Suppression",
    "Tolerance",
    "TrueFalse",
    "parts",
    "question_from",
    "question_from_json",
]

Question = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Blanks | Numeric | Matching | Ordering | ShortAnswer | Case,
    Field(discriminator="type"),
]
QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def question_from(data: Any) -> Question:
    """The question that plain data (as in a YAML file) describe. Raises pydantic.ValidationError."""
    return QUESTION.validate_python(data)


def question_from_json(text: str | bytes) -> Question:
    """The question of its canonical JSON. Raises pydantic.ValidationError."""
    return QUESTION.validate_json(text)


def parts(question: Question) -> tuple[Part, ...]:
    """The answerable questions in it: a case's children, else the question itself."""
    match question:
        case Case():
            return question.children
        case (
            SingleChoice()
            | MultipleChoice()
            | TrueFalse()
            | Blanks()
            | Numeric()
            | Matching()
            | Ordering()
            | ShortAnswer()
        ):
            return (question,)
        case _:
            assert_never(question)
