"""The two-way table holds each row once, where its reader looks for it, or names it as standing beside."""

from decimal import Decimal

from authoring.papers.blueprint import Measure, Row, Selection
from authoring.rendering.blueprint_grid import Grid, blueprint_grid
from tests.rendering.small_paper import BLUEPRINT, SYLLABUS


def grid(*rows: Row) -> Grid:
    return blueprint_grid(BLUEPRINT.model_copy(update={"rows": rows}), SYLLABUS)


def row(low: int | None = None, high: int | None = None, section: str | None = None, **select: object) -> Row:
    limits = {"at_least": low, "at_most": high}
    return Row.model_validate({"select": select, "section": section} | {k: v for k, v in limits.items() if v})


def cells(made: Grid) -> dict[tuple[str, str], str]:
    return {
        (line.name, column.name): cell
        for line in made.lines
        for column, cell in zip(made.columns, line.cells, strict=True)
        if cell
    }


def test_rows_stand_in_their_domain_and_section() -> None:
    made = blueprint_grid(BLUEPRINT, SYLLABUS)
    assert cells(made) == {
        ("D01 气候变化", "全卷"): "2–6 分",
        ("D02 CO₂ 捕集与 $x$", "一、单项选择题"): "≥ 1 题",
    }
    assert made.beside == (3,), "difficulty has no place in a two-way table"


def test_the_foot_says_how_much_there_is_of_all() -> None:
    totals = {line.name: line.cells for line in blueprint_grid(BLUEPRINT, SYLLABUS).totals}
    assert totals == {
        "题数": ("5", "3", "2"),
        "每题分值": ("", "2", "1"),
        "分值合计": ("8", "6", "2"),
        "限时（分钟）": ("10", "", "5"),
    }


def test_types_and_cognitive_levels_have_columns_where_rows_name_them() -> None:
    made = grid(row(2, 2, types=["true_false"]), row(high=3, knowledge_points=["D01"], cognitive=["apply"]))
    assert [(column.group, column.name) for column in made.columns[-2:]] == [("题型", "判断题"), ("认知层次", "应用")]
    assert cells(made) == {("不分领域", "判断题"): "2 题", ("D01 气候变化", "应用"): "≤ 3 题"}
    assert made.beside == ()


def test_several_domains_share_a_line_and_two_rows_a_cell() -> None:
    both = ["D01", "D02"]
    marks = Row(select=Selection(knowledge_points=("D01", "D02")), measure=Measure.MARKS, at_most=Decimal("4.5"))
    made = grid(row(1, knowledge_points=both), marks)
    assert cells(made) == {("D01、D02", "全卷"): "≥ 1 题；≤ 4.5 分"}


def test_what_no_cell_can_hold_is_named() -> None:
    made = grid(
        row(1, section="S1", types=["single_choice"]),
        row(1, tags=["x"]),
        row(1, cognitive=["apply", "analyse"]),
        row(1, levels=["junior"]),
        row(1, section="S2"),
    )
    assert made.beside == (1, 2, 3, 4)
    assert cells(made) == {("不分领域", "二、判断题"): "≥ 1 题"}
