"""A paper of one question of every type with a formula, a table and a picture, whose options are in another order."""

from decimal import Decimal

from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Question, QuestionType
from tests.builders import KINDS, question

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="9" height="9"/></svg>'
RATIONALE = "机密解析"
STEM = (
    "按 $E=FC\\times\\frac{44}{12}$ 计算 tCO₂：\n\n| 项目 | 数量 |\n| --- | ---: |\n| 煤 | 820 |\n\n"
    "![图](media/流程.svg)"
)


def _question(kind: str, n: int) -> Question:
    own: dict[str, object] = {"rationale": f"{RATIONALE}{n}"}
    if kind == "single_choice":
        own["stem"] = STEM
    if kind == "short_answer":
        rubric = [{"text": "机密要点", "marks": 4, "keywords": ["机密词"]}, {"text": "其他", "marks": 6}]
        own |= {"model_answer": "机密答案", "rubric": rubric}
    if kind == "blanks":
        own["blanks"] = [{"accepted": ["机密填空"]}, {"accepted": ["机密单位"]}]
    return question(kind, n, **own)


QUESTIONS = {made.id: made for made in (_question(kind, n) for n, kind in enumerate(KINDS, start=1))}
ORDERS = {
    QuestionType.SINGLE_CHOICE: ("C", "B", "D", "A"),
    QuestionType.MULTIPLE_CHOICE: ("E", "D", "C", "B", "A"),
    QuestionType.MATCHING: ("C3", "C1", "C2"),
    QuestionType.ORDERING: ("C", "A", "B"),
}
ITEMS = tuple(
    Item(
        question=made.id,
        version=1,
        question_fingerprint=made.fingerprint(),
        number=number,
        marks=made.marks,
        seconds=made.seconds,
        order=ORDERS.get(QuestionType(made.type), ()),
    )
    for number, made in enumerate(QUESTIONS.values(), start=1)
)
SECTIONS = (
    FormSection(id="S1", title="一、客观题", instructions="请选择或填写。", minutes=None, items=ITEMS[:7]),
    FormSection(id="S2", title="二、主观题", instructions="请作答。", minutes=None, items=ITEMS[7:]),
)
FORM = Form(name="A", sections=SECTIONS)
PAPER = Paper.model_validate(
    {"id": "P1", "title": "双碳考试", "level": "junior", "minutes": 90, "pass_marks": 12, "scoring": {}, "seed": 1}
    | {"marks": sum((made.marks for made in QUESTIONS.values()), Decimal(0))}
    | {"blueprint": "b", "blueprint_fingerprint": "", "forms": (FORM, FORM.model_copy(update={"name": "B"}))}
)


def media(address: str) -> bytes:
    return {"media/流程.svg": SVG}[address]
