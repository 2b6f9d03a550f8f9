"""Questions out and back: the same questions; what was edited since, here or in the bank, is recognised."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from authoring.bank import Bank
from authoring.bank.syllabus import Syllabus
from authoring.intake.bringing import bring_in
from authoring.intake.draft import Defaults
from authoring.intake.excel import export_workbook, read_workbook, template_workbook
from authoring.intake.excel.rest import completed_by_rest, rest_of
from authoring.intake.excel.template import example
from authoring.intake.plan import plan_import
from authoring.questions import Question, QuestionType, question_from
from tests.builders import data, question
from tests.intake_excel.workbooks import HEADER, codes, read, workbook

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """A small bank with one question of each type."""
    source = ROOT / "banks" / "dual-carbon"
    folder = tmp_path / "bank"
    for name in ("bank.yaml", "syllabus.yaml"):
        folder.mkdir(exist_ok=True)
        shutil.copy(source / name, folder / name)
    shutil.copytree(source / "references", folder / "references")
    with Bank.open(folder) as opened:
        for number, kind in enumerate(QuestionType, start=1):
            opened.save(question(kind.value, number))
        yield opened


def exported(questions: list[Question]) -> bytes:
    written, report = export_workbook(questions)
    assert codes(report) == []
    return written


def back(written: bytes) -> list[dict[str, Any]]:
    intake = read_workbook(written, "a.xlsx")
    assert codes(intake.report) == []
    return [draft.plain for draft in intake.drafts]


def edited(written: bytes, identity: str, column: str, value: Any) -> bytes:
    """The workbook after an author has changed one cell of one question."""
    book = load_workbook(BytesIO(written))
    for page in book.worksheets:
        header = [cell.value for cell in page[2]]
        for row in page.iter_rows(min_row=3):
            if row[0].value == identity:
                row[[str(word).rstrip("*") for word in header].index(column)].value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_shipped_bank_comes_back_untouched() -> None:
    with Bank.open(ROOT / "banks" / "dual-carbon") as bank:
        written, report = export_workbook(bank, bank.syllabus)
        plan = plan_import(read_workbook(written, "a.xlsx"), bank)
        assert sorted(plan.untouched) == bank.ids
        assert (plan.new, plan.changed, plan.conflicting) == ((), (), ())
        assert codes(report + plan.report) == []
        assert export_workbook(bank, bank.syllabus)[0] == written


TEXTS = st.text(
    st.sampled_from(
        "碳达峰 \n\t*_~^$[](){}<>|#+-.!&;:=/\\12ABCabc（）【】，。；：、％%\"'`_x000D_\r\ufffe\U000f0001💨"
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: bool(text.strip()))


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([kind.value for kind in QuestionType if kind not in ("blanks", "case")]))
def test_any_text_comes_back(stem: str, other: str, kind: str) -> None:
    plain = data(kind)
    plain |= {"stem": stem, "rationale": other, "tags": [other], "author": other, "sources": [stem]}
    for name in ("options", "items", "premises", "choices"):
        for entry in plain.get(name, ()):
            entry["text"] = other
    asked = question_from(plain)
    assert [question_from(read).fingerprint() for read in back(exported([asked]))] == [asked.fingerprint()]


@pytest.mark.parametrize(
    "fields",
    [
        {"options": [{"id": "X1", "text": "甲"}, {"id": "Y", "text": "乙", "pinned": True}], "key": "Y"},
        {"options": [{"id": "B", "text": "甲"}, {"id": "A", "text": "乙"}], "key": "B"},
        {"options": [{"id": name, "text": name} for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], "key": "Z"},
        {"stem": "选出（A）类的一项（2分）"},
        {"stem": "【多选题】甲"},
        {"options": [{"id": "A", "text": "A. 甲", "mistake": "一\nB：二"}, {"id": "B", "text": "B. 乙"}], "key": "A"},
        {"marks": 0.5, "difficulty": 5, "seconds": 7200, "version": 3, "status": "retired"},
        {"tags": ["一、二", "三;四"], "sources": ["a|b"]},
        {"author": "无", "rationale": "略"},
    ],
)
def test_odd_single_choices_come_back(fields: dict[str, Any]) -> None:
    asked = question("single_choice", 1, **fields)
    assert [question_from(read) for read in back(exported([asked]))] == [asked]


def test_odd_questions_of_other_types_come_back() -> None:
    asked = [
        question("multiple_choice", 1, key=["B", "A"]),
        question("blanks", 2, stem="____（　　）[[1]]", blanks=[{"accepted": ["a;b", "c|d"], "match": "exact"}]),
        question("numeric", 3, value=-0.00015, unit="", tolerance={"relative": 0.025}),
        question(
            "numeric",
            4,
            value=123456789012345,
            tolerance={"absolute": 0},
            accepted_units=[{"unit": "kg", "factor": 1000}],
        ),
        question("short_answer", 5, model_answer="甲（2分）乙（3分）", expected_length=50),
        question("true_false", 6, stem="甲（√）"),
    ]
    found = {read["id"]: question_from(read) for read in back(exported(asked))}
    assert list(found.values()) == sorted(asked, key=lambda entry: list(QuestionType).index(QuestionType(entry.type)))


def test_an_edit_of_a_cell_stands_and_hidden_fields_stay() -> None:
    options = [{"id": "A", "text": "甲", "mistake": "错因"}, {"id": "B", "text": "乙", "pinned": True}]
    asked = question("single_choice", 1, options=options, key="A", tags=["一、二"])
    (read,) = back(edited(exported([asked]), asked.id, "选项B", "丙"))
    assert read["options"] == [options[0], {"id": "B", "text": "丙", "pinned": True}]
    assert read["tags"] == ["一、二"]
    (changed,) = back(edited(exported([asked]), asked.id, "标签", "三"))
    assert changed["tags"] == ["三"]


def test_new_changed_conflicting_and_untouched(bank: Bank) -> None:
    written, _ = export_workbook(bank, bank.syllabus)
    ids = {entry.type: entry.id for entry in bank}
    for kind, value in (("single_choice", "甲的改动"), ("true_false", "乙的改动"), ("case", "丙的改动")):
        written = edited(written, ids[kind], "题干", value)
    for kind in ("true_false", "numeric"):
        before = bank[ids[kind]]
        bank.save(question_from(before.data() | {"stem": "题库里改了"}), before.fingerprint())
    plan = plan_import(read_workbook(written, "a.xlsx"), bank)
    assert [entry.bank.id for entry in plan.changed] == [ids["single_choice"], ids["case"]]
    assert [(change.field, change.new) for change in plan.changed[0].fields] == [("stem", "甲的改动")]
    (conflict,) = plan.conflicting
    assert [(change.old, change.new) for change in conflict.fields] == [("题库里改了", "乙的改动")]
    assert ids["numeric"] in plan.untouched  # changed in the bank alone: the row has nothing to say
    assert codes(plan.report) == ["I247"]


def test_a_deleted_value_is_a_change(bank: Bank) -> None:
    identity = next(entry.id for entry in bank if entry.type == "single_choice")
    before = bank[identity]
    bank.save(question_from(before.data() | {"tags": ["一"]}), before.fingerprint())
    written, _ = export_workbook(bank)
    plan = plan_import(read_workbook(edited(written, identity, "标签", None), "a.xlsx"), bank)
    assert [(change.field, change.new) for change in plan.changed[0].fields] == [("tags", "")]


def test_a_table_of_ids_and_some_fields_changes_those_alone(bank: Bank) -> None:
    identity = next(entry.id for entry in bank if entry.type == "true_false")
    before = bank[identity]
    rows = [
        ("编号", "题型", "题干", "答案", "难度"),
        (identity, "判断题", before.stem, "对" if before.key else "错", 5),
    ]
    plan = plan_import(read_workbook(workbook(("题目", rows)), "a.xlsx"), bank)
    assert [(change.field, change.new) for change in plan.changed[0].fields] == [("difficulty", "5")]
    gone = plan_import(read((*("DC-D01-999", "判断题", "甲。"), *[""] * 4, "对"), header=("编号", *HEADER[1:])), bank)
    assert [draft.plain["id"] for draft in gone.new] == ["DC-D01-999"]


def test_bringing_in_gives_ids_and_tells_what_it_filled_in(bank: Bank) -> None:
    rows = [
        (1, "判断", "甲。", "", "", "", "", "对"),
        (2, "计算", "多少？", "", "", "", "", 12.35),
        (3, "简答", "简述。", "", "", "", "", "要点"),
        (4, "单选", "缺答案", "甲", "乙"),
        (5, "判断", "乙。", "", "", "", "", "错", "", "", "", "D05-01"),
    ]
    brought = bring_in(read(*rows).drafts, bank, Defaults(knowledge_point="D03", author="张三"))
    assert [entry.id for entry in brought.questions] == ["DC-D03-001", "DC-D03-002", "DC-D03-003", "DC-D05-001"]
    assert {entry.status.value for entry in brought.questions} == {"draft"}
    assert brought.questions[1].data()["tolerance"] == {"absolute": 0.005}
    assert [draft.number for draft in brought.left] == ["4"]
    assert codes(brought.report) == ["I190", "I245", "I246"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    ),
    st.dictionaries(
        st.text(max_size=3), st.integers() | st.text(max_size=4) | st.lists(st.integers(), max_size=3), max_size=4
    ),
)
def test_the_hidden_cell_makes_any_reading_the_original(value: Any, reads: dict[str, Any]) -> None:
    real = {"a": value} if value is not None else {}
    if _has_null(real):
        return  # no field of a question is null
    rest = rest_of(reads, real)
    assert (completed_by_rest(reads, rest) if rest else reads) == real


def _has_null(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(map(_has_null, inner))


@pytest.mark.parametrize("rest", ["{", "[1]", "[[[],1,2]]", "null", "3", '[["a",1]]'])
def test_a_damaged_hidden_cell_is_no_crash(rest: str) -> None:
    completed_by_rest({"a": 1}, rest)


@pytest.mark.parametrize("with_syllabus", [True, False])
def test_the_template_gives_its_examples_back(with_syllabus: bool) -> None:
    syllabus = Syllabus()
    if with_syllabus:
        with Bank.open(ROOT / "banks" / "dual-carbon") as bank:
            syllabus = bank.syllabus
    written = template_workbook(syllabus)
    assert back(written) == [example(kind, syllabus) for kind in QuestionType]
    assert template_workbook(syllabus) == written


def test_the_template_is_protected_and_has_lists() -> None:
    with Bank.open(ROOT / "banks" / "dual-carbon") as bank:
        book = load_workbook(BytesIO(template_workbook(bank.syllabus)))
        points = len(bank.syllabus.points)
    assert book.sheetnames[1:-1] == [
        "单选题",
        "多选题",
        "判断题",
        "填空题",
        "计算题",
        "匹配题",
        "排序题",
        "简答题",
        "案例题",
    ]
    page = book["单选题"]
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page["A3"].protection.locked
    assert page.freeze_panes == "A3"
    rules = {rule.formula1 for rule in page.data_validations.dataValidation}
    assert any(str(rule).endswith(f"$A${points}") for rule in rules)
    assert '"初级,中级,高级"' in rules
    assert book["备选值"].sheet_state == "hidden"
    assert book["备选值"]["A1"].value.startswith("D01-01 ")


def test_the_export_hides_and_locks_what_recognises_changes() -> None:
    book = load_workbook(BytesIO(exported([question("true_false")])))
    page = book["判断题"]
    places = {cell.value: cell.column for cell in page[2]}
    hidden = [entry for entry in page.column_dimensions.values() if entry.hidden]
    for title in ("版本", "指纹", "其他内容"):
        assert any(entry.min <= places[title] <= entry.max for entry in hidden)
        assert page.cell(3, places[title]).protection.locked
    assert page["A3"].protection.locked


def test_a_question_too_long_for_a_cell_is_told() -> None:
    written, report = export_workbook([question("true_false"), question("true_false", 2, author="长" * 40_000)])
    assert codes(report) == ["I242"]
    assert len(back(written)) == 1
