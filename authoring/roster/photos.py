"""Candidates' photos: a folder or a zip, each file named after its candidate."""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile, ZipInfo

from authoring.errors import StorageError
from authoring.findings import Finding, Place
from authoring.roster.faults import wrong
from authoring.roster.privacy import masked, masked_value
from authoring.roster.rows import Row
from authoring.texts import say

__all__ = ["Photos", "open_photos", "pair_photos"]

_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
LARGEST = 5 * 2**20
"""Bytes of one photo."""
_ENDINGS = frozenset((".jpg", ".jpeg", ".png", ".bmp", ".gif", ".heic", ".webp", ".tif", ".tiff"))
_CLUTTER = re.compile(r"(?i)^(\.|~|__macosx/|thumbs\.db$|desktop\.ini$)|/(\.|~|thumbs\.db$|desktop\.ini$)")
_UTF8 = 0x800


@dataclass(frozen=True)
class Photos:
    """Photos by name; nothing is read before it is asked for."""

    source: str
    """Name of the folder or zip."""
    sizes: Mapping[str, int]
    """Bytes of each, by file name without folders; see `twice`."""
    read: Callable[[str], bytes]
    """The bytes of a photo by name. Raises StorageError."""
    twice: tuple[str, ...] = ()
    """Names that stand in more than one folder."""


def open_photos(path: Path) -> Photos:
    """The photos of a folder or zip, whatever folders are in it. Raises StorageError."""
    try:
        return _folder(path) if path.is_dir() else _zip(path)
    except (OSError, BadZipFile, ValueError) as problem:
        raise StorageError(say("roster.photos_unreadable", path=path, reason=masked(str(problem)))) from problem


def _folder(path: Path) -> Photos:
    files = [file for file in sorted(path.rglob("*")) if file.is_file()]
    inside = {file.relative_to(path).as_posix(): file for file in files}
    names, twice = _by_name(inside)

    def read(name: str) -> bytes:
        try:
            return inside[names[name]].read_bytes()
        except OSError as problem:
            raise StorageError(say("roster.photos_unreadable", path=path, reason=problem.strerror)) from problem

    return Photos(path.name, {name: inside[place].stat().st_size for name, place in names.items()}, read, twice)


def _zip(path: Path) -> Photos:
    opened = ZipFile(path)  # stays open as long as somebody may ask for a photo
    entries = {_name(entry): entry for entry in opened.infolist() if not entry.is_dir()}
    names, twice = _by_name(entries)

    def read(name: str) -> bytes:
        try:
            return opened.read(entries[names[name]])
        except (OSError, BadZipFile, RuntimeError, NotImplementedError, zlib.error) as problem:
            raise StorageError(say("roster.photos_unreadable", path=path, reason=masked(str(problem)))) from problem

    return Photos(path.name, {name: entries[place].file_size for name, place in names.items()}, read, twice)


def _name(entry: ZipInfo) -> str:
    """Windows writes names in GBK without saying so; `zipfile` takes them for code page 437."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _by_name(places: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """File name → where it lies, and names that occur twice."""
    found: dict[str, list[str]] = defaultdict(list)
    for place in places:
        path = PurePosixPath(place)
        if not _CLUTTER.search(place) and path.suffix.lower() in _ENDINGS:
            found[normalize("NFC", path.name)].append(place)
    return {name: here[0] for name, here in found.items()}, tuple(name for name, here in found.items() if len(here) > 1)


def pair_photos(rows: Sequence[Row], photos: Photos) -> Iterator[Finding]:
    """Gives each row's candidate its photo: the file that the row names, else the one named by id, phone or name."""
    owners: dict[str, Row] = {}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for name in photos.sizes:
        by_stem[_stem(name)].append(name)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.cell("name")] += 1
    for row in rows:
        fitting = _fitting(row, photos, by_stem, counts)
        place = row.at("photo" if "photo" in row.table.columns else "name")
        if not fitting:
            yield wrong("R251", place, name=row.cell("name"), named=masked(row.cell("photo")) or "—")
        elif len(fitting) > 1:
            yield wrong("R252", place, name=row.cell("name"), files="、".join(map(_shown, fitting)))
        elif fitting[0] in owners:
            yield wrong("R253", place, file=_shown(fitting[0]), row=owners[fitting[0]].number)
        elif row.candidate is not None:
            row.candidate = row.candidate.model_copy(update={"photo": fitting[0]})
        owners |= {name: row for name in fitting if name not in owners}
    yield from _files(photos, owners)


def _files(photos: Photos, owners: Mapping[str, Row]) -> Iterator[Finding]:
    """What is wrong with files, whomever they show."""
    for name, size in photos.sizes.items():
        where = Place(file=f"{photos.source}/{_shown(name)}")
        if name in photos.twice:
            yield wrong("R254", where, file=_shown(name))
        if name not in owners:
            yield wrong("R255", where, file=_shown(name))
        elif size > LARGEST:
            yield wrong("R256", where, size=f"{size / 2**20:.1f}", most=LARGEST // 2**20)
        elif not photos.read(name).startswith(tuple(_KINDS)):
            yield wrong("R257", where, file=_shown(name))


def _fitting(
    row: Row, photos: Photos, by_stem: Mapping[str, Sequence[str]], counts: Mapping[str, int]
) -> Sequence[str]:
    if named := row.cell("photo"):
        name = PurePosixPath(named.replace("\\", "/")).name
        return [name] if name in photos.sizes else by_stem.get(_stem(name), ())
    words = [row.cell("id_number"), row.cell("phone")]
    if counts[row.cell("name")] == 1:  # two people of one name need another way
        words.append(row.cell("name"))
    keys = [_stem(f"{word}.jpg") for word in words if word]
    joined = [_stem(f"{row.cell('name')}{word}.jpg") for word in words[:2] if word]
    return [name for key in dict.fromkeys([*keys, *joined]) for name in by_stem.get(key, ())]


def _stem(name: str) -> str:
    """A file name as names are compared: `张三_138….JPG` and `张三138…` are one."""
    stem = name.rpartition(".")[0] if PurePosixPath(name).suffix.lower() in _ENDINGS else name
    return re.sub(r"[\s_\-+()]", "", normalize("NFKC", stem)).casefold()


def _shown(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    whole = masked_value(stem) if stem.isdigit() else masked(stem)
    return f"{whole}{dot}{ending}" if dot else masked(name)
