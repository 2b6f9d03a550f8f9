"""CSV of any encoding and delimiter."""

import pytest

from authoring.intake.excel import read_csv
from tests.intake_excel.workbooks import codes

TABLE = "题型,题干,选项A,选项B,答案\n单选题,碳达峰指什么？,甲,乙,B\n判断题,碳中和就是零排放。,,,错\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    intake = read_csv(TABLE.replace(",", delimiter).encode(encoding), "a.csv")
    assert [draft.plain["key"] for draft in intake.drafts] == ["B", False]
    assert codes(intake.report) == []


def test_cells_with_line_breaks_and_quotes() -> None:
    data = '题型,题干,答案\r\n判断题,"第一行\n""第二"",行",对\r\n'.encode()
    assert read_csv(data, "a.csv").drafts[0].plain["stem"] == '第一行\n"第二",行'


def test_a_file_of_two_encodings() -> None:
    lines = TABLE.splitlines(keepends=True)
    intake = read_csv(lines[0].encode() + lines[1].encode() + lines[2].encode("gbk"), "a.csv")
    assert [draft.plain["stem"] for draft in intake.drafts] == ["碳达峰指什么？", "碳中和就是零排放。"]
    assert codes(intake.report) == ["I107"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  ", b"\xef\xbb\xbf"])
def test_empty_files(data: bytes) -> None:
    intake = read_csv(data, "a.csv")
    assert intake.drafts == ()
    assert set(codes(intake.report)) <= {"I101"}


def test_a_quote_that_is_never_closed_costs_no_other_row() -> None:
    table = '题型,题干,答案\n判断题,甲。,对\n判断题,"乙。,错\n' + "判断题,丙。,对\n" * 1000
    intake = read_csv(table.encode(), "a.csv")
    assert [draft.plain["stem"] for draft in intake.drafts[:3]] == ["甲。", "乙。", "丙。"]
    assert len(intake.drafts) == 1002
    assert codes(intake.report) == ["I118"]


def test_a_cell_without_end() -> None:
    table = '题型,题干,答案\n判断题,甲。,对\n判断题,"' + "长" * 1_100_000 + '",错\n'
    assert [draft.plain["key"] for draft in read_csv(table.encode(), "a.csv").drafts] == [True, False]
