"""Cases in tables: a material's row and the rows that name it, or rows that share one material."""

from itertools import groupby
from typing import Any

from authoring.findings import Finding
from authoring.intake.draft import Draft
from authoring.intake.excel.faults import fault
from authoring.intake.excel.rows import Row
from authoring.questions import QuestionType

__all__ = ["assembled"]

_CASE = QuestionType.CASE.value


def assembled(rows: list[Row]) -> tuple[list[Draft], list[Finding]]:
    """The rows as drafts, children inside their cases; what does not fit together is told."""
    findings: list[Finding] = []
    children: dict[int, list[Draft]] = {}
    alone: list[Row] = []
    parents = _parents(rows)
    for row in rows:
        parent = (
            parents.get((row.draft.where.sheet, row.parent), parents.get((None, row.parent))) if row.parent else None
        )
        if parent is not None and parent is not row:
            children.setdefault(id(parent), []).append(row.draft)
            continue
        if row.parent and row.draft.plain.get("type") != _CASE:
            findings.append(fault("I226", row.draft.where, value=row.parent))
        alone.append(row)
    drafts: list[Draft] = []
    for stimulus, group in groupby(alone, key=lambda row: row.stimulus):
        members = list(group)
        if stimulus and members[0].draft.plain.get("type") != _CASE:
            drafts.append(_shared(stimulus, [row.draft for row in members]))
            continue
        for row in members:
            own = children.get(id(row), [])
            if row.draft.plain.get("type") == _CASE and not own:
                findings.append(fault("I227", row.draft.where, number=row.draft.plain.get("id") or row.draft.number))
            drafts.append(_with_children(row.draft, own) if own else row.draft)
    return drafts, findings


def _parents(rows: list[Row]) -> dict[tuple[str | None, str], Row]:
    """Materials by what children call them: id or number, within the sheet first, then anywhere."""
    found: dict[tuple[str | None, str], Row] = {}
    for row in rows:
        names = {str(row.draft.plain.get("id", "")), row.draft.number} - {""}
        if row.draft.plain.get("type") == _CASE:
            for name in names:
                found.setdefault((row.draft.where.sheet, name), row)
                found.setdefault((None, name), row)
    return found


def _with_children(case: Draft, children: list[Draft]) -> Draft:
    media = dict(case.media)
    for child in children:
        media |= child.media
    plain = case.plain | {"children": [_child(child.plain, case.plain.get("id")) for child in children]}
    return case.model_copy(update={"plain": plain, "media": media})


def _child(plain: dict[str, Any], case: object) -> dict[str, Any]:
    """A child keeps an id of its own only where it is one of its case's."""
    given = str(plain.get("id", ""))
    return plain if given.startswith(f"{case}.") else {name: value for name, value in plain.items() if name != "id"}


def _shared(stimulus: str, children: list[Draft]) -> Draft:
    """Rows with one material in a column of its own."""
    plain = {"type": _CASE, "stem": stimulus}
    common = ("level", "knowledge_points", "cognitive", "difficulty", "author", "tags")
    plain |= {name: children[0].plain[name] for name in common if name in children[0].plain}
    return _with_children(children[0].model_copy(update={"plain": plain, "exported": ""}), children)
