"""Files → intakes, whatever they are: what a file holds decides, its name only where the content leaves it open."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile

from authoring.errors import StorageError
from authoring.findings import Finding, Place, Report
from authoring.intake.answer_files import only_keys, paper_of, read_answers
from authoring.intake.decoding import decoded
from authoring.intake.draft import Intake
from authoring.intake.excel.csv_tables import read_csv
from authoring.intake.excel.faults import fault
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.opening import LARGEST
from authoring.intake.excel.parts import Parts
from authoring.intake.excel.reading import read_workbook
from authoring.intake.exchange import is_gift, is_package, read_gift, read_package, read_xml
from authoring.intake.keys import Keys
from authoring.intake.losses import loss
from authoring.intake.text import read_text
from authoring.intake.word import read_word
from authoring.texts import say

__all__ = ["read_data", "read_file", "read_files", "read_sources"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|quiz|assessmentItem|qti-assessment-item)\b")
_TABLES = frozenset((".csv", ".tsv"))
_TEXTS = frozenset((".txt", ".md", ".markdown", ""))
_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".xltx"))
_DOCUMENTS = frozenset((".docx", ".docm", ".doc", ".wps", ".dotx"))


def read_files(paths: Iterable[Path], mapping: Mapping | None = None, keys: Iterable[Path] = ()) -> list[Intake]:
    """One intake for each file; `keys` are files of answers. Raises StorageError for a file that we may not read."""
    return read_sources([(path.name, _bytes(path)) for path in paths], mapping, [(k.name, _bytes(k)) for k in keys])


def read_file(path: Path, mapping: Mapping | None = None) -> Intake:
    """The questions of one file."""
    return read_files([path], mapping)[0]


def read_sources(
    sources: Sequence[tuple[str, bytes | Finding]],
    mapping: Mapping | None = None,
    keys: Sequence[tuple[str, bytes | Finding]] = (),
) -> list[Intake]:
    """One intake for each source (name and bytes, or why there are none). Answers go to the papers they belong to.

    `keys` are files of answers; a source that holds nothing but answers is taken for one too.
    """
    intakes = [
        read_data(data, name, mapping) if isinstance(data, bytes) else _refused(name, data) for name, data in sources
    ]
    alone = [place for place, intake in enumerate(intakes) if only_keys(intake)]
    papers = [
        n for n, (name, data) in enumerate(sources) if n not in alone and _takes_keys(data, name) and intakes[n].drafts
    ]
    if not keys and not (alone and papers):
        return intakes
    given = [*keys, *(sources[place] for place in alone)]
    found, told = _paired(given, [sources[place][0] for place in papers])
    for place in papers:
        name, data = sources[place]
        if name in found and isinstance(data, bytes):
            intakes[place] = read_data(data, name, mapping, keys=found[name])
    for place in alone:
        name = sources[place][0]
        intakes[place] = Intake(source=name, report=Report.of(told.pop(name, [])))
    rest = [finding for findings in told.values() for finding in findings]
    if rest:
        intakes[-1] = intakes[-1].model_copy(update={"report": intakes[-1].report + Report.of(rest)})
    return intakes


def _paired(
    given: Sequence[tuple[str, bytes | Finding]], papers: Sequence[str]
) -> tuple[dict[str, list[Keys]], dict[str, list[Finding]]]:
    """Answers by their paper, and what is told of each file of answers."""
    found: dict[str, list[Keys]] = {}
    told: dict[str, list[Finding]] = {}
    for name, data in given:
        keys = read_answers(data, name) if isinstance(data, bytes) else data
        paper = paper_of(name, papers)
        if isinstance(keys, Finding):
            told[name] = [keys]
        elif paper is None:
            told[name] = [loss("I343", Place(file=name), papers="、".join(papers) or "—")]
        else:
            found.setdefault(paper, []).append(keys)
            told[name] = [loss("I342", Place(file=name), paper=paper, count=len(keys.entries))]
    return found, told


def _takes_keys(data: bytes | Finding, name: str) -> bool:
    """Whether answers of a second file can be joined to this source: Word and text."""
    suffix = Path(name).suffix.lower()
    return isinstance(data, bytes) and (
        suffix in _DOCUMENTS or (suffix in _TEXTS and not is_gift(decoded(data, name)[0]))
    )


def _bytes(path: Path) -> bytes | Finding:
    """A file's bytes, or that there are too many."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            most = LARGEST // 1_000_000
            return loss("I102", Place(file=path.name), source=path.name, size=size // 1_000_000, most=most)
        return path.read_bytes()
    except OSError as problem:
        raise StorageError(say("intake_excel.unreadable", path=path, reason=problem.strerror or problem)) from problem


def read_data(data: bytes, source: str, mapping: Mapping | None = None, *, keys: Sequence[Keys] = ()) -> Intake:
    """The questions in a file's bytes; `source` is its name. Never raises for what is in them.

    `keys` are the answers of other files, for Word and text.
    """
    where = Place(file=source)
    suffix = Path(source).suffix.lower()
    if not data:
        return _refused(source, loss("I101", where, source=source))
    if data.startswith(_OLE):
        return _old(data, source, suffix, mapping)
    if data.startswith(_ZIP):
        return _zipped(data, source, suffix, mapping, keys)
    if suffix in _WORKBOOKS:
        return _refused(source, fault("I112", where, name=source))
    if suffix in _DOCUMENTS:
        return read_word(data, source, keys=keys)
    if suffix in _TABLES:
        return read_csv(data, source, mapping)
    if suffix == ".xml" or _XML.match(data[:200]):
        return read_xml(data, source)
    if suffix in (*_TEXTS, ".gift") and b"\x00" not in data.replace(b"\xff\xfe", b"", 1)[:1]:
        return _text(data, source, suffix, keys)
    return _refused(source, fault("I115", where, name=source))


def _text(data: bytes, source: str, suffix: str, keys: Sequence[Keys]) -> Intake:
    text, findings = decoded(data, source)
    gift = suffix == ".gift" or (suffix in (".txt", "") and is_gift(text))
    intake = read_gift(text, source) if gift else read_text(text, source, keys=keys)
    return intake.model_copy(update={"report": Report.of(findings) + intake.report})


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


def _zipped(data: bytes, source: str, suffix: str, mapping: Mapping | None, keys: Sequence[Keys]) -> Intake:
    try:
        names = Parts(data).names
    except (BadZipFile, OSError, ValueError, RuntimeError):  # an unknown version of zip is a RuntimeError
        if suffix in _DOCUMENTS:
            return read_word(data, source, keys=keys)
        return _refused(source, fault("I112", Place(file=source), name=source))
    if any(name.startswith("xl/") for name in names):
        return read_workbook(data, source, mapping)
    if any(name.startswith("word/") for name in names):
        return read_word(data, source, keys=keys)
    if is_package(names):
        return read_package(data, source)
    if "content.xml" in names:
        target = ".xlsx" if suffix == ".ods" else ".docx"
        kind = say("intake_excel.kind.opendocument")
        return _refused(source, fault("I113", Place(file=source), name=source, kind=kind, target=target))
    return _refused(source, fault("I114", Place(file=source), name=source))
