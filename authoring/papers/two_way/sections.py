"""The sections (大题) that a table's types make: how many questions of how many marks each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from authoring.findings import Finding
from authoring.intake.notation import plain_number
from authoring.papers.two_way.amounts import Amount, Counted
from authoring.papers.two_way.faults import doubtful, missing, wrong
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.settings_block import Block
from authoring.papers.two_way.table import Table
from authoring.papers.two_way.words import type_name
from authoring.papers.wording import number
from authoring.texts import say

__all__ = ["Sections", "from_block", "sections_of", "totals_of", "worths"]

_OWN = ("short_answer", "case")
"""Types whose questions keep their own marks when nothing is said."""
_ZERO = Decimal(0)


@dataclass(slots=True)
class _Kept:
    """One type as the table writes it."""

    type: str
    name: str
    counts: list[Amount] = field(default_factory=list)
    marks: list[Amount] = field(default_factory=list)
    each: Decimal | None = None

    @property
    def count(self) -> Decimal:
        return sum((made.value for made in self.counts), _ZERO)

    @property
    def worth(self) -> Decimal:
        return sum((made.value for made in self.marks), _ZERO)


@dataclass(slots=True)
class Sections:
    """Plain data of the sections, and what they mean for the amounts of the table."""

    plain: list[dict[str, Any]]
    doubled: frozenset[str] = frozenset()
    """Types that stand in several sections: their rows must name the section."""
    named: dict[tuple[str, str], str] = field(default_factory=dict)
    """Id of the section of a type as it is written."""
    implied: frozenset[tuple[int, int, str]] = frozenset()
    """Row, column and measure of amounts that follow from others: marks that are questions times marks each."""
    own: list[str] = field(default_factory=list)
    """Types whose questions keep their own marks."""

    def each(self, type_name: tuple[str, str]) -> Decimal | None:
        """Marks of a question of a type as it is written."""
        name = self.named.get(type_name)
        found = next((plain.get("marks_each") for plain in self.plain if plain["id"] == name), None)
        return None if found is None else Decimal(str(found))


def sections_of(
    table: Table, counted: Counted, block: Block, given: list[dict[str, Any]]
) -> tuple[Sections, list[Finding]]:
    """Sections from a sheet of their own, else from the columns of types, else from the block beside the table."""
    findings: list[Finding] = []
    kept = _kept(counted)
    if given:
        return _given(table, counted, given, kept, findings), findings
    if not kept:
        plain, findings = from_block(block, table.page)
        return Sections(plain), findings
    for entry in kept:
        entry.each = _each(entry, counted, block)
    counts = [_count(table, entry, block, findings) for entry in kept]
    return _made(table, kept, counts, findings), findings


def _kept(counted: Counted) -> list[_Kept]:
    found: dict[tuple[str, str], _Kept] = {}
    order = sorted(counted.inner, key=lambda made: made.at)
    for made in order:
        if kinds := made.chosen.get("types"):
            entry = found.setdefault((str(kinds[0]), made.head.name), _Kept(str(kinds[0]), made.head.name))
            (entry.marks if made.measure == "marks" else entry.counts if made.measure == "count" else []).append(made)
    return [entry for entry in found.values() if entry.count or entry.worth]


def from_block(block: Block, page: Page) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Plain sections of the types that the texts around a table count: `单选 40 题，每题 1 分`."""
    kinds = [kind for kind in block.kinds if kind.count]
    findings = [] if kinds else [missing("sections", page.place())]
    sections = []
    for n, kind in enumerate(kinds):
        name = type_name(kind.name)
        plain: dict[str, Any] = {"id": f"S{n + 1}", "title": _title(n, name), "types": [kind.type]}
        sections.append(plain | {"count": int(kind.count or 0)})
        if kind.each is not None:
            sections[-1]["marks_each"] = plain_number(kind.each)
        elif kind.type not in _OWN:
            findings.append(missing("each", page.place(kind.row), type=name))
    return sections, findings


def _title(n: int, name: str) -> str:
    """`三、判断题`, for the section at place 2."""
    return say("blueprint_table.section_title", ordinal=say("blueprint_table.ordinals")[n : n + 1] or n + 1, name=name)


def _each(entry: _Kept, counted: Counted, block: Block) -> Decimal | None:
    """Marks of one question: in the head, in a line below, in the block, or the same in every cell."""
    for made in (*entry.counts, *entry.marks):
        if made.head.each:
            return made.head.each
    for made, _, said in counted.below:
        mine = made.head.name == entry.name and made.head.chosen.get("types") == (entry.type,)
        if mine and said == "each":
            return made.value
        if mine and made.measure == "marks" and entry.count and not entry.marks:
            return _halved(made.value / entry.count)
    said_of = [kind for kind in block.kinds if kind.type == entry.type and kind.each]
    exact = next((kind for kind in said_of if type_name(kind.name) == entry.name), None)
    if said_of:
        return (exact or said_of[0]).each
    marks = {(made.row): made.value for made in entry.marks}
    ratios = {marks.get(made.row, _ZERO) / made.value for made in entry.counts if made.value}
    if entry.marks and len(ratios) == 1:
        return _halved(ratios.pop())
    many = next((kind.count for kind in block.kinds if kind.type == entry.type and kind.count), None)
    return _halved(entry.worth / many) if many and not entry.counts else None


def _halved(value: Decimal) -> Decimal | None:
    return value if value > 0 and value * 2 % 1 == 0 else None


