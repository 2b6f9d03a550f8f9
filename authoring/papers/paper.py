"""An assembled paper: which questions, in which order, worth how much; frozen and fingerprinted."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from authoring.questions import Level
from authoring.questions.scoring import ScoringRules
from authoring.records import Marks, Record

__all__ = ["PAPER_FORMAT", "Form", "FormSection", "Item", "Paper"]

PAPER_FORMAT = 1


class Item(Record):
    """One question of a form."""

    question: str
    version: int
    question_fingerprint: str
    """Of the question as it was when the paper was assembled."""
    number: int
    """1-based, running through the form."""
    marks: Marks
    seconds: int
    """Expected answering time."""
    order: tuple[str, ...] = ()
    """Ids of options, matching choices or items to order as this form shows them; empty: as in the question."""
    child_orders: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The same for a case's children, by child id."""


class FormSection(Record):
    id: str
    title: str
    instructions: str
    minutes: int | None
    items: tuple[Item, ...]


class Form(Record):
    """One parallel form (A卷, B卷 …)."""

    name: str
    sections: tuple[FormSection, ...]

    @property
    def items(self) -> Iterator[Item]:
        return (item for section in self.sections for item in section.items)


class Paper(Record):
    """All forms that one assembly made."""

    format: Literal[1] = 1
    id: str
    title: str
    level: Level
    minutes: int
    marks: Marks
    pass_marks: Marks
    scoring: ScoringRules
    blueprint: str
    """Id of the blueprint."""
    blueprint_fingerprint: str
    seed: int
    forms: tuple[Form, ...]

    @property
    def question_ids(self) -> tuple[str, ...]:
        """Every question of any form, each once, sorted."""
        return tuple(sorted({item.question for form in self.forms for item in form.items}))
