"""A paper and its answers in two files."""

from pathlib import Path

import pytest

from authoring.findings import Finding
from authoring.intake.draft import Intake
from authoring.intake.files import read_files, read_sources
from tests.intake.docx import docx, paragraph, run
from tests.intake_exchange.samples import codes, told

PAPER = "一、单选题\n1. 甲是（　　）\nA. 一\nB. 二\n2. 乙是（　　）\nA. 一\nB. 二\n二、判断题\n1. 丙。\n"
KEYS = "某考试参考答案\n一、1-2 BA\n二、1.√"


def pair(paper: str | bytes, keys: str | bytes, names: tuple[str, str] = ("卷.txt", "答案.txt")) -> list[Intake]:
    sources: list[tuple[str, bytes | Finding]] = [
        (name, data.encode() if isinstance(data, str) else data)
        for name, data in zip(names, (paper, keys), strict=True)
    ]
    return read_sources(sources)


def keys_of(intake: Intake) -> list[object]:
    return [draft.plain.get("key") for draft in intake.drafts]


def test_a_file_of_answers_is_seen_and_used() -> None:
    paper, answers = pair(PAPER, KEYS)
    assert keys_of(paper) == ["B", "A", True]
    assert codes(paper) == ["I301"]
    assert str(told(paper, "I301").where) == "答案.txt:1"
    assert (answers.drafts, codes(answers)) == ((), ["I342"])
    assert "卷.txt" in told(answers, "I342").message


def test_the_order_of_the_files_does_not_matter() -> None:
    answers, paper = read_sources([("答案.txt", KEYS.encode()), ("卷.txt", PAPER.encode())])
    assert keys_of(paper) == ["B", "A", True]
    assert codes(answers) == ["I342"]


@pytest.mark.parametrize("keys", ["1. B\n2. A", "1.B 2.A", "1-2 BA", "答案\n1、B\n2、A", "题号 1 2\n答案 B A"])
def test_answers_without_a_heading(keys: str) -> None:
    paper, _ = pair("1. 甲（　　）\nA. 一\nB. 二\n2. 乙（　　）\nA. 一\nB. 二", keys)
    assert keys_of(paper) == ["B", "A"]


def test_word_and_text_together_with_subscripts() -> None:
    questions = docx(*(paragraph(line) for line in ("1. 化学式是什么？", "2. 简述碳达峰。")))
    keys = docx(
        paragraph("参考答案"),
        paragraph(run("1. CO") + run("2", '<w:vertAlign w:val="subscript"/>')),
        paragraph("2. 在某一时点达到最大值。"),
    )
    paper, _ = pair(questions, keys, ("卷.docx", "答案.docx"))
    assert [draft.plain["model_answer"] for draft in paper.drafts] == ["CO~2~", "在某一时点达到最大值。"]


def test_what_does_not_fit_is_told() -> None:
    paper, _ = pair(PAPER, "一、1.B 5.C\n二、1.√\n一、1.A")
    assert keys_of(paper) == ["B", None, True]
    found = {finding.code: str(finding.where) for finding in paper.report}
    assert found == {"I309": "答案.txt:1", "I306": "卷.txt:5", "I341": "答案.txt:3"}


def test_a_question_that_brings_another_answer_is_told() -> None:
    paper, _ = pair("1. 甲（　　）\nA. 一\nB. 二\n答案：A", "1-2 BA")
    assert keys_of(paper) == ["A"]
    assert "I326" in codes(paper)


def test_several_papers_and_answers_go_by_their_names() -> None:
    papers = [(f"卷{n}.txt", PAPER.encode()) for n in "甲乙"]
    keys = [("卷乙参考答案.txt", KEYS.encode()), ("别的.txt", KEYS.encode())]
    first, second, used, unknown = read_sources([*papers, *keys])
    assert keys_of(first) == [None, None, None]
    assert keys_of(second) == ["B", "A", True]
    assert (codes(used), codes(unknown)) == (["I342"], ["I343"])


def test_answers_alone_stay_told() -> None:
    (answers,) = read_sources([("答案.txt", KEYS.encode())])
    assert "I330" in codes(answers)


def test_named_files_of_answers(tmp_path: Path) -> None:
    for name, text in (("卷.txt", PAPER), ("k.txt", "1. 甲\n2. 乙"), ("leer.txt", "没有"), ("b.txt", KEYS)):
        (tmp_path / name).write_text(text, "utf-8")
    (paper,) = read_files([tmp_path / "卷.txt"], keys=[tmp_path / "b.txt"])
    assert keys_of(paper) == ["B", "A", True]
    (paper,) = read_files([tmp_path / "卷.txt"], keys=[tmp_path / "leer.txt"])
    assert "I344" in codes(paper)
    assert str(told(paper, "I344").where) == "leer.txt"


def test_answers_of_a_workbook_are_told() -> None:
    (table,) = read_sources([("a.csv", "题型,题干,答案\n判断,甲。,对\n".encode())], keys=[("k.txt", KEYS.encode())])
    assert "I343" in codes(table)
    assert len(table.drafts) == 1
