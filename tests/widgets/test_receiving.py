"""The model of the intake panel: what is understood, what is repaired, what gets into the bank, and what is left."""

import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from authoring.bank import Bank
from authoring.bank.history import History
from authoring.bank.review import Desk, Role
from authoring.errors import UsageError
from authoring.intake.excel import export_workbook
from authoring.questions import Level, Status, question_from
from authoring.widgets.receiving.entries import Entry, State
from authoring.widgets.receiving.intaking import Intaking
from authoring.widgets.receiving.keeping import Shelf, Source

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"
TODAY = date(2026, 12, 1)
PAPER = """2026 年测试
一、单选题（每题2分）
1. 下列属于温室气体的是（　　）
A. 氮气 B. 甲烷 C. 氩气
答案：B
2. CO?e 的意思是（　　）
A. 碳 B. 二氧化碳当量
3. 范围二排放来自（　　）
A. 外购电力 B. 燃煤锅炉
答案：A
"""


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """The shipped syllabus and references, and two questions."""
    root = tmp_path / "bank"
    for part in ("bank.yaml", "syllabus.yaml", "references", "media", "questions/D03/DC-D03-001.yaml"):
        target = root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        source = SHIPPED / part
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    with Bank.open(root) as opened:
        yield opened


@pytest.fixture
def model(bank: Bank) -> Intaking:
    return Intaking(bank, Desk(bank, "甲", Role.AUTHOR), TODAY)


def text(content: str = PAPER, name: str = "卷.txt") -> Source:
    return Source(name=name, content=content.encode())


def states(model: Intaking) -> list[State]:
    return [entry.state for entry in model.entries]


def give(model: Intaking, point: str = "D03-02") -> None:
    model.give(level=Level.JUNIOR, point=point, difficulty=3)


def the(model: Intaking, state: State) -> Entry:
    (found,) = model.shown([state])
    return found


def test_every_question_and_every_loss_has_its_line(model: Intaking) -> None:
    model.add([text()])
    assert states(model) == [State.LACKING] * 3 + [State.LOST]
    assert all("I191" in {f.code for f in entry.findings} for entry in model.entries[:3])
    assert "2026 年测试" in model.entries[3].findings[0].message
    give(model)
    assert states(model) == [State.READY, State.LACKING, State.READY, State.LOST]
    assert {f.code for f in model.entries[1].findings} >= {"I306", "I331"}
    assert [entry.where.line for entry in model.entries[:3]] == [3, 6, 8]


