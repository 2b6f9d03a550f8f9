"""What a blueprint asks for beside its rows: exposure, anchors, likeness, spread, information, key letters."""

from collections import Counter
from itertools import combinations
from math import exp
from typing import Any

import pytest

from authoring.papers.assembly import Assembly, assemble
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_check import check_blueprint
from authoring.papers.paper import Form
from authoring.papers.statistics import ItemStatistics, information
from authoring.papers.wording import settings
from authoring.questions import Question
from tests.papers.pools import blueprint, ids, make, section

ONE = section("S", ["single_choice"], 4)


def name(number: int) -> str:
    return f"T-D01-{number:03d}"


def questions(count: int, **fields: Any) -> list[Question]:
    return [make(n, **fields) for n in range(1, count + 1)]


def made(plan: Blueprint, pool: list[Question], **known: Any) -> list[Form]:
    result = assemble(plan, pool, seed=1, **known)
    assert result.paper is not None, [str(finding) for finding in result.report]
    return list(result.paper.forms)


def refused(plan: Blueprint, pool: list[Question], **known: Any) -> Assembly:
    result = assemble(plan, pool, seed=1, **known)
    assert result.paper is None
    return result


USED = {name(n): ("2026-06",) for n in (1, 2)} | {name(3): ("2025-12",), name(4): ("2026-06", "2025-12")}


def test_questions_rest_after_they_were_used() -> None:
    for terms, out in ((0, set()), (1, {1, 2, 4}), (2, {1, 2, 3, 4})):
        plan = blueprint(section("S", ["single_choice"], 8 - len(out)), rest=terms)
        (form,) = made(plan, questions(8), exposed=USED)
        assert set(ids(form)) == {name(n) for n in range(1, 9) if n not in out}


def test_worn_questions_are_left_out_unless_they_are_fixed() -> None:
    (form,) = made(blueprint(section("S", ["single_choice"], 7), most_uses=2), questions(8), exposed=USED)
    assert name(4) not in ids(form)
    plan = blueprint(section("S", ["single_choice"], 8), most_uses=2, fixed=[name(4)])
    assert name(4) in ids(made(plan, questions(8), exposed=USED)[0])


@pytest.mark.parametrize("seed", range(5))
def test_fresh_questions_are_preferred(seed: int) -> None:
    result = assemble(blueprint(ONE), questions(8), seed=seed, exposed=USED)
    assert result.paper is not None
    assert set(ids(result.paper.forms[0])) == {name(n) for n in (5, 6, 7, 8)}


def test_resting_questions_are_named_where_they_are_missed() -> None:
    result = refused(blueprint(section("S", ["single_choice"], 6), rest=1), questions(7), exposed=USED)
    assert str(result.shortfalls[0]) == "“大题S”需要 6 题，可用 4 题，缺 2 题（另有：上期已用 3 题）"


@pytest.mark.parametrize("forms", [2, 4])
def test_anchors_stand_in_all_forms_and_nothing_else_does(forms: int) -> None:
    plan = blueprint(ONE, forms=forms, anchors=2, fixed=[name(1)])
    papers = made(plan, questions(1 + 2 + forms))
    common = set.intersection(*(set(ids(form)) for form in papers))
    assert len(common) == 3
    assert name(1) in common
    assert all(len(set(ids(one)) & set(ids(other))) == 3 for one, other in combinations(papers, 2))
    refused(plan, questions(2 + forms))


def test_a_question_stands_in_no_more_forms_than_it_may() -> None:
    plan = blueprint(ONE, forms=3, overlap=1, most_forms=2)
    papers = made(plan, questions(6))
    assert max(Counter(question for form in papers for question in ids(form)).values()) == 2
    refused(plan, questions(5))


def test_variants_of_one_template_keep_out_of_each_others_forms() -> None:
    variants = [make(1, id=f"T-D01-T01-V{n}") for n in range(1, 5)]
    for form in made(blueprint(ONE, forms=2), [*questions(6), *variants]):
        assert sum("-V" in question for question in ids(form)) == 1
    result = refused(blueprint(ONE, forms=2), [*questions(5), *variants])
    assert "模板 T-D01-T01 的变式题至多选一题" in str(next(f for f in result.report if f.code == "P206"))


def worded(number: int, stem: str) -> Question:
    options = [{"id": letter, "text": f"{stem[:2]}{letter}{number}"} for letter in "ABCD"]
    return make(number, stem=stem, options=options)


WORDED = [
    worded(1, "某水泥企业核算熟料生产的过程排放，应当采用哪一种活动数据？"),
    worded(2, "某水泥企业核算熟料生产的过程排放，应当采用哪一类活动数据？"),
    worded(3, "全国碳排放权交易市场的配额清缴期限由谁规定？"),
    worded(4, "数据中心外购电力的间接排放怎样计算？"),
    worded(5, "碳汇造林项目的监测期怎样划分为好？"),
]


@pytest.mark.parametrize("seed", range(4))
def test_questions_that_read_alike_keep_out_of_each_others_forms(seed: int) -> None:
    plan = blueprint(ONE, alike=0.6)
    result = assemble(plan, WORDED, seed=seed)
    assert result.paper is not None
    assert not {name(1), name(2)} <= set(ids(result.paper.forms[0]))


