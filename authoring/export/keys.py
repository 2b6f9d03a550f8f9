"""The key sheet of a form: what people read out and what machines mark with."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from authoring.export.contents import ItemKey, KeySheet
from authoring.papers.paper import Form, Item, Paper
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.rendering.review_notes import key_text

__all__ = ["key_sheet"]


def key_sheet(paper: Paper, form: Form, questions: Mapping[str, Question]) -> KeySheet:
    """The keys of one form with the letters that it shows."""
    keys = (key for item in form.items for key in _item(item, questions[item.question]))
    return KeySheet(paper=paper.id, form=form.name, keys=tuple(keys))


def _item(item: Item, question: Question) -> Iterator[ItemKey]:
    if not isinstance(question, Case):
        yield _key(question, str(item.number), item.marks, item.order)
        return
    for n, child in enumerate(question.children, start=1):
        yield _key(child, f"{item.number}.{n}", child.marks, item.child_orders.get(child.id, ()))


def _key(question: Part, number: str, marks: Any, order: tuple[str, ...]) -> ItemKey:
    return ItemKey(
        number=number,
        question=question.id,
        type=question.type,
        marks=marks,
        shown=key_text(question, order),
        response=_response(question),
    )


def _response(question: Part) -> Any:
    match question:
        case SingleChoice() | TrueFalse():
            return question.key
        case MultipleChoice() | Ordering():
            return list(question.key)
        case Blanks():
            return [blank.accepted[0] for blank in question.blanks]
        case Numeric():
            return {"value": f"{question.value:f}", "unit": question.unit}
        case Matching():
            return dict(question.key)
        case ShortAnswer():
            return None
        case _:
            assert_never(question)
