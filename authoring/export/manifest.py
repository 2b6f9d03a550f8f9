"""`manifest.json`: what a package holds, for whom, with the SHA-256 of every file, and who signed it."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from authoring.errors import FormatError, PackageError
from authoring.records import Record, Whole, canonical_json, sha256_hex
from authoring.texts import say
from authoring.validation import faults

__all__ = [
    "MANIFEST",
    "PACKAGE_FORMAT",
    "SIGNATURE",
    "UPGRADES",
    "Audience",
    "FileEntry",
    "Manifest",
    "Signer",
    "json_bytes",
    "package_id",
    "read_manifest",
    "written_so",
]

PACKAGE_FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: dict[int, Upgrade] = {}
"""From a manifest's format version to the next one: `{1: to_2}` once there is a version 2."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Audience(StrEnum):
    """Who may get a file; it is also the name of the folder that the file lies in."""

    CANDIDATE = "candidate"
    """Candidates' machines, from the start of the exam."""
    DELIVERY = "delivery"
    """The delivery system's servers: no key of a question, but the session's codes."""
    MARKING = "marking"
    """Markers and scoring: the keys, and nothing without them."""


class FileEntry(Record):
    """One file of the package."""

    path: Annotated[str, Field(min_length=1, max_length=300)]
    """`<audience>/…`, with `/` between folders."""
    sha256: Sha256
    size: Annotated[Whole, Field(ge=0)]
    """Bytes."""
    audience: Audience


class Signer(Record):
    """Whose signature `manifest.sig` is."""

    algorithm: Literal["Ed25519"] = "Ed25519"
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
    """The raw 32 bytes in base64."""
    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    """First 16 hexadecimal digits of the SHA-256 of the raw public key: for people to compare, not to trust."""


class Manifest(Record):
    """What the signature covers. It names no moment of making, so that the same input gives the same bytes."""

    format: Literal[1] = 1
    id: str
    """See `package_id`."""
    title: str
    """Title of the paper."""
    paper: str
    """Id of the paper."""
    paper_fingerprint: Sha256
    """Of the paper: its questions in exactly this wording and order."""
    session: str
    """Id of the exam session."""
    bank: str
    """Id of the bank that the questions come from."""
    bank_fingerprint: Sha256
    """Over the fingerprints of all questions of the bank."""
    forms: Annotated[tuple[str, ...], Field(min_length=1)]
    """Names of the paper's forms (卷别), in its order."""
    generator: str
    """Name and version of the program that built the package."""
    files: tuple[FileEntry, ...]
    """Every file but `manifest.json` and `manifest.sig`, sorted by path."""
    signer: Signer


def json_bytes(record: Record) -> bytes:
    """A record as the package holds it: canonical JSON of all its fields, UTF-8."""
    return canonical_json(record.model_dump(mode="json")).encode()


def written_so(record: Record, data: bytes) -> bool:
    """Whether `data` is the record's one way of being written: no text for a number, no other order, no blank."""
    try:
        return json_bytes(record) == data
    except ValueError:  # a number that is none
        return False


def package_id(paper: str, files: tuple[FileEntry, ...]) -> str:
    """The paper's id and 12 hexadecimal digits of the SHA-256 over all sums: equal content, equal id."""
    sums = canonical_json([[entry.path, entry.sha256] for entry in files])
    return f"{paper}-{sha256_hex(sums.encode())[:12]}"


def read_manifest(data: bytes, upgrades: Mapping[int, Upgrade] = UPGRADES, newest: int = PACKAGE_FORMAT) -> Manifest:
    """The manifest of its bytes, brought to the newest format step by step.

    Raises FormatError for a newer or unknown format, PackageError for what is no manifest.
    """
    plain = _plain(data)
    version = plain.get("format")
    if type(version) is not int or version < 1:
        raise FormatError(say("export.manifest.no_format", found=version, known=newest))
    if version > newest:
        raise FormatError(say("export.manifest.newer", found=version, known=newest))
    for step in range(version, newest):
        plain = upgrades[step](plain) | {"format": step + 1}
    try:
        return Manifest.model_validate_json(json.dumps(plain), strict=True)
    except ValidationError as problem:
        fault = faults(problem)[0]
        raise PackageError(say("export.manifest.wrong", field=fault.field or "—", reason=fault.message)) from problem


def _plain(data: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(data)
    except json.JSONDecodeError as problem:
        raise PackageError(say("export.manifest.no_json", line=problem.lineno, column=problem.colno)) from problem
    except (ValueError, RecursionError) as problem:  # no UTF-8, numbers of thousands of digits, brackets without end
        raise PackageError(say("export.manifest.unreadable")) from problem
    if not isinstance(plain, dict):
        raise PackageError(say("export.manifest.unreadable"))
    return plain
