"""A paper of one question of every type with formulas, a table and a picture, whose options are in another order."""

from decimal import Decimal

from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Question, QuestionType
from tests.builders import KINDS, question

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="200" height="80" fill="#cde"/></svg>'
)
SECRET = "机密解析"
TABLE = "| 项目 | 数量 |\n| --- | ---: |\n| 煤 | 820 |"
FORMULA = r"$E=FC\times\frac{44}{12}$"


def _question(kind: str, n: int) -> Question:
    own: dict[str, object] = {"rationale": f"{SECRET}{n}"}
    if kind == "single_choice":
        own |= {"stem": f"按 {FORMULA} 计算 tCO₂：\n\n{TABLE}\n\n![示意图](media/流程.svg)"}
    if kind == "short_answer":
        rubric = [{"text": "机密要点", "marks": 4, "keywords": ["机密词"]}, {"text": "其他", "marks": 6}]
        own |= {"model_answer": "机密答案", "rubric": rubric}
    if kind == "blanks":
        blanks = [{"accepted": ["机密填空"]}, {"accepted": ["机密单位"]}]
        own |= {"blanks": blanks}
    return question(kind, n, **own)


QUESTIONS: dict[str, Question] = {
    made.id: made for made in (_question(kind, n) for n, kind in enumerate(KINDS, start=1))
}
ORDERS = {
    QuestionType.SINGLE_CHOICE: ("C", "B", "D", "A"),
    QuestionType.MULTIPLE_CHOICE: ("E", "D", "C", "B", "A"),
    QuestionType.MATCHING: ("C3", "C1", "C2"),
    QuestionType.ORDERING: ("C", "A", "B"),
}


def _item(made: Question, number: int) -> Item:
    return Item(
        question=made.id,
        version=1,
        question_fingerprint=made.fingerprint(),
        number=number,
        marks=made.marks,
        seconds=made.seconds,
        order=ORDERS.get(QuestionType(made.type), ()),
    )


def _sections() -> tuple[FormSection, ...]:
    items = [_item(made, number) for number, made in enumerate(QUESTIONS.values(), start=1)]
    return (
        FormSection(id="S1", title="一、客观题", instructions="请选择或填写。", minutes=None, items=tuple(items[:7])),
        FormSection(id="S2", title="二、主观题", instructions="请作答。", minutes=None, items=tuple(items[7:])),
    )


FORM = Form(name="A", sections=_sections())
PAPER = Paper.model_validate(
    {
        "id": "P1",
        "title": "双碳考试",
        "level": "junior",
        "minutes": 90,
        "marks": sum((made.marks for made in QUESTIONS.values()), Decimal(0)),
        "pass_marks": 12,
        "scoring": {},
        "blueprint": "b",
        "blueprint_fingerprint": "",
        "seed": 1,
        "forms": (FORM, FORM.model_copy(update={"name": "B"})),
    }
)


def media(address: str) -> bytes:
    return {"media/流程.svg": SVG}[address]
