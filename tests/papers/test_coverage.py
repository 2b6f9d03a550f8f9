"""What a bank has beside what a blueprint asks for, counted again from the questions alone."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Measure, Row, SectionPlan, Selection
from authoring.papers.coverage import Coverage, Plenty, coverage
from authoring.papers.pool import Pool
from authoring.papers.stock import Stock
from authoring.questions import Level, Status
from tests.builders import question
from tests.rendering.small_paper import BLUEPRINT, QUESTIONS, SYLLABUS


def covered(blueprint: Blueprint, **changed: object) -> Coverage:
    plan = blueprint.model_copy(update=changed)
    return coverage(plan, Pool.of(plan, Stock.of(QUESTIONS.values())), SYLLABUS)


def test_the_cells_count_what_can_be_used() -> None:
    found = covered(BLUEPRINT)
    kinds = {"single_choice": 0, "true_false": 1}
    counted = Counter((entry.domain, kinds[entry.type]) for entry in QUESTIONS.values())
    assert found.domains == ("D01", "D02")
    assert found.sections == ("一、单项选择题", "二、判断题")
    assert found.supply == tuple(tuple(counted[domain, m] for m in range(2)) for domain in found.domains)


def test_a_cell_asks_for_its_domains_share_and_a_section_for_all_forms() -> None:
    found = covered(BLUEPRINT, forms=4)
    # D01 has at least 2 of 8 marks: a quarter of 4 · 3 and of 4 · 2 questions; D02 one question in S1 of every form.
    assert found.demand == ((3, 2), (4, 0))
    assert [entry.demand for entry in found.requirements[:2]] == [12, 8]
    assert [entry.supply for entry in found.requirements[:2]] == [10, 8]
    assert [entry.plenty for entry in found.requirements[:2]] == [Plenty.SHORT, Plenty.TIGHT]


def test_rows_say_what_they_ask_for_and_upper_limits_ask_for_nothing() -> None:
    found = covered(BLUEPRINT, forms=2).requirements
    assert len(found) == len(BLUEPRINT.sections) + len(BLUEPRINT.rows)
    marks, count, limit = found[2:]
    worth = {"single_choice": 2, "true_false": 1}
    assert marks.supply == sum(worth[entry.type] for entry in QUESTIONS.values() if entry.domain == "D01")
    assert (marks.demand, marks.unit) == (4, "分")
    assert (count.demand, count.supply, count.unit) == (2, 5, "题")
    assert (limit.demand, limit.supply, limit.plenty) == (None, None, Plenty.UNASKED)


def test_forms_that_may_be_alike_ask_for_no_more_than_one() -> None:
    found = covered(BLUEPRINT, forms=4, overlap=Decimal(1))
    assert [entry.demand for entry in found.requirements[:2]] == [3, 2]


def test_what_is_out_of_reach_is_said() -> None:
    drafts = [question("single_choice", 90 + n, knowledge_points=["D01-01"], status=Status.DRAFT) for n in range(3)]
    pool = Pool.of(BLUEPRINT, Stock.of([*QUESTIONS.values(), *drafts]))
    first = coverage(BLUEPRINT, pool, SYLLABUS).requirements[0]
    assert (first.supply, first.elsewhere) == (10, {"草稿": 3})


def test_what_waits_and_what_rests_is_counted_beside() -> None:
    drafts = [question("single_choice", 90 + n, knowledge_points=["D01-01"], status=Status.DRAFT) for n in range(3)]
    gone = question("single_choice", 95, knowledge_points=["D01-01"], status=Status.RETIRED)
    higher = question("single_choice", 96, knowledge_points=["D01-01"], status=Status.DRAFT, level=Level.SENIOR)
    used = [name for name, entry in QUESTIONS.items() if (entry.domain, entry.type) == ("D02", "true_false")][:2]
    plan = BLUEPRINT.model_copy(update={"rest": 1})
    stock = Stock.of([*QUESTIONS.values(), *drafts, gone, higher])
    found = coverage(plan, Pool.of(plan, stock, dict.fromkeys(used, ("2026-11",))), SYLLABUS)
    assert found.waiting == ((3, 0), (0, 0)), "neither what is retired nor another level's"
    assert found.resting == ((0, 0), (0, 2))
    assert found.supply[1][1] == covered(BLUEPRINT).supply[1][1] - 2


def test_an_estimate_that_is_not_reached_is_tight_and_only_a_row_makes_short() -> None:
    cell = Coverage(
        domains=("D01",),
        sections=("一", "二"),
        supply=((2, 2),),
        waiting=((0, 0),),
        resting=((0, 0),),
        asked=((0, 3),),
        demand=((3, 3),),
        requirements=(),
    )
    assert [cell.plenty(0, m) for m in range(2)] == [Plenty.TIGHT, Plenty.SHORT]


def test_a_domain_that_the_syllabus_does_not_know_is_shown_too() -> None:
    strange = question("single_choice", 99, id="T-D77-099", knowledge_points=["D77-01"])
    pool = Pool.of(BLUEPRINT, Stock.of([*QUESTIONS.values(), strange]))
    found = coverage(BLUEPRINT, pool, SYLLABUS)
    assert found.domains[-1] == "D77"
    assert found.supply[-1] == (1, 0)


def test_an_empty_bank_is_short_of_everything() -> None:
    found = coverage(BLUEPRINT, Pool.of(BLUEPRINT, Stock.of([])), Syllabus())
    assert found.domains == ()
    asked = [entry for entry in found.requirements if entry.demand]
    assert {entry.plenty for entry in asked} == {Plenty.SHORT}


@given(supply=st.integers(0, 500), demand=st.integers(0, 500))
def test_more_is_never_scarcer(supply: int, demand: int) -> None:
    ranks = [Plenty.SHORT, Plenty.TIGHT, Plenty.ENOUGH]
    here, more = Plenty.of(supply, demand), Plenty.of(supply + 1, demand)
    if demand == 0:
        assert here is more is Plenty.UNASKED
    else:
        assert ranks.index(more) >= ranks.index(here)
        assert (here is Plenty.SHORT) == (supply < demand)


def test_a_row_for_a_domain_in_a_section_counts_where_it_stands() -> None:
    section = SectionPlan(id="S1", title="一", types=("single_choice",), count=6, marks_each=Decimal(1))
    row = Row(select=Selection(knowledge_points=("D02",)), section="S1", measure=Measure.COUNT, at_least=Decimal(5))
    found = covered(BLUEPRINT, sections=(section,), rows=(row,), marks=Decimal(6), forms=1)
    assert found.demand == ((0,), (5,))
