"""Undo and redo, whatever was done; and every shipped question in the form as it is in its file."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.bank.question_file import question_yaml, read_question
from authoring.bank.review import Desk, Role
from authoring.questions import QuestionType
from authoring.records import canonical_json
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.undo import Steps, Typed
from authoring.widgets.single import question_page
from tests.builders import data
from tests.widgets.editing_acts import act, field_at

TODAY = date(2026, 11, 1)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DOING = ("change", "change", "change", "add", "remove", "move", "retype")


@FEW
@given(st.data(), st.sampled_from(QuestionType))
def test_undo_gives_the_start_and_redo_the_end(bank: Bank, drawn: st.DataObject, kind: QuestionType) -> None:
    editing = Editing.of(bank, data(kind.value), today=TODAY)
    start = editing.sheet
    for _ in range(drawn.draw(st.integers(1, 8))):
        act(drawn.draw, editing, DOING)
    end, count = editing.sheet, 0
    while editing.form().can_undo:
        editing.undo()
        count += 1
    assert editing.sheet == start
    assert not editing.changed
    for _ in range(count):
        editing.redo()
    assert editing.sheet == end
    assert not editing.form().can_redo


@FEW
@given(st.data(), st.sampled_from(QuestionType))
def test_whatever_is_done_there_is_a_form_and_a_page(bank: Bank, drawn: st.DataObject, kind: QuestionType) -> None:
    editing = Editing.new(bank, kind, "D03-01", today=TODAY)
    for _ in range(drawn.draw(st.integers(1, 8))):
        act(drawn.draw, editing)
        form = editing.form()
        assert form.model_dump_json()
        assert editing.preview().startswith("<!DOCTYPE html>")
        canonical_json(editing.plain)
        assert (editing.question is None) == (not editing.report.passed and "B110" in editing.report.codes())
        if editing.question is not None:
            again, found = read_question(question_yaml(editing.question).encode(), "x.yaml")
            assert (again, found) == (editing.question, [])


def test_opening_any_shipped_question_changes_nothing(bank: Bank) -> None:
    desk = Desk(bank, "甲", Role.AUTHOR)
    for question in bank:
        editing = Editing.open(bank, question.id, today=TODAY)
        assert editing.question == question
        assert not editing.changed
        assert editing.save(desk) == question
        assert editing.preview() == question_page(bank, question)


@pytest.mark.parametrize("kind", ["numeric", "case", "short_answer"])
def test_no_finding_is_lost_on_the_way_to_the_form(bank: Bank, kind: str) -> None:
    editing = Editing.of(bank, data(kind, rationale="", sources=[]), today=TODAY)
    shown = editing.form().model_dump_json()
    for finding in editing.report:
        assert finding.model_dump_json() in shown


# Steps


def _type(editing: Editing, path: str, text: str) -> None:
    """As the keys come, one by one."""
    start = field_at(editing.form(), path).value
    for end in range(1, len(text) + 1):
        editing.change(path, start + text[:end])


def test_typing_in_one_field_is_one_step(bank: Bank) -> None:
    editing = Editing.new(bank, QuestionType.TRUE_FALSE, "D03-01", today=TODAY)
    _type(editing, "stem", "二氧化碳是温室气体")
    _type(editing, "rationale", "它吸收红外线")
    editing.undo()
    assert (editing.sheet["stem"], editing.sheet["rationale"]) == ("二氧化碳是温室气体", "")
    editing.undo()
    assert editing.sheet["stem"] == ""
    editing.redo()
    assert editing.sheet["stem"] == "二氧化碳是温室气体"


def test_a_sentence_ends_a_step_and_so_does_deleting(bank: Bank) -> None:
    editing = Editing.new(bank, QuestionType.TRUE_FALSE, "D03-01", today=TODAY)
    _type(editing, "stem", "第一句。第二句")
    for end in (6, 5):
        editing.change("stem", editing.sheet["stem"][:end])
    texts = []
    while editing.form().can_undo:
        editing.undo()
        texts.append(editing.sheet["stem"])
    assert texts == ["第一句。第二句", "第一句。", ""]


def test_ticks_are_steps_of_their_own(bank: Bank) -> None:
    editing = Editing.of(bank, data("single_choice"), today=TODAY)
    for place in (0, 2, 3):
        editing.change(f"options.{place}.right", True)
    editing.undo()
    assert editing.sheet["key"] == ["C"]
    editing.change("level", "senior")
    editing.change("level", "junior")
    editing.undo()
    assert editing.sheet["level"] == "senior"


def test_something_new_ends_what_could_be_redone() -> None:
    steps = Steps("a")
    steps.take("b")
    steps.undo()
    steps.take("c")
    steps.redo()
    assert (steps.state, steps.can_redo) == ("c", False)
    steps.take("c")
    steps.undo()
    assert (steps.state, steps.can_undo) == ("a", False), "what changes nothing is no step"


@given(st.text(max_size=20), st.text(max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_what_was_typed_is_told_from_what_was_there(old: str, typed: str, start: int, end: int) -> None:
    new = old[:start] + typed + old[max(start, end) :]
    found = Typed.between("stem", old, new)
    if found is not None:
        assert len(new) == len(old) + len(found.added) - len(found.taken)
        assert not (found.added and found.taken)
        assert found.added in new
        assert found.taken in old
