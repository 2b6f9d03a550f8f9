"""A paper changed by hand: substitutes keep every row, steps can be taken back, the rest is completed around locks."""

import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.papers.assembly import assemble
from authoring.papers.blueprint import Blueprint, Information, Measure, Row, Selection
from authoring.papers.blueprint_files import load_blueprint
from authoring.papers.composing import Composing
from authoring.papers.likeness import alike_to
from authoring.papers.paper import Form, Paper
from authoring.papers.statistics import ItemStatistics
from authoring.questions import question_from
from tests.papers.pools import BANK, SHIPPED, bank_questions


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with Bank.open(BANK) as opened:
        yield opened


@cache
def shipped(name: str = "intermediate") -> tuple[Blueprint, Paper]:
    plan, _ = load_blueprint(Path(SHIPPED[name]))
    assert plan is not None
    paper = assemble(plan, bank_questions(), seed=7).paper
    assert paper is not None
    return plan, paper


def composing(bank: Bank, name: str = "intermediate") -> Composing:
    plan, paper = shipped(name)
    return Composing(bank, plan, paper)


def broken(plan: Blueprint, form: Form) -> list[int]:
    """Rows that a form does not meet, added up from the questions alone."""
    known = {entry.id: entry for entry in bank_questions()}
    unmet = []
    for place, row in enumerate(plan.rows):
        total = Decimal(0)
        for section in form.sections:
            for item in section.items:
                if row.section in (None, section.id) and row.select.covers(known[item.question]):
                    total += 1 if row.measure is Measure.COUNT else item.marks
        if (row.at_least is not None and total < row.at_least) or (row.at_most is not None and total > row.at_most):
            unmet.append(place)
    return unmet


@pytest.mark.parametrize("number", [1, 17, 45, 60])
def test_substitutes_keep_every_row(bank: Bank, number: int) -> None:
    desk = composing(bank)
    offered = desk.substitutes("A", number, limit=4)
    for entry in offered:
        desk.swap("A", number, entry.question)
        form = desk.paper.forms[0]
        held = [item.question for item in form.items]
        assert broken(desk.blueprint, form) == []
        assert len(set(held)) == len(held)
        assert sum((item.marks for item in form.items), Decimal(0)) == desk.blueprint.marks
        assert desk.item("A", number).question == entry.question
        desk.undo()


def test_what_would_break_a_row_is_said_and_not_offered(bank: Bank) -> None:
    plan, paper = shipped()
    known = {entry.id: entry for entry in bank_questions()}
    easy = [item for item in paper.forms[0].items if known[item.question].difficulty == 2]
    row = Row(select=Selection(difficulty=(2,)), at_most=Decimal(len(easy)))
    plan = plan.model_copy(update={"rows": (*plan.rows, row)})
    desk = Composing(bank, plan, paper)
    number = next(item.number for item in paper.forms[0].sections[0].items if known[item.question].difficulty == 3)
    held = {item.question for item in desk.paper.forms[0].items}
    types = plan.sections[0].types
    unlike = [
        entry.id
        for entry in bank_questions()
        if entry.type in types and entry.status in plan.statuses and entry.level in plan.levels and entry.id not in held
    ]
    said = {}
    for name in unlike:
        try:
            said[name] = desk.effect("A", number, name).problems
        except UsageError:
            continue
    offered = {entry.question for entry in desk.substitutes("A", number, limit=1000)}
    assert offered == {name for name, problems in said.items() if not problems}
    assert {known[name].difficulty for name, problems in said.items() if problems} >= {2}


def test_any_steps_taken_back_give_the_start_and_again_the_end(bank: Bank) -> None:
    desk = composing(bank)
    start, chance = desk.paper, random.Random(1)
    for _ in range(12):
        number = chance.randint(1, 30)
        match chance.choice(["swap", "move", "ban", "lock"]):
            case "swap" if offered := desk.substitutes("A", number, limit=2):
                if ("A", desk.item("A", number).question) not in desk.locked:
                    desk.swap("A", number, offered[-1].question)
            case "move":
                desk.move("A", number, 1)
            case "ban":
                desk.ban(desk.item("B", number).question)
            case _:
                desk.lock("A", number)
    end = (desk.paper, desk.locked, desk.banned)
    steps = 0
    while (desk.paper, desk.locked, desk.banned) != (start, frozenset(), frozenset()):
        desk.undo()
        steps += 1
    with pytest.raises(UsageError, match="没有可以撤销"):
        desk.undo()
    for _ in range(steps):
        desk.redo()
    assert (desk.paper, desk.locked, desk.banned) == end
    with pytest.raises(UsageError, match="没有可以重做"):
        desk.redo()


