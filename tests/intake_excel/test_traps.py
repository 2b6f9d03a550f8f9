"""What Excel does to tables: formats, formulas, dates, merged cells, pictures, raised text, hidden things."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from authoring.content import parse
from authoring.intake.draft import Intake
from authoring.intake.excel import read_workbook
from authoring.intake.excel.cell_formats import number_text
from tests.intake_excel.workbooks import HEADER, codes, png, read, workbook

ROW = (1, "单选题", "选哪个？", "甲", "乙", "丙", "丁", "B")


def with_page(*rows: Any, more: Any) -> Intake:
    """A table with something that rows cannot say."""
    return read_workbook(workbook(("题目", [HEADER, *rows]), more=more), "a.xlsx")


def rewritten(data: bytes, **parts: bytes) -> bytes:
    """The archive with parts replaced or added; `__` stands for `/` in their names."""
    changed = {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    written = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, changed.pop(entry.filename, old.read(entry)))
        for name, content in changed.items():
            new.writestr(name, content)
    return written.getvalue()


def part(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (3, "0.00", "3.00"),
        (12.5, "General", "12.5"),
    ],
)
def test_numbers_are_read_as_they_are_shown(value: float, form: str, seen: str) -> None:
    def more(book: Workbook) -> None:
        book.worksheets()[0].write_number(1, 3, value, book.add_format({"num_format": form}))

    options = with_page(ROW, more=more).drafts[0].plain["options"]
    assert options[0]["text"] == seen


def test_a_format_that_is_not_understood_is_told() -> None:
    def more(book: Workbook) -> None:
        book.worksheets()[0].write_number(1, 3, 3.5, book.add_format({"num_format": '0.0"倍"'}))

    intake = with_page(ROW, more=more)
    assert (intake.drafts[0].plain["options"][0]["text"], codes(intake.report)) == ("3.5", ["I220"])


@pytest.mark.parametrize(
    ("value", "text"), [(0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (27068.55, "27068.55"), (7.0, "7")]
)
def test_numbers_without_format_show_fifteen_digits(value: float, text: str) -> None:
    assert number_text(value) == text


def test_a_date_is_told_with_what_it_may_have_been() -> None:
    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.write_datetime(1, 3, datetime(2026, 1, 2), book.add_format({"num_format": "m-d"}))  # noqa: DTZ001

    (finding,) = with_page(ROW, more=more).report
    assert (finding.code, finding.where.row, finding.where.column) == ("I219", 2, "D")
    assert "1-2" in finding.message


def test_a_formula_without_value_and_an_error_value() -> None:
    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.write_formula(1, 2, '="选"&"哪个"', None, "选哪个")
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    data = workbook(("题目", [HEADER, ROW]), more=more)
    intake = read_workbook(data, "a.xlsx")
    assert intake.drafts[0].plain["stem"] == "选哪个"
    assert codes(intake.report) == ["I212", "I218"]
    sheet = part(data, "xl/worksheets/sheet1.xml")
    bare = sheet.replace("<v>选哪个</v>".encode(), b"").replace(b' t="str"', b"")
    uncached = read_workbook(rewritten(data, xl__worksheets__sheet1_DOT_xml=bare), "a.xlsx")
    assert (uncached.drafts, codes(uncached.report)) == ((), ["I206", "I217", "I218"])


def test_texts_quoted_to_stop_excel() -> None:
    intake = read((1, "单选题", "编号是？", '"001"', '="002"', "'003", "004", "A"))
    assert [option["text"] for option in intake.drafts[0].plain["options"]] == ["001", "002", "003", "004"]
    quoted = read((1, "判断", '"双碳"是简称。', "", "", "", "", "对"))
    assert quoted.drafts[0].plain["stem"] == '"双碳"是简称。'


def test_raised_and_lowered_text_survives() -> None:
    def more(book: Workbook) -> None:
        sub, up = book.add_format({"font_script": 2}), book.add_format({"font_script": 1})
        book.worksheets()[0].write_rich_string(1, 2, "CO", sub, "2", " 每 m", up, "2", " *多少*？")

    intake = with_page(ROW, more=more)
    assert intake.drafts[0].plain["stem"] == r"CO~2~ 每 m^2^ \*多少\*？"
    assert parse(intake.drafts[0].plain["stem"]).text() == "CO₂ 每 m² *多少*？"
    assert codes(intake.report) == []


def test_merged_cells_speak_for_their_rows_where_that_makes_sense() -> None:
    rows = [HEADER, (*ROW[:8], "", "中", 1, "D01-01"), (2, *ROW[1:]), (3, *ROW[1:])]

    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.merge_range(1, 11, 3, 11, "D01-01")
        page.merge_range(2, 8, 3, 8, "共用的解析")

    intake = read_workbook(workbook(("题目", rows), more=more), "a.xlsx")
    assert [draft.plain["knowledge_points"] for draft in intake.drafts] == [["D01-01"]] * 3
    assert [draft.plain.get("rationale") for draft in intake.drafts] == [None, "共用的解析", None]
    assert codes(intake.report) == ["I221"]


def test_phantom_rows_and_instructions_above_the_header() -> None:
    rows = [("导入说明：请勿修改表头，题干必填。",), (), HEADER, ROW]

    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.write_formula(1_048_575, 2, '=""', None, "")
        page.write_blank(900_000, 2, None, book.add_format({"bold": True}))

    intake = read_workbook(workbook(("题目", rows), more=more), "a.xlsx")
    assert [draft.where.row for draft in intake.drafts] == [4]
    assert codes(intake.report) == []


def test_pictures_over_cells_and_inside_them_go_to_their_texts() -> None:
    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.insert_image(1, 2, "a.png", {"image_data": BytesIO(png()), "description": "流程图"})
        page.insert_image(1, 3, "b.png", {"image_data": BytesIO(png(b"\x00\xff\x00")), "description": "甲"})
        page.insert_image(1, 7, "a.png", {"image_data": BytesIO(png(b"\x00\x00\xff"))})
        page.insert_image(0, 9, "c.png", {"image_data": BytesIO(png(b"\x09\x09\x09"))})
        page.embed_image(2, 4, "d.png", {"image_data": BytesIO(png(b"\x05\x05\x05"))})

    intake = with_page(ROW, (2, "单选题", "选哪张图？", "甲", "", "", "", "B"), more=more)
    first, second = intake.drafts
    assert first.plain["stem"].startswith("选哪个？\n\n![流程图](media/")
    assert first.plain["options"][0]["text"].startswith("甲 ![甲](media/")
    assert sorted(first.media.values()) == sorted([png(), png(b"\x00\xff\x00"), png(b"\x00\x00\xff")])
    assert list(second.media.values()) == [png(b"\x05\x05\x05")]
    assert second.plain["options"][1]["text"] == f"![图](media/{next(iter(second.media))})"
    assert codes(intake.report) == ["I222", "I248"]


def test_wps_pictures_in_cells() -> None:
    data = workbook(("题目", [HEADER, (1, "判断", '=DISPIMG("ID_7F",1)', "", "", "", "", "对")]))
    images = (
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
        ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage><xdr:pic>'
        '<xdr:nvPicPr><xdr:cNvPr id="2" name="ID_7F" descr="边界图"/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>'
        "</Relationships>"
    )
    parts = {
        "xl__cellimages_DOT_xml": images.encode(),
        "xl___rels__cellimages_DOT_xml_DOT_rels": relations.encode(),
        "xl__media__image1_DOT_png": png(),
    }
    (draft,) = read_workbook(rewritten(data, **parts), "a.xlsx").drafts
    assert draft.plain["stem"].startswith("![边界图](media/")
    assert list(draft.media.values()) == [png()]


def test_drawn_things_and_comments_are_told_with_a_quote() -> None:
    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.insert_textbox(1, 5, "补充条件：OF = 0.99")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=题目!$K$2:$K$2"})
        page.insert_chart(1, 9, chart)
        page.write_comment(1, 7, "答案待核")

    intake = with_page(ROW, more=more)
    assert codes(intake.report) == ["I224", "I224", "I225"]
    messages = " ".join(finding.message for finding in intake.report)
    assert "补充条件：OF = 0.99" in messages
    assert "答案待核" in messages


def test_pictures_of_other_kinds_are_told() -> None:
    def more(book: Workbook) -> None:
        page = book.worksheets()[0]
        page.insert_image(1, 2, "a.png", {"image_data": BytesIO(png())})

    data = workbook(("题目", [HEADER, ROW]), more=more)
    broken = rewritten(data, xl__media__image1_DOT_png=b"\x01\x00\x00\x00 a metafile")
    intake = read_workbook(broken, "a.xlsx")
    assert codes(intake.report) == ["I223"]
    assert intake.drafts[0].media == {}


def test_sheets_without_questions_hidden_ones_and_empty_ones() -> None:
    def more(book: Workbook) -> None:
        book.worksheets()[2].hide()

    sheets = (("题目", [HEADER, ROW]), ("统计", [("章节", "数量"), ("一", 3)]), ("旧题", [HEADER, ROW]), ("Sheet4", []))
    intake = read_workbook(workbook(*sheets, more=more), "a.xlsx")
    assert [draft.where.sheet for draft in intake.drafts] == ["题目", "旧题"]
    assert codes(intake.report) == ["I205", "I239"]


def test_a_material_and_the_rows_that_name_it() -> None:
    header = ("题号", "所属材料", "题型", "题干", "选项A", "选项B", "答案")
    rows = (
        ("M1", "", "案例题", "某厂用煤。", "", "", ""),
        ("1", "M1", "单选题", "选哪个？", "甲", "乙", "B"),
        ("2", "M1", "判断题", "甲。", "", "", "对"),
        ("3", "M9", "判断题", "乙。", "", "", "错"),
        ("M2", "", "案例题", "某厂用气。", "", "", ""),
    )
    intake = read(*rows, header=header)
    assert [draft.plain["type"] for draft in intake.drafts] == ["case", "true_false", "case"]
    assert [child["type"] for child in intake.drafts[0].plain["children"]] == ["single_choice", "true_false"]
    assert codes(intake.report) == ["I226", "I227"]


def test_rows_that_share_a_material() -> None:
    rows = [
        ("材料", "题型", "题干", "答案"),
        ("某厂用煤。", "判断题", "甲。", "对"),
        ("", "判断题", "乙。", "错"),
        ("", "判断题", "丙。", "错"),
    ]

    def more(book: Workbook) -> None:
        book.worksheets()[0].merge_range(1, 0, 2, 0, "某厂用煤。")

    intake = read_workbook(workbook(("题目", rows), more=more), "a.xlsx")
    case, alone = intake.drafts
    assert (case.plain["stem"], len(case.plain["children"])) == ("某厂用煤。", 2)
    assert alone.plain["stem"] == "丙。"


def test_damage_is_told_never_repaired() -> None:
    intake = read((1, "判断", "排放 100 tCO?e。", "", "", "", "", "对"))
    assert intake.drafts[0].plain["stem"] == "排放 100 tCO?e。"
    (finding,) = intake.report
    assert (finding.code, finding.where.column) == ("I331", "C")
