"""Reads a QTI 3.0 content package without trusting it, and without knowing who wrote it.

What makes a package unreadable (not a zip, path tricks, sizes, broken XML) raises PackageError. What is wrong within a
readable package (missing files, broken references, doubled identifiers) is a finding, all of them at once.
"""

import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from authoring.errors import PackageError
from authoring.export.verify.qti_assessment import QtiTest, read_test
from authoring.export.verify.qti_item import QtiItem, read_item
from authoring.export.verify.qti_xml import Element, descendants, name_of, read_xml
from authoring.findings import Finding, Place, Report, Severity
from authoring.texts import say

__all__ = ["QtiPackage", "Resource", "read_qti_package"]

CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
MANIFEST = "imsmanifest.xml"
MOST_FILES = 5_000
LARGEST_FILE = 32 * 1024 * 1024
LARGEST_PACKAGE = 256 * 1024 * 1024
"""Unpacked."""
HIGHEST_RATIO = 200
"""Unpacked to packed size of one file; XML reaches about 30."""


@dataclass(frozen=True, slots=True)
class Resource:
    identifier: str
    kind: str
    files: tuple[str, ...]
    dependencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QtiPackage:
    files: Mapping[str, bytes]
    resources: Mapping[str, Resource]
    items: Mapping[str, QtiItem]
    """By identifier."""
    stimuli: Mapping[str, str]
    """Path of each stimulus, by identifier."""
    test: QtiTest | None
    report: Report
    """What is wrong with structure and references."""


def read_qti_package(data: bytes) -> QtiPackage:
    """A package from the bytes of its zip. Raises PackageError where it cannot be read safely."""
    files = _unpack(data)
    if MANIFEST not in files:
        raise PackageError(say("export_qti.reader.no_manifest"))
    resources = tuple(_resources(read_xml(files[MANIFEST], MANIFEST)))
    reading = _Reading(files, resources)
    reading.read()
    reading.check()
    return QtiPackage(
        files=files,
        resources={resource.identifier: resource for resource in resources},
        items=reading.items,
        stimuli=reading.stimuli,
        test=reading.test,
        report=Report.of(reading.findings),
    )


def _unpack(data: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_unsafe(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError) as problem:
        raise PackageError(say("export_qti.reader.not_zip", reason=problem)) from problem


def _refuse_unsafe(entries: list[ZipInfo]) -> None:
    """`zipfile` never unpacks more than the size an entry states, so stated sizes bound the memory needed."""
    if len(entries) > MOST_FILES:
        raise PackageError(say("export_qti.reader.too_many", count=len(entries), limit=MOST_FILES))
    if sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
        raise PackageError(say("export_qti.reader.too_large", path=MANIFEST, limit=LARGEST_PACKAGE))
    names = Counter(entry.filename.casefold() for entry in entries)
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise PackageError(say("export_qti.reader.not_zip", reason=entry.filename))
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
            raise PackageError(say("export_qti.reader.bad_path", path=entry.filename))
        if names[entry.filename.casefold()] > 1:
            raise PackageError(say("export_qti.reader.doubled_path", path=entry.filename))
        if entry.file_size > LARGEST_FILE or entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise PackageError(say("export_qti.reader.too_large", path=entry.filename, limit=LARGEST_FILE))


def _resources(manifest: Element) -> Iterator[Resource]:
    for resource in manifest.iter(f"{{{CP}}}resource"):
        yield Resource(
            identifier=resource.get("identifier", ""),
            kind=resource.get("type", ""),
            files=tuple(unquote(file.get("href", "")) for file in resource.iter(f"{{{CP}}}file")),
            dependencies=tuple(need.get("identifierref", "") for need in resource.iter(f"{{{CP}}}dependency")),
        )


class _Reading:
    """Items, stimuli and the test as they are found, with what is wrong."""

    def __init__(self, files: Mapping[str, bytes], resources: tuple[Resource, ...]) -> None:
        self.files, self.resources = files, resources
        self.items: dict[str, QtiItem] = {}
        self.stimuli: dict[str, str] = {}
        self.test: QtiTest | None = None
        self.findings: list[Finding] = []

    def fault(self, code: str, file: str, **values: object) -> None:
        self.findings.append(
            Finding(
                code=code,
                severity=Severity.ERROR,
                where=Place(file=file),
                message=say(f"export_qti.{code}.message", **values),
                hint=say(f"export_qti.{code}.hint"),
            )
        )

    def read(self) -> None:
        for resource in self.resources:
            for path in resource.files:
                if path not in self.files:
                    self.fault("Q201", MANIFEST, path=path)
                elif resource.kind.startswith("imsqti_"):
                    self._read(resource, path)

    def _read(self, resource: Resource, path: str) -> None:
        root = read_xml(self.files[path], path)
        identifier = root.get("identifier", "")
        if identifier != resource.identifier:
            self.fault("Q203", path, identifier=identifier, expected=resource.identifier)
        match name_of(root):
            case "qti-assessment-item":
                self.items[identifier] = item = read_item(root, path)
                self._pictures(path, item.pictures)
            case "qti-assessment-stimulus":
                self.stimuli[identifier] = path
                self._pictures(path, (image.get("src", "") for image in descendants(root, "img")))
            case "qti-assessment-test":
                self.test = read_test(root, path)
            case name:
                self.fault("Q206", path, element=name or str(root.tag))

    def _pictures(self, path: str, addresses: Iterator[str] | tuple[str, ...]) -> None:
        for address in addresses:
            self._resolve(path, address)

    def _resolve(self, path: str, address: str) -> str | None:
        """The file an address in another file means."""
        target = normpath(join(dirname(path), unquote(address)))
        if ":" in address or target not in self.files:
            self.fault("Q202", path, address=address)
            return None
        return target

    def check(self) -> None:
        """References and identifiers across files."""
        self._check_manifest()
        for item in self.items.values():
            self._check_item(item)
        if self.test is None:
            self.fault("Q205", MANIFEST)
            return
        seen: set[str] = set()
        for ref in self.test.items:
            target = self._resolve(self.test.path, ref.href)
            found = self.items.get(ref.identifier)
            if ref.identifier in seen or (target and (found is None or found.path != target)):
                self.fault("Q203", self.test.path, identifier=ref.identifier, expected=ref.href)
            seen.add(ref.identifier)
        for identifier in sorted(set(self.items) - seen):
            self.fault("Q207", self.items[identifier].path, identifier=identifier)

    def _check_manifest(self) -> None:
        names = [resource.identifier for resource in self.resources]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.fault("Q203", MANIFEST, identifier=name, expected=name)
        listed = {path for resource in self.resources for path in resource.files}
        for path in sorted(set(self.files) - listed - {MANIFEST}):
            self.fault("Q208", path, path=path)
        for resource in self.resources:
            for need in resource.dependencies:
                if need not in names:
                    self.fault("Q202", MANIFEST, address=need)

    def _check_item(self, item: QtiItem) -> None:
        used = [interaction.response for interaction in item.interactions]
        for name in sorted(set(used) ^ set(item.responses)) + sorted({name for name in used if used.count(name) > 1}):
            self.fault("Q204", item.path, variable=name)
        for identifier, address in item.stimuli:
            target = self._resolve(item.path, address)
            if target and self.stimuli.get(identifier) != target:
                self.fault("Q203", item.path, identifier=identifier, expected=address)
