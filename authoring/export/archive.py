"""The package's container: a zip of the plainest kind, of which there is exactly one for given files.

Entries are stored without compression, sorted by path, dated 1980-01-01 00:00:00, mode 0644, named in UTF-8, with no
extra fields, comments or data descriptors. So the bytes depend on no compression library, nothing can expand, and every
byte of a container can be held against what this writer makes of its files (zip format: PKWARE APPNOTE 6.3.10).
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CENTRAL", "DIRECTORY_END", "LOCAL", "MODE", "UTF8", "Entry", "write_archive"]

LOCAL = struct.Struct("<4s5H3L2H")
"""Signature PK34, version needed, flags, method, time, date, CRC-32, stored size, size, name length, extra length."""
CENTRAL = struct.Struct("<4s6H3L5H2L")
"""Signature PK12, version made by, version needed, flags, method, time, date, CRC-32, stored size, size, name length,
extra length, comment length, disk, internal attributes, external attributes, offset of the local header."""
DIRECTORY_END = struct.Struct("<4s4H2LH")
"""Signature PK56, disk, disk of the directory, entries on it, entries, directory size and offset, comment length."""

UTF8 = 0x0800
VERSION = 20
UNIX = 3 << 8
MODE = 0o100644
JANUARY_1980 = 0x0021


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a container, as its directory describes it."""

    name: bytes
    flags: int
    method: int
    checksum: int
    stored: int
    """Bytes in the container."""
    size: int
    """Bytes of the file."""
    made_by: int
    attributes: int
    offset: int
    """Of the local header, from the container's first byte."""


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The one container of these files, by path (`candidate/A.json`). Same files, same bytes."""
    bodies, directory, offset = [], [], 0
    for path, data in sorted(files.items()):
        name = path.encode()
        common = (VERSION, UTF8, 0, 0, JANUARY_1980, zlib.crc32(data), len(data), len(data), len(name), 0)
        bodies += [LOCAL.pack(b"PK\x03\x04", *common), name, data]
        rest = (0, 0, 0, MODE << 16, offset)
        directory += [CENTRAL.pack(b"PK\x01\x02", UNIX | VERSION, *common, *rest), name]
        offset += LOCAL.size + len(name) + len(data)
    listing = b"".join(directory)
    count = len(files)
    end = DIRECTORY_END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)
    return b"".join([*bodies, listing, end])
