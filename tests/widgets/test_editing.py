"""The editor's model: fields of every type, findings under them, the candidate's page, saving."""

import re
from datetime import date

import pytest

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.errors import ConflictError, UsageError
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    QuestionType,
    ShortAnswer,
    SingleChoice,
    Status,
    TrueFalse,
    question_from,
)
from authoring.questions.scoring import score
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.form import FieldKind
from authoring.widgets.single import question_page
from tests.builders import FIELDS, data
from tests.widgets.editing_acts import field_at, fields, group_at

TODAY = date(2026, 11, 1)
KINDS = [kind.value for kind in QuestionType]


def _new(bank: Bank, kind: QuestionType) -> Editing:
    editing = Editing.new(bank, kind, "D03-01", author="甲", today=TODAY)
    editing.change("stem", "下列设备中，属于移动燃烧源的是（　　）。")
    editing.change("rationale", "装载机能行驶。")
    editing.change("sources", ["IPCC2006"])
    return editing


def _made(editing: Editing) -> Question:
    assert editing.question is not None, [str(finding) for finding in editing.report]
    return editing.question


def _desk(bank: Bank) -> Desk:
    return Desk(bank, "甲", Role.AUTHOR)


# Each type


def test_a_single_choice_has_one_tick(bank: Bank) -> None:
    editing = _new(bank, QuestionType.SINGLE_CHOICE)
    for place, text in enumerate(("锅炉", "装载机", "导热油炉", "")):
        editing.change(f"options.{place}.text", text)
    editing.remove("options.3")
    editing.change("options.0.right", True)
    editing.change("options.1.right", True)
    editing.change("options.0.mistake", "把固定的当作移动的")
    editing.change("options.2.pinned", True)
    made = _made(editing)
    assert isinstance(made, SingleChoice)
    assert (made.key, made.option_ids, made.options[0].mistake) == ("B", ("A", "B", "C"), "把固定的当作移动的")
    assert [option.pinned for option in made.options] == [False, False, True]
    assert [field_at(editing.form(), f"options.{place}.right").value for place in range(3)] == [False, True, False]


def test_the_key_follows_its_options(bank: Bank) -> None:
    editing = _new(bank, QuestionType.MULTIPLE_CHOICE)
    for place, text in enumerate("甲乙丙丁戊"):
        editing.change(f"options.{place}.text", text)
    for place in (3, 0):
        editing.change(f"options.{place}.right", True)
    editing.move("options.3", -2)
    editing.remove("options.2")
    made = _made(editing)
    assert isinstance(made, MultipleChoice)
    assert [(option.id, option.text) for option in made.options] == [("A", "甲"), ("B", "丁"), ("C", "丙"), ("D", "戊")]
    assert made.key == ("A", "B")


def test_a_statement_is_right_or_wrong(bank: Bank) -> None:
    editing = _new(bank, QuestionType.TRUE_FALSE)
    assert editing.question is None
    editing.change("key", "false")
    made = _made(editing)
    assert isinstance(made, TrueFalse)
    assert made.key is False


def test_blanks_and_their_markers_go_together(bank: Bank) -> None:
    editing = _new(bank, QuestionType.BLANKS)
    editing.change("stem", "由 [[1]] 主管，按 [[2]] 计")
    editing.change("blanks.0.accepted", ["生态环境部"])
    editing.change("blanks.1.accepted", ["吨", "t"])
    editing.change("blanks.1.match", "exact")
    editing.add("blanks")
    assert editing.sheet["stem"] == "由 [[1]] 主管，按 [[2]] 计[[3]]"
    editing.change("blanks.2.accepted", ["年"])
    editing.remove("blanks.0")
    made = _made(editing)
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
    editing = _new(bank, QuestionType.NUMERIC)
    for path, value in (("value", "12,000.50"), ("unit", "tCO₂"), ("tolerance.size", "0.01")):
        editing.change(path, value)
    editing.change("tolerance.kind", "relative")
    editing.add("accepted_units")
    editing.change("accepted_units.0.unit", "kgCO₂")
    editing.change("accepted_units.0.factor", "1000")
    made = _made(editing)
    assert isinstance(made, Numeric)
    assert (str(made.value), made.units, str(made.tolerance.relative)) == ("12000.5", ("tCO₂", "kgCO₂"), "0.01")
    assert field_at(editing.form(), "value").value == "12,000.50"
    editing.change("value", "十二")
    assert editing.question is None
    assert field_at(editing.form(), "value").value == "十二"
    assert [finding.message for finding in field_at(editing.form(), "value").findings] == ["应为数字，现为 十二"]


