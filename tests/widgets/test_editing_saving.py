"""The editor's model: saving, sending to review, and questions of the bank that are alike."""

import pytest

from authoring.bank import Bank
from authoring.errors import ConflictError
from authoring.questions import QuestionType, Status
from authoring.questions.scoring import score
from authoring.widgets.editor.editing import Editing
from tests.widgets.editing_begun import TODAY, begun, desk_of


def test_a_new_question_is_saved_as_a_draft_with_the_next_id(own_bank: Bank) -> None:
    editing = begun(own_bank, QuestionType.TRUE_FALSE)
    editing.change("key", "true")
    assert (editing.id, editing.changed) == ("DC-D03-003", True)
    saved = editing.save(desk_of(own_bank))
    assert (saved.id, saved.version, saved.status) == ("DC-D03-003", 1, Status.DRAFT)
    assert own_bank["DC-D03-003"] == saved == editing.question
    assert not editing.changed
    editing.change("stem", "改过的题干。")
    assert editing.changed
    assert editing.save(desk_of(own_bank)).version == 2
    editing.undo()
    assert editing.changed, "the bank has the later text"
    assert editing.save(desk_of(own_bank)).version == 3


def test_the_id_follows_the_domain_until_it_is_saved(own_bank: Bank) -> None:
    editing = begun(own_bank, QuestionType.TRUE_FALSE)
    editing.change("knowledge_points", ["D05-01"])
    editing.change("key", "true")
    assert editing.id == "DC-D05-001"
    editing.save(desk_of(own_bank))
    editing.change("knowledge_points", ["D03-01"])
    assert editing.id == "DC-D05-001"


def test_an_id_that_was_taken_meanwhile_is_no_conflict(own_bank: Bank) -> None:
    first, second = (begun(own_bank, QuestionType.TRUE_FALSE) for _ in range(2))
    for editing in (first, second):
        editing.change("key", "true")
    assert first.id == second.id
    assert [editing.save(desk_of(own_bank)).id for editing in (first, second)] == ["DC-D03-003", "DC-D03-004"]


def test_saving_what_is_unchanged_writes_nothing(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    before = own_bank.text_of("DC-D03-001")
    assert editing.save(desk_of(own_bank)) == own_bank["DC-D03-001"]
    assert own_bank.text_of("DC-D03-001") == before


def test_a_question_goes_to_review(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    editing.change("stem", f"{editing.sheet['stem']} ")
    assert not editing.changed, "blanks at the end say nothing"
    editing.change("rationale", "另一种解析。")
    sent = editing.submit(desk_of(own_bank))
    assert sent.status is Status.IN_REVIEW
    assert "待审" in editing.form().title
    assert own_bank["DC-D03-001"] == sent


def test_an_activated_question_can_still_be_saved_by_who_had_it_open(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    editing.change("rationale", "另一种解析。")
    theirs = own_bank["DC-D03-001"]
    own_bank.save(theirs.model_copy(update={"status": Status.RETIRED}), theirs.fingerprint())
    assert editing.save(desk_of(own_bank)).rationale == "另一种解析。"


def test_a_question_that_is_gone_can_be_saved_as_a_new_one(own_bank: Bank) -> None:
    editing = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    editing.change("rationale", "另一种解析。")
    (own_bank.root / "questions/D03/DC-D03-001.yaml").unlink()
    with pytest.raises(ConflictError, match="已不在题库里"):
        editing.save(desk_of(own_bank))
    assert editing.save(desk_of(own_bank)).rationale == "另一种解析。"


def test_the_saved_key_scores(own_bank: Bank) -> None:
    """What was ticked is what the marker calls right."""
    editing = begun(own_bank, QuestionType.SINGLE_CHOICE)
    for place in range(4):
        editing.change(f"options.{place}.text", f"设备{place}")
    editing.change("options.2.right", True)
    saved = editing.save(desk_of(own_bank))
    assert score(saved, "C").marks == saved.marks
    assert score(saved, "A").marks == 0


def test_similar_questions_are_found_while_typing(own_bank: Bank) -> None:
    stem = own_bank["DC-D03-001"].stem
    editing = begun(own_bank, QuestionType.TRUE_FALSE)
    editing.change("stem", stem)
    found = editing.similar()
    assert found[0].id == "DC-D03-001"
    assert found[0].share > 0.8
    own = Editing.open(own_bank, "DC-D03-001", today=TODAY)
    assert "DC-D03-001" not in [one.id for one in own.similar()]
