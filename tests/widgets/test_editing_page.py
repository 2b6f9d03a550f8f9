"""The editor's model: the candidate's page of what is written so far."""

import pytest

from authoring.bank import Bank
from authoring.questions import QuestionType, question_from
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.form import FieldKind
from authoring.widgets.single import question_page
from tests.builders import data
from tests.widgets.editing_acts import fields
from tests.widgets.editing_begun import KINDS, TODAY


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
