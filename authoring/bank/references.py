"""What keys and figures rest on: dated facts, tables, documents, formulas, the glossary and superseded statements."""

import csv
import io
import re
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field

from authoring.questions.template import Figure
from authoring.records import Record, step_decimal
from authoring.texts import say

__all__ = ["Document", "Fact", "Formula", "Origin", "Outdated", "References", "Resolved", "Table", "Term"]


class Origin(StrEnum):
    FOUND = "found"
    DERIVED = "derived"
    MEMORY = "memory"
    """Not read in any source: nothing may rest on it before it is verified."""


class Document(Record):
    """A source: regulation, standard, notice."""

    key: str
    title: str
    number: str = ""
    year: int | None = None
    publisher: str = ""
    origin: Origin


class Fact(Record):
    """One dated fact."""

    key: str
    name: str
    value: Any
    unit: str = ""
    valid_from: str | None = None
    """Year or date, None when open."""
    valid_to: str | None = None
    source: str
    confidence: str
    origin: Origin
    note: str = ""


class Table(Record):
    key: str
    source: str = ""
    unit: str = ""
    rows: dict[str, Any]


class Formula(Record):
    key: str
    name: str
    tex: str
    expr: str
    result_unit: str
    decimals: int
    symbols: dict[str, Any]
    example: dict[str, Any]
    mistakes: tuple[dict[str, Any], ...]
    constants: dict[str, str] = Field(default_factory=dict)
    """Units of numbers in `expr` that carry one, such as `0.143` in kg/(t·min)."""


class Term(Record):
    term: str
    english: str
    definition: str
    preferred: str
    avoid: tuple[str, ...]
    avoid_pattern: str
    severity: str
    note: str


class Outdated(Record):
    """A statement that was right once."""

    key: str
    old: str
    pattern: str
    new: str
    since: str
    severity: str
    source: str
    example_hit: str
    example_ok: str
    note: str


class Resolved(Record):
    """What a source key of a question means."""

    key: str
    kind: str
    """fact, table, row, document, formula or term."""
    title: str
    value: str = ""
    document: str = ""
    valid_from: str | None = None
    valid_to: str | None = None
    origin: Origin = Origin.FOUND