def test_a_calculation_offers_its_result(bank: Bank) -> None:
    editing = _new(bank, QuestionType.NUMERIC)
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
    made = _made(editing)
    assert isinstance(made, Numeric)
    assert made.calculation is not None
    assert float(made.value) == float(made.calculation.result) == example["result"]
    assert group_at(editing.form(), "outcome").add == ()
    editing.change("calculation", False)
    assert _made(editing).calculation is None  # type: ignore[union-attr]


def test_a_list_is_an_input(bank: Bank) -> None:
    editing = _new(bank, QuestionType.NUMERIC)
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
    made = _made(editing)
    assert isinstance(made, Matching)
    assert [(p.text, made.key[p.id]) for p in made.premises] == [("范围三", "C2"), ("范围一", "C1"), ("范围二", "C2")]


def test_an_order_is_arranged(bank: Bank) -> None:
    editing = Editing.of(bank, data("ordering"), today=TODAY)
    assert field_at(editing.form(), "key").value == ["B", "A", "C"]
    editing.move("items.0", 2)
    editing.add("items")
    editing.change("items.3.text", "出具报告")
    made = _made(editing)
    assert isinstance(made, Ordering)
    texts = {item.id: item.text for item in made.items}
    assert [texts[item] for item in made.key] == ["核查安排", "文件评审", "现场核查", "出具报告"]
    editing.change("key", ["D", "C"])
    assert field_at(editing.form(), "key").value == ["D", "C", "A", "B"]


def test_an_order_that_nobody_gave_is_none(bank: Bank) -> None:
    plain = {name: value for name, value in data("ordering").items() if name != "key"}
    assert Editing.of(bank, plain, today=TODAY).question is None


def test_a_rubric_adds_up(bank: Bank) -> None:
    editing = _new(bank, QuestionType.SHORT_ANSWER)
    editing.change("model_answer", "要点一；要点二。")
    for place, marks in enumerate(("4", "5")):
        editing.change(f"rubric.{place}.text", f"要点{place}")
        editing.change(f"rubric.{place}.marks", marks)
    editing.change("rubric.0.keywords", ["基准线"])
    assert editing.question is None
    assert group_at(editing.form(), "rubric").findings[0].message == "评分要点合计 9 分，与题目分值 10 分不等"
    editing.change("rubric.1.marks", "6")
    made = _made(editing)
    assert isinstance(made, ShortAnswer)
    assert made.rubric[0].keywords == ("基准线",)


def test_a_case_holds_questions_of_every_type(bank: Bank) -> None:
    editing = _new(bank, QuestionType.CASE)
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
    made = _made(editing)
    assert isinstance(made, Case)
    child = made.children[0]
    assert (child.id, child.type, child.knowledge_points) == (f"{made.id}.1", "true_false", made.knowledge_points)
    editing.change("children.0.knowledge_points", ["D03-02"])
    assert _made(editing).children[0].knowledge_points == ("D03-02",)  # type: ignore[union-attr]
    editing.change("children.0.knowledge_points", [])
    assert _made(editing).children[0].knowledge_points == made.knowledge_points  # type: ignore[union-attr]


# What is wrong stands where it is wrong


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_says_in_chinese_what_is_missing(bank: Bank, kind: str) -> None:
    editing = Editing.new(bank, QuestionType(kind), "D03-01", today=TODAY)
    form = editing.form()
    assert editing.question is None
    assert form.findings == ()
    assert field_at(form, "stem").findings
    told = "".join(f"{finding.message}{finding.hint}" for finding in editing.report)
    assert not re.search(r"[A-Za-z]{2}", told), told
    with pytest.raises(UsageError, match=f"{len(editing.report)} 处"):
        editing.save(_desk(bank))


