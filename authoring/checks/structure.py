"""Structure: options, marks, rubric, id and time of a question."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.findings import Severity
from authoring.questions import Blanks, Matching, MultipleChoice, QuestionType, ShortAnswer
from authoring.texts import say

__all__ = ["AllOptionsRight", "IdAndDomain", "MarksForParts", "NumberOfOptions", "RubricSteps", "Seconds"]


class NumberOfOptions(QuestionCheck):
    """A choice has a usual number of options: few are guessed, many are read for nothing.

    Bad: a 单选 with two options. Better: one key and three distractors, each a real mistake.
    """

    code, severity, subject = "S101", Severity.WARNING, Subject.STRUCTURE
    USUAL: ClassVar = {QuestionType.SINGLE_CHOICE: (3, 6), QuestionType.MULTIPLE_CHOICE: (4, 8)}

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            low, high = self.USUAL[QuestionType(choice.part.type)]
            found = len(choice.part.options)
            if not low <= found <= high:
                kind = say(f"label.question_type.{choice.part.type}")
                yield trouble(f"{choice.prefix}options", kind=kind, found=found, low=low, high=high)


class AllOptionsRight(QuestionCheck):
    """A 多选 whose options are all right has no distractor: ticking everything earns full marks.

    Bad: four options, four right. Better: one or two distractors that come from a usual mistake.
    """

    code, severity, subject = "S102", Severity.WARNING, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            if isinstance(choice.part, MultipleChoice) and all(choice.right):
                yield trouble(f"{choice.prefix}key", found=len(choice.right))


class MarksForParts(QuestionCheck):
    """Marks are given in half marks: with more blanks or premises than half marks, a right one alone earns nothing.

    Bad: five blanks for 1 mark. Better: half a mark at least for each blank.
    """

    code, severity, subject = "S103", Severity.WARNING, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, part in reading.parts:
            count = len(part.blanks) if isinstance(part, Blanks) else len(part.key) if isinstance(part, Matching) else 0
            if count > part.marks * 2:
                yield trouble(f"{prefix}marks", marks=part.marks, count=count, needed=Decimal(count) / 2)


class RubricSteps(QuestionCheck):
    """A rubric point of many marks leaves the marker to guess; markers then differ.

    Bad: one point of 10 marks. Better: four or five points of 1 to 3 marks.
    """

    code, severity, subject = "S104", Severity.WARNING, Subject.STRUCTURE
    MOST = Decimal(5)
    """Marks of one point."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, part in reading.parts:
            if isinstance(part, ShortAnswer):
                for place, point in enumerate(part.rubric):
                    if point.marks > self.MOST:
                        yield trouble(
                            f"{prefix}rubric.{place}.marks", text=point.text, marks=point.marks, most=self.MOST
                        )


class IdAndDomain(QuestionCheck):
    """Where an id names a domain, it is the domain of the main knowledge point, so that people find the question.

    Bad: DC-D03-012 with D07-02 first. Better: D03-… first, or a new id.
    """

    code, severity, subject = "S105", Severity.WARNING, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        question = reading.question
        known = {domain.code for domain in context.syllabus.domains}
        named = [step for step in question.id.split("-") if step in known]
        if named and question.domain in known and question.domain not in named:
            yield trouble("knowledge_points.0", id=question.id, named=named[0], point=question.knowledge_points[0])


class Seconds(QuestionCheck):
    """The expected time fits the type and leaves time to read: papers are timed by it.

    Bad: a 案例 child calculation of 20 seconds. Better: time a colleague who has not seen the question.
    """

    code, severity, subject = "S106", Severity.WARNING, Subject.STRUCTURE
    USUAL: ClassVar = {
        QuestionType.SINGLE_CHOICE: (15, 240),
        QuestionType.MULTIPLE_CHOICE: (20, 300),
        QuestionType.TRUE_FALSE: (8, 120),
        QuestionType.BLANKS: (15, 300),
        QuestionType.NUMERIC: (45, 900),
        QuestionType.MATCHING: (30, 400),
        QuestionType.ORDERING: (30, 400),
        QuestionType.SHORT_ANSWER: (120, 1800),
    }
    FASTEST = 10
    """Characters a second: 600 a minute, beyond what people read with understanding."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, part in reading.parts:
            low, high = self.USUAL[QuestionType(part.type)]
            if not low <= part.seconds <= high:
                kind = say(f"label.question_type.{part.type}")
                reason = say("checks.S106.range", kind=kind, low=low, high=high)
                yield trouble(f"{prefix}seconds", seconds=part.seconds, reason=reason)
        length = sum(map(len, reading.candidate.values()))
        needed = math.ceil(length / self.FASTEST)
        if needed > reading.question.seconds:
            reason = say("checks.S106.reading", length=length, needed=needed)
            yield trouble("seconds", seconds=reading.question.seconds, reason=reason)