class References(Record):
    documents: dict[str, Document] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)
    tables: dict[str, Table] = Field(default_factory=dict)
    formulas: dict[str, Formula] = Field(default_factory=dict)
    terms: dict[str, Term] = Field(default_factory=dict)
    outdated: tuple[Outdated, ...] = ()

    def resolve(self, key: str) -> Resolved | None:
        """The fact, table (`table` or `table:row`), document, formula or `term:…` that a source key names."""
        if key in self.facts:
            return self._fact(self.facts[key])
        if key in self.documents:
            document = self.documents[key]
            return Resolved(
                key=key, kind="document", title=_title(document), document=_title(document), origin=document.origin
            )
        if key in self.formulas:
            formula = self.formulas[key]
            return Resolved(key=key, kind="formula", title=formula.name, value=formula.tex)
        if key.startswith("term:") and key[5:] in self.terms:
            term = self.terms[key[5:]]
            return Resolved(key=key, kind="term", title=term.term, value=term.definition)
        return self._table(key)

    def _fact(self, fact: Fact) -> Resolved:
        value = f"{_written(fact.value)} {fact.unit}".strip().removesuffix(" -")
        document = self.documents.get(fact.source)
        return Resolved(
            key=fact.key,
            kind="fact",
            title=fact.name,
            value=value,
            document=_title(document) if document else fact.source,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
            origin=fact.origin,
        )

    def _table(self, key: str) -> Resolved | None:
        name, _, row = key.partition(":")
        table = self.tables.get(name)
        if table is None or (row and row not in table.rows):
            return None
        value = f"{_written(table.rows[row])} {table.unit}".strip() if row else ""
        own = table.rows.get(row) if row else None
        source = own["_source"] if isinstance(own, dict) and "_source" in own else table.source
        document = self.documents.get(source)
        origin = document.origin if document else Origin.FOUND
        title = f"{name} {row}".strip()
        return Resolved(
            key=key,
            kind="row" if row else "table",
            title=title,
            value=value,
            document=_title(document) if document else source,
            origin=origin,
        )

    def figure(self, key: str) -> Figure | None:
        """The number of a fact, of a table's row (`table:row`) or of one column of a row (`table:row.column`)."""
        if key in self.facts:
            fact = self.facts[key]
            return _figure(fact.value, fact.unit, key)
        name, _, place = key.partition(":")
        table = self.tables.get(name)
        if table is None:
            return None
        if place in table.rows:
            return _figure(table.rows[place], table.unit or None, key)
        row, _, column = place.rpartition(".")
        entries = table.rows.get(row)
        # A table of several columns tells their units in words, so they are not known here.
        return _figure(entries.get(column), None, f"{name}:{row}") if isinstance(entries, dict) else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every key a question may name as a source, table rows left out."""
        terms = (f"term:{term}" for term in self.terms)
        return (*self.facts, *self.tables, *self.documents, *self.formulas, *terms)

    def nearest(self, key: str) -> str | None:
        near = get_close_matches(key, self.keys, n=1, cutoff=0.6)
        return near[0] if near else None


def _figure(value: Any, unit: str | None, source: str) -> Figure | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Figure(value=step_decimal(value), unit=unit, source=source)


def _title(document: Document) -> str:
    return f"{document.title}（{document.number}）" if document.number else document.title


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{name} {_written(entry)}" for name, entry in value.items() if not str(name).startswith("_"))
    if isinstance(value, list):
        return "、".join(map(_written, value))
    return say(f"bank.truth.{value}") if isinstance(value, bool) else str(value)


def documents_from(data: Any) -> dict[str, Document]:
    return {
        key: Document(
            key=key,
            title=str(entry["title"]),
            number=str(entry.get("number", "")),
            year=entry.get("year"),
            publisher=entry.get("publisher", ""),
            origin=Origin(entry["origin"]),
        )
        for key, entry in data["sources"].items()
    }


def facts_from(data: Any) -> dict[str, Fact]:
    facts = [
        Fact(
            key=entry["key"],
            name=entry["name_zh"],
            value=entry["value"],
            unit=entry.get("unit") or "",
            valid_from=_date(entry.get("valid_from")),
            valid_to=_date(entry.get("valid_to")),
            source=entry["source"],
            confidence=entry["confidence"],
            origin=Origin(entry["origin"]),
            note=entry.get("note", ""),
        )
        for entry in data["facts"]
    ]
    return {fact.key: fact for fact in facts}


def _date(value: Any) -> str | None:
    return None if value is None else str(value)


def tables_from(data: Any) -> dict[str, Table]:
    return {
        key: Table(
            key=key,
            source=str(table.get("_source", "")),
            unit=str(table.get("_unit", "")),
            rows={str(name): row for name, row in table.items() if not str(name).startswith("_")},
        )
        for key, table in data["tables"].items()
    }


def formulas_from(data: Any) -> dict[str, Formula]:
    return {
        entry["id"]: Formula(
            key=entry["id"],
            name=entry["name_zh"],
            tex=entry["tex"],
            expr=str(entry["expr"]),
            result_unit=entry["result_unit"],
            decimals=entry["round"],
            symbols=entry["symbols"],
            example=entry["example"],
            mistakes=tuple(entry.get("common_errors", ())),
            constants=entry.get("constants", {}),
        )
        for entry in data["formulas"]
    }


def terms_from(text: str) -> dict[str, Term]:
    rows = csv.DictReader(io.StringIO(text))
    terms = [
        Term(
            term=row["term_zh"],
            english=row["term_en"],
            definition=row["definition_zh"],
            preferred=row["preferred"],
            avoid=tuple(form for form in row["avoid"].split("|") if form),
            avoid_pattern=_pattern(row["avoid_regex"]),
            severity=row["severity"],
            note=row["note"] or "",
        )
        for row in rows
    ]
    return {term.term: term for term in terms}


def outdated_from(text: str) -> tuple[Outdated, ...]:
    return tuple(
        Outdated(
            key=row["id"],
            old=row["old_zh"],
            pattern=_pattern(row["regex"]),
            new=row["new_zh"],
            since=row["since"],
            severity=row["severity"],
            source=row["source"],
            example_hit=row["example_hit"],
            example_ok=row["example_ok"],
            note=row["note"] or "",
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def _pattern(text: str) -> str:
    re.compile(text)
    return text
