"""Who rests on a reference: what has to be looked at when a figure, a document or a formula is superseded."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from authoring.bank.references import References, Resolved
from authoring.questions import Question, parts
from authoring.questions.drawing import figures_of
from authoring.questions.template import Template
from authoring.records import Record

if TYPE_CHECKING:
    from authoring.bank import Bank

__all__ = ["Use", "has_ended", "questions_using", "superseded", "who_uses"]


class Use(Record):
    """What names a reference, or something that stands in it."""

    kind: str
    """`question`, `template`, `paper` or `package`."""
    id: str
    via: str
    """The key that it names: the reference itself, a row of the table, a fact of the document.

    For a paper or a package: the question that does so.
    """
    file: str = ""
    """Of a paper or a package."""


def who_uses(bank: "Bank", key: str) -> list[Use]:
    """Every question and template that rests on `key`: a fact, table, `table:row`, document, formula or `term:…`.

    What rests on a document is also what names a fact or table that was read in it; what rests on a table, what names
    one of its rows. Questions first, each group in the order of the ids.
    """
    keys = _behind(bank.references, key)
    templates = bank.templates.values()
    made = (Use(kind="template", id=t.id, via=via) for t in templates if (via := _named(_template_keys(t), keys)))
    return [*questions_using(bank, bank.references, key), *made]


def questions_using(questions: Iterable[Question], references: References, key: str) -> list[Use]:
    """Those of the questions that rest on `key`, in their order."""
    keys = _behind(references, key)
    return [Use(kind="question", id=q.id, via=via) for q in questions if (via := _named(_keys(q), keys))]


def superseded(references: References, today: date) -> list[Resolved]:
    """The facts whose time was over before `today`."""
    past = (key for key, fact in references.facts.items() if fact.valid_to and has_ended(fact.valid_to, today))
    return [resolved for key in past if (resolved := references.resolve(key))]


def has_ended(valid_to: str, today: date) -> bool:
    """Whether a year, month or day is over: `2025` is on 2026-01-01."""
    return valid_to < today.isoformat()[: len(valid_to)]


def _behind(references: References, key: str) -> frozenset[str]:
    """The key and, of a document, what was read in it."""
    if key not in references.documents:
        return frozenset({key})
    facts = (fact.key for fact in references.facts.values() if fact.source == key)
    tables = (table.key for table in references.tables.values() if table.source == key)
    rows = (
        f"{table.key}:{row}"
        for table in references.tables.values()
        for row, entry in table.rows.items()
        if isinstance(entry, dict) and entry.get("_source") == key
    )
    return frozenset({key, *facts, *tables, *rows})


def _named(named: Iterator[str], keys: frozenset[str]) -> str | None:
    """The first key that is meant; a row stands for its table as well."""
    return next((name for name in named if name in keys or name.partition(":")[0] in keys - {"term"}), None)


def _keys(question: Question) -> Iterator[str]:
    yield from question.sources
    for part in parts(question):
        yield from part.sources
        if part.calculation and part.calculation.formula:
            yield part.calculation.formula


def _template_keys(template: Template) -> Iterator[str]:
    yield from template.sources
    if template.formula:
        yield template.formula
    for parameter in template.parameters.values():
        for key in figures_of(parameter.figure, template.parameters) if parameter.figure else ():
            table, colon, row = key.partition(":")
            yield key
            yield f"{table}{colon}{row.rpartition('.')[0] or row}"