def test_a_banned_question_is_replaced_and_all_else_stays(bank: Bank) -> None:
    desk = composing(bank)
    before = {item.number: item for item in desk.paper.forms[0].items}
    other = desk.paper.forms[1]
    banned = desk.item("A", 5).question
    desk.ban(banned)
    (made,) = desk.complete(seed=3)
    assert made.paper is not None
    after = {item.number: item for item in desk.paper.forms[0].items}
    assert {number for number in before if before[number] != after[number]} == {5}
    assert after[5].question != banned
    assert broken(desk.blueprint, desk.paper.forms[0]) == []
    assert desk.paper.forms[1] == other


def test_a_locked_question_cannot_be_swapped(bank: Bank) -> None:
    desk = composing(bank)
    entry = desk.substitutes("A", 3, limit=1)[0]
    desk.lock("A", 3)
    with pytest.raises(UsageError, match="已锁定"):
        desk.swap("A", 3, entry.question)
    desk.lock("A", 3, locked=False)
    desk.swap("A", 3, entry.question)
    assert desk.item("A", 3).question == entry.question


def test_a_move_shifts_those_between(bank: Bank) -> None:
    desk = composing(bank)
    before = [item.question for item in desk.paper.forms[0].sections[0].items]
    desk.move("A", 2, 5)
    after = [item.question for item in desk.paper.forms[0].sections[0].items]
    assert after == [before[0], *before[2:5], before[1], *before[5:]]
    assert [item.number for item in desk.paper.forms[0].items] == list(range(1, desk.blueprint.size + 1))
    with pytest.raises(UsageError, match="同一大题"):
        desk.move("A", 2, desk.blueprint.size)


def test_what_cannot_stand_there_is_refused_with_its_reason(bank: Bank) -> None:
    desk = composing(bank)
    first, last = desk.item("A", 1), desk.item("A", desk.blueprint.size)
    with pytest.raises(UsageError, match="已经在 A 卷第 1 题"):
        desk.swap("A", 2, first.question)
    stranger = next(item for item in desk.paper.forms[1].items if item.number == desk.blueprint.size)
    with pytest.raises(UsageError, match="不能放进"):
        desk.swap("A", 1, stranger.question if stranger.question != last.question else last.question)
    with pytest.raises(UsageError, match="没有第 999 题"):
        desk.substitutes("A", 999)


def test_a_question_of_another_form_says_what_it_would_break(bank: Bank) -> None:
    plan, paper = shipped()
    desk = Composing(bank, plan.model_copy(update={"most_forms": 1}), paper)
    first = {form.name: form.sections[0].items for form in paper.forms}
    held = {item.question for item in first["A"]}
    other = next(item.question for item in first["B"] if item.question not in held)
    assert f"{other} 将用于 2 套卷，最多 1 套" in desk.effect("A", 1, other).problems


def test_information_that_would_be_lost_is_a_problem(bank: Bank) -> None:
    plan, paper = shipped()
    form = paper.forms[0]
    strong = next(form.items).question
    known = {item.question: ItemStatistics(a=2.0 if item.question == strong else 0.5, b=0.0) for item in form.items}
    # Birnbaum: a² / 4 for each question at its own difficulty
    least = Decimal(str(1.0 + (len(known) - 1) * 0.0625))
    wanted = Information(ability=Decimal(0), at_least=least)
    desk = Composing(bank, plan.model_copy(update={"information": (wanted,)}), paper, statistics=known)
    unknown = Composing(bank, plan, paper).substitutes("A", 1, limit=1)[0].question
    problems = desk.effect("A", 1, unknown).problems
    assert [problem for problem in problems if "信息量" in problem and "→ 5.06" in problem]
    assert all(not entry.effect.problems for entry in desk.substitutes("A", 2, limit=3))
    assert all(entry.effect.problems for entry in desk.breaking("A", 1, limit=3))


def test_a_question_that_reads_like_one_of_the_form_is_a_problem(bank: Bank) -> None:
    _, paper = shipped()
    one, two = (bank[item.question] for item in list(paper.forms[0].items)[:2])
    twin = question_from(one.data() | {"id": "DC-D01-999"})
    assert alike_to(twin, [two, one], Decimal("0.9")) == [one.id]


def test_a_form_is_chosen_anew_around_its_locks_and_the_rest_stays(bank: Bank) -> None:
    desk = composing(bank)
    before = desk.paper
    locked = [item for item in before.forms[1].items if item.number in (3, 50)]
    for item in locked:
        desk.lock("B", item.number)
    assert desk.renew("B", seed=99).paper is not None
    after = desk.paper
    assert after.forms[0] == before.forms[0]
    kept = {item.number: item.question for item in after.forms[1].items}
    assert all(kept[item.number] == item.question for item in locked)
    assert set(kept.values()) != {item.question for item in before.forms[1].items}
    assert broken(desk.blueprint, after.forms[1]) == []
    assert desk.lost(before) == []
