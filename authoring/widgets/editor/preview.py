"""The candidate's view of a sheet, complete or not: in the same records and by the same renderer as an exam's page.

A question is made without validation, of candidate-visible fields alone: key, rationale and rubric are not in it.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar, assert_never, cast

from authoring.content import parse
from authoring.questions import (
    Blank,
    Blanks,
    Case,
    Entry,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Question,
    QuestionType,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.questions.entry import AcceptedUnit
from authoring.questions.responses import read_number
from authoring.records import Record
from authoring.texts import catalogue, say
from authoring.widgets.editor.fresh import Sheet, fresh
from authoring.widgets.single import page_of

__all__ = ["preview_page"]

_Kind = TypeVar("_Kind", bound=Record)
_HALF = Decimal("0.5")
_LONGEST_WAIT = 7200


def preview_page(sheet: Sheet, identity: str, picture: Callable[[str], bytes]) -> str:
    """The page as HTML. `picture` gives the bytes of an address, empty where there is no such picture."""
    level = f"label.level.{sheet['level']}"
    return page_of(_shown(sheet, identity), picture, level=say(level) if level in catalogue() else "")


def _shown(sheet: Sheet, identity: str) -> Question:
    if sheet["type"] != QuestionType.CASE:
        return _part(sheet, identity)
    # the page needs a question to stop at; an empty one stands where the first will be
    inside = sheet["children"] or [fresh(QuestionType.SINGLE_CHOICE, inner=True) | {"options": [], "marks": ""}]
    children = tuple(_part(child, f"{identity}.{number}") for number, child in enumerate(inside, start=1))
    return _bare(Case, type="case", id=identity, stem=sheet["stem"], children=children)


def _part(sheet: Sheet, identity: str) -> Part:
    kind = QuestionType(sheet["type"])
    common: dict[str, Any] = {"type": kind.value, "id": identity, "stem": sheet["stem"]}
    common |= {"marks": _marks(sheet["marks"]), "seconds": _whole(sheet["seconds"])}
    match kind:
        case QuestionType.SINGLE_CHOICE:
            return _bare(SingleChoice, options=_texts(Option, sheet["options"]), **common)
        case QuestionType.MULTIPLE_CHOICE:
            return _bare(MultipleChoice, options=_texts(Option, sheet["options"]), **common)
        case QuestionType.TRUE_FALSE:
            return _bare(TrueFalse, **common)
        case QuestionType.BLANKS:
            # as many as the stem has, whether they are listed yet or not
            count = max(parse(sheet["stem"]).blanks, default=0)
            return _bare(Blanks, blanks=(_bare(Blank),) * count, **common)
        case QuestionType.NUMERIC:
            units = tuple(_bare(AcceptedUnit, unit=entry["unit"]) for entry in sheet["accepted_units"] if entry["unit"])
            return _bare(Numeric, unit=sheet["unit"], accepted_units=units, **common)
        case QuestionType.MATCHING:
            premises, choices = _texts(Entry, sheet["premises"]), _texts(Entry, sheet["choices"])
            return _bare(Matching, premises=premises, choices=choices, **common)
        case QuestionType.ORDERING:
            return _bare(Ordering, items=_texts(Entry, sheet["items"]), **common)
        case QuestionType.SHORT_ANSWER:
            return _bare(ShortAnswer, expected_length=_whole(sheet["expected_length"]) or 200, **common)
        case QuestionType.CASE:
            raise AssertionError(kind)
        case _:
            assert_never(kind)


def _bare(kind: type[_Kind], **known: Any) -> _Kind:
    """A record of which only some fields are known."""
    return cast(_Kind, kind.model_construct(**known))


def _texts(kind: type[_Kind], entries: list[Sheet]) -> tuple[_Kind, ...]:
    return tuple(_bare(kind, id=entry["id"], text=entry["text"]) for entry in entries)


def _marks(text: str) -> Decimal:
    """0 while it is no number of marks."""
    number = read_number(text)
    return number if number is not None and 0 <= number <= 1000 and number % _HALF == 0 else Decimal(0)


def _whole(text: str) -> int:
    number = read_number(text)
    return int(number) if number is not None and 0 < number <= _LONGEST_WAIT else 0
