"""Findings under what they are about: the field, entry or list with the longest path that leads there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from authoring.findings import Finding, Report, Severity
from authoring.widgets.editor.form import Entry, Field, Group
from authoring.widgets.editor.fresh import Sheet
from authoring.widgets.editor.judging import form_path

__all__ = ["placed"]

_RANK = {severity: rank for rank, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.INFO))}
_Places = Mapping[str, tuple[Finding, ...]]


def placed(groups: Iterable[Group], sheet: Sheet, report: Report) -> tuple[tuple[Group, ...], tuple[Finding, ...]]:
    """The groups with their findings, errors first, and the findings that belong to none of them."""
    groups = tuple(groups)
    known = set(_paths(groups))
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(report, key=lambda finding: _RANK[finding.severity]):
        path = form_path(sheet, finding.where.field or "")
        while path and path not in known:
            path = path.rpartition(".")[0]
        found[path].append(finding)
    places = {path: tuple(findings) for path, findings in found.items()}
    return tuple(_group(group, places) for group in groups), places.get("", ())


def _paths(groups: Iterable[Group]) -> Iterator[str]:
    for group in groups:
        yield group.path
        yield from (field.path for field in group.fields)
        for entry in group.entries:
            yield entry.path
            yield from (field.path for field in entry.fields)
            yield from _paths(entry.groups)


def _group(group: Group, places: _Places) -> Group:
    return group.model_copy(
        update={
            "fields": _fields(group.fields, places),
            "entries": tuple(_entry(entry, places) for entry in group.entries),
            "findings": places.get(group.path, ()),
        }
    )


def _entry(entry: Entry, places: _Places) -> Entry:
    return entry.model_copy(
        update={
            "fields": _fields(entry.fields, places),
            "groups": tuple(_group(group, places) for group in entry.groups),
            "findings": places.get(entry.path, ()),
        }
    )


def _fields(fields: tuple[Field, ...], places: _Places) -> tuple[Field, ...]:
    return tuple(
        field.model_copy(update={"findings": places[field.path]}) if field.path in places else field for field in fields
    )
