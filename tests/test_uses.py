"""What rests on a reference: questions of the bank, and the papers and packages that were made of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.question_file import question_yaml
from authoring.errors import StorageError, UsageError
from authoring.questions import question_from
from tests.export import examples

CHOSEN = examples.questions()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """Questions of every type that name F01, and a term in one of them."""
    (tmp_path / "bank.yaml").write_text("format: 1\nid: t\nname: 试题库\n", "utf-8")
    folder = tmp_path / "questions" / "D01"
    folder.mkdir(parents=True)
    for name, asked in CHOSEN.items():
        changed = {"sources": ["F01", "term:碳达峰"]} if name == "T-D01-003" else {}
        text = question_yaml(question_from(asked.data() | changed))
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    with Bank.open(tmp_path) as opened:
        yield opened


def test_papers_and_packages_are_told_with_their_questions(bank: Bank, tmp_path: Path) -> None:
    made = tmp_path / "made" / "2026"
    made.mkdir(parents=True)
    few = {name: CHOSEN[name] for name in ("T-D01-002", "T-D01-003")}
    paper, package = made / "P1.paper.json", made / "P1.dcexam.zip"
    paper.write_text(examples.paper(few).model_dump_json(), "utf-8")
    package.write_bytes(examples.package())
    (made / "notes.txt").write_text("-", "utf-8")
    found = [(use.kind, use.id, use.via, use.file) for use in workflow.uses(bank, "term:碳达峰", [tmp_path / "made"])]
    assert found == [("question", "T-D01-003", "term:碳达峰", ""), ("paper", "P1", "T-D01-003", str(paper))]
    packed = [use for use in workflow.uses(bank, "F01", [package]) if use.kind == "package"]
    assert [(use.id[:3], use.via, use.file) for use in packed] == [("P1-", name, str(package)) for name in CHOSEN]


def test_a_file_that_is_neither_is_told(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"notes\.txt 既不是试卷"):
        workflow.uses(bank, "F01", [tmp_path / "notes.txt"])
    with pytest.raises(StorageError, match="无法使用"):
        workflow.uses(bank, "F01", [tmp_path / "gone.paper.json"])
