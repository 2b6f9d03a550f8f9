"""What a form shows: order, letters, headings."""

from collections import Counter
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.papers.blueprint import SectionPlan
from authoring.papers.instructions import instructions
from authoring.papers.layout import lay_out, unevenness
from authoring.papers.option_order import is_in_order, key_letter, shown_order
from authoring.papers.paper import Form
from authoring.papers.pool import Pool
from authoring.papers.stock import Stock
from authoring.questions import Case, Question, SingleChoice, parts
from authoring.questions.scoring import ScoringRules
from tests.builders import KINDS, question
from tests.papers.pools import blueprint, make, section

SEEDS = [str(n) for n in range(60)]


def texts(*options: str, **fields: Any) -> Question:
    entries = [{"id": letter, "text": text} for letter, text in zip("ABCDE", options, strict=False)]
    return question("single_choice", options=entries, **fields)


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "matching", "ordering"])
def test_orders_are_permutations_that_vary_and_repeat(kind: str) -> None:
    asked: Any = question(kind)
    entries = getattr(asked, {"matching": "choices", "ordering": "items"}.get(kind, "options"))
    orders = [shown_order(asked, seed) for seed in SEEDS]
    assert all(sorted(order) == sorted(entry.id for entry in entries) for order in orders)
    assert len(set(orders)) > 3
    assert orders == [shown_order(asked, seed) for seed in SEEDS]


@pytest.mark.parametrize("kind", ["true_false", "blanks", "numeric", "short_answer", "case"])
def test_other_types_have_nothing_to_order(kind: str) -> None:
    assert shown_order(question(kind), "1") == ()


def test_what_is_to_be_ordered_or_matched_is_never_shown_solved() -> None:
    pair = [{"id": "A", "text": "文件评审"}, {"id": "B", "text": "现场核查"}]
    assert {shown_order(question("ordering", items=pair, key=["A", "B"]), seed) for seed in SEEDS} == {("B", "A")}
    assert ("C2", "C1", "C3") not in {shown_order(question("matching"), seed) for seed in SEEDS}


def test_ordering_items_stored_in_the_right_order_are_moved_even_without_shuffling() -> None:
    assert shown_order(question("ordering", key=["A", "B", "C"]), "1", shuffle=False) not in ((), ("A", "B", "C"))
    assert shown_order(question("ordering"), "1", shuffle=False) == ()


def test_pinned_options_keep_their_place() -> None:
    options = [{"id": letter, "text": f"选项{letter}", "pinned": letter in "BD"} for letter in "ABCD"]
    orders = {shown_order(question("single_choice", options=options), seed) for seed in SEEDS}
    assert orders == {("A", "B", "C", "D"), ("C", "B", "A", "D")}


@pytest.mark.parametrize(
    "options",
    [
        ("5%", "10%", "20%", "50%"),
        ("1200.5 tCO₂", "1300 tCO₂", "12000 tCO₂", "13000 tCO₂"),
        ("12,000 t", "13,000 t", "113,000 t"),
        ("$0.5703$", "$0.581$", "$0.61$"),
        ("2025年3月31日", "2025年6月30日", "2025年12月31日"),
        ("2024-11-02", "2025-03-01", "2025-12-31"),
        ("1～3 倍", "3～5 倍", "5～10 倍"),
        ("2060年", "2035年", "2030年"),
        ("−5 ℃", "0 ℃", "20 ℃"),
    ],
)
def test_numbers_and_dates_in_order_stay(options: tuple[str, ...]) -> None:
    assert shown_order(texts(*options), "1") == ()


@pytest.mark.parametrize(
    "options",
    [
        ("10%", "5%", "20%"),
        ("CO₂", "CH₄", "N₂O"),
        ("范围一", "范围二", "范围三"),
        ("5%，按清缴量", "10%，按配额量", "20%，按排放量"),
        ("1 年", "6 个月", "2 年"),
    ],
)
def test_other_options_are_shuffled(options: tuple[str, ...]) -> None:
    assert not is_in_order(options)
    assert len({shown_order(texts(*options), seed) for seed in SEEDS}) > 1


def form(pool: list[Question], plan: Any, seed: int = 1) -> Form:
    return lay_out("A", Pool.of(plan, Stock.of(pool)).seats, plan, seed=seed)


def test_questions_go_by_section_then_domain_and_are_numbered_through() -> None:
    pool = [make(n, kind, point=f"D0{1 + n % 3}-01") for n, kind in enumerate(["single_choice", "true_false"] * 9, 1)]
    plan = blueprint(section("S1", ["true_false"], 9), section("S2", ["single_choice"], 9))
    shown = form(pool, plan)
    domains = {entry.id: entry.domain for entry in pool}
    for part in shown.sections:
        assert [domains[item.question] for item in part.items] == sorted(domains[item.question] for item in part.items)
    assert [item.number for item in shown.items] == list(range(1, 19))
    assert {item.question for item in shown.sections[0].items} == {
        entry.id for entry in pool if entry.type == "true_false"
    }
    assert form(pool, plan, 1) == form(pool, plan, 1) != form(pool, plan, 2)


