"""The model of the form for a new question: what the author has filled in, as a question and as findings."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from authoring.bank import Bank
from authoring.bank.question_file import read_question
from authoring.bank.yaml_text import to_yaml
from authoring.checks import ALL, QuestionCheck, check_questions
from authoring.checks.frame import Context
from authoring.errors import UsageError
from authoring.findings import Report
from authoring.questions import Cognitive, Level, Question, QuestionType
from authoring.texts import say

__all__ = ["KINDS", "LETTERS", "Drafting"]

KINDS = (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.TRUE_FALSE, QuestionType.NUMERIC)
"""The types that this small form writes."""
LETTERS = "ABCDE"
_QUESTION_CHECKS = tuple(check for check in ALL if isinstance(check, QuestionCheck))


@dataclass
class Drafting:
    """Fields are what the form shows; texts may be empty while the author writes."""

    bank: Bank
    today: date
    point: str
    """Code of the knowledge point."""
    kind: QuestionType = QuestionType.SINGLE_CHOICE
    level: Level = Level.JUNIOR
    cognitive: Cognitive = Cognitive.UNDERSTAND
    difficulty: int = 3
    marks: float = 1
    seconds: int = 60
    stem: str = ""
    options: list[str] = field(default_factory=lambda: [""] * len(LETTERS))
    """Texts by place; empty ones are left out."""
    right: list[bool] = field(default_factory=lambda: [False] * len(LETTERS))
    """Which options are right."""
    statement: bool = True
    """Whether a true-or-false question's statement is right."""
    value: str = ""
    unit: str = "tCO₂"
    tolerance: str = "0.01"
    """Absolute, in the unit."""
    rationale: str = ""
    sources: str = ""
    """Keys of the bank's references, with blanks between."""
    author: str = ""
    saved: Question | None = None
    """The question as it was saved last."""

    @property
    def id(self) -> str:
        """The draft's id: the next free one of the domain until it is saved."""
        return self.saved.id if self.saved else self.bank.new_id(self.point.split("-")[0])

    def data(self) -> dict[str, Any]:
        """The draft as in a question file."""
        common = {
            "id": self.id,
            "type": self.kind.value,
            "status": "draft",
            "level": self.level.value,
            "knowledge_points": [self.point],
            "cognitive": self.cognitive.value,
            "difficulty": self.difficulty,
            "marks": self.marks,
            "seconds": self.seconds,
            "stem": self.stem.strip(),
        }
        last = {"rationale": self.rationale.strip(), "sources": self.sources.split(), "author": self.author.strip()}
        return common | self._answer() | {name: value for name, value in last.items() if value}

    def _answer(self) -> dict[str, Any]:
        match self.kind:
            case QuestionType.TRUE_FALSE:
                return {"key": self.statement}
            case QuestionType.NUMERIC:
                return {
                    "value": _number(self.value),
                    "unit": self.unit.strip(),
                    "tolerance": {"absolute": _number(self.tolerance)},
                }
        entries = [(letter, text.strip()) for letter, text in zip(LETTERS, self.options, strict=True) if text.strip()]
        key = [letter for letter, right in zip(LETTERS, self.right, strict=True) if right]
        options = [{"id": letter, "text": text} for letter, text in entries]
        if not key:
            return {"options": options}
        return {"options": options, "key": key if self.kind is QuestionType.MULTIPLE_CHOICE else "".join(key)}

    def read(self) -> tuple[Question | None, Report]:
        """The question that the draft makes, None while it makes none, and everything that is wrong with it."""
        question, problems = read_question(to_yaml(self.data()).encode(), say("widgets.drafting.file"))
        report = Report.of(problems)
        if question is not None:
            report += check_questions([question], Context.of(self.bank, self.today), _QUESTION_CHECKS)
        return question, report

    def save(self) -> str:
        """Saves the draft into the bank; the file, relative to the bank.

        Raises UsageError while it makes no question, ConflictError when somebody else changed the file.
        """
        question, report = self.read()
        if question is None:
            raise UsageError(say("widgets.drafting.incomplete", count=len(report)))
        self.bank.save(question, self.saved.fingerprint() if self.saved else None)
        self.saved = question
        return str(self.bank.file_of(question.id))


def _number(text: str) -> Any:
    """A number as typed; other text as it stands, so that the finding shows it."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text.strip()
    return int(number) if number == number.to_integral_value() else float(number)
