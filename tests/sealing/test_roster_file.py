"""A sealed roster: whole for its recipient, nowhere in the clear, and never in a package."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from authoring.errors import SealError
from authoring.export.reader import open_package
from authoring.export.sealing.opening import open_sealed
from authoring.export.sealing.roster import open_roster, open_roster_and_photos, seal_roster
from authoring.roster.entries import ExamRoster, enter
from authoring.roster.photos import Photos, open_photos
from tests.export import examples
from tests.roster.people import person, read, session
from tests.sealing.made import DELIVERY, NOW, STRANGER, sealed, sealer, to

JPEG = b"\xff\xd8\xff\xe0photo"


@pytest.fixture
def entered(tmp_path: Path) -> tuple[ExamRoster, Photos]:
    rows = [person(number) for number in range(5)]
    (tmp_path / "photos").mkdir()
    for row in rows:
        (tmp_path / "photos" / f"{row[2]}.jpg").write_bytes(JPEG + row[2].encode())
    photos = open_photos(tmp_path / "photos")
    roster, report = read(rows, photos=photos)
    assert report.passed
    return enter(roster, session(), seed=1)[0], photos


def test_there_and_back(tmp_path: Path, entered: tuple[ExamRoster, Photos]) -> None:
    roster, photos = entered
    path = tmp_path / "E1.roster.age"
    seal_roster(roster, to(DELIVERY), sealer(), path, photos=photos)
    assert open_roster(path, DELIVERY, now=NOW) == roster
    kept = {entry.candidate.number: JPEG + entry.candidate.id_number.encode() for entry in roster.entries}
    assert open_roster_and_photos(path, DELIVERY, now=NOW) == (roster, kept)
    opened = open_sealed(path, DELIVERY, tmp_path / "out", now=NOW)
    with ZipFile(opened.path) as archive:
        assert archive.namelist() == [*(f"photos/{number:05}.jpg" for number in range(1, 6)), "roster.json"]
        assert archive.read("photos/00001.jpg") == JPEG + roster.entries[0].candidate.id_number.encode()
    with pytest.raises(SealError, match="打不开"):
        open_roster(path, STRANGER, now=NOW)


def test_nothing_is_readable_outside(tmp_path: Path, entered: tuple[ExamRoster, Photos]) -> None:
    roster, photos = entered
    path = tmp_path / "E1.roster.age"
    seal_roster(roster, to(DELIVERY), sealer(), path, photos=photos)
    data = path.read_bytes()
    for entry in roster.entries:
        assert entry.candidate.phone.encode() not in data
        assert entry.app_code.encode() not in data
    assert {file.name for file in tmp_path.iterdir()} == {"photos", "E1.roster.age"}


def test_a_package_is_no_roster(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    with pytest.raises(SealError, match="不是考生名册"):
        open_roster(path, DELIVERY, now=NOW)


def test_no_package_holds_a_roster(entered: tuple[ExamRoster, Photos]) -> None:
    """A package is built of paper, questions, session and pictures: there is no place for people in it."""
    package = open_package(examples.package())
    whole = b"".join(package.files.values())
    for entry in entered[0].entries:
        one = entry.candidate
        assert not any(text.encode() in whole for text in (one.phone, one.id_number, one.name, entry.app_code))
    assert not any(word in name for name in package.files for word in ("roster", "photo", "candidate.json"))
