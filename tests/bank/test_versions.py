"""Versions that the history keeps, and where files and history do not agree."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.history import Action, History
from authoring.bank.history_check import check_history
from authoring.bank.review import Desk, Role
from authoring.bank.versions import last_approved, version, versions
from authoring.errors import UsageError
from authoring.findings import Report
from authoring.questions import Question, question_from
from tests.builders import question

MakeBank = Callable[..., Path]
NAME = "T-D01-001"


@pytest.fixture
def bank(bank_folder: MakeBank) -> Iterator[Bank]:
    """A bank with one question that was taken over as active."""
    with Bank.open(bank_folder(question("single_choice", status="active", version=3))) as opened:
        yield opened


def changed(bank: Bank, **fields: object) -> Question:
    return Desk(bank, "甲", Role.AUTHOR).save(bank[NAME], question_from(bank[NAME].data() | fields))


def approved(bank: Bank) -> Question:
    submitted = Desk(bank, "甲", Role.AUTHOR).decide(bank[NAME], Action.SUBMIT)
    return Desk(bank, "乙", Role.REVIEWER).decide(submitted, Action.APPROVE)


def known(bank: Bank) -> list[tuple[int, str, bool]]:
    found = versions(bank[NAME], History(bank.root).of(NAME)[0])
    assert found[-1].question == bank[NAME]
    return [(entry.number, entry.who, entry.approved) for entry in found]


def test_a_question_without_a_history_has_the_version_it_is(bank: Bank) -> None:
    assert known(bank) == [(3, "", True)]


def test_every_text_is_a_version(bank: Bank) -> None:
    changed(bank, key="C")
    approved(bank)
    changed(bank, key="D")
    assert known(bank) == [(3, "", True), (4, "甲", True), (5, "甲", False)]
    found = versions(bank[NAME], History(bank.root).of(NAME)[0])
    assert [entry.question.data()["key"] for entry in found] == ["B", "C", "D"]
    before = last_approved(found)
    assert before is not None
    assert before.number == 4
    assert version(found, 3).number == 3
    with pytest.raises(UsageError, match="没有第 9 版；现有版本：3、4、5"):
        version(found, 9)


def test_a_text_that_was_written_past_the_desk_is_the_last_version(bank: Bank) -> None:
    changed(bank, key="C")
    now = bank[NAME]
    bank.save(question_from(now.data() | {"key": "A"}), now.fingerprint())
    assert known(bank) == [(3, "", True), (4, "甲", False), (4, "", False)]


def test_a_comment_on_what_was_taken_over_keeps_its_text(bank: Bank) -> None:
    asked = bank[NAME]
    Desk(bank, "乙", Role.REVIEWER).comment(asked, "题干可再短些")
    bank.save(question_from(asked.data() | {"key": "A"}), asked.fingerprint())
    assert known(bank) == [(3, "", True), (3, "", False)]


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report]


def test_nothing_is_said_about_what_the_desk_did(bank: Bank) -> None:
    assert codes(check_history(bank)) == []
    Desk(bank, "乙", Role.REVIEWER).comment(bank[NAME], "好题")
    assert codes(check_history(bank)) == []
    changed(bank, key="C")
    approved(bank)
    Desk(bank, "丙", Role.COORDINATOR).decide(bank[NAME], Action.ACTIVATE)
    assert codes(check_history(bank)) == []


@pytest.mark.parametrize("how", ["commented", "approved", "unreviewed"])
def test_an_active_text_that_nobody_signed_is_found(bank: Bank, how: str) -> None:
    if how == "commented":
        Desk(bank, "乙", Role.REVIEWER).comment(bank[NAME], "好题")
        forged = {"key": "A"}
    else:
        changed(bank, key="C")
        if how == "approved":
            approved(bank)
        forged = {"key": "A"} if how == "approved" else {"status": "active"}
    now = bank[NAME]
    bank.save(question_from(now.data() | forged), now.fingerprint())
    assert codes(check_history(bank)) == ["B131"]
    assert codes(check_history(bank, NAME)) == ["B131"]
    (finding,) = (found for found in workflow.check(bank, today=date(2026, 12, 1)) if found.code == "B131")
    assert (finding.where.question, finding.where.file) == (NAME, f"questions/D01/{NAME}.yaml")
    assert "只有 0 人签字（需要 1 人）" in finding.message


def test_a_text_that_did_not_reach_its_file_is_found(bank: Bank) -> None:
    before = bank[NAME]
    after = changed(bank, key="C")
    bank.save(before, after.fingerprint())
    (finding,) = check_history(bank)
    assert finding.code == "B132"
    assert "甲 保存的第 4 版，题目文件还是第 3 版" in finding.message
