"""What a form asks, ready to be printed: the candidate view's structure with the authors' content in it, and no key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from authoring.content import Content, parse
from authoring.papers.paper import Form, Paper
from authoring.questions import Matching, MultipleChoice, Ordering, Part, Question, SingleChoice, parts
from authoring.rendering.candidate import candidate_paper
from authoring.rendering.views import CandidatePaper, CaseView, PartView

__all__ = ["Asked", "AskedItem", "AskedPart", "AskedSection", "asked"]


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One answerable question; the view says its number, marks, type and the order of its entries."""

    view: PartView
    stem: Content
    entries: Mapping[str, Content]
    """Options, premises, choices and items by id."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A numbered question: one part, or a case's stimulus with its parts."""

    number: str
    marks: Decimal
    stimulus: Content | None
    parts: tuple[AskedPart, ...]


@dataclass(frozen=True, slots=True)
class AskedSection:
    title: str
    instructions: str
    items: tuple[AskedItem, ...]

    @property
    def marks(self) -> Decimal:
        return sum((item.marks for item in self.items), Decimal(0))

    @property
    def says_marks(self) -> bool:
        """Whether the instructions say what each question is worth."""
        return len({item.marks for item in self.items}) == 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One form of a paper."""

    paper: CandidatePaper
    sections: tuple[AskedSection, ...]


def asked(paper: Paper, form: Form, questions: Mapping[str, Question]) -> Asked:
    """A form in the numbering, sections, instructions and order of options that the screen shows."""
    view = candidate_paper(paper, form, questions)
    sections = (
        AskedSection(
            title=section.title,
            instructions=section.instructions,
            items=tuple(_item(item, questions[item.id]) for item in section.items),
        )
        for section in view.sections
    )
    return Asked(paper=view, sections=tuple(sections))


def _item(view: CaseView | PartView, question: Question) -> AskedItem:
    views = view.children if isinstance(view, CaseView) else (view,)
    stimulus = parse(question.stem) if isinstance(view, CaseView) else None
    asked_parts = (_part(one, part) for one, part in zip(views, parts(question), strict=True))
    return AskedItem(number=view.number, marks=view.marks, stimulus=stimulus, parts=tuple(asked_parts))


def _part(view: PartView, part: Part) -> AskedPart:
    return AskedPart(view=view, stem=parse(part.stem), entries=_entries(part))


def _entries(part: Part) -> dict[str, Content]:
    match part:
        case SingleChoice() | MultipleChoice():
            entries = [(option.id, option.text) for option in part.options]
        case Matching():
            entries = [(entry.id, entry.text) for entry in (*part.premises, *part.choices)]
        case Ordering():
            entries = [(entry.id, entry.text) for entry in part.items]
        case _:
            entries = []
    return {name: parse(text) for name, text in entries}