def test_what_is_ready_gets_in_and_the_rest_stays(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    heard: list[tuple[int, int]] = []
    saved = model.bring(lambda done, total, _: heard.append((done, total)))
    assert [question.stem for question in saved] == ["下列属于温室气体的是（　　）", "范围二排放来自（　　）"]
    assert all(bank[question.id].status is Status.DRAFT and question.author == "甲" for question in saved)
    assert heard[-1] == (2, 2)
    assert [event.who for event in History(bank.root).of(saved[0].id)[0]] == ["甲"]
    assert states(model) == [State.DONE, State.LACKING, State.DONE, State.LOST]
    assert [entry.id for entry in model.shown([State.DONE])] == [question.id for question in saved]
    with pytest.raises(UsageError, match="没有可以入库的题"):
        model.bring()


def test_a_draft_is_repaired_on_the_form_and_goes_in_with_the_rest(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    entry = the(model, State.LACKING)
    editing = model.editing(entry)
    assert editing is not None
    editing.change("stem", "CO₂e 的意思是（　　）")
    editing.change("options.1.right", True)
    model.take_back(entry, editing)
    assert states(model) == [State.READY] * 3 + [State.LOST]
    assert model.entries[1].findings == ()
    saved = model.bring()
    assert [bank[question.id].stem for question in saved][1] == "CO₂e 的意思是（　　）"


def test_a_repair_is_offered_and_made_when_it_is_taken(model: Intaking) -> None:
    model.add([text()])
    give(model)
    entry = model.entries[1]
    assert entry.draft is not None
    (suggestion,) = model.suggestions(entry)
    assert (suggestion.quote, suggestion.put) == ("CO?e", "CO₂e")
    assert entry.draft.plain["stem"] == "CO?e 的意思是（　　）"
    model.accept(entry, suggestion)
    repaired = model.entries[1]
    assert repaired.draft is not None
    assert repaired.draft.plain["stem"] == "CO₂e 的意思是（　　）"
    assert model.suggestions(repaired) == []


def test_saved_from_the_form_it_is_done(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    entry = the(model, State.LACKING)
    editing = model.editing(entry)
    assert editing is not None
    editing.change("options.1.right", True)
    model.saved(entry, editing.save(model.desk))
    assert states(model)[1] is State.DONE
    assert len(model.bring()) == 2
    assert len(bank) == 4


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
    assert [difference.field for difference in model.differences(entry)] == ["stem"]
    assert model.editing(entry) is None

    model.desk.save(question, question_from(question.data() | {"rationale": "另一位作者改了解析。"}))
    model.look()
    entry = the(model, State.CONFLICTING)
    assert model.ready() == 0
    model.choose(entry, take=True)
    (saved,) = model.bring()
    assert "装置" in bank[saved.id].stem
    assert states(model) == [State.DONE]


def test_columns_nobody_knows_are_mapped_and_remembered(model: Intaking, bank: Bank) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["类别", "说法", "甲项", "乙项", "结果"])
    for n in range(3):
        sheet.append(["单选题", f"第{n}个说法是（　　）", "对的", "错的", "A"])
    path = bank.root / "unknown.xlsx"
    book.save(path)
    model.add([Source(name="unknown.xlsx", content=path.read_bytes())])
    (table,) = model.tables()
    assert not table.understood
    assert table.header == ("类别", "说法", "甲项", "乙项", "结果")
    assert table.samples[1] == ("第0个说法是（ ）", "第1个说法是（ ）", "第2个说法是（ ）")
    model.map_columns(table, ["type", "stem", "option.A", "option.B", "answer"])
    give(model)
    assert states(model) == [State.READY] * 3
    again = Intaking(bank, model.desk, TODAY)
    again.add([Source(name="another.xlsx", content=path.read_bytes())])
    assert len(again.shown([State.LACKING])) == 3
    assert again.tables()[0].understood


def test_answers_of_a_second_file(model: Intaking) -> None:
    questions = "1. 甲（　　）\nA. 一 B. 二\n2. 乙（　　）\nA. 一 B. 二\n"
    model.add([text(questions, "卷.txt"), Source(name="答案.txt", content=b"1-2 BA", is_key=True)])
    give(model)
    ready = model.shown([State.READY])
    assert [entry.draft.plain["key"] for entry in ready if entry.draft] == ["B", "A"]


def test_it_goes_on_where_it_was_left(model: Intaking, bank: Bank, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    first = Intaking(bank, model.desk, TODAY, shelf)
    first.add([text()])
    give(first)
    entry = the(first, State.LACKING)
    editing = first.editing(entry)
    assert editing is not None
    editing.change("options.1.right", True)
    first.take_back(entry, editing)
    second = Intaking(bank, model.desk, TODAY, shelf)
    assert second.entries == first.entries
    assert second.point == "D03-02"
    second.bring()
    assert [entry.state for entry in Intaking(bank, model.desk, TODAY, shelf).entries] == [State.DONE] * 3 + [
        State.LOST
    ]
    second.clear()
    assert Intaking(bank, model.desk, TODAY, shelf).entries == []
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == ["intake.json"]


def test_a_damaged_shelf_is_an_empty_one(model: Intaking, bank: Bank, tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "intake.json").write_text("{", "utf-8")
    assert Intaking(bank, model.desk, TODAY, Shelf(tmp_path / "shelf")).sources == []


def test_what_others_saved_meanwhile_is_not_taken_in_twice(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    model.bring()
    model.read()
    assert model.ready() == 0
    assert len(bank) == 3


def test_files_to_take_away(model: Intaking) -> None:
    model.add([text()])
    lines = model.losses().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("代码,级别,文件")
    assert len(lines) > len(model.report) - 1
    assert load_workbook(filename=_file(model.template())).sheetnames
    with pytest.raises(UsageError, match="没有文字"):
        model.paste("  ")


def _file(data: bytes) -> BytesIO:
    return BytesIO(data)
