"""What QTI 3.0 cannot carry: each is an INFO finding in the report of an export, never silent."""

from enum import Enum

from authoring.findings import Finding, Place, Severity
from authoring.questions import Blanks, Numeric, Part
from authoring.texts import say

__all__ = ["Loss", "losses"]


class Loss(Enum):
    """A loss and its code."""

    WORDINGS = "Q101"
    """Blanks: QTI compares texts character by character; only listed ways of typing are recognised."""
    NUMBERS = "Q102"
    """Numbers: how typed digits become a number (full width, thousands) is the player's business."""

    def finding(self, question: str) -> Finding:
        return Finding(
            code=self.value,
            severity=Severity.INFO,
            where=Place(question=question),
            message=say(f"export_qti.{self.value}.message"),
            hint=say(f"export_qti.{self.value}.hint"),
        )


def losses(question: Part) -> list[Finding]:
    """What an export of this question with its key loses."""
    match question:
        case Blanks():
            return [Loss.WORDINGS.finding(question.id)]
        case Numeric():
            return [Loss.NUMBERS.finding(question.id)]
        case _:
            return []
