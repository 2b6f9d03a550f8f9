"""The blueprint (双向细目表) of a paper: sections, and rows that say how many questions or marks of which kind."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from authoring.questions import Cognitive, Level, Question, QuestionType, Status
from authoring.questions.scoring import ScoringRules
from authoring.records import Exact, Marks, Record, Truth, Whole

__all__ = ["BLUEPRINT_FORMAT", "Blueprint", "Information", "Measure", "Row", "SectionPlan", "Selection"]

BLUEPRINT_FORMAT = 1

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
"""Part of file names and places: Latin letters, digits, `-` and `_`."""
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Measure(StrEnum):
    COUNT = "count"
    """Questions; a case counts as one."""
    MARKS = "marks"


class Selection(Record):
    """Which questions a row counts; empty fields do not restrict."""

    knowledge_points: tuple[str, ...] = ()
    """Domains (`D03`) or points (`D03-02`); the question's main knowledge point must be one of them or lie in one."""
    types: tuple[QuestionType, ...] = ()
    levels: tuple[Level, ...] = ()
    cognitive: tuple[Cognitive, ...] = ()
    difficulty: tuple[Annotated[Whole, Field(ge=1, le=5)], ...] = ()
    tags: tuple[str, ...] = ()
    """At least one of them."""

    def covers(self, question: Question) -> bool:
        main = f"{question.knowledge_points[0]}-"
        return (
            (not self.knowledge_points or any(main.startswith(f"{code}-") for code in self.knowledge_points))
            and (not self.types or question.type in self.types)
            and (not self.levels or question.level in self.levels)
            and (not self.cognitive or question.cognitive in self.cognitive)
            and (not self.difficulty or question.difficulty in self.difficulty)
            and (not self.tags or bool(set(self.tags) & set(question.tags)))
        )


class Row(Record):
    """At least and/or at most so many questions or marks of a selection, in a section or in the whole paper."""

    select: Selection
    section: str | None = None
    """Id of a section; None for the whole paper."""
    measure: Measure = Measure.COUNT
    at_least: Annotated[Exact, Field(ge=0)] | None = None
    at_most: Annotated[Exact, Field(ge=0)] | None = None


class Information(Record):
    """At least and/or at most so much Fisher information of a form at an ability; needs item statistics."""

    ability: Annotated[Exact, Field(ge=-6, le=6)]
    """θ, in standard deviations."""
    at_least: Annotated[Exact, Field(ge=0)] | None = None
    at_most: Annotated[Exact, Field(ge=0)] | None = None


class SectionPlan(Record):
    """One section (大题) of the paper."""

    id: Name
    title: Text
    """Such as `一、单项选择题`."""
    types: Annotated[tuple[QuestionType, ...], Field(min_length=1)]
    count: Annotated[Whole, Field(ge=1, le=500)]
    marks_each: Annotated[Marks, Field(gt=0)] | None = None
    """What every question is worth here. None: its own marks. Cases and short answers keep their own marks, so only
    those worth exactly `marks_each` can stand in a section that sets it."""
    minutes: Annotated[Whole, Field(ge=1)] | None = None
    """The section's own time limit."""
    instructions: str = ""
    """What candidates are told; empty: composed from count, marks, types and the paper's scoring rules."""


class Blueprint(Record):
    """A table an exam board can own."""

    format: Literal[1] = 1
    id: Name
    title: Text
    """Title of the paper, such as `双碳职业能力考试（中级）`."""
    level: Level
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    """Levels of the questions that may be used."""
    statuses: Annotated[tuple[Status, ...], Field(min_length=1)] = (Status.ACTIVE,)
    minutes: Annotated[Whole, Field(ge=1, le=600)]
    """Answering time."""
    marks: Annotated[Marks, Field(gt=0)]
    pass_marks: Marks
    sections: Annotated[tuple[SectionPlan, ...], Field(min_length=1)]
    rows: tuple[Row, ...] = ()
    enemies: tuple[tuple[str, ...], ...] = ()
    """Groups of question ids of which at most one may stand in a form."""
    banned: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    """Questions every form must hold."""
    forms: Annotated[Whole, Field(ge=1, le=26)] = 1
    overlap: Annotated[Exact, Field(ge=0, le=1)] = Decimal(0)
    """Share of a form's questions that two forms may have in common, fixed ones and anchors not counted."""
    anchors: Annotated[Whole, Field(ge=0, le=500)] = 0
    """How many questions all forms have in common besides the fixed ones; the assembly chooses them."""
    most_forms: Annotated[Whole, Field(ge=1, le=26)] | None = None
    """In how many forms a question may stand that is neither fixed nor an anchor; None: as the overlap allows."""
    rest: Annotated[Whole, Field(ge=0, le=50)] = 0
    """Questions that were used in the last so many terms are left out, fixed ones excepted."""
    most_uses: Annotated[Whole, Field(ge=1, le=1000)] | None = None
    """Questions that were used in so many terms are left out, fixed ones excepted."""
    alike: Annotated[Exact, Field(ge=Decimal("0.5"), le=1)] | None = None
    """Likeness of the texts (0.5 to 1) from which two questions may not stand in one form."""
    difficulty: Annotated[Exact, Field(ge=1, le=5)] | None = None
    """Target for the mean difficulty, weighted by marks; forms come as close as the rows allow."""
    spread: Annotated[Exact, Field(ge=0, le=2)] | None = None
    """Target for the standard deviation of the difficulties about the target mean, weighted by marks."""
    information: tuple[Information, ...] = ()
    key_share: Annotated[Exact, Field(ge=Decimal("0.2"), le=1)] | None = None
    """Share of a form's single choice questions that may have the same key letter."""
    scoring: ScoringRules = ScoringRules()
    shuffle_options: Truth = True
    """Options, matching choices and items in a seeded order of each form's own; numbers and dates keep theirs."""

    @property
    def size(self) -> int:
        """Questions in a form."""
        return sum(section.count for section in self.sections)

    @property
    def shared(self) -> int:
        """How many questions two forms may have in common, fixed ones and anchors not counted."""
        return int(self.overlap * max(0, self.own))

    @property
    def own(self) -> int:
        """Questions of a form that are neither fixed nor anchors."""
        return self.size - len(set(self.fixed)) - self.anchors

    def section(self, name: str) -> SectionPlan | None:
        return next((section for section in self.sections if section.id == name), None)

    def worth(self, question: Question, section: SectionPlan) -> Decimal | None:
        """Marks of a question in a section, None where it cannot stand there."""
        if question.type not in section.types:
            return None
        own = question.type in (QuestionType.CASE, QuestionType.SHORT_ANSWER)
        if section.marks_each is None or section.marks_each == question.marks:
            return question.marks
        return None if own else section.marks_each
