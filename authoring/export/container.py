"""Reading a container without trusting it: everything is judged from its directory before a single file is taken out.

Nothing is decompressed and nothing is written. What is wrong is collected, each finding with file, place and remedy.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.export.archive import CENTRAL, DIRECTORY_END, LOCAL, Entry, write_archive
from authoring.export.faults import wrong
from authoring.export.paths import inside, shown_path, twins, unsafe_path
from authoring.findings import Finding, Place
from authoring.texts import say

__all__ = ["MOST_BYTES", "MOST_FILES", "Container", "open_container"]

MOST_BYTES = 512 * 2**20
"""Of a whole package; several hundred pictures of the largest size fit."""
MOST_FILES = 5000

_ENCRYPTED = 0x0001 | 0x0040 | 0x2000


@dataclass(frozen=True)
class Container:
    """What could be read, and everything that is wrong with it."""

    files: dict[str, bytes]
    """By path; empty when it is not safe to look inside."""
    findings: tuple[Finding, ...]


def open_container(data: bytes, name: str = "") -> Container:
    """The files in a container; `name` is the package's file name, for the findings. Never raises."""
    whole = Place(file=name or None)
    if troubles := list(_outside(data, whole)):
        return Container({}, tuple(troubles))
    entries, start, damage = _directory(data, whole)
    troubles = damage or [*_entries(entries, start, name), *twins(entries, name)]
    if troubles:
        return Container({}, tuple(troubles))
    files, broken = _contents(data, entries, start, name)
    if not broken and write_archive(files) != data:
        broken = [_slack(data, write_archive(files), whole)]
    return Container(files, tuple(broken))


def _outside(data: bytes, whole: Place) -> Iterator[Finding]:
    """Not a zip, something in front, something behind, the end missing."""
    if len(data) > MOST_BYTES:
        yield wrong("V108", whole, size=_megabytes(len(data)), limit=_megabytes(MOST_BYTES))
    elif not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield _beginning(data, whole)
    elif len(data) < DIRECTORY_END.size or data[-DIRECTORY_END.size :][:4] != b"PK\x05\x06":
        end = _true_end(data)
        if end is None:
            yield wrong("V102", whole, byte=len(data))
        else:
            yield wrong("V109", whole, byte=end, count=len(data) - end)


def _beginning(data: bytes, whole: Place) -> Finding:
    first = data.find(b"PK\x03\x04")
    if first > 0:
        return wrong("V109", whole, byte=0, count=first)
    return wrong("V101", whole, start=data[:4].hex(" ") or "—")


def _true_end(data: bytes) -> int | None:
    """Where a complete container ends. A zip within one has an end as well, but counts from its own start."""
    at = data.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + DIRECTORY_END.size <= len(data):
            *_, size, start, _ = DIRECTORY_END.unpack_from(data, at)
            if start + size == at:
                return at + DIRECTORY_END.size
        at = data.rfind(b"PK\x05\x06", 0, at)
    return None


def _directory(data: bytes, whole: Place) -> tuple[list[Entry], int, list[Finding]]:
    """The directory's entries and where it begins."""
    end = len(data) - DIRECTORY_END.size
    _, _, _, _, count, size, start, _ = DIRECTORY_END.unpack_from(data, end)
    if count > MOST_FILES:
        return [], 0, [wrong("V107", whole, count=count, limit=MOST_FILES)]
    if start + size != end:
        return [], 0, [wrong("V102", whole, byte=end)]
    entries, at = [], start
    for _ in range(count):
        entry, following = _entry(data, at, end)
        if entry is None:
            return [], 0, [wrong("V102", whole, byte=at)]
        entries.append(entry)
        at = following
    return entries, start, [] if at == end else [wrong("V109", whole, byte=at, count=end - at)]


def _entry(data: bytes, at: int, end: int) -> tuple[Entry | None, int]:
    if at + CENTRAL.size > end:
        return None, at
    (
        signature,
        made_by,
        _,
        flags,
        method,
        _,
        _,
        checksum,
        stored,
        size,
        name,
        extra,
        comment,
        _,
        _,
        attributes,
        offset,
    ) = CENTRAL.unpack_from(data, at)
    following = at + CENTRAL.size + name + extra + comment
    if signature != b"PK\x01\x02" or following > end:
        return None, at
    text = data[at + CENTRAL.size : at + CENTRAL.size + name]
    return Entry(text, flags, method, checksum, stored, size, made_by, attributes, offset), following


def _entries(entries: list[Entry], start: int, package: str) -> Iterator[Finding]:
    for entry in entries:
        path = shown_path(entry.name)
        where = Place(file=inside(package, path))
        if reason := unsafe_path(entry.name):
            yield wrong("V103", where, path=path, reason=say(f"export.unsafe.{reason}"))
        mode = entry.attributes >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            yield wrong("V105", where, path=path, mode=f"{mode:o}")
        if entry.flags & _ENCRYPTED:
            yield wrong("V106", where, path=path)
        elif entry.method or entry.stored != entry.size:
            times = entry.size // max(entry.stored, 1)
            yield wrong("V110", where, path=path, size=_megabytes(entry.size), times=times)
        if entry.offset + LOCAL.size + len(entry.name) + entry.stored > start:
            yield wrong("V111", where, path=path, byte=entry.offset)
    if sum(entry.stored for entry in entries) > start:
        yield wrong("V112", Place(file=package or None))


def _contents(data: bytes, entries: list[Entry], start: int, package: str) -> tuple[dict[str, bytes], list[Finding]]:
    files, broken = {}, []
    for entry in entries:
        path = entry.name.decode()
        where = Place(file=inside(package, path))
        begin = _body(data, entry, start)
        if begin is None:
            broken.append(wrong("V111", where, path=path, byte=entry.offset))
            continue
        files[path] = data[begin : begin + entry.size]
        if zlib.crc32(files[path]) != entry.checksum:
            broken.append(wrong("V113", where, path=path, byte=begin))
    return files, broken


def _body(data: bytes, entry: Entry, start: int) -> int | None:
    """Where a file begins, None when its local header is not the directory's."""
    try:
        header = LOCAL.unpack_from(data, entry.offset)
    except struct.error:
        return None
    name = entry.offset + LOCAL.size
    begin = name + header[9] + header[10]
    agrees = header[0] == b"PK\x03\x04" and data[name : name + header[9]] == entry.name
    return begin if agrees and begin + entry.size <= start else None


def _slack(data: bytes, canonical: bytes, whole: Place) -> Finding:
    """The first byte that no file accounts for."""
    pairs = enumerate(zip(data, canonical, strict=False))
    first = next((n for n, (found, made) in pairs if found != made), min(len(data), len(canonical)))
    return wrong("V114", whole, byte=first)


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
