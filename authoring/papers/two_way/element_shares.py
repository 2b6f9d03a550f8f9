"""鉴定比重 of a 要素细目表 as a blueprint: each 鉴定范围 that the syllabus knows gets its share of the marks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from authoring.bank.syllabus import Syllabus
from authoring.findings import Place
from authoring.intake.excel.elements import Element, ElementTable, Scope
from authoring.papers.two_way.faults import note, wrong
from authoring.papers.two_way.labels import Labels
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.planning import Draft, add_settings
from authoring.papers.two_way.sections import Sections, from_block
from authoring.papers.two_way.settings_block import read_block, says
from authoring.papers.two_way.shares import Share, add_shares
from authoring.papers.wording import listing
from authoring.papers.workbook_cells import Reading
from authoring.texts import say

__all__ = ["read_shares"]


@dataclass(frozen=True, slots=True)
class _Match:
    scope: Scope
    codes: tuple[str, ...]


def read_shares(
    table: ElementTable, page: Page, reading: Reading, given: Mapping[str, Any], syllabus: Syllabus | None
) -> dict[str, Any] | None:
    """The plain data of a blueprint whose rows are the shares of the table; the deepest scopes that the syllabus knows
    are taken. What maps to nothing is told with what is most like it."""
    names = {scope.name for scope in table.scopes} | {element.name for element in table.elements}
    block = read_block(
        (row, " ".join(page.line(row))) for row in range(len(page.cells)) if _beside(page.line(row), names)
    )
    top = min((scope.row for scope in table.scopes if scope.row is not None), default=0)
    draft = Draft(page, reading, block, top, dict(given))
    sections, findings = (list(given["sections"]), []) if given.get("sections") else from_block(block, page)
    reading.findings += findings
    add_settings(draft, Sections(sections), None)
    found = _Mapping(table, Labels(syllabus))
    matches = [match for scope in table.scopes if scope.level == 1 for match in found.covered(scope)]
    for scope in found.unknown:
        near = found.labels.near(scope.name)
        reading.findings.append(wrong("P166", _place(page, scope), name=scope.name, code=scope.code, near=near))
    if not found.unknown:
        add_shares(draft, [_share(page, match) for match in _merged(matches)], page.place())
    if graded := Counter(entry.importance for entry in table.elements if entry.importance):
        counts = (say("blueprint_table.graded", grade=grade, count=count) for grade, count in sorted(graded.items()))
        reading.findings.append(note("P167", page.place(), graded=listing(counts)))
    return None if any(finding.code == "P160" for finding in reading.findings) else draft.plain


def _beside(texts: list[str], names: set[str]) -> bool:
    """Texts of their own and settings; heads and lines of the table hold several words and say no setting."""
    return bool(texts) and not names & set(texts) and (len(texts) == 1 or says(" ".join(texts)))


def _place(page: Page, scope: Scope) -> Place:
    return page.place(scope.row)


def _share(page: Page, match: _Match) -> Share:
    weight = Decimal(str(match.scope.weight or 0))
    return Share({"knowledge_points": list(match.codes)}, match.scope.name, weight, _place(page, match.scope))


def _merged(matches: Iterable[_Match]) -> list[_Match]:
    """Scopes that are the same domain or point together have one share."""
    found: dict[tuple[str, ...], _Match] = {}
    for match in matches:
        other = found.get(match.codes)
        weight = (other.scope.weight or 0 if other else 0) + (match.scope.weight or 0)
        scope = (other or match).scope.model_copy(update={"weight": weight})
        found[match.codes] = _Match(scope, match.codes)
    return list(found.values())


class _Mapping:
    """Scopes with a weight, each with what it is in the syllabus."""

    def __init__(self, table: ElementTable, labels: Labels) -> None:
        self.labels = labels
        self.unknown: list[Scope] = []
        self._inner: dict[str, list[Scope]] = {}
        self._points: dict[str, list[Element]] = {}
        for scope in table.scopes:
            self._inner.setdefault(scope.code.rpartition("-")[0], []).append(scope)
        for element in table.elements:
            self._points.setdefault(element.code.rpartition("-")[0], []).append(element)

    def covered(self, scope: Scope) -> list[_Match]:
        """The scope's parts where all of them are known, else the scope itself, else its points; else it is unknown."""
        parts = self._inner.get(scope.code, [])
        if parts and all(part.weight is not None for part in parts):
            before = len(self.unknown)
            matches = [match for part in parts for match in self.covered(part)]
            if len(self.unknown) == before:
                return matches
            if not self._codes(scope):
                return []
            del self.unknown[before:]
        if codes := self._codes(scope):
            return [_Match(scope, codes)] if scope.weight else []
        self.unknown.append(scope)
        return []

    def _codes(self, scope: Scope) -> tuple[str, ...]:
        for word in (scope.name, scope.code):
            if codes := self.labels.codes(word) if word else None:
                return codes
        points = [self.labels.codes(element.name) for element in self._points.get(scope.code, ())]
        return _joined(points)


def _joined(points: Sequence[tuple[str, ...] | None]) -> tuple[str, ...]:
    known = [codes for codes in points if codes]
    return tuple(dict.fromkeys(code for codes in known for code in codes)) if len(known) == len(points) else ()
