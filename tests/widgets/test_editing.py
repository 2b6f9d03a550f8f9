"""The editor's model: the fields of every type, and another type chosen."""

import pytest

from authoring.bank import Bank
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    QuestionType,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    question_from,
)
from authoring.widgets.editor.editing import Editing
from tests.builders import FIELDS, data
from tests.widgets.editing_acts import field_at, fields, group_at
from tests.widgets.editing_begun import KINDS, TODAY, begun, question_of


def test_a_single_choice_has_one_tick(bank: Bank) -> None:
    editing = begun(bank, QuestionType.SINGLE_CHOICE)
    for place, text in enumerate(("锅炉", "装载机", "导热油炉", "")):
        editing.change(f"options.{place}.text", text)
    editing.remove("options.3")
    editing.change("options.0.right", True)
    editing.change("options.1.right", True)
    editing.change("options.0.mistake", "把固定的当作移动的")
    editing.change("options.2.pinned", True)
    made = question_of(editing)
    assert isinstance(made, SingleChoice)
    assert (made.key, made.option_ids, made.options[0].mistake) == ("B", ("A", "B", "C"), "把固定的当作移动的")
    assert [option.pinned for option in made.options] == [False, False, True]
    assert [field_at(editing.form(), f"options.{place}.right").value for place in range(3)] == [False, True, False]


def test_the_key_follows_its_options(bank: Bank) -> None:
    editing = begun(bank, QuestionType.MULTIPLE_CHOICE)
    for place, text in enumerate("甲乙丙丁戊"):
        editing.change(f"options.{place}.text", text)
    for place in (3, 0):
        editing.change(f"options.{place}.right", True)
    editing.move("options.3", -2)
    editing.remove("options.2")
    made = question_of(editing)
    assert isinstance(made, MultipleChoice)
    assert [(option.id, option.text) for option in made.options] == [("A", "甲"), ("B", "丁"), ("C", "丙"), ("D", "戊")]
    assert made.key == ("A", "B")


def test_a_statement_is_right_or_wrong(bank: Bank) -> None:
    editing = begun(bank, QuestionType.TRUE_FALSE)
    assert editing.question is None
    editing.change("key", "false")
    made = question_of(editing)
    assert isinstance(made, TrueFalse)
    assert made.key is False


def test_blanks_and_their_markers_go_together(bank: Bank) -> None:
    editing = begun(bank, QuestionType.BLANKS)
    editing.change("stem", "由 [[1]] 主管，按 [[2]] 计")
    editing.change("blanks.0.accepted", ["生态环境部"])
    editing.change("blanks.1.accepted", ["吨", "t"])
    editing.change("blanks.1.match", "exact")
    editing.add("blanks")
    assert editing.sheet["stem"] == "由 [[1]] 主管，按 [[2]] 计[[3]]"
    editing.change("blanks.2.accepted", ["年"])
    editing.remove("blanks.0")
    made = question_of(editing)
    assert isinstance(made, Blanks)
    assert made.stem == "由  主管，按 [[1]] 计[[2]]"
    assert [blank.accepted for blank in made.blanks] == [("吨", "t"), ("年",)]
    editing.change("stem", "按 [[1]] 计")
    assert len(editing.sheet["blanks"]) == 2, "what was written for a blank does not go with its marker"
    assert field_at(editing.form(), "stem").findings[0].message == "题干中的填空标记与 2 个空对不上"
    editing.change("blanks.1.accepted", [])
    editing.change("stem", "按 [[1]] 计。")
    assert len(editing.sheet["blanks"]) == 1


def test_a_number_is_what_was_typed(bank: Bank) -> None:
    editing = begun(bank, QuestionType.NUMERIC)
    for path, value in (("value", "12,000.50"), ("unit", "tCO₂"), ("tolerance.size", "0.01")):
        editing.change(path, value)
    editing.change("tolerance.kind", "relative")
    editing.add("accepted_units")
    editing.change("accepted_units.0.unit", "kgCO₂")
    editing.change("accepted_units.0.factor", "1000")
    made = question_of(editing)
    assert isinstance(made, Numeric)
    assert (str(made.value), made.units, str(made.tolerance.relative)) == ("12000.5", ("tCO₂", "kgCO₂"), "0.01")
    assert field_at(editing.form(), "value").value == "12,000.50"
    editing.change("value", "十二")
    assert editing.question is None
    assert field_at(editing.form(), "value").value == "十二"
    assert [finding.message for finding in field_at(editing.form(), "value").findings] == ["应为数字，现为 十二"]


