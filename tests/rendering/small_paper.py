"""A small assembled paper: two forms of three single choices and two true-or-false questions."""

from decimal import Decimal

from authoring.bank.syllabus import Syllabus, syllabus_from
from authoring.papers.assembly import Assembly, assemble
from authoring.papers.blueprint import Blueprint, Measure, Row, SectionPlan, Selection
from authoring.questions import Question
from tests.builders import question

SYLLABUS: Syllabus = syllabus_from(
    {
        "domains": [
            {
                "code": f"D0{n}",
                "name_zh": name,
                "points": [{"code": f"D0{n}-01", "name_zh": f"{name}基础", "from_level": "初级"}],
            }
            for n, name in ((1, "气候变化"), (2, "CO₂ 捕集与 $x$"))
        ]
    }
)


def _question(kind: str, n: int, **fields: object) -> Question:
    domain = 1 + n % 2
    own = {"id": f"T-D0{domain}-{n:03d}", "knowledge_points": [f"D0{domain}-01"], "difficulty": 1 + n % 4}
    return question(kind, n, **(own | fields))


QUESTIONS = {
    entry.id: entry
    for entry in (
        *(_question("single_choice", n, key="ABCD"[n % 4], seconds=60, rationale="绝密解析") for n in range(1, 11)),
        *(_question("true_false", n, key=n % 3 == 0, marks=1, seconds=30) for n in range(11, 19)),
    )
}

BLUEPRINT = Blueprint(
    id="small",
    title="小试卷 <A&B>",
    level="junior",
    levels=("junior",),
    minutes=10,
    marks=Decimal(8),
    pass_marks=Decimal(5),
    sections=(
        SectionPlan(id="S1", title="一、单项选择题", types=("single_choice",), count=3, marks_each=Decimal(2)),
        SectionPlan(id="S2", title="二、判断题", types=("true_false",), count=2, marks_each=Decimal(1), minutes=5),
    ),
    rows=(
        Row(
            select=Selection(knowledge_points=("D01",)), measure=Measure.MARKS, at_least=Decimal(2), at_most=Decimal(6)
        ),
        Row(select=Selection(knowledge_points=("D02",)), section="S1", at_least=Decimal(1)),
        Row(select=Selection(difficulty=(4,)), at_most=Decimal(2)),
    ),
    forms=2,
)

ASSEMBLY: Assembly = assemble(BLUEPRINT, QUESTIONS.values(), seed=7, paper_id="T-1", syllabus=SYLLABUS)


def refused() -> tuple[Blueprint, Assembly]:
    """The same with more forms than the questions are enough for."""
    greedy = BLUEPRINT.model_copy(update={"forms": 4})
    return greedy, assemble(greedy, QUESTIONS.values(), seed=7, syllabus=SYLLABUS)
