"""Photos: named by id number, phone or name, or as the roster says; missing, extra, doubled and false ones are told."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from authoring.errors import StorageError
from authoring.roster.photos import open_photos
from tests.roster.people import HEADER, found, id_number, person, read

JPEG = b"\xff\xd8\xff\xe0photo"


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def test_each_way_of_naming(tmp_path: Path) -> None:
    rows = [[*person(number), ""] for number in range(5)]
    rows[4][-1] = "照片\\4号.PNG"
    names = [
        f"{rows[0][2]}.jpg",
        f"一班/{rows[1][1]}.JPG",
        f"{rows[2][0]}.jpeg",
        f"{rows[3][0]}_{rows[3][1]}.jpg",
        "4号.PNG",
    ]
    photos = folder(tmp_path / "p", dict.fromkeys(names[:4], JPEG) | {names[4]: b"\x89PNG\r\n\x1a\n", "Thumbs.db": b""})
    roster, report = read(rows, (*HEADER, "照片"), open_photos(photos))
    assert found(report) == []
    assert [one.photo for one in roster.candidates] == [name.rpartition("/")[2] for name in names]


def test_a_zip_of_windows_with_chinese_names(tmp_path: Path) -> None:
    name = person(0)[0] + ".jpg"
    with ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("a" * len(name.encode("gb18030")), JPEG)
    plain = (tmp_path / "p.zip").read_bytes()
    encoded = name.encode("gb18030")
    (tmp_path / "p.zip").write_bytes(plain.replace(b"a" * len(encoded), encoded))
    photos = open_photos(tmp_path / "p.zip")
    roster, report = read([person(0)], photos=photos)
    assert found(report) == []
    assert photos.read(roster.candidates[0].photo) == JPEG


def test_what_is_wrong(tmp_path: Path) -> None:
    rows = [person(number) for number in range(4)]
    rows.append(person(5, name=rows[3][0]))
    files = {
        f"{rows[0][2]}.jpg": JPEG,
        f"{rows[0][1]}.jpg": JPEG,
        f"{rows[1][1]}.jpg": b"GIF89a",
        f"{rows[3][0]}.jpg": JPEG,
        f"{id_number('19600101')}.jpg": JPEG,
    }
    _, report = read(rows, photos=open_photos(folder(tmp_path / "p", files)))
    at_rows = [entry for entry in found(report) if entry[1]]
    assert at_rows == [("R252", 2, "A"), ("R251", 4, "A"), ("R251", 5, "A"), ("R251", 6, "A")]
    assert sorted(one.code for one in report if one.where.row is None) == ["R255", "R255", "R257"]
    told = "".join(map(str, report))
    assert [number for row in rows for number in row[1:3] if number in told] == []


def test_one_photo_for_two(tmp_path: Path) -> None:
    rows = [[*person(0), "a.jpg"], [*person(1), "a.jpg"]]
    _, report = read(rows, (*HEADER, "照片"), open_photos(folder(tmp_path / "p", {"a.jpg": JPEG, "b/a.jpg": JPEG})))
    assert found(report) == [("R253", 3, "G"), ("R254", None, None)]


@pytest.mark.parametrize("data", [None, b"no zip"])
def test_photos_that_cannot_be_read(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(StorageError, match=r"p\.zip"):
        open_photos(tmp_path / "p.zip")