def test_a_calculation_offers_its_result(bank: Bank) -> None:
    editing = begun(bank, QuestionType.NUMERIC)
    editing.change("unit", "tCO₂")
    editing.change("tolerance.size", "0.5")
    editing.change("calculation", True)
    editing.change("calculation.formula", "F01")
    # the example of the bank's own formula
    example = bank.references.formulas["F01"].example
    inputs = [entry.title for entry in group_at(editing.form(), "calculation.inputs").entries]
    assert inputs == ["1", "2", "3", "4"]
    for place, (name, value) in enumerate(example["inputs"].items()):
        assert field_at(editing.form(), f"calculation.inputs.{place}.name").value == name
        symbol = bank.references.formulas["F01"].symbols[name]
        assert field_at(editing.form(), f"calculation.inputs.{place}.value").label.startswith(symbol["name"])
        editing.change(f"calculation.inputs.{place}.value", str(value))
    offered = [choice.value for choice in group_at(editing.form(), "outcome").add]
    assert offered == ["result", "value"]
    for choice in offered:
        editing.add("outcome", choice)
    made = question_of(editing)
    assert isinstance(made, Numeric)
    assert made.calculation is not None
    assert float(made.value) == float(made.calculation.result) == example["result"]
    assert group_at(editing.form(), "outcome").add == ()
    editing.change("calculation", False)
    assert question_of(editing).calculation is None  # type: ignore[union-attr]


def test_a_list_is_an_input(bank: Bank) -> None:
    editing = begun(bank, QuestionType.NUMERIC)
    editing.change("calculation", True)
    editing.change("calculation.expr", "sum(Q)")
    editing.add("calculation.inputs")
    editing.change("calculation.inputs.0.name", "Q")
    for text in ("[1, 2, 3.5]", "1、2、3.5", "1，2, 3.5"):
        editing.change("calculation.inputs.0.value", text)
        assert editing.plain["calculation"]["inputs"] == {"Q": [1, 2, 3.5]}
        assert group_at(editing.form(), "outcome").add[0].label == "结果填入算得的 6.5"
    editing.add("calculation.inputs")
    editing.change("calculation.inputs.1.name", "Q")
    said = field_at(editing.form(), "calculation.inputs.1.name").findings
    assert [finding.message for finding in said] == ["符号 Q 重复，只有一个会起作用"]


def test_matching_keeps_its_pairs(bank: Bank) -> None:
    editing = Editing.of(bank, data("matching"), today=TODAY)
    editing.remove("choices.0")
    assert [field_at(editing.form(), f"premises.{n}.choice").value for n in range(3)] == ["C1", "", "C2"]
    assert field_at(editing.form(), "premises.1.choice").findings[0].message == "还没有选出对应的后项"
    editing.change("premises.1.choice", "C2")
    editing.move("premises.2", -2)
    made = question_of(editing)
    assert isinstance(made, Matching)
    assert [(p.text, made.key[p.id]) for p in made.premises] == [("范围三", "C2"), ("范围一", "C1"), ("范围二", "C2")]


def test_an_order_is_arranged(bank: Bank) -> None:
    editing = Editing.of(bank, data("ordering"), today=TODAY)
    assert field_at(editing.form(), "key").value == ["B", "A", "C"]
    editing.move("items.0", 2)
    editing.add("items")
    editing.change("items.3.text", "出具报告")
    made = question_of(editing)
    assert isinstance(made, Ordering)
    texts = {item.id: item.text for item in made.items}
    assert [texts[item] for item in made.key] == ["核查安排", "文件评审", "现场核查", "出具报告"]
    editing.change("key", ["D", "C"])
    assert field_at(editing.form(), "key").value == ["D", "C", "A", "B"]


