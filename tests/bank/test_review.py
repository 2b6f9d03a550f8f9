"""Reviewing: the steps, who may take them, sign-offs that an edit withdraws, and changes in words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from authoring.bank.history import Action, History
from authoring.bank.review import Change, Desk, ReviewRules, Role, changes, signers
from authoring.errors import UsageError
from authoring.questions import Question, Status, question_from
from tests.builders import question

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


class Office:
    """People at work on one question; every step is recorded, a minute apart."""

    def __init__(self, folder: Path, asked: Question, rules: ReviewRules) -> None:
        self.history = History(folder)
        self.question = asked
        self.rules = rules
        self.minutes = 0

    def desk(self, who: str, role: Role) -> Desk:
        self.minutes += 1
        return Desk(self.history, who, role, self.rules, START + timedelta(minutes=self.minutes))

    def edit(self, who: str, **fields: object) -> None:
        desk = self.desk(who, Role.AUTHOR)
        self.question = desk.edited(self.question, question_from(self.question.data() | fields))
        self.history.append(desk.event(self.question, Action.EDIT))

    def do(self, who: str, role: Role, action: Action, text: str = "") -> Status:
        desk = self.desk(who, role)
        decided = desk.decide(self.question, action, text)
        self.history.append(desk.event(self.question, action, text))
        self.question = decided
        return decided.status

    @property
    def signed_by(self) -> tuple[str, ...]:
        return signers(self.question, self.history.of(self.question.id)[0])


def office(folder: Path, **rules: object) -> Office:
    made = Office(folder, question("single_choice", status="draft"), ReviewRules.model_validate(rules))
    made.edit("甲", stem="新写的题干（　　）。")
    return made


def test_the_way_of_a_question(tmp_path: Path) -> None:
    work = office(tmp_path)
    assert work.do("甲", Role.AUTHOR, Action.SUBMIT) is Status.IN_REVIEW
    assert work.do("乙", Role.REVIEWER, Action.RETURN, "干扰项 C 不可信") is Status.REJECTED
    work.edit("甲", stem="改过的题干（　　）。")
    assert work.question.status is Status.DRAFT
    assert work.do("甲", Role.AUTHOR, Action.SUBMIT) is Status.IN_REVIEW
    assert work.do("乙", Role.REVIEWER, Action.APPROVE) is Status.APPROVED
    assert work.signed_by == ("乙",)
    assert work.do("丙", Role.COORDINATOR, Action.ACTIVATE) is Status.ACTIVE
    assert work.signed_by == ("乙",)
    assert work.do("丙", Role.COORDINATOR, Action.RETIRE) is Status.RETIRED
    actions = [event.action for event in work.history.of(work.question.id)[0]]
    assert actions == ["edit", "submit", "return", "edit", "submit", "approve", "activate", "retire"]


def test_an_edit_withdraws_the_sign_off_by_itself(tmp_path: Path) -> None:
    work = office(tmp_path)
    work.do("甲", Role.AUTHOR, Action.SUBMIT)
    work.do("乙", Role.REVIEWER, Action.APPROVE)
    version = work.question.version
    work.edit("丁", rationale="悄悄改了解析。")
    assert work.signed_by == ()
    assert (work.question.status, work.question.version) == (Status.DRAFT, version + 1)


def test_saving_without_a_change_withdraws_nothing(tmp_path: Path) -> None:
    work = office(tmp_path)
    work.do("甲", Role.AUTHOR, Action.SUBMIT)
    work.do("乙", Role.REVIEWER, Action.APPROVE)
    desk = work.desk("丁", Role.AUTHOR)
    assert desk.edited(work.question, work.question) == work.question


def test_nobody_approves_their_own_work(tmp_path: Path) -> None:
    work = office(tmp_path)
    work.do("戊", Role.AUTHOR, Action.SUBMIT)
    for who in ("甲", "戊"):
        with pytest.raises(UsageError, match="双人原则"):
            work.do(who, Role.REVIEWER, Action.APPROVE)
    alone = office(tmp_path / "alone", two_person=False)
    alone.do("甲", Role.AUTHOR, Action.SUBMIT)
    assert alone.do("甲", Role.REVIEWER, Action.APPROVE) is Status.APPROVED


def test_two_approvals_need_two_people(tmp_path: Path) -> None:
    work = office(tmp_path, approvals=2)
    work.do("甲", Role.AUTHOR, Action.SUBMIT)
    assert work.do("乙", Role.REVIEWER, Action.APPROVE) is Status.IN_REVIEW
    assert work.do("乙", Role.REVIEWER, Action.APPROVE) is Status.IN_REVIEW
    assert work.do("丙", Role.REVIEWER, Action.APPROVE) is Status.APPROVED
    assert work.signed_by == ("乙", "丙")


@pytest.mark.parametrize(
    ("role", "action", "text", "words"),
    [
        (Role.REVIEWER, Action.APPROVE, "", "现为“草稿”"),
        (Role.REVIEWER, Action.SUBMIT, "", "可以这样做的是：命题人"),
        (Role.COORDINATOR, Action.ACTIVATE, "", "不能启用"),
    ],
)
def test_what_is_forbidden_is_said(tmp_path: Path, role: Role, action: Action, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        office(tmp_path).do("乙", role, action, text)


def test_a_return_needs_a_reason(tmp_path: Path) -> None:
    work = office(tmp_path)
    work.do("甲", Role.AUTHOR, Action.SUBMIT)
    with pytest.raises(UsageError, match="理由"):
        work.do("乙", Role.REVIEWER, Action.RETURN, " ")


def test_changes_in_words() -> None:
    old = question("single_choice", tags=["电力"])
    new = question_from(old.data() | {"key": "C", "tags": ["电力", "计算"], "rationale": ""})
    assert changes(old, new) == (
        Change(field="rationale", old="因为如此。", new=""),
        Change(field="tags", old="电力", new="电力、计算"),
        Change(field="key", old="B", new="C"),
    )
    assert [str(change) for change in changes(old, new)] == [
        "rationale：删去“因为如此。”",
        "tags：由“电力”改为“电力、计算”",
        "key：由“B”改为“C”",
    ]
    assert changes(old, old) == ()
