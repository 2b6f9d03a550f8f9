"""A content package opened safely: bounded sizes, nothing outside of it, nothing encrypted."""

import posixpath
import re
import zipfile
from io import BytesIO
from urllib.parse import unquote

from authoring.findings import Finding, Place
from authoring.intake.exchange.losses import VOICE
from authoring.intake.exchange.xml import Element, RefusedXmlError, root_of
from authoring.texts import say

__all__ = ["Archive", "RefusedError", "parsed", "resolved"]

_LARGEST = 20_000_000
"""Bytes of one file in it."""
_LARGEST_WHOLE = 1_000_000_000
_MOST_MEMBERS = 50_000
_RATIO = 200
"""Times smaller than its contents: more is no honest file …"""
_RATIO_FROM = 1_000_000
"""… from this size on."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class RefusedError(Exception):
    """The file cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Archive:
    """The files of a zip archive. Raises RefusedError for what is damaged, too large or encrypted."""

    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._refused("I601", reason=say("intake_exchange.reason.zip")) from error
        members = self._zip.infolist()
        for member in members:
            self._bounded(member)
        if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _LARGEST_WHOLE:
            raise self._refused("I603", part=self.source)
        self._members = {member.filename.replace("\\", "/"): member for member in members if not member.is_dir()}
        self.outside = tuple(name for name in self._members if _leads_out(name))
        """Names that lead out of the package; they are never read."""
        self.names = tuple(name for name in self._members if not _leads_out(name))

    def _bounded(self, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & 1:
            raise self._refused("I601", reason=say("intake_exchange.reason.encrypted"))
        swollen = member.file_size > _RATIO_FROM and member.file_size > _RATIO * max(member.compress_size, 1)
        if swollen or (member.filename.lower().endswith(".xml") and member.file_size > _LARGEST):
            raise self._refused("I603", part=member.filename)

    def _refused(self, code: str, **values: object) -> RefusedError:
        return RefusedError(VOICE.wrong(code, Place(file=self.source), source=self.source, **values))

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where it is missing, damaged or too large."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(self._members[name]) as part:
                data = part.read(_LARGEST + 1)
        except Exception:  # zlib and lzma errors have no base of their own
            return None
        return data if len(data) <= _LARGEST else None

    def xml(self, name: str) -> Element:
        """The root of an XML file. Raises RefusedError."""
        data = self.read(name)
        if data is None:
            reason = say("intake_exchange.reason.member", name=name)
            raise RefusedError(VOICE.wrong("I601", Place(file=self.place(name)), source=self.source, reason=reason))
        return parsed(data, self.place(name))

    def place(self, name: str) -> str:
        """How places name a file of the package."""
        return f"{self.source}/{name}"


def parsed(data: bytes, source: str) -> Element:
    """The root of an XML document named `source`. Raises RefusedError."""
    try:
        return root_of(data)
    except RefusedXmlError as error:
        where = Place(file=source)
        if error.kind == "entity":
            raise RefusedError(VOICE.wrong("I602", where, source=source)) from error
        reason = say("intake_exchange.reason.xml", line=error.line, column=error.column)
        raise RefusedError(VOICE.wrong("I601", where, source=source, reason=reason)) from error


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or bool(_SCHEME.match(name))


def resolved(base: str, href: str) -> str | None:
    """The file that `href` in the file `base` means; None for what leads out of the package."""
    path = unquote(href.partition("#")[0].partition("?")[0]).replace("\\", "/").strip()
    if not path or _SCHEME.match(path) or path.startswith("/"):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return None if joined == ".." or joined.startswith("../") else joined
