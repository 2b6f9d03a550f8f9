"""Files of every kind: read, or refused with what to do; never a crash."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import StorageError
from authoring.intake.excel.opening import LARGEST
from authoring.intake.files import read_data, read_file, read_files
from tests.intake_excel.workbooks import HEADER, codes, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
ROW = (1, "判断", "甲。", "", "", "", "", "对")
BOOK = workbook(("题目", [HEADER, ROW]))


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\x00" * 512


def zipped(name: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr(name, "<a/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "I101"),
        ("a.csv", b"", "I101"),
        ("a.docx", b"", "I101"),
        ("a.xlsx", stream("EncryptedPackage"), "I111"),
        ("a.docx", stream("EncryptedPackage"), "I103"),
        ("a.doc", stream("WordDocument"), "I104"),
        ("a.wps", stream("WordDocument"), "I113"),
        ("a.xls", stream("Workbook"), "I112"),
        ("a.xlsx", BOOK[:2000], "I112"),
        ("a.xlsx", b"<html><table></table></html>", "I112"),
        ("a.zip", zipped("readme.txt"), "I114"),
        ("a.odt", zipped("content.xml"), "I113"),
        ("a.ods", zipped("content.xml"), "I113"),
        ("a.zip", zipped("imsmanifest.xml"), "I607"),
        ("a.xlsx", zipped("xl/nothing.xml"), "I112"),
        ("a.pdf", b"%PDF-1.7", "I115"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "I115"),
    ],
)
def test_what_cannot_be_read_is_one_finding_with_a_remedy(name: str, data: bytes, code: str) -> None:
    intake = read_data(data, name)
    (finding,) = intake.report
    assert (intake.drafts, finding.code) == ((), code)
    assert finding.hint


def test_the_content_decides_not_the_name() -> None:
    assert len(read_data(BOOK, "a.csv").drafts) == 1
    assert len(read_data("题型,题干,答案\n判断,甲。,对\n".encode("gbk"), "a.csv").drafts) == 1
    assert len(read_data("1. 甲。（　　）\n答案：对\n".encode("gbk"), "a.txt").drafts) == 1
    assert len(read_data("1. 甲。（　　）\n答案：对\n".encode(), "a.md").drafts) == 1


def test_macros_are_told() -> None:
    data = BytesIO(BOOK)
    with ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00")
    intake = read_data(data.getvalue(), "a.xlsm")
    assert (len(intake.drafts), codes(intake.report)) == (1, ["I117"])


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    huge = tmp_path / "a.xlsx"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert codes(read_file(huge).report) == ["I102"]


def test_a_zip_bomb_is_refused() -> None:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
        archive.infolist()[1].file_size = 2_000_000_000
    assert codes(read_data(data.getvalue(), "a.xlsx").report) == ["I102"]


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"x")
    (tmp_path / "good.xlsx").write_bytes(BOOK)
    bad, good = read_files([tmp_path / "bad.xlsx", tmp_path / "good.xlsx"])
    assert (bad.drafts, len(good.drafts)) == ((), 1)
    with pytest.raises(StorageError):
        read_file(tmp_path)


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a.txt", "a.docx", "a"]))
def test_no_bytes_crash_the_reader(data: bytes, name: str) -> None:
    read_data(data, name)
    read_data(b"PK\x03\x04" + data, name)
    read_data(OLE + data, name)


@given(st.integers(0, len(BOOK) - 1), st.integers(1, 255))
def test_no_flipped_byte_crashes_the_reader(place: int, change: int) -> None:
    damaged = BOOK[:place] + bytes([BOOK[place] ^ change]) + BOOK[place + 1 :]
    read_data(damaged, "a.xlsx")
