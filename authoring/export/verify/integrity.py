"""Signature and sums: is this, byte for byte, what the signer signed?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from authoring.export.faults import doubtful, wrong
from authoring.export.manifest import MANIFEST, SIGNATURE, FileEntry, package_id
from authoring.export.paths import inside
from authoring.export.reader import Package
from authoring.export.signing import key_id, read_public_key
from authoring.export.verify.result import Found
from authoring.findings import Finding, Place
from authoring.records import sha256_hex

__all__ = ["signature", "sums"]


def signature(package: Package, name: str, trusted: Sequence[str]) -> Found:
    """The signature over the manifest's exact bytes; `trusted` are public keys as PEM or base64 texts."""
    return Found(1, tuple(_signature(package, name, {read_public_key(text) for text in trusted})))


def _signature(package: Package, name: str, trusted: set[str]) -> Iterator[Finding]:
    signer, where = package.manifest.signer, Place(file=inside(name, SIGNATURE))
    if SIGNATURE not in package.files:
        yield wrong("V121", where)
        return
    if not package.signed_by(signer.public_key):
        yield wrong("V122", where)
        return
    made = key_id(signer.public_key)
    if made != signer.key_id:
        yield wrong("V123", Place(file=inside(name, MANIFEST), field="signer.key_id"), found=signer.key_id, made=made)
    if signer.public_key not in trusted:
        yield doubtful("V124", where, key_id=made)


def sums(package: Package, name: str) -> Found:
    """Every file against its entry, no file missing, none unlisted."""
    return Found(len(package.manifest.files), tuple(_sums(package, name)))


def _sums(package: Package, name: str) -> Iterator[Finding]:
    manifest, where = package.manifest, Place(file=inside(name, MANIFEST))
    listed = [entry.path for entry in manifest.files]
    for before, path in pairwise(listed):
        if before >= path:
            yield wrong("V137", where, path=path)
    for path in sorted(set(package.files) - set(listed) - {MANIFEST, SIGNATURE}):
        yield wrong("V132", Place(file=inside(name, path)), path=path)
    for entry in manifest.files:
        yield from _file(entry, package.files.get(entry.path), Place(file=inside(name, entry.path)))
    made = package_id(manifest.paper, manifest.files)
    if manifest.id != made:
        yield wrong("V136", where, found=manifest.id, made=made)


def _file(entry: FileEntry, data: bytes | None, where: Place) -> Iterator[Finding]:
    if entry.path.split("/")[0] != entry.audience:
        yield wrong("V135", where, path=entry.path, audience=entry.audience)
    if data is None:
        yield wrong("V131", where, path=entry.path)
    elif len(data) != entry.size:
        yield wrong("V133", where, path=entry.path, found=len(data), listed=entry.size)
    elif (made := sha256_hex(data)) != entry.sha256:
        yield wrong("V134", where, path=entry.path, found=made[:12], listed=entry.sha256[:12])
