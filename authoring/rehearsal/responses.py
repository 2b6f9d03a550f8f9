"""Whether a response has the shape of its question, as `authoring.questions.scoring` names the shapes.

Half-done responses are fine: they are stored as they are typed. What no page sends is refused.
"""

from collections.abc import Iterable
from typing import Any

from authoring.rehearsal.refusals import Refused
from authoring.rendering.views import (
    BlanksView,
    CaseView,
    ChoiceView,
    EntryView,
    ItemView,
    MatchingView,
    NumericView,
    OrderingView,
    PartView,
    ShortAnswerView,
    TrueFalseView,
)

__all__ = ["MOST_BYTES", "answered", "check_shape", "clean", "is_given"]

MOST_BYTES = 128 * 1024
"""Of one response as ASCII JSON: twenty thousand Chinese characters, the most that the answering page lets in."""


def check_shape(item: ItemView, response: Any) -> None:
    """Raises Refused where a response cannot be one to this question. None is a cleared answer."""
    if response is not None and not _fits(item, response):
        raise Refused("shape", number=item.number)


def answered(item: ItemView, response: Any) -> int:
    """How many of a question's parts have an answer: a case counts its children."""
    if isinstance(item, CaseView):
        given = response if isinstance(response, dict) else {}
        return sum(answered(child, given.get(child.id)) for child in item.children)
    return int(not _is_empty(response))


def clean(value: Any) -> Any:
    """Halves of characters, which a keyboard can leave behind, become U+FFFD: no program can write them down."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [clean(entry) for entry in value]
        case dict():
            return {clean(name): clean(entry) for name, entry in value.items()}
        case _:
            return value


def is_given(response: Any) -> bool:
    """Whether a part's response is an answer at all."""
    return not _is_empty(response)


def _is_empty(response: Any) -> bool:
    match response:
        case None:
            return True
        case str():
            return not response.strip()
        case list():
            return all(_is_empty(entry) for entry in response)
        case {"value": value}:
            return _is_empty(value)
        case dict():
            return all(_is_empty(entry) for entry in response.values())
        case _:
            return False


def _fits(item: ItemView | PartView, response: Any) -> bool:
    match item:
        case CaseView():
            children = {child.id: child for child in item.children}
            return isinstance(response, dict) and all(
                name in children and (entry is None or _fits(children[name], entry)) for name, entry in response.items()
            )
        case ChoiceView(type="single_choice"):
            return isinstance(response, str) and response in _ids(item.options)
        case ChoiceView():
            return _are_ids(response, item.options)
        case TrueFalseView():
            return isinstance(response, bool)
        case BlanksView():
            return isinstance(response, list) and len(response) == len(item.blanks) and _are_texts(response)
        case NumericView():
            return isinstance(response, dict) and set(response) <= {"value", "unit"} and _are_texts(response.values())
        case MatchingView():
            return (
                isinstance(response, dict)
                and set(response) <= _ids(item.premises)
                and all(entry is None or entry == "" or entry in _ids(item.choices) for entry in response.values())
                and all(entry is None or isinstance(entry, str) for entry in response.values())
            )
        case OrderingView():
            return _are_ids(response, item.items)
        case ShortAnswerView():
            return isinstance(response, str)


def _ids(entries: Iterable[EntryView]) -> set[str]:
    return {entry.id for entry in entries}


def _are_ids(response: Any, entries: Iterable[EntryView]) -> bool:
    return (
        isinstance(response, list)
        and _are_texts(response)
        and len(set(response)) == len(response)
        and set(response) <= _ids(entries)
    )


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
