"""Findings written back into a copy of the author's workbook."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from authoring.errors import UsageError
from authoring.findings import Report
from authoring.intake.excel import annotated_copy, read_workbook
from tests.intake_excel.workbooks import HEADER, codes, png, workbook

BAD = (1, "单选题", "选哪个？", "甲", "乙", "丙", "丁", "E", "", "很难说", 1)


def more(book: Workbook) -> None:
    page = book.worksheets()[0]
    page.embed_image(3, 2, "a.png", {"image_data": BytesIO(png())})
    page.insert_textbox(5, 5, "说明")
    page.write_comment(1, 9, "我再想想")
    page.write_rich_string(2, 2, "CO", book.add_format({"font_script": 2}), "2", " 是温室气体。")


def test_findings_stand_on_their_cells() -> None:
    data = workbook(("题目", [HEADER, BAD, (2, "判断", "x", "", "", "", "", "对"), (3, "判断", "")]), more=more)
    intake = read_workbook(data, "a.xlsx")
    copy, lost = annotated_copy(data, intake.report)
    book = load_workbook(BytesIO(copy), rich_text=True)
    page = book["题目"]
    answer, difficulty = page["H2"], page["J2"]
    assert answer.comment is not None
    assert difficulty.comment is not None
    assert "I210" in answer.comment.text
    assert answer.fill.start_color.rgb == "00FFC7CE"
    assert "我再想想" in difficulty.comment.text
    assert "I215" in difficulty.comment.text
    assert difficulty.fill.start_color.rgb == "00FFEB9C"
    assert page["A2"].comment is None
    listed = [row[0].value for row in book["导入检查结果"].iter_rows(min_row=2)]
    assert sorted(listed) == codes(intake.report)
    assert codes(lost) == ["I240", "I240"]
    assert annotated_copy(data, intake.report)[0] == copy


def test_a_copy_reads_like_its_original_and_can_be_annotated_again() -> None:
    data = workbook(("题目", [HEADER, BAD, (2, "判断", "x", "", "", "", "", "对")]), more=_rich)
    intake = read_workbook(data, "a.xlsx")
    copy, _ = annotated_copy(data, intake.report)
    again = read_workbook(copy, "a.xlsx")
    assert [draft.plain for draft in again.drafts] == [draft.plain for draft in intake.drafts]
    assert again.report == intake.report
    assert load_workbook(BytesIO(annotated_copy(copy, again.report)[0])).sheetnames == ["题目", "导入检查结果"]


def _rich(book: Workbook) -> None:
    book.worksheets()[0].write_rich_string(2, 2, "CO", book.add_format({"font_script": 2}), "2", " 是温室气体。")


def test_what_is_no_workbook_is_refused() -> None:
    for data in (b"", b"a,b", b"PK\x03\x04"):
        with pytest.raises(UsageError):
            annotated_copy(data, Report())
