"""`authoring intake`, `authoring table` and `authoring new template` as their users meet them."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from authoring.bank import Bank
from tests.command_line import Call, command_line
from tests.intake_excel.workbooks import HEADER, png, workbook

GOOD = (1, "单选题", "选哪个？", "甲", "乙", "", "", "B")
BAD = (2, "单选题", "缺答案", "甲", "乙")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Runs a command line in a folder with an empty bank `mine`: exit code, output, error output."""
    monkeypatch.chdir(tmp_path)
    call = command_line(capsys)
    call("new", "bank", "mine", "--name", "我的题库")
    return call


def table(*rows: tuple[Any, ...], more: Any = None) -> None:
    Path("a.xlsx").write_bytes(workbook(("题目", [HEADER, *rows]), more=more))


def told(call: Call, *arguments: str) -> tuple[int, Any]:
    code, out, err = call(*arguments, "--json")
    assert err == ""
    return code, json.loads(out)


def test_a_dry_run_reads_and_writes_nothing(call: Call) -> None:
    table(GOOD, BAD)
    for arguments in (("intake", "a.xlsx"), ("intake", "a.xlsx", "--bank", "mine", "--point", "D01", "--dry-run")):
        code, found = told(call, *arguments)
        assert code == 1
        assert found["drafts"][0] | {"where": 0} == {
            "type": "single_choice",
            "stem": "选哪个？",
            "options": [{"id": "A", "text": "甲"}, {"id": "B", "text": "乙"}],
            "key": "B",
            "number": "1",
            "section": "",
            "where": 0,
        }
        assert {"code", "severity", "where", "message", "hint"} <= set(found["findings"][0])
        assert found["written"] == []
    assert not list(Path("mine/questions").rglob("*.yaml"))


def test_good_rows_come_in_and_bad_ones_are_told(call: Call) -> None:
    table(GOOD, BAD, more=lambda book: book.worksheets()[0].insert_image(1, 2, "a.png", {"image_data": BytesIO(png())}))
    code, out, _ = call("intake", "a.xlsx", "--bank", "mine", "--point", "D01-02", "--level", "senior")
    assert code == 1
    assert "读到 2 题" in out
    assert "新题 1" in out
    with Bank.open("mine") as bank:
        assert bank.report.passed
        (question,) = bank
        assert (question.id, question.level.value, question.status.value) == ("Q-D01-001", "senior", "draft")
        assert [bank.media(name) for name in question.media] == [png()]
    assert list(Path("mine/history").rglob("Q-D01-001.jsonl"))


def test_a_second_import_of_an_export_changes_what_was_edited_and_nothing_else(call: Call) -> None:
    table(GOOD, (2, "判断", "甲。", "", "", "", "", "对"))
    call("intake", "a.xlsx", "--bank", "mine", "--point", "D01-02")
    code, found = told(call, "table", "mine", "--out", "out.xlsx")
    assert (code, found["written"]) == (0, ["out.xlsx"])
    code, found = told(call, "intake", "out.xlsx", "--bank", "mine")
    assert (code, found["untouched"], found["new"], found["changed"]) == (0, ["Q-D01-001", "Q-D01-002"], [], [])
    book = load_workbook("out.xlsx")
    book["单选题"]["B3"].value = "应选哪个？"
    book.save("out.xlsx")
    code, out, _ = call("intake", "out.xlsx", "--bank", "mine")
    assert code == 0
    assert "应选哪个？" in out
    with Bank.open("mine") as bank:
        assert (bank["Q-D01-001"].stem, bank["Q-D01-001"].version) == ("应选哪个？", 2)
        assert bank["Q-D01-002"].version == 1
    code, found = told(call, "intake", "out.xlsx", "--bank", "mine")
    assert found["changed"] == []
    assert len(found["untouched"]) == 2


def test_conflicts_are_shown_and_not_written(call: Call) -> None:
    table(GOOD)
    call("intake", "a.xlsx", "--bank", "mine", "--point", "D01-02")
    call("table", "mine", "--out", "out.xlsx")
    book = load_workbook("out.xlsx")
    book["单选题"]["B3"].value = "表格里的"
    book.save("out.xlsx")
    with Bank.open("mine") as bank:
        before = bank["Q-D01-001"]
        bank.save(before.model_copy(update={"stem": "题库里的"}), before.fingerprint())
    code, out, _ = call("intake", "out.xlsx", "--bank", "mine")
    assert "题库：题库里的　表格：表格里的" in out
    assert "冲突 1" in out
    assert code == 1
    with Bank.open("mine") as bank:
        assert bank["Q-D01-001"].stem == "题库里的"


def test_a_column_is_named_once_and_remembered(call: Call) -> None:
    Path("a.csv").write_text("题面描述文字,标答\n甲。,对\n", "utf-8")
    assert call("intake", "a.csv", "--bank", "mine", "--point", "D01", "--dry-run")[0] == 1
    named = ("--column", "题面描述文字=题干", "--column", "标答=答案")
    assert call("intake", "a.csv", "--bank", "mine", "--point", "D01", *named)[0] == 0
    assert "题面描述文字" in Path("mine/intake-mappings.json").read_text("utf-8")
    Path("b.csv").write_text("题面描述文字,标答\n乙。,错\n", "utf-8")
    assert call("intake", "b.csv", "--bank", "mine", "--point", "D01")[0] == 0
    with Bank.open("mine") as bank:
        assert [question.stem for question in bank] == ["甲。", "乙。"]


def test_findings_go_into_a_copy_of_the_workbook(call: Call) -> None:
    table(BAD)
    code, _, _ = call("intake", "a.xlsx", "--marked", "copies")
    assert code == 1
    assert "I209" in load_workbook("copies/a.xlsx")["题目"]["H2"].comment.text


def test_the_template_comes_in_without_a_finding(call: Call) -> None:
    assert call("new", "template", "mine", "--out", "t.xlsx")[0] == 0
    code, found = told(call, "intake", "t.xlsx", "--bank", "mine", "--point", "D01")
    assert (code, len(found["new"]), found["findings"]) == (0, 9, [])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "--point"),
        (("--column", "题干"), "--column"),
        (("--column", "题干=谜"), "题干"),
        (("--column", "没有的列=题干"), "没有的列"),
    ],
)
def test_wrong_use_is_explained(call: Call, more: tuple[str, ...], words: str) -> None:
    table(GOOD)
    code, _, err = call("intake", "a.xlsx", "--bank", "mine", *more)
    assert code == 3
    assert words in err
    assert not list(Path("mine/questions").rglob("*.yaml"))
