"""Lists of questions are what plain filtering, sorting and counting of the records gives."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.bank.catalogue import COUNTED, Order
from authoring.questions import Cognitive, Level, Question, QuestionType, Status
from tests.builders import question

MakeBank = Callable[..., Path]

WORDS = ("电网排放因子", "配额清缴", "CO₂ 核算")
POINTS = (["D01-01"], ["D01-02", "D02-01"], ["D02-01"], ["D02-02", "D01-01"])
ASKED = {
    "type": ["true_false", "numeric", "case"],
    "status": ["draft", "active", "retired"],
    "level": list(Level),
    "domain": ["D01", "D02", "D09"],
    "knowledge_point": ["D01", "D01-01", "D02-01", "D0", "D01-0"],
    "cognitive": ["apply", "analyse"],
    "difficulty": [1, 3, 5],
    "author": ["甲", "乙", ""],
    "tag": ["电力", "计算", "电"],
}
WANTED = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ASKED.items()})
TEXTS = st.sampled_from(["", " ", "排放", "清缴 配额", "co2", "没有", "T-D01-00", '"'])


def _made(number: int) -> Question:
    kind = ("true_false", "numeric", "single_choice")[number % 3]
    return question(
        kind,
        number,
        stem=f"{WORDS[number % len(WORDS)]}第 {number} 题（　　）",
        knowledge_points=POINTS[number % len(POINTS)],
        status=("draft", "active", "retired")[number % 7 % 3],
        level=list(Level)[number % 5 % 3].value,
        cognitive=list(Cognitive)[number % 4].value,
        difficulty=1 + number % 11 % 5,
        marks=2 + number % 2,
        author="甲乙"[number % 13 % 2],
        tags=[["电力"], ["电力", "计算"], [], []][number % 4],
    )


@pytest.fixture(scope="module")
def made() -> list[Question]:
    return [_made(number) for number in range(1, 41)]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory, made: list[Question]) -> Iterator[Bank]:
    root = tmp_path_factory.mktemp("bank")
    (root / "bank.yaml").write_text("format: 1\nid: t\nname: 试题库\nid_prefix: T\n", "utf-8")
    with Bank.open(root) as opened:
        for each in made:
            opened.save(each)
        yield opened


def _fits(asked: Question, name: str, value: Any) -> bool:
    points = asked.knowledge_points
    match name:
        case "knowledge_point":
            return any(value in (point, point.split("-")[0]) for point in points)
        case "tag":
            return value in asked.tags
        case _:
            return bool(getattr(asked, name) == value)


def _holds(asked: Question, text: str) -> bool:
    stem = asked.stem.replace("₂", "2").casefold()
    return all(word.casefold() in stem or asked.id.startswith(word) for word in text.split() if word != '"')


def _expected(made: list[Question], text: str, wanted: dict[str, Any]) -> list[Question]:
    if text == '"':
        return []
    return [q for q in made if _holds(q, text) and all(_fits(q, *each) for each in wanted.items())]


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, wanted=WANTED)
def test_searching_is_filtering(bank: Bank, made: list[Question], text: str, wanted: dict[str, Any]) -> None:
    assert bank.search(text, **wanted) == [q.id for q in _expected(made, text, wanted)]


_PLACES = {
    Order.TYPE: list(QuestionType),
    Order.STATUS: list(Status),
    Order.LEVEL: list(Level),
    Order.COGNITIVE: list(Cognitive),
}


@settings(max_examples=60, deadline=None)
@given(
    order=st.sampled_from([order for order in Order if order is not Order.CHANGED]),
    descending=st.booleans(),
    limit=st.integers(0, 12),
    offset=st.integers(0, 45),
    wanted=WANTED,
)
def test_pages_are_parts_of_the_sorted_list(
    bank: Bank, made: list[Question], order: Order, descending: bool, limit: int, offset: int, wanted: dict[str, Any]
) -> None:
    def place(asked: Question) -> Any:
        value = getattr(asked, order)
        return _PLACES[order].index(value) if order in _PLACES else value

    expected = sorted(_expected(made, "", wanted), key=place, reverse=descending)
    page = bank.page(order=order, descending=descending, limit=limit, offset=offset, **wanted)
    shown = expected[offset : offset + limit]
    assert [row.id for row in page.rows] == [asked.id for asked in shown]
    assert page.total == len(expected)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, wanted=WANTED)
def test_counts_say_what_another_value_would_give(
    bank: Bank, made: list[Question], text: str, wanted: dict[str, Any]
) -> None:
    counts = bank.counts(text, **wanted)
    assert tuple(counts) == COUNTED
    for name, found in counts.items():
        others = {other: value for other, value in wanted.items() if other != name}
        assert found == {value: len(bank.search(text, **others, **{name: value})) for value in found}
    assert sum(counts["type"].values()) == len(_expected(made, text, {k: v for k, v in wanted.items() if k != "type"}))


def test_counts_name_every_value_of_the_bank(bank: Bank, made: list[Question]) -> None:
    counts = bank.counts()
    assert counts["author"] == Counter(q.author for q in made)
    assert counts["knowledge_point"] == Counter(point for q in made for point in q.knowledge_points)
    assert counts["domain"] == Counter(q.domain for q in made)


def test_a_row_says_what_the_question_says(bank: Bank, made: list[Question]) -> None:
    (row,) = bank.page("第 8 题").rows
    asked = made[7]
    file = bank.root / str(bank.file_of(asked.id))
    assert row.model_dump(exclude={"stem", "points", "changed"}) == {
        name: getattr(asked, name)
        for name in ("id", "type", "status", "level", "cognitive", "difficulty", "marks", "version", "author")
    }
    assert row.points == asked.knowledge_points
    assert row.stem == "CO₂ 核算第 8 题（　　）"
    assert row.changed.timestamp() == pytest.approx(file.stat().st_mtime, abs=1e-3)


def test_an_unknown_order_is_refused(bank: Bank) -> None:
    with pytest.raises(ValueError, match="beauty"):
        bank.page(order="beauty")


def test_the_last_one_changed_comes_first(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder(*(question("numeric", number) for number in (1, 2, 3)))) as opened:
        for name in ("T-D01-002", "T-D01-001"):
            asked = opened[name]
            opened.save(asked.model_copy(update={"version": 2}), asked.fingerprint())
        rows = opened.page(order="changed", descending=True).rows
        assert [row.id for row in rows] == ["T-D01-001", "T-D01-002", "T-D01-003"]
        assert [row.version for row in rows] == [2, 2, 1]


def test_an_empty_bank_has_an_empty_list(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder()) as opened:
        assert opened.page() == opened.page("词", order="changed", type="case", tag="x")
        assert (opened.page().total, opened.page().rows, opened.search(knowledge_point="D01")) == (0, (), [])
        assert set(map(len, opened.counts().values())) == {0}


def test_a_list_follows_what_another_process_saves(bank_folder: MakeBank) -> None:
    root = bank_folder(question("numeric", 1))
    with Bank.open(root) as here, Bank.open(root) as there:
        assert here.page(status="active").total == 1
        asked = there["T-D01-001"]
        there.save(asked.model_copy(update={"status": Status.RETIRED}), asked.fingerprint())
        there.save(question("numeric", 2))
        assert [row.id for row in here.page(status="active").rows] == ["T-D01-002"]
        assert here.counts()["status"] == {"active": 1, "retired": 1}
