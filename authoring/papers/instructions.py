"""What a section's heading tells candidates: how many questions, how many marks, what to do, how it is marked."""

from collections.abc import Sequence
from decimal import Decimal

from authoring.papers.blueprint import SectionPlan
from authoring.papers.wording import number
from authoring.questions import QuestionType
from authoring.questions.scoring import Incomplete, PartMarks, ScoringRules
from authoring.texts import say

__all__ = ["instructions"]


def instructions(section: SectionPlan, marks: Sequence[Decimal], rules: ScoringRules) -> str:
    """The plan's own words, or such as `本大题共40小题，每小题1分，共40分。每小题只有一个正确选项……`.

    `marks` holds what each question of the section is worth.
    """
    if section.instructions:
        return section.instructions
    shape = "each" if len(set(marks)) == 1 else "various"
    counted = say(
        f"papers.instructions.{shape}",
        count=len(marks),
        unit=say(
            "papers.instructions.case_unit" if section.types == (QuestionType.CASE,) else "papers.instructions.unit"
        ),
        marks=number(marks[0]),
        total=number(sum(marks, Decimal(0))),
    )
    if len(section.types) == 1:
        return counted + _task(section.types[0], rules)
    tasks = (say(f"label.question_type.{kind}") + say("papers.colon") + _task(kind, rules) for kind in section.types)
    return counted + "".join(tasks)


def _task(kind: QuestionType, rules: ScoringRules) -> str:
    task = say(f"papers.instructions.{kind}")
    if kind is QuestionType.MULTIPLE_CHOICE:
        return task + _incomplete(rules)
    if kind in (QuestionType.BLANKS, QuestionType.MATCHING):
        shared = "shared" if rules.parts is PartMarks.SHARED else "all_or_nothing"
        return task + say(f"papers.instructions.parts.{kind}_{shared}")
    return task


def _incomplete(rules: ScoringRules) -> str:
    key = f"papers.instructions.incomplete.{rules.multiple_choice}"
    return say(key, marks=number(rules.option_marks)) if rules.multiple_choice is Incomplete.PER_OPTION else say(key)
