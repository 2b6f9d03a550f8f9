"""What comes in a second time, in a later session, or while others save."""

from pathlib import Path

from openpyxl import load_workbook

from authoring.bank import Bank
from authoring.intake.excel import export_workbook
from authoring.questions import question_from
from authoring.widgets.intake_panel.entries import State
from authoring.widgets.intake_panel.intaking import Intaking
from authoring.widgets.intake_panel.keeping import Shelf, Source
from tests.widgets.intake_panel.given import PAPER, TODAY, give, on_form, states, text, the


def test_a_workbook_that_comes_back_changed_conflicts_and_is_untouched(
    model: Intaking, bank: Bank, tmp_path: Path
) -> None:
    question = bank["DC-D03-001"]
    file = tmp_path / "round.xlsx"
    data, _ = export_workbook([question], bank.syllabus)
    model.add([Source(name="round.xlsx", content=data)])
    assert states(model) == [State.UNTOUCHED]

    file.write_bytes(data)
    book = load_workbook(file)
    cell = next(c for sheet in book for row in sheet.iter_rows() for c in row if c.value == question.stem)
    cell.value = question.stem.replace("设备", "装置")
    book.save(file)
    model.add([Source(name="round.xlsx", content=file.read_bytes())])
    entry = the(model, State.CHANGED)
    assert entry.revision is not None
    assert [change.field for change in entry.revision.fields] == ["stem"]
    assert model.editing(entry) is None

    model.desk.save(question, question_from(question.data() | {"rationale": "另一位作者改了解析。"}))
    model.look()
    entry = the(model, State.CONFLICTING)
    assert model.ready() == 0
    model.choose(entry, take=True)
    (saved,) = model.bring()
    assert "装置" in bank[saved.id].stem
    assert states(model) == [State.DONE]


def test_a_file_that_comes_again_doubles_nothing(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    model.bring()
    model.add([text()])
    assert states(model) == [State.DONE, State.LACKING, State.DONE, State.LOST]
    model.clear()
    model.add([text(PAPER.replace("B. 燃煤锅炉", "B. 外购热力"), "另一份.txt")])
    assert states(model) == [State.UNTOUCHED, State.LACKING, State.READY, State.LOST]
    assert model.entries[0].id in bank
    assert [finding.code for finding in model.entries[2].findings] == ["I192"]


def test_a_question_that_comes_again_with_another_key_changes_the_bank_s(model: Intaking, bank: Bank) -> None:
    paper = "1. 甲（　　）\nA. 一 B. 二\n答案：A\n"
    model.add([text(paper)])
    give(model)
    (made,) = model.bring()
    count = len(bank)
    model.clear()
    model.add([text(paper.replace("答案：A", "答案：B"))])
    (entry,) = model.entries
    assert (entry.state, entry.id, [each.code for each in entry.findings]) == (State.CONFLICTING, made.id, ["I193"])
    assert model.ready() == 0
    model.choose(entry, take=True)
    (saved,) = model.bring()
    assert (saved.id, saved.data()["key"], len(bank)) == (made.id, "B", count)


def test_files_of_one_name_stand_side_by_side_and_a_newer_one_takes_the_place(model: Intaking) -> None:
    one, other = "1. 甲（　　）\nA. 一 B. 二\n答案：A\n", "1. 乙（　　）\nA. 一 B. 二\n答案：B\n"
    model.add([text(one), text(other)])
    assert [source.name for source in model.sources] == ["卷.txt", "卷 (2).txt"]
    model.add([text(other)])
    assert [entry.draft.plain["stem"] for entry in model.entries if entry.draft] == ["乙（　　）", "乙（　　）"]


def test_what_is_under_the_hands_when_the_kernel_ends_is_kept(model: Intaking, bank: Bank, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    first = Intaking(bank, model.desk, TODAY, shelf)
    first.paste(PAPER)
    editing = on_form(first, first.entries[1])
    editing.change("stem", "改了一半")
    first.hold(first.entries[1], editing)
    second = Intaking(bank, model.desk, TODAY, shelf)
    second.add([text("1. 甲（　　）\nA. 一 B. 二\n答案：A\n", "另一份.txt")])
    stems = [entry.draft.plain["stem"] for entry in second.entries if entry.draft]
    assert stems == ["下列属于温室气体的是（　　）", "改了一半", "范围二排放来自（　　）", "甲（　　）"]


def test_it_goes_on_where_it_was_left(model: Intaking, bank: Bank, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    first = Intaking(bank, model.desk, TODAY, shelf)
    first.add([text()])
    give(first)
    entry = the(first, State.LACKING)
    editing = on_form(first, entry)
    editing.change("options.1.right", True)
    first.take_back(entry, editing)
    second = Intaking(bank, model.desk, TODAY, shelf)
    assert second.left is not None
    assert (second.left.waiting, second.entries) == (3, [])
    second.restore()
    assert second.entries == first.entries
    assert second.point == "D03-02"
    second.bring()
    assert states(second) == [State.DONE] * 3 + [State.LOST]
    assert Intaking(bank, model.desk, TODAY, shelf).left is None
    second.clear()
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == ["intake.json"]


def test_a_damaged_shelf_is_an_empty_one(model: Intaking, bank: Bank, tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "intake.json").write_text("{", "utf-8")
    assert Intaking(bank, model.desk, TODAY, Shelf(tmp_path / "shelf")).left is None


def test_what_others_saved_meanwhile_is_not_taken_in_twice(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    model.bring()
    model.read()
    assert model.ready() == 0
    assert len(bank) == 3
