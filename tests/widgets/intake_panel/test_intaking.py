"""The model of the intake panel: what is understood, what is repaired, and what gets into the bank."""

import csv
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from authoring.bank import Bank
from authoring.bank.history import History
from authoring.errors import UsageError
from authoring.intake.excel import export_workbook
from authoring.questions import Status
from authoring.widgets.intake_panel.columns import meanings
from authoring.widgets.intake_panel.downloads import annotated, losses, workbooks
from authoring.widgets.intake_panel.entries import State
from authoring.widgets.intake_panel.intaking import Intaking
from authoring.widgets.intake_panel.keeping import Source
from authoring.widgets.intake_panel.telling import candidate_html
from tests.intake_excel.workbooks import HEADER, workbook
from tests.widgets.intake_panel.given import TODAY, give, on_form, states, text, the


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
    assert [entry.id for entry in model.shown(State.DONE)] == [question.id for question in saved]
    with pytest.raises(UsageError, match="没有可以入库的题"):
        model.bring()


def test_a_draft_is_repaired_on_the_form_and_goes_in_with_the_rest(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    entry = the(model, State.LACKING)
    editing = on_form(model, entry)
    editing.change("stem", "CO₂e 的意思是（　　）")
    editing.change("options.1.right", True)
    model.take_back(entry, editing)
    assert states(model) == [State.READY] * 3 + [State.LOST]
    assert model.entries[1].findings == ()
    saved = model.bring()
    assert [bank[question.id].stem for question in saved][1] == "CO₂e 的意思是（　　）"


def test_a_look_at_the_form_is_no_repair(model: Intaking) -> None:
    model.add([text()])
    before = model.entries
    for entry in before[:3]:
        assert not model.take_back(entry, on_form(model, entry))
    assert model.entries == before


def test_what_is_typed_and_undone_is_as_it_was(model: Intaking) -> None:
    model.add([text()])
    give(model)
    editing = on_form(model, model.entries[0])
    editing.change("stem", "")
    assert model.hold(model.entries[0], editing)
    editing.undo()
    model.take_back(model.entries[0], editing)
    assert states(model) == [State.READY, State.LACKING, State.READY, State.LOST]
    assert model.bring()[0].stem == "下列属于温室气体的是（　　）"


def test_a_point_that_is_chosen_later_reaches_what_was_repaired_before(model: Intaking) -> None:
    model.add([text()])
    editing = on_form(model, model.entries[1])
    editing.change("options.1.right", True)
    model.take_back(model.entries[1], editing)
    assert states(model)[1] is State.LACKING
    give(model, "D02")
    assert [question.domain for question in model.bring()] == ["D02"] * 3


def test_a_suggestion_is_taken_here_or_everywhere(model: Intaking, bank: Bank) -> None:
    stems = ("CO?e 指（　　）", "1 tCO?e 与 CO2 的关系（　　）", "CO?e 的来源（ O ）")
    paper = "".join(f"{n}. {stem}\nA. 一 B. 二\n答案：A\n" for n, stem in enumerate(stems, 1))
    model.add([text(paper)])
    give(model)
    first, second, third = model.entries
    (damaged,) = model.suggestions(first)
    assert (damaged.quote, damaged.put) == ("CO?e", "CO₂e")
    assert model.alike(damaged) == [first, second, third]
    model.accept(damaged, [first])
    assert model.entries[0].findings == ()
    assert model.entries[1:] == [second, third]
    model.accept(damaged, model.alike(damaged))
    assert [[finding.code for finding in entry.findings] for entry in model.entries] == [[], ["I332"], ["I333"]]
    (plain,) = model.suggestions(model.entries[1])
    model.accept(plain, model.alike(plain))
    assert [question.stem for question in model.bring()] == [
        "CO₂e 指（　　）",
        "1 tCO₂e 与 CO₂ 的关系（　　）",
        "CO₂e 的来源（ O ）",
    ]


def test_a_row_of_a_known_question_that_makes_none_is_mended_in_place(model: Intaking, bank: Bank) -> None:
    data, _ = export_workbook([bank["DC-D03-001"]], bank.syllabus)
    book = load_workbook(BytesIO(data))
    (key,) = (c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "答案*")
    book[key.parent.title].cell(key.row + 1, key.column).value = None
    written = BytesIO()
    book.save(written)
    model.add([Source(name="round.xlsx", content=written.getvalue())])
    entry = the(model, State.LACKING)
    assert model.ready() == 0
    editing = on_form(model, entry)
    editing.change("stem", "新的题干（　　）")
    editing.change("options.1.right", True)
    model.take_back(entry, editing)
    the(model, State.CHANGED)
    (saved,) = model.bring()
    assert (saved.id, saved.stem, saved.version) == ("DC-D03-001", "新的题干（　　）", 2)
    assert len(bank) == 1


def test_saved_from_the_form_it_is_done(model: Intaking, bank: Bank) -> None:
    model.add([text()])
    give(model)
    entry = the(model, State.LACKING)
    editing = on_form(model, entry)
    editing.change("options.1.right", True)
    model.saved(entry, editing.save(model.desk))
    assert states(model)[1] is State.DONE
    assert len(model.bring()) == 2
    assert len(bank) == 4


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
    assert model.unread() == model.tables()
    (table,) = model.tables()
    assert not table.understood
    assert {"option.A", "blank.2", "right.C", "stem"} <= {field for _, field in meanings(table)}
    assert table.header == ("类别", "说法", "甲项", "乙项", "结果")
    assert table.samples[1] == ("第0个说法是（ ）", "第1个说法是（ ）", "第2个说法是（ ）")
    assert table.fields == (None,) * 5
    model.map_columns(table, ["type", "stem", "option.A", "option.B", "answer"])
    give(model)
    assert states(model) == [State.READY] * 3
    assert model.unread() == []
    again = Intaking(bank, model.desk, TODAY)
    again.add([Source(name="another.xlsx", content=path.read_bytes())])
    assert len(again.shown(State.LACKING)) == 3
    assert again.tables()[0].understood


def test_answers_of_a_second_file(model: Intaking) -> None:
    questions = "1. 甲（　　）\nA. 一 B. 二\n2. 乙（　　）\nA. 一 B. 二\n"
    model.add([text(questions, "卷.txt"), Source(name="答案.txt", content=b"1-2 BA", is_key=True)])
    give(model)
    ready = model.shown(State.READY)
    assert [entry.draft.plain["key"] for entry in ready if entry.draft] == ["B", "A"]


def test_answers_alone_say_what_they_lack(model: Intaking) -> None:
    model.add([Source(name="答案.txt", content=b"1-2 BA", is_key=True)])
    (entry,) = model.entries
    assert (entry.state, entry.told[0].code) == (State.LOST, "I330")
    model.add([text("1. 甲（　　）\nA. 一 B. 二\n2. 乙（　　）\nA. 一 B. 二\n", "卷.txt")])
    assert [entry.draft.plain["key"] for entry in model.entries if entry.draft] == ["B", "A"]


def test_a_paper_without_line_breaks_has_its_findings_apart(model: Intaking) -> None:
    model.add([text("1.甲是（）A.一 B.二 答案：A 2.乙是（）A.一 B.二 3.丙CO?e是（）A.一B.二 答案：B")])
    give(model)
    assert [[finding.code for finding in entry.told] for entry in model.entries] == [[], ["I304"], ["I331"]]
    assert states(model) == [State.READY, State.LACKING, State.READY]


def test_rows_are_found_by_what_they_say(model: Intaking) -> None:
    model.add([text()])
    assert [entry.where.line for entry in model.shown(text="外购电力")] == [8]
    assert [entry.where.line for entry in model.shown(State.LACKING, "燃煤")] == [8]
    assert model.shown(State.LOST, "燃煤") == []
    assert len(model.shown(text="2026 年测试")) == 1


def test_what_candidates_would_see(model: Intaking, bank: Bank) -> None:
    question = bank["DC-D03-001"]
    data, _ = export_workbook([question], bank.syllabus)
    model.add([Source(name="round.xlsx", content=data), text()])
    give(model)
    model.bring()
    pages = [candidate_html(entry, bank) for entry in model.entries]
    assert question.id in pages[0]
    assert [bool(page) for page in pages] == [True, True, False, True, False]


def test_files_to_take_away(model: Intaking) -> None:
    model.add([text()])
    rows = list(csv.reader(losses(model.report).decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["代码", "级别", "文件"]
    assert [row[0] for row in rows[1:]] == [finding.code for finding in model.report]
    assert {row[1] for row in rows[1:]} <= {"错误", "警告", "提示"}


def test_a_workbook_to_take_away_has_its_findings(model: Intaking) -> None:
    data = workbook(("题目", [HEADER, [1, "单选题", "甲（　　）", "一", "二", "", "", "C", "", "", "", ""]]))
    model.add([Source(name="题.xlsx", content=data), text()])
    assert workbooks(model) == ["题.xlsx"]
    book = load_workbook(BytesIO(annotated(model, "题.xlsx")))
    marked = [c for row in book["题目"].iter_rows() for c in row if c.comment]
    assert marked
    assert all(c.row == 2 for c in marked)
