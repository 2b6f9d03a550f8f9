"""A stored response as people read it. Options have the letters of the question bank, whatever order was shown."""

from typing import Any

from authoring.questions import Blanks, Matching, MultipleChoice, Numeric, Ordering, Part, TrueFalse
from authoring.texts import say

__all__ = ["readable"]

AND, THEN, APART, PAIR = "、", " → ", "；", "–"


def readable(part: Part, response: Any) -> str:
    """One text for a response in its question's shape; empty for no answer."""
    match part, response:
        case _, None:
            return ""
        case TrueFalse(), bool():
            return say("candidate.question.right" if response else "candidate.question.wrong")
        case Numeric(), dict():
            return " ".join(text for text in (response.get("value"), response.get("unit")) if text)
        case Matching(), dict():
            return APART.join(f"{premise}{PAIR}{choice}" for premise, choice in sorted(response.items()) if choice)
        case ((MultipleChoice() | Ordering() | Blanks()), list()):
            return _between(part).join(response)
        case _:
            return str(response)


def _between(part: Part) -> str:
    return THEN if isinstance(part, Ordering) else APART if isinstance(part, Blanks) else AND
