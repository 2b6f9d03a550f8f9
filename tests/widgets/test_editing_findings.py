"""The editor's model: what is wrong stands where it is wrong, and what no field takes is refused."""

import re

import pytest

from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.form import FieldKind
from tests.builders import data
from tests.widgets.editing_acts import field_at, fields, group_at
from tests.widgets.editing_begun import KINDS, TODAY, desk_of


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
        editing.save(desk_of(bank))


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
