"""The model of the review panel: what waits for whom, what is seen of a question, and what is decided about it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.history import Action, History
from authoring.bank.queue import Filters, row, waiting
from authoring.bank.review import Desk, Role
from authoring.bank.yaml_text import to_yaml
from authoring.errors import ConflictError, UsageError
from authoring.questions import Status, question_from
from authoring.widgets.review_panel.reviewing import Reviewing
from tests.builders import question

TODAY = date(2026, 12, 1)
KINDS = ("single_choice", "numeric", "single_choice", "case")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """Four texts of 甲, the second and third edited by 丙; the first three wait for review. The fifth is active."""
    (tmp_path / "bank.yaml").write_text(to_yaml({"format": 1, "id": "t", "name": "试题库", "id_prefix": "T"}), "utf-8")
    clock = Clock()
    with Bank.open(tmp_path) as opened:
        author, other = Desk(opened, "甲", Role.AUTHOR, clock), Desk(opened, "丙", Role.AUTHOR, clock)
        opened.save(question("true_false", 5))
        for number, kind in enumerate(KINDS, start=1):
            made = author.save(None, question(kind, number))
            if number in (2, 3):
                made = other.save(made, question_from(made.data() | {"rationale": "改过的解析。"}))
            if number < 4:
                (other if number == 3 else author).decide(made, Action.SUBMIT)
        yield opened


def at(bank: Bank, who: str = "乙", role: Role = Role.REVIEWER) -> Reviewing:
    return Reviewing(Desk(bank, who, role), TODAY)


def names(*numbers: int) -> list[str]:
    return [f"T-D01-{number:03d}" for number in numbers]


def test_what_waits_comes_first(bank: Bank) -> None:
    model = at(bank)
    assert model.ids == names(1, 2, 3)
    model.filter(status="")
    assert model.ids == names(1, 2, 3, 4, 5)
    assert [found.status for found in model.rows(2, 2)] == [Status.IN_REVIEW, Status.DRAFT]


@pytest.mark.parametrize(
    ("filters", "who", "found"),
    [
        ({"kind": "single_choice"}, "乙", names(1, 3)),
        ({"domain": "D01", "status": "draft"}, "乙", names(4)),
        ({"domain": "D02"}, "乙", []),
        ({"whose": "mine"}, "丙", names(2, 3)),
        ({"whose": "others"}, "丙", names(1)),
        ({"whose": "mine"}, "乙", []),
        ({"whose": "others", "status": ""}, "甲", names(5)),
    ],
)
def test_filters(bank: Bank, filters: dict[str, str], who: str, found: list[str]) -> None:
    assert waiting(bank, Filters(**filters), who) == found


def test_a_row_says_who_handed_it_in(bank: Bank) -> None:
    third = row(bank, "T-D01-003")
    assert (third.kind, third.point, third.who, third.version, third.stem) == (
        "单选题",
        "D01-01",
        "丙",
        2,
        "下列哪一项正确？",
    )
    assert (row(bank, "T-D01-005").who, row(bank, "T-D01-005").at) == ("", None)


def test_a_question_is_seen_as_candidates_and_reviewers_see_it(bank: Bank) -> None:
    model = at(bank)
    model.choose("T-D01-002")
    page = model.page()
    assert "改过的解析。" in page
    assert 'aria-checked="true"' in page, "the notes are open from the start"
    assert list(model.findings.codes()) == ["W212"]
    assert "题干不明确" in page
    assert model.fields[0] == ("stem", "题干")
    assert ("rationale", "解析") in model.fields


def test_a_case_has_a_name_for_every_text(bank: Bank) -> None:
    model = at(bank)
    model.choose("T-D01-004")
    labels = dict(model.fields)
    assert labels["children.0.options.1.text"] == "第 1 小题的选项 B"
    assert "第 1 小题" in " ".join(str(label) for label in labels.values())
    assert "案例" in model.page()


def test_the_history_is_told_with_the_latest_first(bank: Bank) -> None:
    model = at(bank)
    model.choose("T-D01-002")
    model.comment("答案的位数再核对", "key")
    told = [(each.what, each.who, each.field, each.changes) for each in model.history]
    assert told == [
        ("批注", "乙", "答案", ()),
        ("送审", "甲", "", ()),
        ("修改", "丙", "", ("解析：由“因为如此。”改为“改过的解析。”",)),
        ("新建", "甲", "", ()),
    ]
    assert str(model.history[0]).endswith("乙（审题人）　批注　第 2 版　【答案】：答案的位数再核对")


def test_it_is_compared_with_the_last_approved_version(bank: Bank) -> None:
    model = at(bank)
    model.choose("T-D01-002")
    assert model.base is not None, "none is approved: the version before"
    assert (model.base.number, [each.label for each in model.differences]) == (1, ["解析"])
    model.decide(Action.APPROVE)
    author = Desk(bank, "甲", Role.AUTHOR)
    newer = author.save(bank["T-D01-002"], question_from(bank["T-D01-002"].data() | {"value": 1}))
    author.save(newer, question_from(newer.data() | {"value": 2}))
    model.choose("T-D01-002")
    assert [(each.number, each.approved) for each in model.versions] == [(1, False), (2, True), (3, False), (4, False)]
    assert model.base == model.versions[1]
    assert [each.label for each in model.differences] == ["答案"]
    model.compare(0)
    assert [each.label for each in model.differences] == ["解析", "答案"]
    model.choose("T-D01-005")
    assert (model.base, model.differences) == (None, ())


def test_a_decision_goes_on_to_the_next(bank: Bank) -> None:
    model = at(bank)
    model.choose("T-D01-002")
    model.decide(Action.APPROVE)
    assert bank["T-D01-002"].status is Status.APPROVED
    assert (model.ids, model.chosen.id) == (names(1, 3), "T-D01-003")
    model.decide(Action.RETURN, "C 与 D 意思相同")
    assert model.chosen.id == "T-D01-001"
    model.decide(Action.APPROVE)
    assert (model.ids, model.question) == ([], None)
    with pytest.raises(UsageError, match="还没有选题"):
        model.decide(Action.APPROVE)


def test_why_a_decision_is_not_possible(bank: Bank) -> None:
    model = at(bank, "丙")
    model.choose("T-D01-003")
    assert "双人原则" in model.possible[Action.APPROVE]
    assert model.possible[Action.RETURN] == ""
    model.choose("T-D01-004")
    assert list(model.possible) == [Action.SUBMIT]
    assert "审题人不能送审" in model.possible[Action.SUBMIT]
    coordinator = at(bank, "丁", Role.COORDINATOR)
    coordinator.choose("T-D01-005")
    assert coordinator.possible == {Action.RETIRE: ""}


def test_what_somebody_changed_meanwhile_is_not_signed_unseen(bank: Bank) -> None:
    model = at(bank)
    model.choose("T-D01-001")
    with Bank.open(bank.root) as theirs:
        asked = theirs["T-D01-001"]
        Desk(theirs, "甲", Role.AUTHOR).save(asked, question_from(asked.data() | {"key": "C"}))
    with pytest.raises(ConflictError):
        model.decide(Action.APPROVE)
    assert model.chosen.status is Status.DRAFT, "the newer text is shown"
    assert model.ids == names(2, 3)


def test_many_are_decided_at_once_and_refusals_stay_ticked(bank: Bank) -> None:
    model = at(bank, "丙")
    with pytest.raises(UsageError, match="还没有勾选"):
        model.decide_ticked(Action.APPROVE)
    model.tick(names(1, 2, 3), True)
    model.tick(names(2), False)
    model.tick(names(4), True)
    assert model.ticked == names(1, 3), "what the filters hide cannot be ticked"
    decided = model.decide_ticked(Action.APPROVE)
    assert decided.done == tuple(names(1))
    assert list(decided.refused) == model.ticked == names(3)
    model.filter(kind="numeric")
    assert model.ticked == []


def test_signatures_are_counted(tmp_path: Path, bank: Bank) -> None:
    (tmp_path / "bank.yaml").write_text(
        to_yaml({"format": 1, "id": "t", "name": "试题库", "id_prefix": "T", "review": {"approvals": 2}}), "utf-8"
    )
    with Bank.open(tmp_path) as strict:
        model = at(strict)
        model.choose("T-D01-001")
        model.decide(Action.APPROVE)
        assert (model.chosen.id, model.signed, model.chosen.status) == ("T-D01-001", ("乙",), Status.IN_REVIEW)
        second = at(strict, "戊")
        second.choose("T-D01-001")
        second.decide(Action.APPROVE)
        assert strict["T-D01-001"].status is Status.APPROVED
        assert [event.who for event in History(tmp_path).of("T-D01-001")[0][-2:]] == ["乙", "戊"]


def test_what_the_history_finds_is_shown(bank: Bank) -> None:
    asked = bank["T-D01-001"]
    bank.save(question_from(asked.data() | {"status": "active", "key": "D"}), asked.fingerprint())
    model = at(bank)
    model.choose("T-D01-001")
    assert "B131" in model.findings.codes()
    assert "绕过审题" in model.page()