def test_the_checks_stand_under_the_fields(bank: Bank) -> None:
    editing = Editing.of(bank, data("single_choice", rationale="", sources=[]), today=TODAY)
    editing.change("options.1.text", "一定是二氧化碳")
    form = editing.form()
    assert "S125" in {finding.code for finding in field_at(form, "rationale").findings}
    assert {finding.code for finding in editing.report} >= {"S124", "S125"}
    placed = {f.code for field in fields(form) for f in field.findings}
    placed |= {f.code for group in form.groups for f in group.findings}
    assert placed | {f.code for f in form.findings} == {finding.code for finding in editing.report}


def test_the_author_answers_for_a_warning(bank: Bank) -> None:
    editing = Editing.of(bank, data("single_choice", rationale=""), today=TODAY)
    offered = [choice.value for choice in group_at(editing.form(), "suppress").add]
    assert offered
    assert offered[0] in editing.report.codes()
    editing.add("suppress", offered[0])
    editing.change("suppress.0.reason", "规定如此")
    assert offered[0] not in editing.report.codes()


def test_the_blank_with_the_trouble_is_named(bank: Bank) -> None:
    """`blanks` is a field and the name of a type: the finding's path keeps the field."""
    editing = Editing.of(bank, data("blanks"), today=TODAY)
    editing.change("blanks.1.accepted", [])
    assert [finding.where.field for finding in editing.report] == ["blanks.1.accepted"]
    assert field_at(editing.form(), "blanks.1.accepted").findings


def test_values_that_no_field_offers_are_named(bank: Bank) -> None:
    editing = Editing.of(bank, data("true_false", level="expert"), today=TODAY)
    assert [finding.message for finding in field_at(editing.form(), "level").findings] == ["“expert”不是可选的等级"]


def test_a_case_holds_no_case(bank: Bank) -> None:
    editing = Editing.of(bank, data("case"), today=TODAY)
    for value in ("case", "essay"):
        with pytest.raises(UsageError, match="可用：单选题、多选题"):
            editing.add("children", value)
        with pytest.raises(UsageError, match="可用：单选题、多选题"):
            editing.change("children.0.type", value)


def test_an_id_is_given_once(bank: Bank) -> None:
    """Rows that come back from a workbook keep theirs, whatever point they are moved to."""
    given = Editing.of(bank, data("true_false", id="DC-D03-001"), today=TODAY)
    given.change("knowledge_points", ["D05-01"])
    assert given.plain["id"] == "DC-D03-001"
    for plain in (data("true_false", id="7"), {"stem": "碳"}):
        editing = Editing.of(bank, plain, today=TODAY)
        assert editing.plain.get("id", "DC-D01-").startswith("DC-D01-")


@pytest.mark.parametrize("path", ["", "nothing", "options", "options.9.text", "options.x.text", "options.0.id", "own"])
def test_a_path_that_is_none_is_refused(bank: Bank, path: str) -> None:
    editing = Editing.of(bank, data("single_choice"), today=TODAY)
    with pytest.raises(UsageError, match="没有"):
        editing.change(path, "x")
    with pytest.raises(UsageError):
        editing.remove(path or "options.9")


def test_what_nobody_can_see_is_not_kept(bank: Bank) -> None:
    editing = Editing.of(bank, data("true_false"), today=TODAY)
    editing.change("stem", "碳\x00排\ud83d放\r\n量")
    assert editing.sheet["stem"] == "碳排放\n量"


