"""Questions in groups, as the formats of other systems want them: a bank by its domains, a form by its sections."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from authoring.papers.paper import Form, Item
from authoring.questions import Case, Question

__all__ = ["Group", "by_domain", "by_section"]


class Group(NamedTuple):
    """Questions that stand together under a name."""

    name: str
    questions: Sequence[Question]


def by_domain(questions: Iterable[Question], names: Mapping[str, str] | None = None) -> list[Group]:
    """A group for each domain, in the order of their codes; `names` says what a code is called."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.domain, []).append(question)
    said = names or {}
    return [Group(f"{code} {said.get(code, '')}".strip(), groups[code]) for code in sorted(groups)]


def by_section(form: Form, questions: Mapping[str, Question]) -> list[Group]:
    """A form's sections with its questions as they are asked there: marks, order of options, choices and items."""
    return [
        Group(section.title, [_asked(item, questions[item.question]) for item in section.items])
        for section in form.sections
    ]


def _asked(item: Item, question: Question) -> Question:
    if isinstance(question, Case):
        children = tuple(
            child.model_copy(update=_ordered(child, item.child_orders.get(child.id, ()))) for child in question.children
        )
        return question.model_copy(update={"children": children})
    return question.model_copy(update={"marks": item.marks} | _ordered(question, item.order))


def _ordered(question: Question, order: Sequence[str]) -> dict[str, Any]:
    """The field whose entries the form has put into another order."""
    for field in ("options", "choices", "items"):
        entries = {entry.id: entry for entry in getattr(question, field, ())}
        if order and entries:
            return {field: tuple(entries[name] for name in order)}
    return {}
