"""Bringing planned questions into a bank through the desk, and `authoring intake` with files of other systems."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.history import Action, History
from authoring.bank.review import Desk, Role
from authoring.bank.starter import starter_bank
from authoring.errors import ConflictError
from authoring.intake.draft import Defaults
from authoring.intake.files import read_sources
from tests.command_line import Call, command_line
from tests.intake_exchange.samples import PNG, choice, declared, item, manifest, package

DEFAULTS = Defaults(knowledge_point="D01-01", author="教研组")
GIFT = "::甲::水是液体。{T}\n\n::乙::选 {=一 ~二}"
SEEN = '<p>看<img src="a.png" alt="流程"/></p>' + choice("甲", "乙")
PICTURED = package(
    {
        "imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml")),
        "a.xml": item(SEEN, declared("RESPONSE", "single", "identifier", "B")),
        "a.png": PNG,
    }
)


def made(root: Path) -> None:
    """An empty bank."""
    for name, text in starter_bank(root.name, "我的题库").items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made(tmp_path / "mine")
    with Bank.open(tmp_path / "mine") as opened:
        yield opened


def desk(bank: Bank) -> Desk:
    return Desk(bank, "教研组", Role.AUTHOR, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))


def test_new_questions_their_pictures_and_their_events(bank: Bank) -> None:
    plan, brought = workflow.intake(read_sources([("a.gift", GIFT.encode()), ("b.zip", PICTURED)]), bank, DEFAULTS)
    seen: list[tuple[int, int]] = []
    saved = workflow.bring(bank, desk(bank), plan, brought, progress=lambda done, total, _: seen.append((done, total)))
    assert [question.id for question in saved] == [question.id for question in brought.questions]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert {question.author for question in bank} == {"教研组"}
    assert [bank.media(name) for question in saved for name in question.media] == [PNG]
    for question in saved:
        events, _ = History(bank.root).of(question.id)
        assert [event.action for event in events] == [Action.EDIT]
    assert bank.refresh().passed


def test_somebody_who_saved_first_is_not_overwritten_and_stops_nothing(bank: Bank) -> None:
    plan, brought = workflow.intake(read_sources([("a.gift", GIFT.encode())]), bank, DEFAULTS)
    first, second = brought.questions
    theirs = first.model_copy(update={"stem": "别人的题。"})
    desk(bank).save(None, theirs)
    with pytest.raises(ConflictError, match=first.id):
        workflow.bring(bank, desk(bank), plan, brought)
    assert bank[first.id].stem == "别人的题。"
    assert bank[second.id] == second


def test_changed_questions_rise_in_version(bank: Bank) -> None:
    gift = "// [id:Q-D01-001]\n::甲::水是{}液体。{{{}}}"
    for text, version in (("", 1), ("一种", 2)):
        intakes = read_sources([("a.gift", gift.format(text, "T").encode())])
        plan, brought = workflow.intake(intakes, bank, DEFAULTS)
        (saved,) = workflow.bring(bank, desk(bank), plan, brought)
        assert (saved.id, saved.version, saved.stem) == ("Q-D01-001", version, f"水是{text}液体。")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Runs a command line in a folder with an empty bank `mine`: exit code, output, error output."""
    monkeypatch.chdir(tmp_path)
    made(tmp_path / "mine")
    return command_line(capsys)


def told(call: Call, *arguments: str) -> Any:
    _, out, err = call(*arguments, "--json")
    assert err == ""
    return json.loads(out)


def test_a_package_by_the_command_line(call: Call) -> None:
    Path("包.zip").write_bytes(PICTURED)
    found = told(call, "intake", "包.zip", "--bank", "mine", "--point", "D01-01", "--author", "教研组")
    assert found["new"] == ["Q-D01-001"]
    assert [Path(path).suffix for path in found["written"]] == [".png", ".yaml"]
    with Bank.open("mine") as opened:
        assert opened["Q-D01-001"].author == "教研组"


def test_a_paper_and_its_answers_by_the_command_line(call: Call) -> None:
    Path("卷.txt").write_text("1. 甲（　　）\nA. 一\nB. 二", "utf-8")
    Path("k.txt").write_text("1. B", "utf-8")
    assert told(call, "intake", "卷.txt", "--keys", "k.txt")["drafts"][0]["key"] == "B"
    assert told(call, "intake", "卷.txt", "k.txt")["drafts"][0]["key"] == "B"
    assert call("intake", "卷.txt", "--keys", "weg.txt")[0] == 2