def test_alike_questions_can_be_to_blame() -> None:
    result = refused(blueprint(section("S", ["single_choice"], 5), alike=0.6), WORDED)
    assert f"近似题 {name(1)}、{name(2)} 至多选一题" in str(next(f for f in result.report if f.code == "P206"))
    assert assemble(blueprint(section("S", ["single_choice"], 5)), WORDED, seed=1).paper is not None


@pytest.mark.parametrize("spread", [0, 1, 2])
def test_difficulties_spread_as_asked(spread: int) -> None:
    pool = [make(n, difficulty=1 + n % 5) for n in range(1, 41)]
    (form,) = made(blueprint(ONE, difficulty=3, spread=spread), pool)
    chosen = {question.id: question.difficulty for question in pool}
    values = [chosen[question] for question in ids(form)]
    assert sum(values) == 12
    assert sum((value - 3) ** 2 for value in values) / 4 == pytest.approx(spread**2, abs=0.1)


def test_information_is_that_of_the_two_parameter_model() -> None:
    items = [ItemStatistics(a=1.2, b=0.5), ItemStatistics(a=2, b=-1)]
    chance = 1 / (1 + exp(-1.2 * (0.1 - 0.5)))
    assert information(items, 0.1)[0] == pytest.approx(1.44 * chance * (1 - chance))
    assert information(items, -1)[1] == pytest.approx(1.0), "a²/4 at θ = b"


def test_forms_give_the_information_asked_for() -> None:
    known = {name(n): ItemStatistics(a=1.0 if n % 2 else 2.0, b=0.0) for n in range(1, 21)}
    for least in (1.0, 2.5, 4.0):
        plan = blueprint(ONE, forms=2, information=[{"ability": 0, "at_least": least}])
        for form in made(plan, questions(20), statistics=known):
            assert sum(known[question].a ** 2 / 4 for question in ids(form)) >= least
    result = refused(blueprint(ONE, information=[{"ability": 0, "at_least": 4.5}]), questions(20), statistics=known)
    assert str(result.shortfalls[0]) == "能力值 0 处的信息量要求 4.5，只能达到 4"


def test_information_without_statistics_is_refused() -> None:
    result = refused(blueprint(ONE, information=[{"ability": 0, "at_least": 1}]), questions(8))
    assert [finding.code for finding in result.report] == ["P211"]


def test_no_key_letter_has_more_than_its_share_where_options_keep_their_order() -> None:
    pool = [make(n, key="A" if n < 17 else "BCD"[n % 3]) for n in range(1, 21)]
    plan = blueprint(section("S", ["single_choice"], 5), shuffle_options=False, key_share=0.4)
    (form,) = made(plan, pool)
    keys = Counter(next(q.key for q in pool if q.id == question) for question in ids(form))  # type: ignore[union-attr]
    assert max(keys.values()) == 2
    result = refused(plan.model_copy(update={"forms": 2}), pool)
    assert "单选题的答案为 A 的至多占 40%" in str(next(f for f in result.report if f.code == "P206"))


def test_options_are_shuffled_until_no_letter_has_more_than_its_share() -> None:
    pool = [make(n, key="A") for n in range(1, 21)]
    result = assemble(blueprint(section("S", ["single_choice"], 20), key_share=0.3), pool, seed=1)
    assert "P228" not in {finding.code for finding in result.report}
    tight = assemble(blueprint(section("S", ["single_choice"], 5), key_share=0.2), pool, seed=1)
    assert "P228" in {finding.code for finding in tight.report}, "five questions, four letters"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"spread": 1}, "P117"),
        ({"information": [{"ability": 0}]}, "P118"),
        ({"information": [{"ability": 0, "at_least": 2, "at_most": 1}]}, "P121"),
        ({"anchors": 4, "fixed": ["A-1"], "forms": 2}, "P127"),
        ({"anchors": 1}, "P128"),
    ],
)
def test_settings_that_contradict_themselves_are_named(fields: dict[str, Any], code: str) -> None:
    assert code in check_blueprint(blueprint(ONE, **fields)).codes()


def test_settings_say_themselves() -> None:
    fields = {"anchors": 2, "rest": 2, "alike": 0.85, "difficulty": 3, "spread": 1, "key_share": 0.35, "forms": 2}
    wanted = [{"ability": 0.5, "at_least": 2.5}]
    assert settings(blueprint(ONE, most_forms=1, most_uses=3, information=wanted, **fields)) == [
        "2 套卷之间，任意两套至多共用 0 题",
        "各套卷共有 2 道锚题（不含必选题）",
        "一道题至多用于 1 套卷（必选题和锚题除外）",
        "最近 2 期用过的题不用（必选题除外）",
        "累计用过 3 期的题不用（必选题除外）",
        "相似度不低于 0.85 的两道题不同卷",
        "平均难度接近 3（按分值加权）",
        "难度的标准差接近 1（按分值加权）",
        "单选题同一答案字母至多占 35%",
        "能力值 0.5 处的信息量至少 2.5",
    ]
