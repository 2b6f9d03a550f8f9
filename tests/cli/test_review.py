"""Reviewing on the command line: the way of a question, refusals, and what a program reads."""

import json
from functools import partial
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.question_file import question_yaml
from authoring.bank.yaml_text import to_yaml
from tests.builders import question
from tests.command_line import Call, command_line

NAME = "T-D01-001"


@pytest.fixture
def review(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """`authoring review` on a bank of two drafts and an active question."""
    made = (question(kind, n, status="draft") for n, kind in enumerate(("single_choice", "case"), start=1))
    for asked in (*made, question("numeric", 3)):
        path = tmp_path / "questions" / "D01" / f"{asked.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(question_yaml(asked), "utf-8")
    info = {"format": 1, "id": "t", "name": "试题库", "id_prefix": "T"}
    (tmp_path / "bank.yaml").write_text(to_yaml(info), "utf-8")
    return partial(command_line(capsys), "review", str(tmp_path))


def test_the_way_of_a_question(review: Call, tmp_path: Path) -> None:
    assert review("submit", NAME, "T-D01-002", "--who", "甲")[:2] == (0, "已送审 2 题\n")
    code, out, _ = review("list")
    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (
        0,
        f"{NAME}　待审　单选题　甲　下列哪一项正确？",
        "共 2 题",
    )
    assert review("approve", NAME, "--who", "乙")[0] == 0
    assert review("return", "T-D01-002", "--who", "乙", "--text", "材料太长")[1] == "已退回 1 题\n"
    assert review("comment", NAME, "选项 B 再核对", "--who", "乙", "--field", "options.1.text")[1].endswith(
        "乙（审题人）　批注　第 1 版　【选项 B】：选项 B 再核对\n"
    )
    assert review("activate", NAME, "--who", "丙")[0] == 0
    with Bank.open(tmp_path) as bank:
        assert [bank[name].status for name in bank.ids] == ["active", "rejected", "active"]
    _, told, _ = review("history", NAME)
    assert [line.split("　")[1:3] for line in told.splitlines()[:-1]] == [
        ["甲（命题人）", "送审"],
        ["乙（审题人）", "通过"],
        ["乙（审题人）", "批注"],
        ["丙（考务）", "启用"],
    ]
    assert told.splitlines()[-1] == "共 4 条"


def test_what_is_refused_is_told_and_keeps_no_other_from_it(review: Call) -> None:
    code, out, err = review("submit", NAME, "T-D01-003", "T-D01-009", "--who", "甲")
    assert (code, out) == (1, "已送审 1 题\n")
    assert err.splitlines() == [
        "没有办成：T-D01-003 现为“启用”，不能送审",
        "没有办成：题库里没有 T-D01-009（是否指 T-D01-003？）",
    ]
    code, out, _ = review("approve", NAME, "--who", "甲", "--json")
    answer = json.loads(out)
    assert (code, answer["done"]) == (1, [])
    assert "双人原则" in answer["refused"][NAME]
    assert "请写明理由" in review("return", NAME, "--who", "乙")[2]


def test_one_question_with_everything_around_it(review: Call) -> None:
    code, out, _ = review("show", "T-D01-002")
    assert code == 0
    assert out.splitlines()[:2] == [
        "T-D01-002　案例题　第 1 版　草稿　签字 0/1：—",
        "题干：某企业……",
    ]
    assert "第 1 小题的选项 B：选项B" in out.splitlines()
    assert "第 1 小题的答案：B" in out.splitlines()
    answer = json.loads(review("show", NAME, "--json")[1])
    assert (answer["question"]["key"], answer["signed"]) == ("B", [])


def test_versions_are_compared(review: Call, tmp_path: Path) -> None:
    with Bank.open(tmp_path) as bank:
        asked = bank["T-D01-003"]
    review("comment", asked.id, "先留个底", "--who", "乙")
    newer = question("numeric", 3, value=12.5, version=2, status="draft")
    (tmp_path / "questions" / "D01" / f"{asked.id}.yaml").write_text(question_yaml(newer), "utf-8")
    page = tmp_path / "diff.html"
    code, out, _ = review("diff", asked.id, "--html", str(page))
    assert (code, out.splitlines()[0]) == (0, "T-D01-003　第 1 版 → 第 2 版，1 处不同")
    assert "答案：由“27068.55”改为“12.5”" in out
    assert "<del>27068.55</del>" in page.read_text("utf-8")
    answer = json.loads(review("diff", asked.id, "--from", "2", "--to", "1", "--json")[1])
    assert {"field": "value", "old": "12.5", "new": "27068.55"} in answer["changes"]
    assert review("diff", asked.id, "--from", "7")[::2] == (3, "出错：T-D01-003 没有第 7 版；现有版本：1、2\n")


def test_a_role_that_one_is_not_registered_for(review: Call, tmp_path: Path) -> None:
    info = {"format": 1, "id": "t", "name": "库", "review": {"people": {"甲": ["author"], "乙": ["reviewer"]}}}
    (tmp_path / "bank.yaml").write_text(to_yaml(info), "utf-8")
    assert review("submit", NAME, "--who", "甲")[0] == 0
    code, _, err = review("approve", NAME, "--who", "甲")
    assert (code, err.startswith("出错：甲 在本题库没有登记为审题人")) == (3, True)
    assert "已登记的：乙" in err
    assert review("comment", NAME, "好", "--who", "甲")[1].count("甲（命题人）") == 1


def test_a_wrong_choice_is_told_in_chinese(review: Call) -> None:
    code, _, err = review("list", "--status", "open")
    assert code == 2
    assert "status 的取值不对；可用：all、draft、in_review" in err