def _count(table: Table, entry: _Kept, block: Block, findings: list[Finding]) -> Decimal:
    """Questions of a type; where the table has marks alone, the marks divided by those of one question."""
    if entry.counts:
        return entry.count
    many = next((kind.count for kind in block.kinds if kind.type == entry.type and kind.count), None)
    if entry.each is None:
        if many is None:
            findings.append(_missing_each(table, entry, "count_or_each"))
        return many or _ZERO
    if entry.worth % entry.each:
        place = table.page.place(table.header.below - 1, entry.marks[0].at)
        values = {"name": entry.name, "marks": number(entry.worth), "each": number(entry.each)}
        findings.append(wrong("P159", place, **values))
        return _ZERO
    return entry.worth / entry.each


def _made(table: Table, kept: Sequence[_Kept], counts: Sequence[Decimal], findings: list[Finding]) -> Sections:
    types = [entry.type for entry in kept]
    made = Sections([], frozenset(kind for kind in types if types.count(kind) > 1))
    for n, (entry, count) in enumerate(zip(kept, counts, strict=True)):
        plain: dict[str, Any] = {"id": f"S{n + 1}", "title": _title(n, entry.name), "types": [entry.type]}
        plain["count"] = int(count)
        made.named[entry.type, entry.name] = plain["id"]
        if entry.each is not None:
            plain["marks_each"] = plain_number(entry.each)
        elif entry.type in _OWN:
            made.own.append(say(f"label.question_type.{entry.type}"))
        elif not entry.marks or not entry.counts:
            findings.append(_missing_each(table, entry, "each"))
        else:
            place = table.page.place(table.header.below - 1, entry.counts[0].at)
            findings.append(doubtful("P178", place, name=entry.name))
        if count:
            made.plain.append(plain)
    made.implied = _implied(table, kept, findings)
    return made


def _implied(table: Table, kept: Sequence[_Kept], findings: list[Finding]) -> frozenset[tuple[int, int, str]]:
    """Marks that are the questions of the same line and type times the marks of one; those that are not are wrong."""
    found = set()
    for entry in kept:
        if entry.each is None or not entry.counts:
            continue
        # A type may be crossed with levels: the cell with the same choice holds the questions of these marks.
        counts = {(made.row, tuple(sorted(made.chosen.items()))): made for made in entry.counts}
        for made in entry.marks:
            other = counts.get((made.row, tuple(sorted(made.chosen.items()))))
            due = (other.value if other else _ZERO) * entry.each
            if due != made.value:
                values = {"count": number(other.value if other else 0), "each": number(entry.each)}
                values |= {"due": number(due), "marks": number(made.value), "name": entry.name}
                findings.append(wrong("P158", table.page.place(made.row, made.at), **values))
            found.add((made.row, made.at, "marks"))
    return frozenset(found)


def _given(
    table: Table, counted: Counted, given: list[dict[str, Any]], kept: Sequence[_Kept], findings: list[Finding]
) -> Sections:
    """Sections of a sheet of their own; a count that is left open there is the table's."""
    made = Sections([dict(plain) for plain in given])
    holding = {
        kind: [plain for plain in made.plain if kind in plain.get("types", ())] for kind in {e.type for e in kept}
    }
    for entry in kept:
        homes = holding[entry.type]
        if len(homes) == 1:
            made.named[entry.type, entry.name] = homes[0].get("id", "")
            each = homes[0].get("marks_each")
            entry.each = Decimal(str(each)) if each is not None else None
    made.implied = _implied(table, kept, findings)
    for plain in made.plain:
        whole = [entry for entry in kept if made.named.get((entry.type, entry.name)) == plain.get("id")]
        sums = [entry.count for entry in whole if entry.counts]
        by_title = [
            made_.value for made_ in counted.inner if made_.head.section == plain.get("id") and made_.measure == "count"
        ]
        total = sum((*sums, *by_title), _ZERO)
        if plain.get("count") is None and total:
            plain["count"] = int(total)
    return made


def _missing_each(table: Table, entry: _Kept, setting: str) -> Finding:
    at = (entry.counts or entry.marks)[0].at if entry.counts or entry.marks else None
    return missing(setting, table.page.place(table.header.below - 1, at), type=entry.name)


def worths(counted: Counted, sections: Sections) -> dict[int, Decimal]:
    """Marks of the lines, by row, where they follow from questions and marks of each type."""
    found: dict[int, Decimal] = {}
    unknown: set[int] = set()
    marked = {made.head.name for made in counted.inner if made.measure == "marks" and "types" in made.chosen}
    for made in counted.inner:
        if "types" not in made.chosen or made.measure == "share":
            continue
        each = sections.each((str(made.chosen["types"][0]), made.head.name))
        if made.measure == "marks":
            value = _ZERO if each is not None and (made.row, made.at, "marks") in sections.implied else made.value
        elif each is None and made.head.name not in marked:
            unknown.add(made.row)
            continue
        else:
            value = made.value * (each or _ZERO)
        found[made.row] = found.get(made.row, _ZERO) + value
    return {row: value for row, value in found.items() if row not in unknown}


def totals_of(plain: Sequence[dict[str, Any]]) -> Iterator[Decimal | None]:
    """Marks of each section, None where its questions keep their own."""
    for entry in plain:
        each = entry.get("marks_each")
        yield None if each is None or entry.get("count") is None else Decimal(str(each)) * entry["count"]
