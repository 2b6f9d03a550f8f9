"""Files → intakes, whatever they are: what a file holds decides, its name only where the content leaves it open."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

from authoring.errors import StorageError
from authoring.findings import Finding, Place, Report
from authoring.intake.decoding import decoded
from authoring.intake.draft import Intake
from authoring.intake.excel.csv_tables import read_csv
from authoring.intake.excel.faults import fault
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import LARGEST
from authoring.intake.excel.parts import Parts
from authoring.intake.excel.reading import read_workbook
from authoring.intake.losses import loss
from authoring.intake.text import read_text
from authoring.intake.word import read_word
from authoring.texts import say

__all__ = ["read_data", "read_file", "read_files"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_TABLES = frozenset((".csv", ".tsv"))
_TEXTS = frozenset((".txt", ".md", ".markdown", ""))
_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".xltx"))
_DOCUMENTS = frozenset((".docx", ".docm", ".doc", ".wps", ".dotx"))


def read_files(paths: Iterable[Path], mapping: Mapping | None = None) -> list[Intake]:
    """One intake for each file. Raises StorageError for a file that the system does not let us read."""
    return [read_file(path, mapping) for path in paths]


def read_file(path: Path, mapping: Mapping | None = None) -> Intake:
    """The questions of one file."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            most = LARGEST // 1_000_000
            found = loss("I102", Place(file=path.name), source=path.name, size=size // 1_000_000, most=most)
            return _refused(path.name, found)
        data = path.read_bytes()
    except OSError as problem:
        raise StorageError(say("intake_excel.unreadable", path=path, reason=problem.strerror or problem)) from problem
    return read_data(data, path.name, mapping)


def read_data(data: bytes, source: str, mapping: Mapping | None = None) -> Intake:
    """The questions in a file's bytes; `source` is its name. Never raises for what is in them."""
    where = Place(file=source)
    suffix = Path(source).suffix.lower()
    if not data:
        return _refused(source, loss("I101", where, source=source))
    if data.startswith(_OLE):
        return _old(data, source, suffix, mapping)
    if data.startswith(_ZIP):
        return _zipped(data, source, suffix, mapping)
    if suffix in _WORKBOOKS:
        return _refused(source, fault("I112", where, name=source))
    if suffix in _DOCUMENTS:
        return read_word(data, source)
    if suffix in _TABLES:
        return read_csv(data, source, mapping)
    if suffix in _TEXTS and b"\x00" not in data.replace(b"\xff\xfe", b"", 1)[:1]:
        text, findings = decoded(data, source)
        intake = read_text(text, source)
        return intake.model_copy(update={"report": Report.of(findings) + intake.report})
    return _refused(source, fault("I115", where, name=source))


def _refused(source: str, finding: Finding) -> Intake:
    return Intake(source=source, report=Report.of([finding]))


def _old(data: bytes, source: str, suffix: str, mapping: Mapping | None) -> Intake:
    """OLE files: encrypted new ones, old Excel, old Word."""
    where = Place(file=source)
    streams = {name for name in ("EncryptedPackage", "WordDocument", "Workbook", "Book") if _utf16(name) in data}
    if "EncryptedPackage" in streams:
        known = loss("I103", where, source=source) if suffix in _DOCUMENTS else fault("I111", where, name=source)
        return _refused(source, known)
    if suffix == ".wps":
        return _refused(source, fault("I113", where, name=source, kind=say("intake_excel.kind.wps"), target=".docx"))
    if "WordDocument" in streams or suffix == ".doc":
        return _refused(source, loss("I104", where, source=source))
    if streams or suffix in _WORKBOOKS:
        return read_workbook(data, source, mapping)
    return _refused(source, fault("I115", where, name=source))


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _zipped(data: bytes, source: str, suffix: str, mapping: Mapping | None) -> Intake:
    try:
        names = Parts(data).names
    except (BadZipFile, OSError, ValueError):
        if suffix in _DOCUMENTS:
            return read_word(data, source)
        return _refused(source, fault("I112", Place(file=source), name=source))
    if any(name.startswith("xl/") for name in names):
        return read_workbook(data, source, mapping)
    if any(name.startswith("word/") for name in names):
        return read_word(data, source)
    return _refused(source, fault("I114", Place(file=source), name=source))
