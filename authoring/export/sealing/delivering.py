"""A package or a roster to those of a keyring who are named: a file for each audience, and a line in the record."""

from collections.abc import Sequence
from pathlib import Path

from authoring.export.manifest import Audience
from authoring.export.sealing.audit import append_entry, read_audit, sealed_entry
from authoring.export.sealing.envelope import NO_LIMIT, Envelope, Window
from authoring.export.sealing.keyring import Keyring
from authoring.export.sealing.parts import open_parts
from authoring.export.sealing.roster import seal_roster
from authoring.export.sealing.sealing import Sealer, seal_package
from authoring.roster.entries import ExamRoster
from authoring.roster.photos import Photos

__all__ = ["deliver_package", "deliver_roster"]


def deliver_package(
    package: Path, names: Sequence[str], ring: Keyring, sealer: Sealer, out: Path, window: Window = NO_LIMIT
) -> list[tuple[Path, Envelope]]:
    """Seals a package into `out`: without keys for those who deliver, whole for those who mark.

    Raises UsageError for an unknown name, PackageError, SealError, StorageError.
    """
    wanted = {audience: ring.addressees(names, audience) for audience in (Audience.DELIVERY, Audience.MARKING)}
    read_audit(ring.folder)  # what cannot be recorded is not sealed
    parts = open_parts(package)
    written: list[tuple[Path, Envelope]] = []
    for audience, addressees in wanted.items():
        if addressees:
            path = out / f"{parts.manifest.paper}.{audience}.age"
            written.append((path, seal_package(parts, audience, addressees, sealer, path, window)))
    append_entry(ring.folder, [sealed_entry(envelope, path.name) for path, envelope in written])
    return written


def deliver_roster(
    entered: ExamRoster, names: Sequence[str], ring: Keyring, sealer: Sealer, out: Path, photos: Photos | None = None
) -> tuple[Path, Envelope]:
    """Seals a session's roster with its photos into `out`. Raises UsageError, SealError, StorageError."""
    addressees = ring.addressees(names, Audience.DELIVERY)
    read_audit(ring.folder)
    path = out / f"{entered.session}.roster.age"
    envelope = seal_roster(entered, addressees, sealer, path, photos=photos)
    append_entry(ring.folder, [sealed_entry(envelope, path.name)])
    return path, envelope
