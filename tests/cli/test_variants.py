"""Templates and their questions from the command line."""

import json
import shutil
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.history import Action, History
from authoring.bank.question_file import read_question
from authoring.questions import Status
from authoring.questions.variants import variant
from tests.command_line import Call

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"
TEMPLATE = "DC-D03-T01"


@pytest.fixture
def bank(tmp_path: Path) -> str:
    """A bank of one template and the shipped references, without questions."""
    folder = tmp_path / "bank"
    shutil.copytree(SHIPPED / "references", folder / "references")
    for file in ("bank.yaml", "syllabus.yaml", f"variants/D03/{TEMPLATE}.yaml"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHIPPED / file, folder / file)
    return str(folder)


def _worse(bank: str, old: str, new: str) -> None:
    file = Path(bank) / "variants" / "D03" / f"{TEMPLATE}.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_shown_questions_are_those_of_the_library(call: Call, bank: str) -> None:
    code, out, err = call("variants", bank, TEMPLATE, "--seed", "7", "--seed", "9", "--json")
    assert code == 0, err
    with Bank.open(bank) as opened:
        expected = [variant(opened.templates[TEMPLATE], opened.references, seed) for seed in (7, 9)]
        assert len(opened) == 0
    assert json.loads(out)["questions"] == [question.model_dump(mode="json") for question in expected]
    assert call("variants", bank, TEMPLATE, "--seed", "7")[1].startswith(f"id: {TEMPLATE}-V7\n")


def test_files_are_question_files(call: Call, bank: str, tmp_path: Path) -> None:
    assert call("variants", bank, TEMPLATE, "--seeds", "3", "--out", "made")[0] == 0
    files = sorted((tmp_path / "made").iterdir())
    assert [file.name for file in files] == [f"{TEMPLATE}-V{seed}.yaml" for seed in range(3)]
    for file in files:
        question, findings = read_question(file.read_bytes(), file.name)
        assert (question is not None, findings) == (True, [])


def test_saved_questions_are_drafts_with_their_history_and_kept_the_second_time(call: Call, bank: str) -> None:
    assert "存入题库草稿 2 题" in call("variants", bank, TEMPLATE, "--seeds", "2", "--save")[1]
    with Bank.open(bank) as opened:
        assert [question.status for question in opened] == [Status.DRAFT, Status.DRAFT]
        events, _ = History(opened.root).of(f"{TEMPLATE}-V0")
        assert [event.action for event in events] == [Action.EDIT]
    told = json.loads(call("variants", bank, TEMPLATE, "--seeds", "3", "--save", "--json")[1])
    assert told["saved"] == [f"{TEMPLATE}-V2"]


def test_templates_are_listed(call: Call, bank: str) -> None:
    code, out, _ = call("templates", bank)
    assert code == 0
    assert TEMPLATE in out
    assert "共 1 个模板" in out


def test_a_stress_run_names_the_seed_that_fails(call: Call, bank: str) -> None:
    assert call("templates", bank, "--stress", "200", "--json")[0] == 0
    with Bank.open(bank) as opened:
        low, high = opened.templates[TEMPLATE].plausible
    _worse(bank, f"plausible: [{low}, {high}]", f"plausible: [{low}, {(low + high) / 2}]")
    code, out, _ = call("templates", bank, TEMPLATE, "--stress", "200")
    assert code == 1
    assert "T121" in out
    assert "号种子" in out


def test_what_is_wrong_with_a_template_comes_before_any_question(call: Call, bank: str) -> None:
    _worse(bank, "formula: F01", "formula: F99")
    for verb in (("templates", bank), ("variants", bank, TEMPLATE)):
        code, out, _ = call(*verb)
        assert (code, "T101" in out) == (1, True)
    assert "DC-D03-T01" in call("variants", bank, "DC-D03-T99")[2]
