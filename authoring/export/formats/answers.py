"""Numbers and shares as the formats of other systems write them."""

from decimal import Decimal

from authoring.export.qti3.pieces import number
from authoring.questions import Numeric, ShortAnswer
from authoring.texts import say

__all__ = ["guide", "reach", "share"]

_SHARES = (
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20"),
    *("16.66667", "14.28571", "12.5", "11.11111", "10", "5"),
)
"""Per cent that Moodle's multichoice takes (question/engine/bank.php, `question_bank::fraction_options_full`)."""


def share(count: int) -> str:
    """Per cent of the marks for one of `count` right options, as Moodle writes it."""
    exact = Decimal(100) / count
    return min(_SHARES, key=lambda known: abs(Decimal(known) - exact))


def reach(question: Numeric) -> Decimal:
    """The tolerance in the key's own unit."""
    low, high = question.bounds()
    return (high - low) / 2


def guide(question: ShortAnswer) -> str:
    """Model answer and rubric as markup: what a marker reads."""
    points = []
    for point in question.rubric:
        words = say("export_qti.rubric.keywords", words="、".join(point.keywords)) if point.keywords else ""
        points.append(f"- {point.text}{say('export_qti.rubric.marks', marks=number(point.marks))}{words}")
    heading = say("export_qti.rubric.points")
    return f"{question.model_answer}\n\n{heading}\n\n" + "\n".join(points)
