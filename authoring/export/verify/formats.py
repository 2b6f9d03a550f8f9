"""Every JSON file against its record, and the set of files against the forms that the manifest names."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

from authoring.export.contents import KeySheet, QuestionSet
from authoring.export.faults import wrong
from authoring.export.manifest import MANIFEST, FileEntry, Manifest, written_so
from authoring.export.paths import inside
from authoring.export.reader import Package
from authoring.export.verify.result import Found
from authoring.findings import Finding, Place
from authoring.papers.paper import Paper
from authoring.records import Record, sha256_hex
from authoring.rendering.views import CandidatePaper
from authoring.sessions.rules import ExamSession
from authoring.validation import faults

__all__ = ["records"]

_PICTURE = re.compile(r"(candidate|marking)/media/[^/]+\.(?i:svg|png|jpe?g)")


def records(package: Package, name: str) -> Found:
    """The manifest and every JSON file: strict, in the one way of writing, about the paper that the manifest names."""
    expected = _expected(package.manifest)
    findings = [*_set(package, name, expected)]
    parsed: dict[str, Record] = {}
    changed = {entry.path for entry in package.manifest.files if _changed(entry, package)}  # said by `sums`
    for path, kind in expected.items():
        if kind is not None and path in package.files and path not in changed:
            findings += _parse(package.files[path], path, kind, name, parsed)
    if not findings:
        findings += _named(package.manifest, parsed, name)
    return Found(len([kind for kind in expected.values() if kind is not None]), tuple(findings))


def _changed(entry: FileEntry, package: Package) -> bool:
    return sha256_hex(package.files.get(entry.path, b"")) != entry.sha256


def _expected(manifest: Manifest) -> dict[str, type[Record] | None]:
    """Files that must be there, with their records."""
    found: dict[str, type[Record] | None] = {
        MANIFEST: Manifest,
        "delivery/paper.json": Paper,
        "delivery/session.json": ExamSession,
        "marking/questions.json": QuestionSet,
    }
    for form in manifest.forms:
        found |= {f"candidate/{form}.json": CandidatePaper, f"marking/keys-{form}.json": KeySheet}
        found |= {f"delivery/qti3-{form}.zip": None, f"marking/qti3-{form}.zip": None}
    return found


def _set(package: Package, name: str, expected: dict[str, type[Record] | None]) -> Iterator[Finding]:
    listed = {entry.path for entry in package.manifest.files} | {MANIFEST}
    odd = {path for path in listed - set(expected) if not _PICTURE.fullmatch(path)}
    for path in sorted((set(expected) - listed) | odd):
        yield wrong("V143", Place(file=inside(name, path)), path=path)


def _parse(data: bytes, path: str, kind: type[Record], name: str, parsed: dict[str, Record]) -> Iterator[Finding]:
    file = inside(name, path)
    try:
        record = kind.model_validate_json(data)
    except ValidationError as problem:
        for fault in faults(problem):
            where = Place(file=file, field=fault.field or None)
            yield wrong("V141", where, path=path, field=fault.field or "—", reason=fault.message)
        return
    parsed[path] = record
    if not written_so(record, data):
        yield wrong("V142", Place(file=file), path=path)


def _named(manifest: Manifest, parsed: dict[str, Record], name: str) -> Iterator[Finding]:
    """Ids and fingerprints in the files are those of the manifest."""
    for path, field, found, listed in _names(manifest, parsed):
        if found != listed:
            yield wrong(
                "V144", Place(file=inside(name, path), field=field), path=path, what=field, found=found, listed=listed
            )


def _names(manifest: Manifest, parsed: dict[str, Record]) -> Iterator[tuple[str, str, object, object]]:
    for path, record in parsed.items():
        match record:
            case Paper():
                yield path, "id", record.id, manifest.paper
                yield path, "title", record.title, manifest.title
                yield path, "fingerprint", record.fingerprint(), manifest.paper_fingerprint
                yield path, "forms", "、".join(form.name for form in record.forms), "、".join(manifest.forms)
            case ExamSession():
                yield path, "id", record.id, manifest.session
            case QuestionSet():
                yield path, "paper", record.paper, manifest.paper
            case CandidatePaper() | KeySheet():
                yield path, "paper", record.paper, manifest.paper
                yield path, "form", record.form, path.rsplit("/", 1)[1].removeprefix("keys-").removesuffix(".json")
