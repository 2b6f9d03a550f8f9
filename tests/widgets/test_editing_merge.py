"""Two people change one question: what only one has changed is merged, real clashes wait for a choice."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.errors import ConflictError, UsageError
from authoring.questions import QuestionType, question_from
from authoring.widgets.editor.conflict import Conflict
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.fresh import Sheet
from authoring.widgets.editor.merging import merge
from authoring.widgets.editor.plain import plain_of
from authoring.widgets.editor.sheet import sheet_of
from tests.builders import data
from tests.widgets.editing_acts import act

TODAY = date(2026, 11, 1)
SINGLE = "DC-D03-001"
FEW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
DOING = ("change", "change", "add", "remove", "move")
Change = Callable[[Editing], object]


def _after(bank: Bank, kind: str, *changes: Change) -> Sheet:
    editing = Editing.of(bank, data(kind), today=TODAY)
    for change in changes:
        change(editing)
    return sheet_of(editing.plain)


def _randomly(bank: Bank, kind: str, drawn: st.DataObject) -> Sheet:
    editing = Editing.of(bank, data(kind), today=TODAY)
    for _ in range(drawn.draw(st.integers(1, 4))):
        act(drawn.draw, editing, DOING)
    return sheet_of(editing.plain)


@FEW
@given(st.data(), st.sampled_from(QuestionType))
def test_what_one_side_changed_is_taken_without_a_choice(bank: Bank, drawn: st.DataObject, kind: QuestionType) -> None:
    base = _after(bank, kind.value)
    mine = _randomly(bank, kind.value, drawn)
    for sides in ((base, mine), (mine, base)):
        merged, fields = merge(base, *sides, {})
        assert plain_of(merged) == plain_of(mine)
        assert not any(field.clash for field in fields)
        assert {field.taken for field in fields} <= {"mine" if sides[1] is mine else "theirs"}
        assert bool(fields) == (mine != base)


@FEW
@given(st.data(), st.sampled_from(QuestionType))
def test_who_asks_makes_no_difference(bank: Bank, drawn: st.DataObject, kind: QuestionType) -> None:
    base = _after(bank, kind.value)
    one, other = _randomly(bank, kind.value, drawn), _randomly(bank, kind.value, drawn)
    merged, fields = merge(base, one, other, {})
    again, swapped = merge(base, other, one, {})
    assert [(field.path, field.clash) for field in fields if field.clash] == [
        (field.path, field.clash) for field in swapped if field.clash
    ]
    assume(not any(field.clash for field in fields))
    assert plain_of(merged) == plain_of(again)


@FEW
@given(st.data(), st.sampled_from(QuestionType))
def test_every_clash_can_be_settled_either_way(bank: Bank, drawn: st.DataObject, kind: QuestionType) -> None:
    base = _after(bank, kind.value)
    one, other = _randomly(bank, kind.value, drawn), _randomly(bank, kind.value, drawn)
    _, fields = merge(base, one, other, {})
    choices = {field.path: drawn.draw(st.sampled_from(("mine", "theirs"))) for field in fields if field.clash}
    merged, told = merge(base, one, other, choices)
    assert all(field.taken for field in told)
    assert [field.path for field in told] == [field.path for field in fields], "the paths are unique and stay"
    assert len({field.path for field in told}) == len(told)
    plain_of(merged)


def _set(path: str, value: object) -> Change:
    return lambda editing: editing.change(path, value)


def test_options_are_followed_where_they_went(bank: Bank) -> None:
    """One removes B, so that C and D get other letters; the other rewords D and makes it the key."""
    base = _after(bank, "single_choice", _set("options.0.right", True))
    theirs = _after(bank, "single_choice", _set("options.0.right", True), lambda e: e.remove("options.1"))
    mine = _after(bank, "single_choice", _set("options.3.text", "新的选项D"), _set("options.3.right", True))
    merged, fields = merge(base, theirs, mine, {})
    plain = plain_of(merged)
    assert [(o["id"], o["text"]) for o in plain["options"]] == [("A", "选项A"), ("B", "选项C"), ("C", "新的选项D")]
    assert plain["key"] == "C"
    assert [(field.label, field.taken) for field in fields] == [
        ("选项 B", "theirs"),
        ("选项 D", "mine"),
        ("答案", "mine"),
    ]


def test_both_add_an_option(bank: Bank) -> None:
    base = _after(bank, "single_choice")
    mine, theirs = (
        _after(bank, "single_choice", lambda e: e.add("options"), _set("options.4.text", text))
        for text in ("甲说", "乙说")
    )
    merged, fields = merge(base, theirs, mine, {})
    assert {option["text"] for option in merged["options"]} == {*(f"选项{letter}" for letter in "ABCD"), "甲说", "乙说"}
    assert [option["id"] for option in merged["options"]] == list("ABCDEF")
    assert not any(field.clash for field in fields)
    same, _ = merge(base, mine, mine, {})
    assert len(same["options"]) == 5


def test_a_reworded_entry_that_the_other_removed_is_a_clash(bank: Bank) -> None:
    base = _after(bank, "short_answer")
    theirs = _after(bank, "short_answer", lambda e: e.remove("rubric.1"))
    mine = _after(bank, "short_answer", _set("rubric.1.text", "要点二，改"))
    _, (field,) = merge(base, theirs, mine, {})
    assert (field.label, field.base, field.theirs, field.mine, field.clash) == (
        "评分点 2",
        "要点二",
        "",
        "要点二，改",
        True,
    )
    kept, gone = (merge(base, theirs, mine, {field.path: side})[0] for side in ("mine", "theirs"))
    assert [len(sheet["rubric"]) for sheet in (kept, gone)] == [2, 1]


def test_different_types_are_one_choice(bank: Bank) -> None:
    base = _after(bank, "single_choice")
    theirs = _after(bank, "single_choice", lambda e: e.retype(QuestionType.TRUE_FALSE), _set("stem", "改成判断。"))
    mine = _after(bank, "single_choice", _set("options.0.text", "别的"), _set("rationale", "解析。"))
    merged, fields = merge(base, theirs, mine, {"type": "theirs"})
    assert (merged["type"], merged["stem"], merged["rationale"]) == ("true_false", "改成判断。", "解析。")
    assert "options" not in merged
    assert [(f.label, f.base, f.theirs, f.mine) for f in fields if f.clash] == [
        ("题型与答案", "单选题", "判断题", "单选题")
    ]


def test_a_cases_questions_are_merged_field_by_field(bank: Bank) -> None:
    base = _after(bank, "case")
    mine = _after(bank, "case", _set("children.0.stem", "甲改的小题题干。"))
    theirs = _after(bank, "case", lambda e: e.move("children.0", 1), _set("children.1.rationale", "乙写的解析。"))
    merged, fields = merge(base, theirs, mine, {})
    assert (merged["children"][1]["stem"], merged["children"][1]["rationale"]) == ("甲改的小题题干。", "乙写的解析。")
    assert not any(field.clash for field in fields)
    assert "第 1 小题的题干" in [field.label for field in fields]


def test_a_calculation_that_one_removed_and_the_other_changed_is_one_choice(bank: Bank) -> None:
    start = [_set("calculation", True), _set("calculation.expr", "a*2"), lambda e: e.add("calculation.inputs")]
    start += [_set("calculation.inputs.0.name", "a"), _set("calculation.inputs.0.value", "3")]
    base = _after(bank, "numeric", *start)
    theirs = _after(bank, "numeric", *start, _set("calculation.inputs.0.value", "4"))
    _, (field,) = merge(base, theirs, _after(bank, "numeric"), {})
    assert (field.label, field.base, field.theirs, field.mine) == ("计算", "a*2 = ；a = 3", "a*2 = ；a = 4", "")


# At the desk


def _both(bank: Bank) -> tuple[Editing, Editing]:
    return Editing.open(bank, SINGLE, today=TODAY), Editing.open(bank, SINGLE, today=TODAY)


def test_a_conflict_is_merged_and_saved(own_bank: Bank) -> None:
    mine, theirs = _both(own_bank)
    theirs.change("rationale", "乙的解析。")
    theirs.change("difficulty", "5")
    theirs.save(Desk(own_bank, "乙", Role.AUTHOR))
    mine.change("stem", "甲的题干（　　）。")
    mine.change("difficulty", "4")
    with pytest.raises(ConflictError):
        mine.save(Desk(own_bank, "甲", Role.AUTHOR))
    assert own_bank[SINGLE].rationale == "乙的解析。"
    conflict = mine.conflict
    assert isinstance(conflict, Conflict)
    assert [field.label for field in conflict.fields if field.clash] == ["难度"]
    with pytest.raises(ConflictError, match="先"):
        mine.save(Desk(own_bank, "甲", Role.AUTHOR))
    for choices in ({}, {"difficulty": "ours"}):
        with pytest.raises(UsageError, match="难度"):
            mine.resolve(choices)
    mine.resolve({"difficulty": "mine"})
    assert mine.conflict is None
    saved = mine.save(Desk(own_bank, "甲", Role.AUTHOR))
    assert (saved.stem, saved.rationale, saved.difficulty) == ("甲的题干（　　）。", "乙的解析。", 4)
    assert saved.version == 3
    mine.undo()
    assert mine.sheet["rationale"] == "乙的解析。", "undo does not take back what the other one wrote"


def test_what_is_written_while_the_conflict_stands_is_merged_too(own_bank: Bank) -> None:
    mine, theirs = _both(own_bank)
    theirs.change("difficulty", "5")
    theirs.save(Desk(own_bank, "乙", Role.AUTHOR))
    mine.change("rationale", "甲的解析。")
    with pytest.raises(ConflictError):
        mine.save(Desk(own_bank, "甲", Role.AUTHOR))
    mine.change("tags", ["甲的标签"])
    mine.resolve({})
    saved = mine.save(Desk(own_bank, "甲", Role.AUTHOR))
    assert (saved.tags, saved.rationale, saved.difficulty) == (("甲的标签",), "甲的解析。", 5)


def test_equal_changes_are_no_conflict(own_bank: Bank) -> None:
    mine, theirs = _both(own_bank)
    for editing in (mine, theirs):
        editing.change("rationale", "同样的解析。")
    theirs.save(Desk(own_bank, "乙", Role.AUTHOR))
    saved = mine.save(Desk(own_bank, "甲", Role.AUTHOR))
    assert (saved, saved.version) == (own_bank[SINGLE], 2)


def test_the_shown_values_are_chinese(bank: Bank) -> None:
    base = sheet_of(question_from(data("numeric")).data())
    changes = (_set("level", "senior"), _set("cognitive", "analyse"), _set("tolerance.size", "0.7"), _set("value", "5"))
    _, fields = merge(base, base, _after(bank, "numeric", *changes), {})
    assert [(field.label, field.base, field.mine) for field in fields] == [
        ("等级", "初级", "高级"),
        ("认知层次", "理解", "分析"),
        ("答案", "27068.55", "5"),
        ("允许误差", "绝对误差 0.5", "绝对误差 0.7"),
    ]