def test_every_field_can_be_changed_and_changed_back(bank: Bank) -> None:
    for kind in KINDS:
        editing = Editing.of(bank, data(kind), today=TODAY)
        start = editing.plain
        for field in fields(editing.form()):
            if field.path.endswith((".type", "calculation", "formula")):
                continue
            other = {
                FieldKind.TRUTH: not field.value,
                FieldKind.ORDER: list(reversed(field.value)) if isinstance(field.value, list) else None,
                FieldKind.POINTS: ["D05-01"],
                FieldKind.SOURCES: ["F02"],
                FieldKind.WORDS: ["别的"],
                FieldKind.CHOICE: next((c.value for c in field.choices if c.value != field.value), "x"),
            }.get(field.kind, "别的")
            if field.path.endswith(".right") and field.value and kind == "single_choice":
                continue  # a radio button: it is changed by another one
            editing.change(field.path, other)
            assert editing.plain != start, field.path
            editing.undo()
            assert editing.plain == start, field.path


# What the candidate sees


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_is_the_candidates_page(bank: Bank, kind: str) -> None:
    question = question_from(data(kind))
    editing = Editing.of(bank, data(kind), today=TODAY)
    assert editing.preview() == question_page(bank, question)


@pytest.mark.parametrize("kind", KINDS)
def test_an_incomplete_question_has_a_preview_that_follows_the_keys(bank: Bank, kind: str) -> None:
    editing = Editing.new(bank, QuestionType(kind), "D03-01", today=TODAY)
    before = editing.preview()
    editing.change("stem", "写到一半的题干 [[1]]")
    after = editing.preview()
    assert before != after
    assert "写到一半的题干" in after
    for path, value in (("marks", "x"), ("seconds", "-1"), ("level", "expert")):
        if path in editing.sheet:
            editing.change(path, value)
    assert "写到一半的题干" in editing.preview()


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_in_the_preview(bank: Bank, kind: str) -> None:
    editing = Editing.of(bank, data(kind), today=TODAY)
    secret = ("rationale", "mistake", "accepted", "keywords", "model_answer", "value", "size", "tags", "author")
    for field in fields(editing.form()):
        name = field.path.rpartition(".")[2]
        rubric = "rubric" in field.path and name == "text"
        if name in secret or rubric:
            editing.change(field.path, ["秘密"] if field.kind is FieldKind.WORDS else "秘密")
    assert "秘密" in str(editing.plain)
    assert "秘密" not in editing.preview()


def test_a_picture_that_is_not_there_does_not_stop_the_preview(bank: Bank) -> None:
    editing = Editing.of(bank, data("true_false"), today=TODAY)
    editing.change("stem", "见图 ![流程](media/nowhere.png) 与 ![](media/x")
    assert "见图" in editing.preview()


# Changing the type


def test_the_type_changes_and_what_fits_stays(bank: Bank) -> None:
    editing = Editing.of(bank, data("multiple_choice"), today=TODAY)
    editing.retype(QuestionType.SINGLE_CHOICE)
    made = _made(editing)
    assert isinstance(made, SingleChoice)
    assert (made.key, len(made.options)) == ("A", 5)
    editing.retype(QuestionType.ORDERING)
    made = _made(editing)
    assert isinstance(made, Ordering)
    assert [item.text for item in made.items] == [f"选项{letter}" for letter in "ABCDE"]
    editing.undo()
    editing.undo()
    assert _made(editing) == question_from(data("multiple_choice", status="draft"))


@pytest.mark.parametrize("kind", list(FIELDS))
def test_a_question_becomes_a_case_and_is_itself_again(bank: Bank, kind: str) -> None:
    editing = Editing.of(bank, data(kind), today=TODAY)
    before = _made(editing)
    editing.retype(QuestionType.CASE)
    child = editing.plain["children"][0]
    assert (child["type"], child["stem"]) == (kind, before.stem)
    editing.retype(QuestionType(kind))
    assert _made(editing) == before


def test_usual_marks_follow_the_type_and_chosen_ones_stay(bank: Bank) -> None:
    editing = Editing.new(bank, QuestionType.SINGLE_CHOICE, "D03-01", today=TODAY)
    editing.retype(QuestionType.NUMERIC)
    assert editing.sheet["marks"] == "5"
    editing.change("marks", "3")
    editing.retype(QuestionType.TRUE_FALSE)
    assert editing.sheet["marks"] == "3"


