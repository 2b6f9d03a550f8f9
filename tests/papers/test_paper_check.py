"""The review of a paper as a whole: what it finds, and that the rest passes."""

from decimal import Decimal
from typing import Any

from authoring.papers.assembly import assemble
from authoring.papers.comparison import compare
from authoring.papers.paper import Paper
from authoring.papers.paper_check import binomial_range, check_paper
from authoring.questions import Question, Status, question_from
from tests.papers.pools import blueprint, make, section


def paper_of(*questions: Question, minutes: int = 60) -> tuple[Paper, dict[str, Question]]:
    """A paper of these questions, in one section for each type."""
    kinds = list(dict.fromkeys(entry.type for entry in questions))
    count = {kind: sum(entry.type == kind for entry in questions) for kind in kinds}
    plan = blueprint(*(section(f"S{n}", [kind], count[kind]) for n, kind in enumerate(kinds)), minutes=minutes)
    paper = assemble(plan, questions, seed=1).paper
    assert paper is not None
    return paper, {entry.id: entry for entry in questions}


def reworded(entry: Question, **fields: Any) -> Question:
    return question_from(entry.data() | fields)


def codes(paper: Paper, questions: dict[str, Question]) -> list[str]:
    return sorted({finding.code for finding in check_paper(paper, questions)})


ASKS = {
    "stem": "全国碳排放权交易市场由哪个部门主管？",
    "options": [
        {"id": "A", "text": "国家发展改革委"},
        {"id": "B", "text": "生态环境部门"},
        {"id": "C", "text": "财政部门"},
    ],
    "key": "B",
}


def test_a_question_that_says_the_key_of_another() -> None:
    asks = reworded(make(1), **ASKS)
    tells = reworded(make(2), stem="生态环境部门主管全国碳排放权交易市场，下列说法正确的是（　　）")
    paper, questions = paper_of(asks, tells)
    found = [finding for finding in check_paper(paper, questions) if finding.code == "P401"]
    assert [finding.where.question for finding in found] == [tells.id]
    assert "生态环境部门" in found[0].message


def test_naming_all_the_options_gives_nothing_away() -> None:
    asks = reworded(make(1), **ASKS)
    tells = reworded(make(2), stem="全国碳排放权交易市场与国家发展改革委、生态环境部门、财政部门都有关系吗（　　）")
    assert "P401" not in codes(*paper_of(asks, tells))


def test_one_picture_twice() -> None:
    one = reworded(make(1), stem="看图作答：![图](media/chart.svg)哪一项最大？")
    other = reworded(make(2), stem="据此判断![图](media/chart.svg)，哪个行业排放最少？")
    assert "P402" in codes(*paper_of(one, other))


def test_two_questions_of_one_template() -> None:
    stem = "某电厂全年消耗烟煤{}万吨，收到基低位发热量为20.9 GJ/t，求其燃烧产生的二氧化碳排放量（　　）"
    one, other = (reworded(make(n), stem=stem.format(n)) for n in (1, 2))
    far = reworded(make(3), stem="绿色电力证书由谁核发（　　）")
    found = [f for f in check_paper(*paper_of(one, other, far)) if f.code == "P403"]
    assert len(found) == 1
    assert found[0].where.question in (one.id, other.id)


def test_keys_that_run() -> None:
    paper, questions = paper_of(*(make(n) for n in range(1, 9)))
    items = [item.model_copy(update={"order": ()}) for item in paper.forms[0].sections[0].items]
    same = paper.forms[0].sections[0].model_copy(update={"items": tuple(items)})
    form = paper.forms[0].model_copy(update={"sections": (same,)})
    assert "P404" in codes(paper.model_copy(update={"forms": (form,)}), questions)


def test_the_range_of_chance_is_the_binomial_one() -> None:
    # B(20, 1/4): P(X ≤ 0) = 0.0032, P(X ≥ 12) = 0.0009, P(X ≥ 11) = 0.0039; B(10, 1/2): 1/1024 at each end.
    assert binomial_range(20, 0.25) == (0, 11)
    assert binomial_range(10, 0.5) == (1, 9)


def test_a_page_that_takes_too_long_to_read() -> None:
    long = reworded(make(1), stem="碳" * 3001)
    assert "P406" in codes(*paper_of(long, minutes=20))
    assert "P406" not in codes(*paper_of(long, minutes=21))


def distinct() -> list[Question]:
    stems = ["绿证由谁核发（　　）", "甲烷的寿命约为多少年（　　）", "配额怎样分配（　　）"]
    return [reworded(make(n), stem=stem) for n, stem in enumerate(stems, start=1)]


def test_marks_that_do_not_add_up_and_questions_that_were_retired() -> None:
    paper, questions = paper_of(*distinct())
    assert codes(paper, questions) == []
    assert codes(paper.model_copy(update={"marks": Decimal(4)}), questions) == ["P407"]
    questions[paper.question_ids[0]] = reworded(questions[paper.question_ids[0]], status="retired")
    found = check_paper(paper, questions, (Status.ACTIVE,))
    assert [(f.code, f.where.question) for f in found] == [("P409", paper.question_ids[0])]


def test_sections_that_last_longer_than_the_paper() -> None:
    paper, questions = paper_of(*distinct())
    (only,) = paper.forms[0].sections
    form = paper.forms[0].model_copy(update={"sections": (only.model_copy(update={"minutes": 61}),)})
    assert codes(paper.model_copy(update={"forms": (form,)}), questions) == ["P408"]


def test_forms_in_numbers() -> None:
    one, other = reworded(make(1), difficulty=2), reworded(make(2), difficulty=4)
    paper, questions = paper_of(one, other)
    twice = paper.model_copy(update={"forms": (paper.forms[0], paper.forms[0].model_copy(update={"name": "B"}))})
    found = compare(twice, questions)
    assert found.overlap == ((2, 2), (2, 2))
    assert (found.forms[0].difficulty, found.forms[0].spread) == (3, 1)
    assert found.apart == 0
