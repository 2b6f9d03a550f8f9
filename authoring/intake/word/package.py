"""The parts of a .docx, opened safely: bounded sizes, no DTDs, and a clear word for what is no .docx."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from authoring.findings import Finding, Place
from authoring.intake.losses import loss
from authoring.texts import say

__all__ = ["LARGEST", "Package", "RefusedError", "Target", "opened", "qualified", "whole"]

LARGEST = 100_000_000
"""Bytes of a file."""
_LARGEST_XML = 60_000_000
_LARGEST_PICTURE = 20_000_000
_MOST_MEMBERS = 20_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGA = 1_000_000

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/"
_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": _TRANSITIONAL + "math",
    "r": _TRANSITIONAL + "relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|drawingml)/(\w+)")


def qualified(name: str) -> str:
    """`{namespace}p` of `w:p`."""
    prefix, local = name.split(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def whole(text: str | None, default: int) -> int:
    """An attribute's whole number; `default` for anything else."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else default


class RefusedError(Exception):
    """The file cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Target:
    """What a relationship points to."""

    kind: str
    """The last word of its type, such as `image`."""
    name: str
    """A part's name, or an outside address."""
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of one document."""

    source: str
    archive: zipfile.ZipFile
    main: str = ""
    _relations: dict[str, dict[str, Target]] = field(default_factory=dict)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None where there is no such part. Raises RefusedError for a hostile one."""
        data = self.read(name, _LARGEST_XML)
        if data is None:
            return None
        if b"purl.oclc.org" in data[:20_000]:
            data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.refused("I105", reason=say("intake.file.reason.xml", part=name)) from error
        if getattr(root.getroottree().docinfo, "doctype", ""):
            raise self.refused("I105", reason=say("intake.file.reason.xml", part=name))
        return root

    def picture(self, name: str) -> bytes | None:
        """A picture's bytes; None where it is missing or too large."""
        info = self.archive.NameToInfo.get(name)
        if info is None or info.file_size > _LARGEST_PICTURE:
            return None
        return self.read(name, _LARGEST_PICTURE)

    def read(self, name: str, most: int) -> bytes | None:
        if name not in self.archive.NameToInfo:
            return None
        try:
            with self.archive.open(name) as part:
                data = part.read(most + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise self.refused("I105", reason=say("intake.file.reason.zip")) from error
        except Exception as error:  # zlib.error has no base of its own
            raise self.refused("I105", reason=say("intake.file.reason.zip")) from error
        if len(data) > most:
            raise self.refused("I106", part=name)
        return data

    def relations(self, part: str) -> dict[str, Target]:
        """Relationship id → target, of a part; of the package itself for the empty name."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[part] = {} if root is None else dict(self._related(root, folder))
        return self._relations[part]

    def _related(self, root: etree._Element, folder: str) -> list[tuple[str, Target]]:
        found = []
        for entry in root.iter(qualified("rel:Relationship")):
            external = entry.get("TargetMode") == "External"
            name = entry.get("Target", "")
            if not external:
                name = name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))
            found.append((entry.get("Id", ""), Target(entry.get("Type", "").rsplit("/", 1)[-1], name, external)))
        return found

    def related(self, kind: str) -> list[str]:
        """Names of the main part's parts of a kind, such as `numbering`."""
        return [target.name for target in self.relations(self.main).values() if target.kind == kind]

    def refused(self, code: str, **values: object) -> RefusedError:
        return RefusedError(loss(code, Place(file=self.source), source=self.source, **values))


def opened(data: bytes, source: str) -> Package:
    """The package of a .docx. Raises RefusedError for anything else, with what to do about it."""
    where = Place(file=source)
    if not data:
        raise RefusedError(loss("I101", where, source=source))
    if len(data) > LARGEST:
        raise RefusedError(loss("I102", where, source=source, size=len(data) // _MEGA, most=LARGEST // _MEGA))
    if data.startswith(_OLE):
        raise RefusedError(_old(data, source))
    if data.lstrip()[:5] in (b"{\\rtf", b"<html", b"<!DOC", b"<?xml"):
        raise RefusedError(loss("I104", where, source=source))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        reason = say("intake.file.reason.zip")
        raise RefusedError(loss("I105", where, source=source, reason=reason)) from error
    package = Package(source, archive)
    _bounded(package)
    package.main = next(
        (target.name for target in package.relations("").values() if target.kind == "officeDocument"),
        "word/document.xml",
    )
    if package.main not in archive.NameToInfo or not package.main.endswith(".xml"):
        raise package.refused("I105", reason=say("intake.file.reason.part"))
    return package


def _old(data: bytes, source: str) -> Finding:
    """An OLE file: encrypted, or from before 2007."""
    where = Place(file=source)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return loss("I103", where, source=source)
    return loss("I104", where, source=source)


def _bounded(package: Package) -> None:
    members = package.archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise package.refused("I106", part=f"{len(members)}")
    if any(member.flag_bits & 1 for member in members):
        raise package.refused("I103")
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and member.file_size > _LARGEST_XML:
            raise package.refused("I106", part=member.filename)
