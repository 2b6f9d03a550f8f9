"""Reviewing: the steps, who may take them, sign-offs that an edit withdraws; event and file belong together."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.history import Action, Event, History
from authoring.bank.question_file import question_yaml
from authoring.bank.review import Desk, Role
from authoring.bank.review_rules import ReviewRules, signers
from authoring.bank.yaml_text import to_yaml
from authoring.errors import ConflictError, StorageError, UsageError
from authoring.questions import Question, Status, question_from
from tests.builders import question

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
MakeBank = Callable[..., Path]


class Office:
    """People at work on one question of a bank; every step is a minute after the one before."""

    def __init__(self, root: Path, **rules: object) -> None:
        (root / "bank.yaml").write_text(
            to_yaml({"format": 1, "id": "t", "name": "试题库", "id_prefix": "T", "review": rules}), "utf-8"
        )
        self.bank = Bank.open(root)
        self.now = START
        self.question = self.edit("甲", None, question("single_choice", stem="新写的题干（　　）。"))

    def _clock(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def desk(self, who: str, role: Role = Role.AUTHOR) -> Desk:
        return Desk(self.bank, who, role, self._clock)

    def edit(self, who: str, old: Question | None, new: Question) -> Question:
        self.question = self.desk(who).save(old, new)
        return self.question

    def change(self, who: str, **fields: object) -> Question:
        return self.edit(who, self.question, question_from(self.question.data() | fields))

    def do(self, who: str, role: Role, action: Action, text: str = "") -> Status:
        self.question = self.desk(who, role).decide(self.question, action, text)
        assert self.bank[self.question.id] == self.question
        return self.question.status

    def approve(self, *who: str) -> Status:
        self.do("甲", Role.AUTHOR, Action.SUBMIT)
        return [self.do(name, Role.REVIEWER, Action.APPROVE) for name in who][-1]

    @property
    def events(self) -> list[Event]:
        return History(self.bank.root).of(self.question.id)[0]

    @property
    def signed_by(self) -> tuple[str, ...]:
        return signers(self.question, self.events)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    made: list[Office] = []

    def make(**rules: object) -> Office:
        root = tmp_path / f"bank-{len(made)}"
        root.mkdir()
        made.append(Office(root, **rules))
        return made[-1]

    yield make
    for each in made:
        each.bank.close()


MakeOffice = Callable[..., Office]


def test_the_way_of_a_question(office: MakeOffice) -> None:
    work = office()
    assert work.question.status is Status.DRAFT
    assert work.do("甲", Role.AUTHOR, Action.SUBMIT) is Status.IN_REVIEW
    assert work.do("乙", Role.REVIEWER, Action.RETURN, "干扰项 C 不可信") is Status.REJECTED
    assert work.change("甲", stem="改过的题干（　　）。").status is Status.DRAFT
    assert work.do("甲", Role.AUTHOR, Action.SUBMIT) is Status.IN_REVIEW
    assert work.do("乙", Role.REVIEWER, Action.APPROVE) is Status.APPROVED
    assert work.signed_by == ("乙",)
    assert work.do("丙", Role.COORDINATOR, Action.ACTIVATE) is Status.ACTIVE
    assert work.signed_by == ("乙",)
    assert work.do("丙", Role.COORDINATOR, Action.RETIRE) is Status.RETIRED
    assert work.do("丙", Role.COORDINATOR, Action.ACTIVATE) is Status.ACTIVE
    actions = "edit submit return edit submit approve activate retire activate"
    assert [event.action for event in work.events] == actions.split()
    assert [event.version for event in work.events] == [1, 1, 1, 2, 2, 2, 2, 2, 2]


def test_what_is_new_begins_as_a_draft_of_version_one(office: MakeOffice) -> None:
    work = office()
    made = work.edit("甲", None, question("numeric", 7, status="active", version=9))
    assert (made.status, made.version) == (Status.DRAFT, 1)
    assert work.bank[made.id] == made


@pytest.mark.parametrize("status", list(Status))
def test_an_edit_is_a_draft_whatever_the_question_was(office: MakeOffice, status: Status) -> None:
    work = office()
    old = question_from(work.question.data() | {"status": status.value, "version": 4})
    work.bank.save(old, work.question.fingerprint())
    new = work.edit("丁", old, question_from(old.data() | {"stem": "改过的题干（　　）。"}))
    assert (new.status, new.version) == (Status.DRAFT, 5)


def test_an_edit_withdraws_the_sign_off_by_itself(office: MakeOffice) -> None:
    work = office()
    work.approve("乙")
    work.change("丁", rationale="悄悄改了解析。")
    assert (work.signed_by, work.question.status) == ((), Status.DRAFT)
    work.change("丁", rationale="因为如此。")
    assert work.signed_by == (), "the text is back, but people have to look again"


def test_saving_without_a_change_writes_nothing(office: MakeOffice) -> None:
    work = office()
    work.approve("乙")
    before = work.events
    assert work.change("丁") == work.question
    assert (work.events, work.signed_by) == (before, ("乙",))


def test_nobody_approves_their_own_work(office: MakeOffice) -> None:
    work = office()
    work.do("戊", Role.AUTHOR, Action.SUBMIT)
    for who in ("甲", "戊"):
        with pytest.raises(UsageError, match="双人原则"):
            work.do(who, Role.REVIEWER, Action.APPROVE)
    alone = office(two_person=False)
    assert alone.approve("甲") is Status.APPROVED


def test_two_approvals_need_two_people(office: MakeOffice) -> None:
    work = office(approvals=2)
    assert work.approve("乙") is Status.IN_REVIEW
    assert work.do("乙", Role.REVIEWER, Action.APPROVE) is Status.IN_REVIEW
    assert work.do("丙", Role.REVIEWER, Action.APPROVE) is Status.APPROVED
    assert work.signed_by == ("乙", "丙")


@pytest.mark.parametrize(
    ("role", "action", "words"),
    [
        (Role.REVIEWER, Action.APPROVE, "现为“草稿”"),
        (Role.REVIEWER, Action.SUBMIT, "可以这样做的是：命题人"),
        (Role.COORDINATOR, Action.ACTIVATE, "不能启用"),
    ],
)
def test_what_is_forbidden_is_said(office: MakeOffice, role: Role, action: Action, words: str) -> None:
    work = office()
    with pytest.raises(UsageError, match=words):
        work.do("乙", role, action)
    assert words in work.desk("乙", role).refusal(work.question, action)
    assert [event.action for event in work.events] == [Action.EDIT]


def test_a_return_needs_a_reason_and_a_comment_words(office: MakeOffice) -> None:
    work = office()
    work.do("甲", Role.AUTHOR, Action.SUBMIT)
    with pytest.raises(UsageError, match="理由"):
        work.do("乙", Role.REVIEWER, Action.RETURN, " ")
    with pytest.raises(UsageError, match="批注是空的"):
        work.desk("乙", Role.REVIEWER).comment(work.question, "\n")
    work.desk("乙", Role.REVIEWER).comment(work.question, " C 不可信 ", "options.2.text")
    assert [(event.field, event.text) for event in work.events[2:]] == [("options.2.text", "C 不可信")]
    assert work.question.status is Status.IN_REVIEW


def test_only_who_is_registered_acts_in_a_role(office: MakeOffice) -> None:
    work = office(people={"甲": ["author"], "乙": ["reviewer", "author"], "丁": ["author"]})
    assert work.approve("乙") is Status.APPROVED
    with pytest.raises(UsageError, match=r"甲 .*没有登记为审题人.*已登记的：乙"):
        work.desk("甲", Role.REVIEWER)
    with pytest.raises(UsageError, match="请写明操作人"):
        work.desk("  ")


def test_wrong_rules_are_said_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text("format: 1\nid: t\nname: 库\nreview: {aprovals: 2}\n", "utf-8")
    with pytest.raises(StorageError, match=r"review\.aprovals"):
        Bank.open(tmp_path)


def test_who_saved_on_an_older_text_is_told_and_leaves_no_event(office: MakeOffice) -> None:
    work = office()
    seen = work.question
    work.change("乙", stem="乙先改了（　　）。")
    before = work.events
    with pytest.raises(ConflictError):
        work.desk("丁").save(seen, question_from(seen.data() | {"stem": "丁也改了（　　）。"}))
    with pytest.raises(ConflictError):
        work.desk("丁").decide(seen, Action.SUBMIT)
    with pytest.raises(ConflictError):
        work.desk("丁").save(None, seen)
    assert work.events == before


def test_an_event_whose_file_was_not_written_spoils_nothing(
    office: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = office()
    work.approve("乙")
    approved = work.question
    folder = work.bank.root / "questions" / "D01"
    file = folder / f"{approved.id}.yaml"
    kept = file.read_bytes()

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("authoring.bank.store.write_atomically", power_cut)
        with pytest.raises(KeyboardInterrupt):
            work.change("甲", stem="没写进文件的题干（　　）。")
    assert file.read_bytes() == kept
    lost = work.events[-1].state
    assert lost is not None
    assert lost.stem == "没写进文件的题干（　　）。"
    work.question = approved
    assert work.signed_by == ("乙",)
    assert work.do("丙", Role.COORDINATOR, Action.ACTIVATE) is Status.ACTIVE


def test_a_text_that_was_changed_past_the_desk_is_not_activated(office: MakeOffice) -> None:
    work = office()
    work.approve("乙")
    forged = question_from(work.question.data() | {"key": "C"})
    work.bank.save(forged, work.question.fingerprint())
    with pytest.raises(UsageError, match="只有 0 人签字"):
        work.desk("丙", Role.COORDINATOR).decide(forged, Action.ACTIVATE)


def test_what_was_taken_over_keeps_its_status(bank_folder: MakeBank) -> None:
    asked = question("single_choice", status="active")
    with Bank.open(bank_folder(asked)) as bank:
        desk = Desk(bank, "丙", Role.COORDINATOR)
        desk.comment(asked, "沿用旧题")
        retired = desk.decide(asked, Action.RETIRE)
        assert desk.decide(retired, Action.ACTIVATE).status is Status.ACTIVE
        kept = [event.snapshot for event in History(bank.root).of(asked.id)[0]]
        assert kept == [asked.data(), None, None], "the first event keeps the text that the history did not have"


def test_the_first_edit_keeps_the_text_it_began_from(bank_folder: MakeBank) -> None:
    asked = question("single_choice", status="active")
    with Bank.open(bank_folder(asked)) as bank:
        desk = Desk(bank, "甲", Role.AUTHOR)
        first = desk.save(asked, question_from(asked.data() | {"key": "C"}))
        second = desk.save(first, question_from(first.data() | {"key": "D"}))
        events = History(bank.root).of(asked.id)[0]
        assert [event.before for event in events] == [asked.data(), None]
        assert [event.state for event in events] == [first, second]


def test_events_follow_each_other_whatever_the_clocks_say(bank_folder: MakeBank) -> None:
    asked = question("single_choice", status="draft")
    with Bank.open(bank_folder(asked)) as bank:
        ahead = Desk(bank, "甲", Role.AUTHOR, lambda: START + timedelta(hours=3)).decide(asked, Action.SUBMIT)
        Desk(bank, "乙", Role.REVIEWER, lambda: START).decide(ahead, Action.APPROVE)
        assert [event.action for event in History(bank.root).of(asked.id)[0]] == [Action.SUBMIT, Action.APPROVE]


def test_many_at_once(bank_folder: MakeBank) -> None:
    asked = [question("single_choice", number, status="in_review") for number in range(1, 9)]
    asked += [question("single_choice", 9, status="active")]
    with Bank.open(bank_folder(*asked)) as bank:
        file = bank.root / "questions" / "D01" / "T-D01-003.yaml"
        file.write_text(question_yaml(question_from(asked[2].data() | {"key": "D"})), "utf-8")
        found = Desk(bank, "乙", Role.REVIEWER).decide_all([*(q.id for q in asked), "T-D01-099"], Action.APPROVE)
        assert found.done == tuple(f"T-D01-{n:03d}" for n in (1, 2, 4, 5, 6, 7, 8))
        assert sorted(found.refused) == ["T-D01-003", "T-D01-009", "T-D01-099"]
        assert "已被他人保存" in found.refused["T-D01-003"]
        assert "现为“启用”" in found.refused["T-D01-009"]
        assert {bank[name].status for name in found.done} == {Status.APPROVED}


def test_many_are_saved_at_once(bank_folder: MakeBank) -> None:
    old = [question("single_choice", number, status="active") for number in range(1, 7)]
    heard: list[tuple[int, int, str]] = []
    with Bank.open(bank_folder(*old)) as bank:
        texts: list[tuple[Question | None, Question]] = [
            (each, question_from(each.data() | {"key": "C"})) for each in old
        ]
        texts += [(None, question("numeric", 7)), (None, question("numeric", 1))]
        found = Desk(bank, "甲", Role.AUTHOR).save_all(texts, lambda *told: heard.append(told))
        assert [each.id for each in found[:7] if not isinstance(each, Exception)] == [q.id for _, q in texts[:7]]
        assert isinstance(found[7], ConflictError)
        assert [(bank[q.id].status, bank[q.id].version) for q in old] == [(Status.DRAFT, 2)] * 6
        assert heard[-1] == (8, 8, "T-D01-001")
        assert [done for done, _, _ in heard] == list(range(1, 9))
        assert [len(History(bank.root).of(q.id)[0]) for _, q in texts[:7]] == [1] * 7


def test_rules_have_defaults() -> None:
    assert ReviewRules().data() == {}