def letters(shown: Form, pool: list[Question]) -> list[str]:
    keys = {entry.id: entry for entry in pool if isinstance(entry, SingleChoice)}
    return [key_letter(keys[item.question], item.order) for item in shown.items if item.question in keys]


@pytest.mark.parametrize("seed", range(5))
def test_key_letters_are_even_and_do_not_run(seed: int) -> None:
    pool = [make(n) for n in range(1, 41)]
    found = letters(form(pool, blueprint(section("S", ["single_choice"], 40)), seed), pool)
    assert max(len(list(run)) for _, run in groupby(found)) <= 3
    assert max(Counter(found).values()) - min(Counter(found).values()) <= 5


@pytest.mark.parametrize(
    ("found", "expected"),
    [("ABCD", (0, 0)), ("AAAB", (0, 3)), ("AAAAB", (1, 4)), ("AAAAABBBBB", (4, 5)), ("", (0, 0))],
)
def test_unevenness(found: str, expected: tuple[int, int]) -> None:
    assert unevenness(found, 4) == expected


def test_without_shuffling_questions_are_shown_as_stored() -> None:
    pool = [make(n, kind) for n, kind in enumerate(KINDS, 1)]
    plan = blueprint(section("S", list(KINDS), len(KINDS), None), marks=30, shuffle_options=False)
    assert all(not item.order and not item.child_orders for item in form(pool, plan).items)


def test_a_case_orders_its_children() -> None:
    case = make(1, "case")
    assert isinstance(case, Case)
    (item,) = form([case], blueprint(section("S", ["case"], 1, None), marks=16)).items
    assert item.order == ()
    assert set(item.child_orders) == {
        part.id for part in parts(case) if part.type in ("single_choice", "multiple_choice")
    }
    assert item.marks == case.marks


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**9))
def test_item_orders_hold_each_entry_once(seed: int) -> None:
    pool = [make(n, kind) for n, kind in enumerate(KINDS, 1)]
    plan = blueprint(section("S", list(KINDS), len(KINDS), None), marks=30)
    asked: dict[str, Any] = {part.id: part for entry in pool for part in parts(entry)}
    for item in form(pool, plan, seed).items:
        for name, order in {item.question: item.order, **item.child_orders}.items():
            if order:
                part = asked[name]
                entries = getattr(part, {"matching": "choices", "ordering": "items"}.get(part.type, "options"))
                assert sorted(order) == sorted(entry.id for entry in entries)


def plan_of(*types: str, **fields: Any) -> SectionPlan:
    return SectionPlan.model_validate({"id": "S", "title": "一", "types": types, "count": 1} | fields)


@pytest.mark.parametrize(
    ("types", "marks", "rules", "told"),
    [
        (
            ("single_choice",),
            [1] * 40,
            {},
            "本大题共40小题，每小题1分，共40分。每小题的备选项中只有一个最符合题意，请选出。",
        ),
        (("case",), [15], {}, "本大题共1个案例，每个案例15分，共15分。请阅读案例材料，回答其后的各小题。"),
        (("multiple_choice",), [2], {"multiple_choice": "nothing"}, "少选、多选、错选均不得分"),
        (("multiple_choice",), [2], {"multiple_choice": "half"}, "得该题分值的一半"),
        (("multiple_choice",), [2], {"multiple_choice": "per_option", "option_marks": 0.5}, "每选对一项得0.5分"),
        (("blanks",), [2, 2], {}, "每空按份计分"),
        (("matching",), [2, 2], {"parts": "all_or_nothing"}, "全部对应正确才得分"),
        (("short_answer",), [10, 5.5], {}, "本大题共2小题，各题分值见题后，共15.5分。"),
        (("blanks", "true_false"), [1, 1], {}, "填空题：请在每个空格处填写正确的内容。每空按份计分。判断题：请判断"),
    ],
)
def test_headings_tell_what_to_do_and_how_it_is_marked(
    types: tuple[str, ...], marks: list[float], rules: dict[str, Any], told: str
) -> None:
    exact = [Decimal(str(value)) for value in marks]
    assert told in instructions(plan_of(*types), exact, ScoringRules.model_validate(rules))


def test_own_instructions_are_kept() -> None:
    assert instructions(plan_of("case", instructions="只写结论。"), [Decimal(15)], ScoringRules()) == "只写结论。"
