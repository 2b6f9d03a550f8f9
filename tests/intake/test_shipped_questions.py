"""The shipped bank, written as authors write papers, reads back question by question."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from authoring.content import parse
from authoring.intake.text import read_text

BANKS = Path(__file__).parents[2] / "banks"
NAMES = {"single_choice": "单选题", "multiple_choice": "多选题", "true_false": "判断题", "short_answer": "简答题"}
QUESTIONS = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(BANKS.rglob("questions/*/*.yaml"))]


def flat(markup: str) -> str:
    return re.sub(r"\s*\n\s*", " ", parse(markup).text()).strip()


def answer(question: dict[str, Any]) -> str:
    match question["type"]:
        case "true_false":
            return "正确" if question["key"] else "错误"
        case "short_answer":
            return flat(question["model_answer"])
        case _:
            return "".join(question["key"])


def by_lines(number: int, question: dict[str, Any], entries: list[tuple[str, str]]) -> str:
    lines = [f"{number}. {flat(question['stem'])}", *(f"{letter}. {text}" for letter, text in entries)]
    return "\n".join([*lines, f"答案：{answer(question)}", f"解析：{flat(question['rationale'])}", ""])


def by_rows(number: int, question: dict[str, Any], entries: list[tuple[str, str]]) -> str:
    row = "  ".join(f"{letter}．{text}" for letter, text in entries)
    lines = [f"{number}、{flat(question['stem'])}", row, f"【答案】{answer(question)}"]
    return "\n".join([*lines, f"【解析】{flat(question['rationale'])}", ""])


def glued(number: int, question: dict[str, Any], entries: list[tuple[str, str]]) -> str:
    row = "".join(f"{letter}、{text}" for letter, text in entries)
    return f"{number}.{flat(question['stem'])}{row}答案：{answer(question)}解析：{flat(question['rationale'])}"


@pytest.mark.parametrize("layout", [by_lines, by_rows, glued])
@pytest.mark.parametrize("kind", NAMES)
def test_papers_read_back(kind: str, layout: Any) -> None:
    questions = [question for question in QUESTIONS if question["type"] == kind]
    entries = [[(o["id"], flat(o["text"])) for o in question.get("options", [])] for question in questions]
    body = (layout(n, *pair) for n, pair in enumerate(zip(questions, entries, strict=True), 1))
    intake = read_text(f"一、{NAMES[kind]}（共{len(questions)}题，每题1分）\n" + "".join(body), "卷.txt")
    assert len(intake.drafts) == len(questions) > 5
    for draft, question, wanted in zip(intake.drafts, questions, entries, strict=True):
        plain = draft.plain
        assert plain["type"] == kind
        assert parse(plain["stem"]).text() == flat(question["stem"])
        assert [(o["id"], parse(o["text"]).text()) for o in plain.get("options", [])] == wanted
        assert plain.get("key") == question.get("key")
        assert parse(plain["rationale"]).text() == flat(question["rationale"])
    assert {finding.code for finding in intake.report} <= {"I332"}