# Saving


def test_a_new_question_is_saved_as_a_draft_with_the_next_id(own_bank: Bank) -> None:
    editing = _new(own_bank, QuestionType.TRUE_FALSE)
    editing.change("key", "true")
    assert (editing.id, editing.changed) == ("DC-D03-003", True)
    saved = editing.save(_desk(own_bank))
    assert (saved.id, saved.version, saved.status) == ("DC-D03-003", 1, Status.DRAFT)
    assert own_bank["DC-D03-003"] == saved == editing.question
    assert not editing.changed
    editing.change("stem", "改过的题干。")
    assert editing.changed
    assert editing.save(_desk(own_bank)).version == 2
    editing.undo()
    assert editing.changed, "the bank has the later text"
    assert editing.save(_desk(own_bank)).version == 3


def test_the_id_follows_the_domain_until_it_is_saved(own_bank: Bank) -> None:
    editing = _new(own_bank, QuestionType.TRUE_FALSE)
    editing.change("knowledge_points", ["D05-01"])
    editing.change("key", "true")
    assert editing.id == "DC-D05-001"
    editing.save(_desk(own_bank))
    editing.change("knowledge_points", ["D03-01"])
    assert editing.id == "DC-D05-001"


def test_an_id_that_was_taken_meanwhile_is_no_conflict(own_bank: Bank) -> None:
    first, second = (_new(own_bank, QuestionType.TRUE_FALSE) for _ in range(2))
    for editing in (first, second):
        editing.change("key", "true")
    assert first.id == second.id
    assert [editing.save(_desk(own_bank)).id for editing in (first, second)] == ["DC-D03-003", "DC-D03-004"]


def test_saving_what_is_unchanged_writes_nothing(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    before = own_bank.text_of("DC-D03-001")
    assert editing.save(_desk(own_bank)) == own_bank["DC-D03-001"]
    assert own_bank.text_of("DC-D03-001") == before


def test_a_question_goes_to_review(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    editing.change("stem", f"{editing.sheet['stem']} ")
    assert not editing.changed, "blanks at the end say nothing"
    editing.change("rationale", "另一种解析。")
    sent = editing.submit(_desk(own_bank))
    assert sent.status is Status.IN_REVIEW
    assert "待审" in editing.form().title
    assert own_bank["DC-D03-001"] == sent


def test_an_activated_question_can_still_be_saved_by_who_had_it_open(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    editing.change("rationale", "另一种解析。")
    theirs = own_bank["DC-D03-001"]
    own_bank.save(theirs.model_copy(update={"status": Status.RETIRED}), theirs.fingerprint())
    assert editing.save(_desk(own_bank)).rationale == "另一种解析。"


def test_a_question_that_is_gone_can_be_saved_as_a_new_one(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    editing.change("rationale", "另一种解析。")
    (own_bank.root / "questions/D03/DC-D03-001.yaml").unlink()
    with pytest.raises(ConflictError, match="已不在题库里"):
        editing.save(_desk(own_bank))
    assert editing.save(_desk(own_bank)).rationale == "另一种解析。"


def test_the_saved_key_scores(own_bank: Bank) -> None:
    """What was ticked is what the marker calls right."""
    editing = _new(own_bank, QuestionType.SINGLE_CHOICE)
    for place in range(4):
        editing.change(f"options.{place}.text", f"设备{place}")
    editing.change("options.2.right", True)
    saved = editing.save(_desk(own_bank))
    assert score(saved, "C").marks == saved.marks
    assert score(saved, "A").marks == 0


# Similar questions


def test_similar_questions_are_found_while_typing(own_bank: Bank) -> None:
    stem = own_bank["DC-D03-001"].stem
    editing = _new(own_bank, QuestionType.TRUE_FALSE)
    editing.change("stem", stem)
    found = editing.similar()
    assert found[0].id == "DC-D03-001"
    assert found[0].share > 0.8
    own = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    assert "DC-D03-001" not in [one.id for one in own.similar()]
