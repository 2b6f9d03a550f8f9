"""Opening an exam package safely: all that a delivery system needs. Nothing is ever written to disk.

    package = open_package("2026-12-intermediate.dcexam.zip")
    package.candidate("A")          # what candidates see
    package.session                 # the rules
    package.media("media/1.svg")    # a picture that candidates see
    package.questions, package.paper

A file is read when it is asked for, and only if its SHA-256 is the manifest's. Whether the signature is valid says
`signed_by`; everything else about a package says `authoring.export.verify`.
"""

from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from authoring.errors import PackageError, UsageError
from authoring.export.container import MOST_BYTES, open_container
from authoring.export.contents import KeySheet, QuestionSet
from authoring.export.manifest import (
    MANIFEST,
    SIGNATURE,
    Audience,
    FileEntry,
    Manifest,
    read_manifest,
    written_so,
)
from authoring.export.signing import verify_signature
from authoring.papers.paper import Form, Paper
from authoring.questions import Question
from authoring.records import Record, sha256_hex
from authoring.rendering.views import CandidatePaper
from authoring.sessions.rules import ExamSession
from authoring.texts import say
from authoring.validation import faults

__all__ = ["Package", "open_package", "package_bytes"]

R = TypeVar("R", bound=Record)


class Package:
    """An open package. Accessors raise PackageError for a file that is missing, changed or not what it should be."""

    def __init__(self, files: dict[str, bytes], manifest: Manifest) -> None:
        self.files = MappingProxyType(files)
        """Every file by path, unchecked."""
        self.manifest = manifest
        self._entries = {entry.path: entry for entry in manifest.files}
        self._records: dict[str, Record] = {}

    @property
    def forms(self) -> tuple[str, ...]:
        """Names of the forms, in the paper's order."""
        return self.manifest.forms

    def signed_by(self, public_key: str) -> bool:
        """Whether the manifest is signed with the key (base64)."""
        signature = self.files.get(SIGNATURE, b"").decode("ascii", "replace")
        return verify_signature(public_key, self.files[MANIFEST], signature)

    def candidate(self, form: str) -> CandidatePaper:
        """What candidates see of a form."""
        return self._record(f"candidate/{self._known(form)}.json", CandidatePaper)

    @property
    def session(self) -> ExamSession:
        return self._record("delivery/session.json", ExamSession)

    @property
    def paper(self) -> Paper:
        return self._record("delivery/paper.json", Paper)

    def form(self, name: str) -> Form:
        """A form of the paper: questions, order, numbers."""
        return next(form for form in self.paper.forms if form.name == self._known(name))

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question of the paper by id, with its key."""
        found = self._record("marking/questions.json", QuestionSet)
        return {question.id: question for question in found.questions}

    def keys(self, form: str) -> KeySheet:
        """The key sheet of a form."""
        return self._record(f"marking/keys-{self._known(form)}.json", KeySheet)

    def qti(self, form: str, *, with_keys: bool = False) -> bytes:
        """A form's QTI 3.0 content package (zip), for delivery or with keys and response processing for marking."""
        folder = Audience.MARKING if with_keys else Audience.DELIVERY
        return self.read(f"{folder}/qti3-{self._known(form)}.zip")

    def media(self, address: str, *, for_marking: bool = False) -> bytes:
        """A picture by the address in the texts (`media/1.svg`); `for_marking` finds those of rationales too."""
        path = f"candidate/{address}"
        return self.read(f"marking/{address}" if for_marking and path not in self._entries else path)

    def files_for(self, audience: Audience) -> tuple[FileEntry, ...]:
        """What a kind of machine may get, and nothing else."""
        return tuple(entry for entry in self.manifest.files if entry.audience is audience)

    def read(self, path: str) -> bytes:
        """A file's bytes, held against the manifest."""
        entry, data = self._entries.get(path), self.files.get(path)
        if entry is None or data is None:
            raise PackageError(say("export.reader.missing", path=path, package=self.manifest.id))
        if sha256_hex(data) != entry.sha256:
            raise PackageError(say("export.reader.changed", path=path, package=self.manifest.id))
        return data

    def _record(self, path: str, kind: type[R]) -> R:
        found = self._records.get(path)
        if not isinstance(found, kind):
            found = self._records[path] = self._read_record(path, kind)
        return found

    def _read_record(self, path: str, kind: type[R]) -> R:
        data = self.read(path)
        try:
            record = kind.model_validate_json(data)
        except ValidationError as problem:
            fault = faults(problem)[0]
            raise PackageError(
                say("export.reader.wrong", path=path, field=fault.field or "—", reason=fault.message)
            ) from problem
        if not written_so(record, data):
            raise PackageError(say("export.reader.written", path=path))
        return record

    def _known(self, form: str) -> str:
        if form not in self.manifest.forms:
            raise UsageError(say("export.reader.no_form", form=form, known="、".join(self.manifest.forms)))
        return form


def open_package(package: bytes | str | Path) -> Package:
    """A package of its bytes or its file.

    Raises PackageError naming everything that is unsafe or damaged, FormatError for a newer format.
    """
    data, name = package_bytes(package)
    container = open_container(data, name)
    if container.findings:
        raise PackageError(
            "；".join(f"{finding.where}　{finding.message}（{finding.hint}）" for finding in container.findings)
        )
    if MANIFEST not in container.files:
        raise PackageError(say("export.reader.no_manifest", package=name))
    return Package(container.files, read_manifest(container.files[MANIFEST]))


def package_bytes(package: bytes | str | Path) -> tuple[bytes, str]:
    """Bytes and file name of a package. Raises PackageError when the file cannot be read or is far too large."""
    if isinstance(package, bytes):
        return package, ""
    path = Path(package)
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1), path.name
    except OSError as problem:
        raise PackageError(say("export.reader.unreadable", path=path, reason=problem.strerror or problem)) from problem
