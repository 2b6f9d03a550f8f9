"""The container's writer: one sequence of bytes for given files, and a zip for everybody else."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from authoring.export.archive import write_archive
from authoring.export.container import open_container

steps = st.from_regex(r"[a-zA-Z一-龥][a-zA-Z0-9一-龥_-]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() not in {"con", "prn", "aux", "nul"}
)
paths = st.lists(steps, min_size=1, max_size=3).map("/".join)
files = st.dictionaries(paths, st.binary(max_size=200), max_size=8).filter(
    lambda found: len({path.casefold() for path in found}) == len(found)
)


@given(files)
def test_what_is_written_is_read_back_and_by_another_program_too(found: dict[str, bytes]) -> None:
    data = write_archive(found)
    container = open_container(data)
    assert not container.findings
    assert container.files == found
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert other.testzip() is None
        assert {info.filename: other.read(info) for info in other.infolist()} == found


def test_the_order_of_files_makes_no_difference() -> None:
    assert write_archive({"b": b"2", "a": b"1"}) == write_archive({"a": b"1", "b": b"2"})


def test_entries_are_plain() -> None:
    with zipfile.ZipFile(io.BytesIO(write_archive({"题/流程图.svg": b"x"}))) as other:
        (entry,) = other.infolist()
    assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert entry.compress_type == zipfile.ZIP_STORED
    assert entry.external_attr >> 16 == 0o100644
    assert entry.extra == b""
    assert entry.comment == b""


def test_the_bytes_are_those_of_the_format() -> None:
    """Every byte of the smallest container, by the zip format's tables."""
    crc = "43beb7e8"  # CRC-32 of "a" is 0xe8b7be43
    common = f"1400 0008 0000 0000 2100 {crc} 01000000 01000000 0100 0000"
    expected = (
        f"504b0304 {common} 61 61"
        f"504b0102 1403 {common} 0000 0000 0000 0000a481 00000000 61"
        "504b0506 0000 0000 0100 0100 2f000000 20000000 0000"
    )
    assert write_archive({"a": b"a"}) == bytes.fromhex(expected)
