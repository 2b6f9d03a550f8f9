"""From a paper and its questions to what a candidate may see. Nothing else of a question is read here."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from authoring.content import parse
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.questions.arrange import Entry
from authoring.rendering.views import (
    BlanksView,
    CandidatePaper,
    CaseView,
    ChoiceView,
    EntryView,
    ItemView,
    MatchingView,
    NumericView,
    OrderingView,
    PartView,
    SectionView,
    ShortAnswerView,
    TrueFalseView,
)
from authoring.texts import say

__all__ = ["candidate_paper", "item_view", "media_of"]

BLANK_WIDTH = 12
"""Characters; the same for every blank, because a width made to measure tells the length of the key."""


def candidate_paper(paper: Paper, form: Form, questions: Mapping[str, Question]) -> CandidatePaper:
    """One form of a paper as candidates meet it."""
    return CandidatePaper(
        paper=paper.id,
        form=form.name,
        title=paper.title,
        level=say(f"label.level.{paper.level}"),
        seconds=paper.minutes * 60,
        marks=paper.marks,
        pass_marks=paper.pass_marks,
        sections=tuple(_section(section, questions) for section in form.sections),
    )


def media_of(form: Form, questions: Mapping[str, Question]) -> tuple[str, ...]:
    """Addresses of the pictures that a form's candidate texts show, sorted."""
    texts = (text for item in form.items for text in questions[item.question].candidate_texts().values())
    return tuple(sorted({image.src for text in texts for image in parse(text).images}))


def _section(section: FormSection, questions: Mapping[str, Question]) -> SectionView:
    return SectionView(
        id=section.id,
        title=section.title,
        instructions=section.instructions,
        seconds=None if section.minutes is None else section.minutes * 60,
        items=tuple(item_view(item, questions[item.question]) for item in section.items),
    )


def item_view(item: Item, question: Question) -> ItemView:
    """A question in its place on a form."""
    if not isinstance(question, Case):
        return _part(question, str(item.number), item.marks, item.order)
    children = (
        _part(child, f"{item.number}.{n}", child.marks, item.child_orders.get(child.id, ()))
        for n, child in enumerate(question.children, start=1)
    )
    return CaseView(children=tuple(children), **_common(question, str(item.number), item.marks))


def _common(question: Question, number: str, marks: Any) -> dict[str, Any]:
    return {"id": question.id, "number": number, "marks": marks, "stem": parse(question.stem).xhtml()}


def _part(question: Part, number: str, marks: Any, order: Sequence[str]) -> PartView:
    common = _common(question, number, marks)
    match question:
        case SingleChoice() | MultipleChoice():
            return ChoiceView(type=question.type, options=_entries(question.options, order), **common)
        case TrueFalse():
            return TrueFalseView(**common)
        case Blanks():
            return BlanksView(blanks=(BLANK_WIDTH,) * len(question.blanks), **common)
        case Numeric():
            return NumericView(units=question.units, **common)
        case Matching():
            return MatchingView(
                premises=_entries(question.premises), choices=_entries(question.choices, order), **common
            )
        case Ordering():
            return OrderingView(items=_entries(question.items, order), **common)
        case ShortAnswer():
            return ShortAnswerView(expected_length=question.expected_length, **common)
        case _:
            assert_never(question)


def _entries(entries: Sequence[Option | Entry], order: Sequence[str] = ()) -> tuple[EntryView, ...]:
    by_id = {entry.id: entry for entry in entries}
    return tuple(EntryView(id=name, html=parse(by_id[name].text).inline_xhtml()) for name in order or by_id)
