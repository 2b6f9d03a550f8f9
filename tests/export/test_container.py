"""Containers that somebody tampered with: each a finding with file, place and remedy; nothing raises or unpacks."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import PackageError
from authoring.export.archive import CENTRAL, DIRECTORY_END, write_archive
from authoring.export.container import MOST_FILES, open_container
from authoring.export.reader import open_package
from tests.export import examples

FILES = {"manifest.json": b"{}", "candidate/A.json": b"[1, 2, 3]"}


def zipped(*names: str, compression: int = zipfile.ZIP_STORED, content: bytes = b"x") -> bytes:
    """A zip of another program."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", compression) as archive:
        warnings.simplefilter("ignore")  # about doubled names
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in open_container(data, "x.dcexam.zip").findings}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "candidate/../../evil.json",
        "/etc/passwd",
        "C:/evil.json",
        "a//b",
        "./a",
        "a/",
        "candidate\\evil.json",
        "a\nb",
        "a\u202ejson.exe",
        "aux.json",
        "candidate/NUL",
        "a.",
        " a",
        "e\u0301.json",  # not NFC
        "x" * 301,
    ],
)
def test_path_tricks(name: str) -> None:
    container = open_container(zipped(name), "x.dcexam.zip")
    assert [finding.code for finding in container.findings] == ["V103"]
    assert container.files == {}
    (finding,) = container.findings
    assert str(finding.where).startswith("x.dcexam.zip/")
    assert finding.hint


def test_a_nul_in_a_name() -> None:
    data = write_archive({"a_b": b"x"}).replace(b"a_b", b"a\0b")
    assert codes(data) == {"V103"}
    assert "\0" not in open_container(data).findings[0].message


def test_a_name_that_is_no_utf8() -> None:
    assert codes(write_archive({"abc": b"x"}).replace(b"abc", b"a\xffc")) == {"V103"}


@pytest.mark.parametrize("names", [("a.json", "a.json"), ("a.json", "A.json"), ("straße", "STRASSE"), ("ａ", "a")])
def test_twins(names: tuple[str, str]) -> None:
    assert codes(zipped(*names)) == {"V104"}


def test_a_symbolic_link() -> None:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert codes(buffer.getvalue()) == {"V105"}


def test_an_encrypted_entry() -> None:
    data = bytearray(write_archive({"a": b"x"}))
    directory = data.find(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert codes(bytes(data)) == {"V106"}


def test_a_zip_bomb_is_named_and_never_unpacked() -> None:
    bomb = zipped("bomb.json", compression=zipfile.ZIP_DEFLATED, content=b"0" * 50_000_000)
    assert len(bomb) < 60_000
    (finding,) = open_container(bomb, "x.dcexam.zip").findings
    assert finding.code == "V110"
    assert "47.7 MB" in finding.message


def test_a_compressed_entry_that_hides_its_size() -> None:
    data = bytearray(zipped("bomb.json", compression=zipfile.ZIP_DEFLATED, content=b"0" * 10_000))
    directory = data.find(b"PK\x01\x02")
    stored = struct.unpack_from("<L", data, directory + 20)
    struct.pack_into("<L", data, directory + 24, *stored)
    assert codes(bytes(data)) == {"V110"}


def test_overlapping_entries() -> None:
    """Two entries that share their bytes, as the densest zip bombs do."""
    data = write_archive({"a": b"x" * 301, "b": b"x" * 301})
    directory = data.find(b"PK\x01\x02")
    first, second = bytearray(data[directory:]), data.find(b"PK\x01\x02", directory + 4) - directory
    struct.pack_into("<L", first, second + CENTRAL.size - 4, 0)
    assert "V111" in codes(data[:directory] + bytes(first))


def test_sizes_beyond_the_file() -> None:
    data = bytearray(write_archive({"a": b"x", "b": b"y"}))
    directory = data.find(b"PK\x01\x02")
    struct.pack_into("<LL", data, directory + 20, 10_000, 10_000)
    assert codes(bytes(data)) == {"V111", "V112"}


def test_too_many_entries() -> None:
    data = write_archive({f"f{n}": b"" for n in range(MOST_FILES + 1)})
    assert codes(data) == {"V107"}
    assert codes(write_archive({f"f{n}": b"" for n in range(MOST_FILES)})) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: b"MZ" + data, "V109"),
        (lambda data: data + b"tail", "V109"),
        (lambda data: data[: len(data) // 2], "V102"),
        (lambda data: data[:-1], "V102"),
        (lambda data: b"Rar!\x1a\x07" + data[6:20], "V101"),
        (lambda _: b"", "V101"),
        (lambda _: b"PK\x03\x04", "V102"),
    ],
)
def test_something_around_it_or_missing(change: Callable[[bytes], bytes], code: str) -> None:
    container = open_container(change(write_archive(FILES)), "x.dcexam.zip")
    assert [finding.code for finding in container.findings] == [code]
    assert container.files == {}


def test_a_comment_is_a_tail() -> None:
    data = bytearray(write_archive(FILES))
    struct.pack_into("<H", data, len(data) - 2, 4)
    assert codes(bytes(data) + b"note") == {"V109"}


def test_a_gap_in_the_directory() -> None:
    data = bytearray(write_archive(FILES))
    end = len(data) - DIRECTORY_END.size
    struct.pack_into("<HH", data, end + 8, 1, 1)
    assert codes(bytes(data)) == {"V109"}


def test_a_damaged_file_is_named() -> None:
    data = write_archive(FILES).replace(b"[1, 2, 3]", b"[1, 2, 4]")
    container = open_container(data, "x.dcexam.zip")
    (finding,) = container.findings
    assert (finding.code, finding.where.file) == ("V113", "x.dcexam.zip/candidate/A.json")
    assert container.files["manifest.json"] == b"{}"


def test_a_byte_that_belongs_to_no_file() -> None:
    data = bytearray(write_archive(FILES))
    data[10] = 1  # time of day in the first local header
    (finding,) = open_container(bytes(data)).findings
    assert finding.code == "V114"
    assert "10" in finding.message


def test_a_package_packed_again_by_another_program() -> None:
    assert codes(zipped("manifest.json")) == {"V114"}


@given(st.binary(max_size=400))
def test_nonsense_is_never_an_exception(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        assert open_container(start + data).findings
        assert open_container(start + data + DIRECTORY_END.pack(b"PK\x05\x06", 0, 0, 1, 1, 46, 4, 0)).findings


def test_a_package_that_is_not_safe_does_not_open() -> None:
    with pytest.raises(PackageError, match=r"路径不安全"):
        open_package(zipped("../evil.json"))
    with pytest.raises(PackageError, match=r"不完整"):
        open_package(examples.package()[:1000])
