"""The roster of a session, sealed: `roster.json` and the photos. It is never written otherwise."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from authoring.errors import SealError
from authoring.export.manifest import Audience, json_bytes
from authoring.export.sealing.envelope import NO_LIMIT, Contents, Envelope, Source, Window
from authoring.export.sealing.opening import unsealed
from authoring.export.sealing.seal_key import SealKey
from authoring.export.sealing.sealing import Addressee, Sealer, seal_files
from authoring.export.sealing.streams import Member, measured, pieces
from authoring.roster.candidate import Candidate
from authoring.roster.entries import ExamRoster, read_entries
from authoring.roster.photos import Photos
from authoring.texts import say

__all__ = ["open_roster", "open_roster_and_photos", "seal_roster"]

ROSTER = "roster.json"
_PHOTO = re.compile(r"photos/([0-9]{5})\.[a-z]+")


def seal_roster(
    roster: ExamRoster,
    addressees: Sequence[Addressee],
    sealer: Sealer,
    path: Path,
    *,
    photos: Photos | None = None,
    window: Window = NO_LIMIT,
) -> Envelope:
    """Seals a roster with the photos of its candidates into `path`. Raises SealError, StorageError."""
    members = [measured(ROSTER, pieces(json_bytes(roster)))]
    members += [_photo(entry.candidate, photos) for entry in roster.entries if photos and entry.candidate.photo]
    named = (Contents.ROSTER, Audience.DELIVERY, f"{roster.session}.roster.zip")
    return seal_files(members, named, Source(id=roster.session), addressees, sealer, path, window)


def _photo(one: Candidate, photos: Photos) -> Member:
    """Named by the candidate's number: a file name would be one more place for personal data."""
    ending = one.photo.rpartition(".")[2].lower()
    return measured(f"photos/{one.number:05}.{ending}", lambda: iter([photos.read(one.photo)]))


def open_roster(path: Path, key: SealKey, *, now: datetime, trusted: Sequence[str] = ()) -> ExamRoster:
    """The roster of a sealed file; no part of it is left on disk. Raises SealError, StorageError, FormatError."""
    return open_roster_and_photos(path, key, now=now, trusted=trusted)[0]


def open_roster_and_photos(
    path: Path, key: SealKey, *, now: datetime, trusted: Sequence[str] = ()
) -> tuple[ExamRoster, dict[int, bytes]]:
    """The roster of a sealed file, and the photos of its candidates by number, in memory alone.

    Raises SealError, StorageError, FormatError.
    """
    with unsealed(path, key, now=now, trusted=trusted) as opened:
        if opened.envelope.contents is not Contents.ROSTER:
            raise SealError(say("sealing.no_roster", path=path.name))
        try:
            with ZipFile(opened.path) as archive:
                return read_entries(archive.read(ROSTER)), dict(_photos_in(archive))
        except (BadZipFile, KeyError) as problem:
            raise SealError(say("sealing.no_roster", path=path.name)) from problem


def _photos_in(archive: ZipFile) -> Iterator[tuple[int, bytes]]:
    for name in archive.namelist():
        if found := _PHOTO.fullmatch(name):
            yield int(found[1]), archive.read(name)
