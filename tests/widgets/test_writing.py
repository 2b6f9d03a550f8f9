"""The writing desk: what is open, and what is put away."""

from datetime import date
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.errors import UsageError
from authoring.questions import QuestionType
from authoring.texts import say
from authoring.widgets.write_panel import WritePanel
from authoring.widgets.writing import Writing

TODAY = date(2026, 12, 1)


@pytest.fixture
def writing(own_bank: Bank, tmp_path: Path) -> Writing:
    return Writing(own_bank, "甲", today=TODAY, drafts=tmp_path / "drafts")


def test_what_is_unsaved_is_put_away_and_found_again(writing: Writing) -> None:
    name = writing.bank.ids[0]
    editing = writing.open(name)
    assert not writing.put_away(editing)
    assert list(writing.drafts.folder.glob("*")) == []
    editing.change("stem", "另一个题干（　　）。")
    assert writing.put_away(editing)
    found = writing.drafts.find(writing.open(name))
    assert found is not None
    assert writing.drafts.restore(found).sheet["stem"] == "另一个题干（　　）。"


def test_a_new_question_gets_into_the_bank_with_its_author(writing: Writing) -> None:
    before = set(writing.bank.ids)
    _, point = writing.points(writing.domains[0][1])[0]
    editing = writing.new(QuestionType.TRUE_FALSE, point)
    assert set(writing.bank.ids) == before
    editing.change("stem", "二氧化碳是温室气体。")
    editing.change("key", "true")
    saved = editing.save(writing.desk)
    assert (saved.author, saved.knowledge_points, set(writing.bank.ids) - before) == ("甲", (point,), {saved.id})


def test_points_are_those_of_their_domain(writing: Writing) -> None:
    codes = [code for _, domain in writing.domains for _, code in writing.points(domain)]
    assert codes == list(writing.bank.syllabus.points)
    assert writing.points("D99") == []


def test_the_author_is_the_one_who_is_logged_in_unless_named(own_bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "expert")
    assert Writing(own_bank, " ", today=TODAY).who == "expert"


def test_somebody_the_bank_does_not_know_cannot_write(own_bank: Bank) -> None:
    rules = own_bank.info.review.model_copy(update={"people": {"乙": (Role.AUTHOR,)}})
    own_bank.info = own_bank.info.model_copy(update={"review": rules})
    assert Desk(own_bank, "乙", Role.AUTHOR).who == "乙"
    with pytest.raises(UsageError, match="甲"):
        Writing(own_bank, "甲", today=TODAY)


def test_the_panel_opens_begins_and_puts_away(own_bank: Bank, beside: Path) -> None:
    panel = WritePanel(own_bank, "甲", today=TODAY)
    panel.open("DC-D03-001")
    assert panel.editor is not None
    assert panel.tabs.get_title(panel.tabs.selected_index) == say("writing.tab.editor")
    panel.editor.editing.change("stem", "另一个题干（　　）。")
    panel.domain.value = "D02"
    panel.kind.value = QuestionType.TRUE_FALSE
    panel.new()
    assert say("writing.put_away", id="DC-D03-001") in panel.said.value
    assert panel.editor.editing.plain["knowledge_points"] == [panel.model.points("D02")[0][1]]
    assert list((beside / "build" / "drafts").glob("*.json"))
    panel.editor.editing.change("stem", "甲烷是温室气体。")
    panel.editor.editing.change("key", "true")
    saved = panel.editor.editing.save(panel.model.desk)
    panel.list.update()
    assert saved.id in [row.id for row in panel.list.model.rows]
    panel.open("DC-D03-001")
    assert panel.editor.found is not None
    assert panel.said.value.count("role") == 1
    assert say("writing.put_away", id=saved.id) not in panel.said.value


def test_an_unknown_question_is_told_in_the_panel(own_bank: Bank, beside: Path) -> None:
    panel = WritePanel(own_bank, "甲", today=TODAY)
    panel.open("DC-D99-001")
    assert "DC-D99-001" in panel.said.value
    assert panel.editor is None
