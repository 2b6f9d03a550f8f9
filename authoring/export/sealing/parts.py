"""What of a signed package goes into which sealed file, read from disk piece by piece.

Delivery gets `candidate/` and `delivery/` with the signed manifest, and not a byte of `marking/`; it can still hold
every file against the signature. Markers get the whole package: they compare answers with what candidates saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from authoring.errors import PackageError, SealError
from authoring.export.manifest import MANIFEST, SIGNATURE, Audience, Manifest, read_manifest
from authoring.export.sealing.streams import PIECE, Member, measured, pieces
from authoring.export.signing import verify_signature
from authoring.texts import say

__all__ = ["PackageParts", "open_parts"]

LARGEST_MANIFEST = 8 * 2**20
_HIDDEN = {Audience.DELIVERY: frozenset((Audience.MARKING,)), Audience.MARKING: frozenset[Audience]()}


@dataclass(frozen=True)
class PackageParts:
    """A package, or a part of one, whose signature and sums are right."""

    manifest: Manifest
    members: tuple[Member, ...]

    def part(self, audience: Audience) -> tuple[Member, ...]:
        """The files that a sealed file for `audience` (delivery or marking) holds."""
        hidden = _HIDDEN[audience]
        return tuple(one for one in self.members if not any(one.path.startswith(f"{name}/") for name in hidden))

    @property
    def is_whole(self) -> bool:
        """False for a part without keys."""
        return len(self.members) == len(self.manifest.files) + 2


def open_parts(path: Path) -> PackageParts:
    """Reads every file of a package once and holds it against the signed manifest.

    A part that leaves out whole audiences passes. Raises PackageError, FormatError; SealError for a wrong signature.
    """
    try:
        with ZipFile(path) as archive:
            small = {name: _small(archive, name, path) for name in (MANIFEST, SIGNATURE)}
            members = [measured(name, _Pieces(path, name)) for name in archive.namelist() if name not in small]
    except (OSError, BadZipFile, KeyError, NotImplementedError, RuntimeError) as problem:
        raise PackageError(say("sealing.no_package", path=path.name)) from problem
    manifest = read_manifest(small[MANIFEST])
    signature = small[SIGNATURE].decode("ascii", "replace")
    if not verify_signature(manifest.signer.public_key, small[MANIFEST], signature):
        raise SealError(say("sealing.package_signature", path=path.name))
    _compare(manifest, members, path)
    return PackageParts(manifest, (*members, *(measured(name, pieces(data)) for name, data in small.items())))


def _small(archive: ZipFile, name: str, path: Path) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_MANIFEST:
        raise PackageError(say("sealing.no_package", path=path.name))
    return archive.read(name)


@dataclass(frozen=True)
class _Pieces:
    """A file within a package on disk, from its beginning each time."""

    path: Path
    name: str

    def __call__(self) -> Iterator[bytes]:
        try:
            with ZipFile(self.path) as archive, archive.open(self.name) as file:
                while piece := file.read(PIECE):
                    yield piece
        except (OSError, BadZipFile, KeyError) as problem:
            raise PackageError(say("sealing.no_package", path=self.path.name)) from problem


def _compare(manifest: Manifest, members: list[Member], path: Path) -> None:
    """Every file is listed with its sum, and of an audience there are all files or none."""
    listed = {entry.path: entry for entry in manifest.files}
    there = {member.path: member for member in members}
    kinds = {listed[name].audience for name in there if name in listed}
    wrong = [name for name, one in there.items() if name not in listed or listed[name].sha256 != one.sha256]
    missing = [name for name, entry in listed.items() if entry.audience in kinds and name not in there]
    if wrong or missing or len(there) < len(members):
        names = "、".join(sorted({*wrong, *missing})[:3]) or "—"
        raise PackageError(say("sealing.package_changed", path=path.name, names=names))
