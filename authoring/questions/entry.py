"""填空, 数值 and 简答: the candidate writes."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from authoring.content import parse
from authoring.questions.common import Answerable, Text
from authoring.records import Exact, Marks, Record, Whole
from authoring.texts import say

__all__ = ["AcceptedUnit", "Blank", "Blanks", "Match", "Numeric", "RubricPoint", "ShortAnswer", "Tolerance"]


class Match(StrEnum):
    """How a written answer is compared."""

    NORMALISED = "normalised"
    """Width, case and blanks do not count: `ＣＯ２` is `co2`."""
    EXACT = "exact"


class Blank(Record):
    accepted: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Every wording that is right; the first is shown as the key."""
    match: Match = Match.NORMALISED


def _marks(numbers: tuple[int, ...]) -> str:
    return " ".join(f"[[{number}]]" for number in numbers) or "—"


class Blanks(Answerable):
    """填空: `[[1]]`, `[[2]]` … stand in the stem, one entry of `blanks` for each."""

    type: Literal["blanks"]
    blanks: Annotated[tuple[Blank, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _consistent(self) -> "Blanks":
        found, wanted = parse(self.stem).blanks, tuple(range(1, len(self.blanks) + 1))
        if found != wanted:
            raise ValueError(say("questions.blanks_mismatch", found=_marks(found), wanted=_marks(wanted)))
        return self


class Tolerance(Record):
    """How far from the key a number may be: either absolute (in the key's unit) or relative (0.01 is one per cent)."""

    absolute: Annotated[Exact, Field(ge=0)] | None = None
    relative: Annotated[Exact, Field(ge=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Tolerance":
        if (self.absolute is None) == (self.relative is None):
            raise ValueError(say("questions.tolerance_one"))
        return self


class AcceptedUnit(Record):
    """Another unit a candidate may answer in: value × factor is the same quantity in it."""

    unit: Text
    factor: Annotated[Exact, Field(gt=0)]


class Numeric(Answerable):
    """数值: a number within a tolerance, in one of the accepted units."""

    type: Literal["numeric"]
    value: Exact
    unit: str = ""
    """Empty for a number without unit."""
    tolerance: Tolerance
    accepted_units: tuple[AcceptedUnit, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "Numeric":
        if len(set(self.units)) != len(self.units):
            raise ValueError(say("questions.units_doubled", units="、".join(self.units)))
        return self

    @property
    def units(self) -> tuple[str, ...]:
        """All units a candidate may choose from, the key's own first."""
        return (self.unit, *(accepted.unit for accepted in self.accepted_units))

    def bounds(self, unit: str | None = None) -> tuple[Decimal, Decimal]:
        """Smallest and largest right value in `unit` (default: the key's own). KeyError for a unit not accepted."""
        factors = {self.unit: Decimal(1)} | {accepted.unit: accepted.factor for accepted in self.accepted_units}
        factor = factors[self.unit if unit is None else unit]
        reach = (
            self.tolerance.absolute if self.tolerance.relative is None else abs(self.value) * self.tolerance.relative
        )
        assert reach is not None  # noqa: S101  # one of the two is set, by the tolerance's own check
        return (self.value - reach) * factor, (self.value + reach) * factor


class RubricPoint(Record):
    """One thing a full answer says."""

    text: Text
    marks: Marks
    keywords: tuple[str, ...] = ()
    """Words that markers look for; they help, they do not mark."""


class ShortAnswer(Answerable):
    """简答: marked by people along a rubric."""

    type: Literal["short_answer"]
    model_answer: Text
    rubric: Annotated[tuple[RubricPoint, ...], Field(min_length=1)]
    expected_length: Annotated[Whole, Field(ge=10, le=5000)] = 200
    """Characters a full answer needs."""

    @model_validator(mode="after")
    def _consistent(self) -> "ShortAnswer":
        total = sum((point.marks for point in self.rubric), Decimal(0))
        if total != self.marks:
            raise ValueError(say("questions.rubric_marks", total=total, marks=self.marks))
        return self

    def secret_texts(self) -> dict[str, str]:
        points = {f"rubric.{n}.text": point.text for n, point in enumerate(self.rubric)}
        return super().secret_texts() | {"model_answer": self.model_answer} | points
