"""Each contradiction within a blueprint is found, placed and said; a sound blueprint has none."""

from typing import Any

import pytest

from authoring.papers.blueprint import Blueprint, Row
from authoring.papers.blueprint_check import check_blueprint, sentence
from tests.papers.pools import blueprint, section, syllabus

SOUND: dict[str, Any] = {
    "sections": [section("S1", ["single_choice"], 10), section("S2", ["numeric"], 2, 5, minutes=20)],
    "marks": 20,
    "pass_marks": 12,
    "rows": [
        {"select": {"knowledge_points": ["D03"]}, "at_least": 3, "at_most": 6},
        {"select": {"difficulty": [4, 5]}, "section": "S1", "measure": "marks", "at_most": 4},
    ],
}


def made(**fields: Any) -> Blueprint:
    plain = SOUND | fields
    return blueprint(*plain.pop("sections"), **plain)


def row(**fields: Any) -> dict[str, Any]:
    select = {
        name: fields.pop(name) for name in list(fields) if name not in ("section", "measure", "at_least", "at_most")
    }
    return {"select": select} | fields


def test_a_sound_blueprint_has_no_findings() -> None:
    assert list(check_blueprint(made(), syllabus())) == []


@pytest.mark.parametrize(
    ("fields", "code", "field", "words"),
    [
        ({"sections": [section("S1", ["single_choice"], 10)] * 2}, "P101", "sections.1.id", "S1"),
        ({"rows": [row(section="S11", at_least=1)]}, "P102", "rows.0.section", "是否指 S1？"),
        ({"marks": 21}, "P103", "marks", "合计 20 分（大题S1 10×1、大题S2 2×5），与总分 21 分"),
        ({"sections": [SOUND["sections"][0], section("S2", ["case"], 1, None)], "marks": 10}, "P104", "marks", "10 分"),
        ({"pass_marks": 21}, "P105", "pass_marks", "合格分 21 分高于总分 20 分"),
        ({"minutes": 15}, "P106", "minutes", "合计 20 分钟，超过考试时长 15 分钟"),
        ({"minutes": 16, "sections": [section("S1", ["numeric"], 5, 4)]}, "P107", "minutes", "约需 20 分钟"),
        (
            {"rows": [row(knowledge_points=["D3-02"], at_least=1)]},
            "P108",
            "rows.0.select.knowledge_points.0",
            "（是否指 D",
        ),
        ({"banned": ["A-1", "A-1"]}, "P109", "banned.1", "A-1"),
        ({"banned": ["A-2", "A-1"], "fixed": ["A-1"]}, "P110", "banned.1", "A-1"),
        ({"fixed": ["A-1", "A-2"], "enemies": [["A-1", "A-3", "A-2"]]}, "P111", "enemies.0", "A-1、A-2"),
        ({"enemies": [["A-1", "A-1"]]}, "P112", "enemies.0", "A-1"),
        ({"fixed": [f"A-{n}" for n in range(13)]}, "P113", "fixed", "13 道"),
        ({"levels": ["senior"]}, "P114", "levels", "初级试卷不使用初级题目（可用级别：高级）"),
        ({"overlap": 0.5}, "P115", "overlap", "0.5"),
        ({"rows": [row(tags=["电力"], at_least=1)] * 2}, "P116", "rows.1", "第 2 行重复：全卷：标签 电力，至少 1 题"),
        ({"rows": [row(difficulty=[1])]}, "P120", "rows.0", "至少"),
        ({"rows": [row(difficulty=[1], at_least=5, at_most=4)]}, "P121", "rows.0.at_least", "“至少” 5 大于“至多” 4"),
        ({"rows": [row(difficulty=[1], at_most=2.5)]}, "P122", "rows.0.at_most", "2.5"),
        ({"rows": [row(types=["case"], at_least=1)]}, "P123", "rows.0.select", "案例题"),
        ({"rows": [row(types=["numeric"], section="S1", at_least=1)]}, "P123", "rows.0.select", "大题S1：计算题"),
        ({"rows": [row(levels=["senior"], at_least=1)]}, "P123", "rows.0.select", "高级"),
        ({"rows": [row(section="S1", difficulty=[1], at_least=11)]}, "P124", "rows.0.at_least", "容量 10 题"),
        ({"rows": [row(types=["numeric"], measure="marks", at_least=11)]}, "P124", "rows.0.at_least", "容量 10 分"),
        (
            {"rows": [row(knowledge_points=["D01"], at_least=7), row(knowledge_points=["D02", "D03"], at_least=6)]},
            "P125",
            "rows.1.at_least",
            "第 1、2 行的“至少”合计 13 题，超过了容量 12 题",
        ),
        (
            {"rows": [row(difficulty=[1, 2, 3], at_most=6), row(difficulty=[4, 5], at_most=5)]},
            "P126",
            "rows.1.at_most",
            "第 1、2 行的“至多”合计 11 题，填不满 12 题",
        ),
    ],
)
def test_what_is_wrong_is_found_at_its_place(fields: dict[str, Any], code: str, field: str, words: str) -> None:
    found = [finding for finding in check_blueprint(made(**fields), syllabus()) if finding.code == code]
    assert [finding.where.field for finding in found] == [field]
    assert words in found[0].message
    assert found[0].hint


@pytest.mark.parametrize(
    "rows",
    [
        [row(knowledge_points=["D03"], at_least=8), row(knowledge_points=["D03-02"], at_least=6)],
        [row(difficulty=[1, 2], at_least=7), row(difficulty=[2, 3], at_least=7)],
        [row(difficulty=[1], at_most=1), row(difficulty=[5], at_most=1)],
        [row(tags=["甲"], at_least=8), row(tags=["乙"], at_least=8)],
        [row(difficulty=[1], section="S1", at_least=7), row(difficulty=[2], section="S2", at_least=2)],
    ],
)
def test_rows_that_only_look_too_much_are_left_alone(rows: list[dict[str, Any]]) -> None:
    assert [finding.code for finding in check_blueprint(made(rows=rows), syllabus())] == []


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        (row(knowledge_points=["D07"], cognitive=["apply"], measure="marks", at_least=20, at_most=28),
         "全卷：碳市场与配额管理（D07）·应用，20 至 28 分"),
        (row(section="S1", types=["single_choice", "numeric"], difficulty=[3, 4], at_least=6),
         "大题S1：单选题、计算题·难度 3、4，至少 6 题"),
        (row(levels=["junior"], tags=["电力"], at_most=2), "全卷：初级·标签 电力，至多 2 题"),
        (row(measure="marks", at_least=7.5, at_most=7.5), "全卷：全部题目，恰好 7.5 分"),
        (row(), "全卷：全部题目，没有限制"),
    ],
)  # fmt: skip
def test_a_row_says_itself(plain: dict[str, Any], said: str) -> None:
    assert sentence(Row.model_validate(plain), made(), syllabus()) == said
