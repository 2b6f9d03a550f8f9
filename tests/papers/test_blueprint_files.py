"""A blueprint reads the same from YAML and from Excel, and what is wrong in either is found at its place."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import StorageError, UsageError
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import blueprint_xlsx, blueprint_yaml, load_blueprint, read_blueprint
from authoring.questions import Cognitive, Level, QuestionType, Status
from tests.papers.pools import SHIPPED, blueprint, section, syllabus

FULL = blueprint(
    section("S1", ["single_choice", "multiple_choice"], 10, 1.5, minutes=20, instructions="请选出。"),
    section("S2", ["case"], 1, None),
    marks=30,
    pass_marks=18,
    statuses=["active", "approved"],
    rows=[
        {
            "section": "S1",
            "select": {
                "knowledge_points": ["D03", "D04-01"],
                "types": ["single_choice"],
                "levels": ["junior"],
                "cognitive": ["apply", "analyse"],
                "difficulty": [2, 3],
                "tags": ["电力", "2024"],
            },
            "measure": "marks",
            "at_least": 1.5,
            "at_most": 6,
        },
        {"select": {"difficulty": [4]}, "at_most": 0},
    ],
    fixed=["A-1"],
    banned=["A-2", "A-3"],
    enemies=[["B-1", "B-2"], ["B-1", "B-3"]],
    forms=2,
    overlap=0.25,
    anchors=2,
    most_forms=1,
    rest=2,
    most_uses=3,
    alike=0.85,
    difficulty=2.75,
    spread=1.1,
    information=[{"ability": -0.5, "at_least": 2.5}, {"ability": 1, "at_least": 1, "at_most": 4}],
    key_share=0.35,
    scoring={"multiple_choice": "per_option", "option_marks": 1, "parts": "all_or_nothing"},
    shuffle_options=False,
)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_blueprints_survive_both_ways(name: str) -> None:
    original, report = load_blueprint(SHIPPED[name], syllabus())
    assert original is not None
    assert list(report) == []
    from_excel, report = read_blueprint(blueprint_xlsx(original, syllabus()), "b.xlsx", syllabus())
    assert from_excel == original
    assert list(report) == []
    from_yaml, report = read_blueprint(blueprint_yaml(original, syllabus()).encode(), "b.yaml", syllabus())
    assert from_yaml == original
    assert from_yaml.fingerprint() == original.fingerprint()


def test_every_field_survives_both_ways() -> None:
    assert read_blueprint(blueprint_xlsx(FULL), "b.xlsx")[0] == FULL
    assert read_blueprint(blueprint_yaml(FULL).encode(), "b.yaml")[0] == FULL


NAMES = st.from_regex(r"[A-Z][A-Z0-9-]{0,8}", fullmatch=True)
WORDS = st.text(st.sampled_from("碳排放ab#:'\"=- 1"), min_size=1, max_size=8).filter(
    lambda text: text == text.strip() != ""
)
NUMBERS = st.integers(0, 40).map(lambda halves: halves / 2)


def some(values: type[Any] | st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    each = values if isinstance(values, st.SearchStrategy) else st.sampled_from([value.value for value in values])
    return st.lists(each, min_size=least, max_size=3, unique=True)


ROWS = st.fixed_dictionaries(
    {
        "select": st.fixed_dictionaries(
            {
                "knowledge_points": some(NAMES),
                "types": some(QuestionType),
                "levels": some(Level),
                "cognitive": some(Cognitive),
                "difficulty": some(st.integers(1, 5)),
                "tags": some(WORDS),
            }
        ),
        "measure": st.sampled_from(["count", "marks"]),
        "at_least": st.none() | NUMBERS,
        "at_most": st.none() | NUMBERS,
    }
)
PLANS = st.fixed_dictionaries(
    {
        "sections": st.lists(
            st.fixed_dictionaries(
                {
                    "id": NAMES,
                    "title": WORDS,
                    "types": some(QuestionType, 1),
                    "count": st.integers(1, 40),
                    "marks_each": st.none() | st.sampled_from([0.5, 1, 2]),
                    "minutes": st.none() | st.integers(1, 60),
                    "instructions": st.just("") | WORDS,
                }
            ),
            min_size=1,
            max_size=3,
        ),
        "rows": st.lists(ROWS, max_size=3),
        "title": WORDS,
        "statuses": some(Status, 1),
        "levels": some(Level, 1),
        "marks": st.integers(1, 300),
        "enemies": st.lists(some(NAMES, 1), max_size=2),
        "fixed": some(NAMES),
        "banned": some(NAMES),
        "difficulty": st.none() | st.sampled_from([1, 2.5, 4.75]),
        "spread": st.none() | st.sampled_from([0, 1.25]),
        "anchors": st.integers(0, 30),
        "most_forms": st.none() | st.integers(1, 26),
        "rest": st.integers(0, 5),
        "most_uses": st.none() | st.integers(1, 9),
        "alike": st.none() | st.sampled_from([0.5, 0.85, 1]),
        "key_share": st.none() | st.sampled_from([0.3, 1]),
        "information": st.lists(
            st.fixed_dictionaries({"ability": st.sampled_from([-2, 0, 0.5]), "at_least": st.none() | NUMBERS}),
            max_size=2,
        ),
        "forms": st.integers(1, 26),
        "overlap": st.sampled_from([0, 0.3333, 1]),
    }
)


@settings(deadline=None, max_examples=60)
@given(PLANS)
def test_any_blueprint_survives_both_ways(plain: dict[str, Any]) -> None:
    plan = Blueprint.model_validate(plain | {"id": "b", "level": "junior", "minutes": 60, "pass_marks": 0})
    assert read_blueprint(blueprint_xlsx(plan), "b.xlsx")[0] == plan
    assert read_blueprint(blueprint_yaml(plan).encode(), "b.yaml")[0] == plan


def test_equal_blueprints_give_equal_bytes() -> None:
    assert blueprint_xlsx(FULL, syllabus()) == blueprint_xlsx(FULL, syllabus())


def test_rows_say_themselves_in_both_files() -> None:
    place = "大题S1：燃料燃烧与能源排放核算（D03）、碳酸盐分解排放（D04-01）"
    said = place + "·单选题·初级·应用、分析·难度 2、3·标签 电力、2024，1.5 至 6 分"
    assert f"  # {said}\n" in blueprint_yaml(FULL, syllabus())
    page = openpyxl.load_workbook(BytesIO(blueprint_xlsx(FULL, syllabus())))["细目"]
    assert page["K2"].value == said
    assert [page.cell(1, at).value for at in (1, 2, 9, 10)] == ["大题", "知识点", "至少", "至多"]
    assert page.freeze_panes == "A2"


def test_the_workbook_offers_what_can_be_chosen() -> None:
    book = openpyxl.load_workbook(BytesIO(blueprint_xlsx(FULL)))
    offered = {str(rule.sqref): rule.formula1 for page in book for rule in page.data_validations.dataValidation}
    assert '"初级,中级,高级"' in offered.values()
    assert '"题数,分值"' in offered.values()
    assert '"S1,S2"' in offered.values()


def edited(changes: dict[tuple[str, str], Any], drop: str | None = None) -> bytes:
    """The full workbook with cells changed, or without a sheet."""
    book = openpyxl.load_workbook(BytesIO(blueprint_xlsx(FULL)))
    for (page, cell), value in changes.items():
        book[page][cell] = value
    if drop:
        del book[drop]
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("changes", "code", "place", "words"),
    [
        ({("大题", "C2"): "单选提"}, "P134", "工作表“大题” 第2行 C列", "是否指 单选题？"),
        ({("细目", "D2"): "初极"}, "P134", "工作表“细目” 第2行 D列", "是否指 初级？"),
        ({("大题", "D2"): "十"}, "P135", "工作表“大题” 第2行 D列", "应为数字，现为“十”"),
        ({("大题", "D2"): 2.5}, "P100", "工作表“大题” 第2行 D列", "应为整数，现为 2.5"),
        ({("大题", "D1"): "题目数"}, "P132", "工作表“大题” 第1行", "缺少“题数”列"),
        ({("细目", "I1"): "最少"}, "P133", "工作表“细目” 第1行 I列", "不认识表头“最少”"),
        ({("试卷", "A8"): "考试时间"}, "P134", "工作表“试卷” 第8行 A列", "是否指 考试时长（分钟）？"),
        ({("试卷", "A9"): "考试时长（分钟）"}, "P136", "工作表“试卷” 第9行 A列", "考试时长（分钟）"),
        ({("试卷", "B10"): 99}, "P105", "工作表“试卷” 第10行 B列", "合格分"),
        ({("试卷", "B2"): 2}, "P138", "工作表“试卷” 第2行 B列", "只认识 1"),
        ({("细目", "B2"): "D3-02"}, "P108", "工作表“细目” 第2行 B列", "（是否指 D"),
        ({("指定题目", "B3"): "A-1"}, "P110", "工作表“指定题目” 第3行 B列", "A-1"),
        ({("试卷", "B3"): None}, "P100", "工作表“试卷” 第3行 B列", "缺少必填项“id”"),
    ],
)
def test_what_a_cell_gets_wrong_is_found_there(
    changes: dict[tuple[str, str], Any], code: str, place: str, words: str
) -> None:
    _, report = read_blueprint(edited(changes), "b.xlsx", syllabus())
    found = next(finding for finding in report if finding.code == code)
    assert place in str(found.where)
    assert words in found.message


def test_a_missing_sheet_and_a_file_that_is_no_workbook_are_said() -> None:
    plan, report = read_blueprint(edited({}, drop="大题"), "b.xlsx")
    assert plan is None
    assert report.findings[0].message == "缺少工作表“大题”"
    plan, report = read_blueprint(b"no workbook", "b.xlsx")
    assert plan is None
    assert [finding.code for finding in report] == ["P130"]


def test_everything_wrong_is_said_at_once() -> None:
    changes = {("大题", "C2"): "单选提", ("细目", "J2"): "六", ("试卷", "B5"): "特级"}
    _, report = read_blueprint(edited(changes), "b.xlsx")
    assert {finding.where.sheet for finding in report if finding.code in ("P134", "P135")} == {"大题", "细目", "试卷"}


YAML = blueprint_yaml(FULL)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words", "hint"),
    [
        ("types: [case]", "types: [cases]", "P100", "title: 大题S2", "cases", "是否指 case？"),
        ("count: 10", "cuont: 10", "P100", "cuont: 10", "cuont", "是否指 count？"),
        ("minutes: 60", "minutes: 六十", "P100", "minutes: 六十", "六十", "样例"),
        ("format: 1", "format: 2", "P138", "format: 2", "版本 2 未知", "升级"),
        ("forms: 2", "forms: true", "P100", "forms: true", "整数", "样例"),
        ("pass_marks: 18", "pass_marks: 40", "P105", "pass_marks: 40", "40", "合格分"),
        ("marks: 30", "marks: 30\nmarks: 31", "B104", "marks: 31", "marks", "一个"),
        ("  at_most: 6", "  at_most: 1", "P121", "at_least: 1.5", "1.5 大于", "对调"),
    ],
)
def test_what_a_line_gets_wrong_is_found_there(old: str, new: str, code: str, line: str, words: str, hint: str) -> None:
    assert old in YAML
    text = YAML.replace(old, new, 1)
    _, report = read_blueprint(text.encode(), "b.yaml")
    found = next(finding for finding in report if finding.code == code and words in finding.message)
    assert found.where.line is not None
    assert line in text.splitlines()[found.where.line - 1]
    assert hint in found.hint


@pytest.mark.parametrize(("text", "code"), [("- 1\n", "P137"), ("", "P137"), ("a: [", "B102"), ("\ufeff", "P137")])
def test_a_file_that_is_no_mapping_is_said(text: str, code: str) -> None:
    plan, report = read_blueprint(text.encode(), "b.yaml")
    assert plan is None
    assert [finding.code for finding in report] == [code]


def test_files_are_opened_by_their_suffix(tmp_path: Path) -> None:
    (tmp_path / "b.XLSX").write_bytes(blueprint_xlsx(FULL))
    assert load_blueprint(tmp_path / "b.XLSX")[0] == FULL
    with pytest.raises(StorageError, match=r"b\.yaml"):
        load_blueprint(tmp_path / "b.yaml")
    with pytest.raises(UsageError, match=r"\.xls.*\.xlsx"):
        load_blueprint(tmp_path / "b.xls")
