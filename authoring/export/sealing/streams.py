"""The container of `authoring.export.archive`, written and read piece by piece: 200 MB need no 200 MB of memory."""

import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from authoring.errors import SealError
from authoring.export.archive import CENTRAL, DIRECTORY_END, JANUARY_1980, LOCAL, MODE, UNIX, UTF8, VERSION
from authoring.texts import say

__all__ = ["PIECE", "ChunkReader", "Member", "archive_chunks", "chunks_of", "joined", "measured", "pieces"]

PIECE = 2**20
"""Bytes read at a time."""
MOST_BYTES = 2**32 - 1
"""Of a container: it has no zip64."""
Chunks = Callable[[], Iterator[bytes]]
"""Gives the bytes of a file from its beginning, as often as it is asked."""


@dataclass(frozen=True)
class Member:
    """One file of a container."""

    path: str
    chunks: Chunks
    size: int
    """Bytes."""
    crc: int
    sha256: str
    """64 hexadecimal digits."""


def measured(path: str, chunks: Chunks) -> Member:
    """A member with size and sums, for which its bytes are read once."""
    size, crc, sha256 = 0, 0, hashlib.sha256()
    for piece in chunks():
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        sha256.update(piece)
    return Member(path, chunks, size, crc, sha256.hexdigest())


def archive_chunks(members: Iterable[Member]) -> Iterator[bytes]:
    """The one container of these files, as `write_archive` makes it, in pieces. Raises SealError beyond 4 GB."""
    ordered = sorted(members, key=lambda member: member.path)
    directory: list[bytes] = []
    offset = 0
    for member in ordered:
        name = member.path.encode()
        common = (VERSION, UTF8, 0, 0, JANUARY_1980, member.crc, member.size, member.size, len(name), 0)
        end = offset + LOCAL.size + len(name) + member.size
        if end > MOST_BYTES:
            raise SealError(say("sealing.too_large", most=MOST_BYTES // 2**30))
        yield LOCAL.pack(b"PK\x03\x04", *common) + name
        yield from member.chunks()
        rest = (0, 0, 0, MODE << 16, offset)
        directory += [CENTRAL.pack(b"PK\x01\x02", UNIX | VERSION, *common, *rest), name]
        offset = end
    listing, count = b"".join(directory), len(ordered)
    yield listing + DIRECTORY_END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)


def chunks_of(file: BinaryIO, size: int | None = None) -> Iterator[bytes]:
    """The next `size` bytes of an open file (None: all that are left)."""
    left = size
    while piece := file.read(PIECE if left is None else min(PIECE, left)):
        yield piece
        left = None if left is None else left - len(piece)


class ChunkReader(io.RawIOBase):
    """Pieces as a file to read from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join([bytes(self._piece), *self._chunks])
        while not self._piece:
            try:
                self._piece = memoryview(next(self._chunks))
            except StopIteration:
                return b""
        taken, self._piece = self._piece[:size], self._piece[size:]
        return bytes(taken)


def pieces(data: bytes) -> Chunks:
    """Bytes in memory as a member's."""
    return lambda: iter([data])


def joined(members: Sequence[Member]) -> Chunks:
    """A container within a container."""
    return lambda: archive_chunks(members)