def test_an_order_that_nobody_gave_is_none(bank: Bank) -> None:
    plain = {name: value for name, value in data("ordering").items() if name != "key"}
    assert Editing.of(bank, plain, today=TODAY).question is None


def test_a_rubric_adds_up(bank: Bank) -> None:
    editing = begun(bank, QuestionType.SHORT_ANSWER)
    editing.change("model_answer", "要点一；要点二。")
    for place, marks in enumerate(("4", "5")):
        editing.change(f"rubric.{place}.text", f"要点{place}")
        editing.change(f"rubric.{place}.marks", marks)
    editing.change("rubric.0.keywords", ["基准线"])
    assert editing.question is None
    assert group_at(editing.form(), "rubric").findings[0].message == "评分要点合计 9 分，与题目分值 10 分不等"
    editing.change("rubric.1.marks", "6")
    made = question_of(editing)
    assert isinstance(made, ShortAnswer)
    assert made.rubric[0].keywords == ("基准线",)


def test_a_case_holds_questions_of_every_type(bank: Bank) -> None:
    editing = begun(bank, QuestionType.CASE)
    choices = [choice.value for choice in group_at(editing.form(), "children").add]
    assert choices == [kind for kind in KINDS if kind != "case"]
    for choice in choices:
        editing.add("children", choice)
    paths = {field.path for field in fields(editing.form())}
    assert {"children.0.options.0.text", "children.4.value", "children.7.rubric.0.marks"} <= paths
    for place in reversed(range(1, 8)):
        editing.remove(f"children.{place}")
    editing.change("children.0.type", "true_false")
    editing.change("children.0.stem", "该企业属于重点排放单位。")
    editing.change("children.0.key", "true")
    made = question_of(editing)
    assert isinstance(made, Case)
    child = made.children[0]
    assert (child.id, child.type, child.knowledge_points) == (f"{made.id}.1", "true_false", made.knowledge_points)
    editing.change("children.0.knowledge_points", ["D03-02"])
    assert question_of(editing).children[0].knowledge_points == ("D03-02",)  # type: ignore[union-attr]
    editing.change("children.0.knowledge_points", [])
    assert question_of(editing).children[0].knowledge_points == made.knowledge_points  # type: ignore[union-attr]


# Another type


def test_the_type_changes_and_what_fits_stays(bank: Bank) -> None:
    editing = Editing.of(bank, data("multiple_choice"), today=TODAY)
    editing.retype(QuestionType.SINGLE_CHOICE)
    made = question_of(editing)
    assert isinstance(made, SingleChoice)
    assert (made.key, len(made.options)) == ("A", 5)
    editing.retype(QuestionType.ORDERING)
    made = question_of(editing)
    assert isinstance(made, Ordering)
    assert [item.text for item in made.items] == [f"选项{letter}" for letter in "ABCDE"]
    editing.undo()
    editing.undo()
    assert question_of(editing) == question_from(data("multiple_choice", status="draft"))


@pytest.mark.parametrize("kind", list(FIELDS))
def test_a_question_becomes_a_case_and_is_itself_again(bank: Bank, kind: str) -> None:
    editing = Editing.of(bank, data(kind), today=TODAY)
    before = question_of(editing)
    editing.retype(QuestionType.CASE)
    child = editing.plain["children"][0]
    assert (child["type"], child["stem"]) == (kind, before.stem)
    editing.retype(QuestionType(kind))
    assert question_of(editing) == before


def test_usual_marks_follow_the_type_and_chosen_ones_stay(bank: Bank) -> None:
    editing = Editing.new(bank, QuestionType.SINGLE_CHOICE, "D03-01", today=TODAY)
    editing.retype(QuestionType.NUMERIC)
    assert editing.sheet["marks"] == "5"
    editing.change("marks", "3")
    editing.retype(QuestionType.TRUE_FALSE)
    assert editing.sheet["marks"] == "3"
