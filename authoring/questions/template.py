"""A parametrised question (题目模板): a stem with parameters, a formula, named mistakes; a seed makes it a question.

Placeholders are written `<<FC>>`: neither LaTeX, Markdown nor blanks know this sign.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field, field_validator, model_validator

from authoring.questions.common import Cognitive, KnowledgePoint, Level, Status, Suppression, Text
from authoring.questions.entry import AcceptedUnit, Tolerance
from authoring.records import Exact, Marks, Record, Whole
from authoring.texts import say

__all__ = [
    "PLACEHOLDER",
    "RESERVED",
    "Figure",
    "Grounds",
    "Law",
    "Mistake",
    "Parameter",
    "Template",
    "TemplateId",
    "placeholders",
]

PLACEHOLDER = re.compile(r"<<\s*([^\W\d]\w*)\s*>>")
RESERVED = re.compile(r"result|rounding|mistakes|mistake[1-9]\d?")
"""Placeholders of every template: the key, the rounding rule in words, the distractors with their mistakes in one
sentence, and what the first, second … mistake gives."""

TemplateId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$", max_length=30)]
Name = Annotated[str, Field(pattern=r"^[^\W\d_][\w]{0,15}$")]
Expr = Annotated[str, Field(min_length=1, max_length=500)]


def placeholders(text: str) -> tuple[str, ...]:
    """The names that a text has placeholders for, in order."""
    return tuple(PLACEHOLDER.findall(text))


class Figure(Record):
    """A number of the references."""

    value: Exact
    unit: str | None = None
    """None where the references do not say it."""
    source: str
    """The key that a question names as its source."""


class Law(Protocol):
    """A formula of the references."""

    @property
    def expr(self) -> str: ...
    @property
    def result_unit(self) -> str: ...
    @property
    def symbols(self) -> Mapping[str, Any]: ...
    @property
    def mistakes(self) -> tuple[Mapping[str, Any], ...]: ...
    @property
    def constants(self) -> Mapping[str, str]: ...


class Grounds(Protocol):
    """What a template rests on: a bank's references, or anything that answers like them."""

    @property
    def formulas(self) -> Mapping[str, Law]: ...

    def figure(self, key: str) -> Figure | None:
        """The number of a fact (`grid.avg.2023`), a row (`table:row`) or one column of it (`table:row.column`)."""


class Parameter(Record):
    """What changes from variant to variant, by exactly one of `range`, `choices`, `figure` and `expr`."""

    range: tuple[Exact, Exact] | None = None
    """Smallest and largest value, both possible; needs `step`."""
    step: Annotated[Exact, Field(gt=0)] | None = None
    choices: Annotated[tuple[Exact | Text, ...], Field(min_length=1, max_length=100)] | None = None
    """Numbers, or words (the place, the fuel) that stand in texts and in a `figure`."""
    figure: Text | None = None
    """Key of a figure of the references; `<<CITY>>` in it stands for the word chosen."""
    expr: Expr | None = None
    """From other parameters."""
    decimals: Annotated[Whole, Field(ge=0, le=8)] | None = None
    """Of an `expr`, half up; without it the value is not rounded and can't be shown."""
    unit: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> "Parameter":
        ways = [self.range, self.choices, self.figure, self.expr]
        if sum(way is not None for way in ways) != 1:
            raise ValueError(say("variants.record.one_way"))
        if (self.range is None) != (self.step is None):
            raise ValueError(say("variants.record.step"))
        if self.range and self.step and (self.range[1] < self.range[0] or (self.range[1] - self.range[0]) % self.step):
            raise ValueError(say("variants.record.range", low=self.range[0], high=self.range[1], step=self.step))
        if self.choices and len({isinstance(choice, str) for choice in self.choices}) > 1:
            raise ValueError(say("variants.record.choices"))
        if self.decimals is not None and self.expr is None:
            raise ValueError(say("variants.record.decimals"))
        return self

    @property
    def is_words(self) -> bool:
        return self.choices is not None and isinstance(self.choices[0], str)


class Mistake(Record):
    """A usual mistake and what it gives."""

    name: Text
    expr: Expr | None = None
    """None for one of the formula's own `common_errors` of this name."""

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, data: Any) -> Any:
        return {"name": data} if isinstance(data, str) else data


class Template(Record):
    """A parametrised question; `variant` (in `authoring.questions.variants`) makes a question of it."""

    id: TemplateId
    type: Literal["single_choice", "numeric"]
    version: Annotated[Whole, Field(ge=1)] = 1
    status: Status = Status.DRAFT
    level: Level
    knowledge_points: Annotated[tuple[KnowledgePoint, ...], Field(min_length=1)]
    cognitive: Cognitive
    difficulty: Annotated[Whole, Field(ge=1, le=5)]
    marks: Marks
    seconds: Annotated[Whole, Field(ge=1, le=7200)]
    parameters: Annotated[dict[Name, Parameter], Field(min_length=1)]
    constraints: tuple[Expr, ...] = ()
    """Comparisons that the parameters of one variant meet together; drawn again until they do."""
    formula: str | None = None
    """Key of a formula of the references … """
    expr: Expr | None = None
    """… or an expression over the parameters."""
    inputs: dict[Name, Expr | tuple[Expr, ...]] = Field(default_factory=dict)
    """What a formula's symbols are where no parameter has their name: expressions over parameters, lists for lists."""
    unit: str = ""
    """Of the key; dimensions are checked against it."""
    decimals: Annotated[Whole, Field(ge=0, le=8)]
    """Of the key and of every option: rounded half up."""
    plausible: tuple[Exact, Exact]
    """The size that a sensible key has."""
    tolerance: Tolerance
    """Of a numeric answer; and how far apart the options of a choice have to be at least."""
    accepted_units: tuple[AcceptedUnit, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    """Named mistakes: distractors of a choice (drawn where there are more than needed), traps of a numeric one."""
    options: Annotated[Whole, Field(ge=2, le=8)] = 4
    """How many a choice has."""
    stem: Text
    rationale: Text
    sources: tuple[str, ...] = ()
    """Keys of the references; the formula and the figures used are added by themselves."""
    author: str = ""
    tags: tuple[str, ...] = ()
    suppress: tuple[Suppression, ...] = ()

    @field_validator("parameters", "inputs")
    @classmethod
    def _free_names(cls, names: dict[str, Any]) -> dict[str, Any]:
        if taken := [name for name in names if RESERVED.fullmatch(name)]:
            raise ValueError(say("variants.record.reserved", names="、".join(taken)))
        return names

    @model_validator(mode="after")
    def _consistent(self) -> "Template":
        if (self.formula is None) == (self.expr is None):
            raise ValueError(say("variants.record.formula"))
        if both := sorted(self.inputs.keys() & self.parameters.keys()):
            raise ValueError(say("variants.record.inputs", names="、".join(both)))
        if self.inputs and self.formula is None:
            raise ValueError(say("variants.record.inputs_formula"))
        if self.type == "single_choice" and len(self.mistakes) < self.options - 1:
            raise ValueError(say("variants.record.mistakes", options=self.options, found=len(self.mistakes)))
        return self

    @property
    def domain(self) -> str:
        return self.knowledge_points[0].split("-")[0]

    @property
    def texts(self) -> dict[str, str]:
        """Texts with placeholders, by field."""
        return {"stem": self.stem, "rationale": self.rationale}
