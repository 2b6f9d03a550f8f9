"""The list of a bank's questions: its model, and what its view tells the front end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authoring.bank import Bank
from authoring.bank.question_file import question_yaml
from authoring.errors import UsageError
from authoring.questions import Status
from authoring.texts import say
from authoring.widgets.bank_list import BankList
from authoring.widgets.bank_list.bank_list import COLUMNS
from authoring.widgets.bank_list.listing import FILTERS, Filter, Listing
from tests.builders import question


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Bank]:
    """Thirty questions of three types; every third is a draft, the last ones belong to another domain."""
    (tmp_path / "bank.yaml").write_text("format: 1\nid: t\nname: 试题库\nid_prefix: T\n", "utf-8")
    for number in range(1, 31):
        asked = question(
            ("single_choice", "true_false", "numeric")[number % 3],
            number,
            status="draft" if number % 3 == 0 else "active",
            knowledge_points=["D02-01"] if number > 25 else ["D01-01", "D02-02"],
            difficulty=1 + number % 5,
            stem=f"第 {number} 题考查{'配额清缴' if number % 2 else '排放因子'}。",
        )
        file = tmp_path / "questions" / asked.domain / f"{asked.id}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(question_yaml(asked), "utf-8")
    with Bank.open(tmp_path) as bank:
        yield bank


def ids(listing: Listing) -> list[int]:
    return [int(row.id[-3:]) for row in listing.rows]


def of(listing: Listing, name: str) -> Filter:
    return next(each for each in listing.filters if each.name == name)


def test_a_list_opens_with_the_first_page(small: Bank) -> None:
    listing = Listing(small)
    assert (ids(listing), listing.total, listing.pages) == (list(range(1, 13)), 30, 3)
    assert listing.count == say("bank_list.whole", count="30")
    assert [each.name for each in listing.filters] == list(FILTERS)
    assert [choice.label for choice in of(listing, "status").choices] == ["全部", "草稿（10）", "启用（20）"]


def test_pages_are_turned_between_the_first_and_the_last(small: Bank) -> None:
    listing = Listing(small, size=8)
    listing.turn(3)
    assert (ids(listing), listing.number) == ([25, 26, 27, 28, 29, 30], 3)
    listing.turn(9)
    assert listing.number == 3
    listing.turn(-1)
    assert (ids(listing)[0], listing.number) == (1, 0)


def test_other_page_sizes_keep_the_place(small: Bank) -> None:
    listing = Listing(small, size=8)
    listing.turn(2)
    assert ids(listing)[0] == 17
    listing.resize(24)
    assert (ids(listing)[0], 17 in ids(listing), listing.pages) == (1, True, 2)


def test_searching_and_filtering_begin_at_the_first_page(small: Bank) -> None:
    listing = Listing(small, size=5)
    listing.turn(2)
    listing.search("排放因子")
    assert (listing.number, listing.total, ids(listing)) == (0, 15, [2, 4, 6, 8, 10])
    listing.turn(1)
    listing.filter("status", "draft")
    assert (listing.number, listing.total, ids(listing)) == (0, 5, [6, 12, 18, 24, 30])
    assert listing.count == say("bank_list.filtered", count="5", all="30")
    listing.filter("difficulty", "2")
    assert ids(listing) == [6]
    listing.filter("status", "")
    assert ids(listing) == [6, 16, 26]
    listing.clear()
    assert (listing.total, listing.text, listing.wanted) == (30, "", {})


def test_filters_say_what_they_would_leave(small: Bank) -> None:
    listing = Listing(small)
    listing.filter("type", "numeric")
    found = {choice.value: choice.label for choice in of(listing, "type").choices}
    assert found == {
        "": "全部",
        "single_choice": "单选题（10）",
        "true_false": "判断题（10）",
        "numeric": "计算题（10）",
    }
    listing.search("排放因子")
    listing.filter("domain", "D02")
    assert {choice.label: choice.none for choice in of(listing, "status").choices} == {
        "全部": False,
        "草稿（0）": True,
        "启用（1）": False,
    }


def test_knowledge_points_are_those_of_the_chosen_domain(small: Bank) -> None:
    listing = Listing(small)
    assert [choice.label for choice in of(listing, "knowledge_point").choices] == ["先选领域"]
    listing.filter("domain", "D02")
    assert [choice.value for choice in of(listing, "knowledge_point").choices] == ["", "D02-01", "D02-02"]
    listing.filter("knowledge_point", "D02-01")
    assert listing.total == 5
    listing.filter("domain", "D01")
    assert ("knowledge_point" in listing.wanted, listing.total) == (False, 25)


def test_a_second_press_turns_the_order_round(small: Bank) -> None:
    listing = Listing(small, size=3)
    listing.turn(1)
    listing.sort("difficulty")
    assert (ids(listing), listing.number) == ([5, 10, 15], 0)
    listing.sort("difficulty")
    assert (ids(listing), listing.descending) == ([4, 9, 14], True)
    listing.sort("id")
    assert (ids(listing), listing.descending) == ([1, 2, 3], False)
    listing.sort("changed")
    assert listing.descending


@pytest.mark.parametrize(("name", "value"), [("colour", "red"), ("status", "lost"), ("difficulty", "6")])
def test_filters_that_are_none_are_refused(small: Bank, name: str, value: str) -> None:
    listing = Listing(small)
    with pytest.raises(UsageError, match=value):
        listing.filter(name, value)
    assert listing.total == 30


def test_a_list_follows_the_bank(small: Bank) -> None:
    listing = Listing(small, size=10)
    listing.filter("status", "draft")
    for name in [row.id for row in listing.rows]:
        asked = small[name]
        small.save(asked.model_copy(update={"status": Status.ACTIVE}), asked.fingerprint())
    listing.update()
    assert (listing.wanted, listing.total) == ({}, 30)
    (small.root / "questions" / "D01" / "T-D01-001.yaml").unlink()
    listing.refresh()
    assert listing.total == 29


def heard(listed: BankList, **act: Any) -> dict[str, Any]:
    """What the front end shows after an act of the author."""
    listed._heard(None, act, [])
    shown: dict[str, Any] = listed.view.shown
    return shown


def cells(shown: dict[str, Any], column: str) -> list[list[str]]:
    return [row["cells"][COLUMNS.index(column)] for row in shown["rows"]]


def test_the_front_end_shows_the_model(small: Bank) -> None:
    listed = BankList(small, size=4)
    shown = heard(listed, do="search", text="第 26 题")
    (row,) = shown["rows"]
    values = dict(zip(COLUMNS, (cell[0] for cell in row["cells"]), strict=True))
    assert values.pop("changed")[:2] == "20"
    assert values == {
        "id": "T-D01-026",
        "stem": "第 26 题考查排放因子。",
        "type": "计算题",
        "knowledge_points": "D02-01",
        "level": "初级",
        "cognitive": "理解",
        "difficulty": "2",
        "marks": "2",
        "status": "启用",
        "version": "1",
        "author": "题库编写组",
    }
    assert (shown["count"], shown["pages"]) == (say("bank_list.filtered", count="1", all="30"), 1)
    assert heard(listed, do="clear")["page"] == say("bank_list.page", page=1, pages=8)
    assert heard(listed, do="turn", number=7)["rows"][-1]["id"] == "T-D01-030"
    assert heard(listed, do="resize", size=24)["size"] == 24
    shown = heard(listed, do="sort", order="difficulty")
    assert (shown["order"], shown["descending"]) == ("difficulty", False)
    assert cells(shown, "difficulty")[:6] == [["1"]] * 6
    assert heard(listed, do="filter", name="status", value="draft")["rows"][0]["status"] == "draft"


def test_a_long_stem_is_cut_and_kept_whole_beside(small: Bank) -> None:
    asked = small["T-D01-001"]
    small.save(asked.model_copy(update={"stem": "长" * 300}), asked.fingerprint())
    (short, whole), *_ = cells(BankList(small, size=1).view.shown, "stem")
    assert (short, whole) == ("长" * 120 + "……", "长" * 300)


def test_choosing_tells_whoever_asked(small: Bank) -> None:
    listed = BankList(small)
    told: list[str] = []
    listed.on_chosen(told.append)
    assert listed.chosen is None
    shown = heard(listed, do="choose", id="T-D01-003")
    assert (listed.chosen, shown["chosen"]) == ("T-D01-003", "T-D01-003")
    heard(listed, do="choose", id="T-D01-003")
    assert told == ["T-D01-003", "T-D01-003"]
    heard(listed, do="choose", id="T-D01-999")
    assert (listed.chosen, listed.view.told["tone"]) == ("T-D01-003", "bad")


def test_refreshing_reads_what_others_wrote(small: Bank) -> None:
    listed = BankList(small)
    asked = question("case", 40)
    (small.root / "questions" / "D01" / f"{asked.id}.yaml").write_text(question_yaml(asked), "utf-8")
    assert heard(listed, do="refresh")["count"] == say("bank_list.whole", count="31")
    assert listed.view.told == {"text": say("bank_list.refreshed"), "tone": "good"}
