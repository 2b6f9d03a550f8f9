"""What every question has, whatever its family."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, field_validator

from authoring.content import parse
from authoring.records import Exact, Marks, Record, Whole, canonical_json, sha256_hex
from authoring.texts import say

__all__ = [
    "Answerable",
    "Calculation",
    "Cognitive",
    "EntryId",
    "KnowledgePoint",
    "Level",
    "QuestionBase",
    "QuestionId",
    "QuestionType",
    "Status",
    "Suppression",
    "Text",
]


class QuestionType(StrEnum):
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    BLANKS = "blanks"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORT_ANSWER = "short_answer"
    CASE = "case"


class Status(StrEnum):
    """Life of a question: 草稿 → 待审 → 通过 / 退回 → 启用 → 停用."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    ACTIVE = "active"
    RETIRED = "retired"


class Level(StrEnum):
    """初级, 中级, 高级."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class Cognitive(StrEnum):
    """Cognitive level: 识记, 理解, 应用, 分析."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


QuestionId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+(\.[1-9][0-9]?)?$", max_length=40)]
KnowledgePoint = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[0-9A-Z]+)*$", max_length=24)]
EntryId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,15}$")]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class Suppression(Record):
    """A finding that the author answers for."""

    code: str
    reason: Text


class Calculation(Record):
    """How a key was computed; a check recomputes it."""

    formula: str | None = None
    """Key of a formula of the references; its expression is used."""
    expr: Annotated[str, Field(max_length=500)] | None = None
    """Python arithmetic over the inputs, see `authoring.quantities`."""
    inputs: dict[str, Exact | tuple[Exact, ...]]
    decimals: Annotated[Whole, Field(ge=0, le=8)] | None = None
    """Decimals the result is rounded to, half up; None when it is not rounded."""
    result: Exact


class QuestionBase(Record):
    """Common to questions of every type."""

    id: QuestionId
    """Given once, never derived from the text."""
    version: Annotated[Whole, Field(ge=1)] = 1
    status: Status = Status.DRAFT
    level: Level
    knowledge_points: Annotated[tuple[KnowledgePoint, ...], Field(min_length=1)]
    """Codes of the bank's syllabus, the main one first."""
    cognitive: Cognitive
    difficulty: Annotated[Whole, Field(ge=1, le=5)]
    """1 (easy) to 5 (hard), the author's estimate."""
    stem: Text
    """Markup; the stimulus of a case."""
    rationale: str = ""
    """Why the key is right and what goes wrong in the distractors (markup)."""
    sources: tuple[str, ...] = ()
    """Keys of the bank's references."""
    author: str = ""
    tags: tuple[str, ...] = ()
    suppress: tuple[Suppression, ...] = ()

    @property
    def domain(self) -> str:
        """The main knowledge point's domain: `D03` of `D03-02`."""
        return self.knowledge_points[0].split("-")[0]

    def content_fingerprint(self) -> str:
        """SHA-256 of all but status and version: what a review signs. An edit changes it, a decision does not."""
        data = {name: value for name, value in self.data().items() if name not in {"status", "version"}}
        return sha256_hex(canonical_json(data).encode())

    def candidate_texts(self) -> dict[str, str]:
        """Markup that candidates see, by field path."""
        return {"stem": self.stem}

    def secret_texts(self) -> dict[str, str]:
        """Markup that candidates never see, by field path."""
        return {"rationale": self.rationale} if self.rationale else {}

    @property
    def media(self) -> tuple[str, ...]:
        """Addresses of the pictures that the texts show, each once, in order."""
        texts = (*self.candidate_texts().values(), *self.secret_texts().values())
        return tuple(dict.fromkeys(image.src for text in texts for image in parse(text).images))


class Answerable(QuestionBase):
    """A question that takes a response of its own: every type but a case."""

    marks: Marks
    seconds: Annotated[Whole, Field(ge=1, le=7200)]
    """Expected answering time in seconds."""
    calculation: Calculation | None = None

    @field_validator("marks")
    @classmethod
    def _some_marks(cls, value: Any) -> Any:
        if value <= 0:
            raise ValueError(say("questions.marks_positive"))
        return value
