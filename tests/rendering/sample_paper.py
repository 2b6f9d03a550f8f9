"""A candidate paper with every item type and everything that strains a page, and the review notes that belong to it."""

from decimal import Decimal

from authoring.content import parse
from authoring.findings import Finding, Place, Severity
from authoring.rendering.review import ReviewNote, ReviewPaper
from authoring.rendering.views import (
    BlanksView,
    CandidatePaper,
    CaseView,
    ChoiceView,
    EntryView,
    MatchingView,
    NumericView,
    OrderingView,
    SectionView,
    ShortAnswerView,
    TrueFalseView,
)

SECRET = "绝密标记"  # noqa: S105
"""Stands in every secret field of the review notes and nowhere else."""

LONG = (
    "重点排放单位应当于每年三月三十一日前编制其上一年度的温室气体排放报告，载明排放量，并对报告的真实性、完整性和准确性负责，"
    "同时按照规定保存原始记录和管理台账，保存期限不少于五年"
)
TABLE = """
| 燃料 | 消耗量 | 低位发热量 | 单位热值含碳量 | 碳氧化率 |
| --- | ---: | ---: | ---: | ---: |
| 烟煤 | 12000 t | 23.736 GJ/t | 0.02618 tC/GJ | 99% |
| 柴油 | 150 t | 42.652 GJ/t | 0.0202 tC/GJ | 98% |
| 天然气 | 85 万 m³ | 389.31 GJ/万 m³ | 0.0153 tC/GJ | 99% |
"""
_TERMS = [rf"AD_{{{n}}} \times EF_{{{n}}} \times \left(1 - \frac{{\eta_{{{n}}}}}{{100}}\right)" for n in range(1, 9)]
LONG_FORMULA = rf"$$E_{{\text{{总}}}} = \sum_{{i=1}}^{{n}} FC_i \times \frac{{44}}{{12}} + {' + '.join(_TERMS)}$$"
_BOX = '<rect x="{x}" y="220" width="280" height="160" rx="14" fill="#fff" stroke="#1c5fa9" stroke-width="4"/>'
_STEPS = {60: "原料预处理", 460: "熟料煅烧", 860: "水泥粉磨", 1260: "出厂"}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 620" width="1600" height="620">'
    '<rect width="1600" height="620" fill="#f5f8fb"/>'
    '<path d="M340 300h120M740 300h120M1140 300h120" stroke="#55677a" stroke-width="6"/>'
    '<g font-family="Noto Sans CJK SC, sans-serif" font-size="34" text-anchor="middle" fill="#143a66">'
    + "".join(f'{_BOX.format(x=x)}<text x="{x + 140}" y="312">{step}</text>' for x, step in _STEPS.items())
    + '<text x="600" y="150" fill="#b3261e">过程排放 CO₂ ↑</text><text x="600" y="470">煤粉、电力</text></g></svg>'
)
MEDIA = {
    "process.svg": PICTURE.encode(),
    "unsized.svg": PICTURE.replace(' width="1600" height="620"', "", 1).encode(),
}


def block(text: str) -> str:
    return parse(text).xhtml()


def entries(*texts: str, prefix: str = "") -> tuple[EntryView, ...]:
    names = [f"{prefix}{n}" if prefix else chr(64 + n) for n in range(1, len(texts) + 1)]
    return tuple(EntryView(id=name, html=parse(text).inline_xhtml()) for name, text in zip(names, texts, strict=True))


def shared(number: int, marks: str, stem: str) -> dict[str, object]:
    return {"id": f"T-D01-{number:03}", "number": str(number), "marks": Decimal(marks), "stem": block(stem)}


SINGLE = ChoiceView(
    type="single_choice",
    # Shuffled: the letter shown is the place, the response names the id.
    options=entries("甲烷（CH~4~）", "二氧化碳（CO₂）", "氧化亚氮（N~2~O）", "六氟化硫（SF~6~）")[::-1],
    **shared(1, "1", "《京都议定书》规定的温室气体中，人为排放量**最大**的是（　　）。"),
)
LONG_OPTIONS = ChoiceView(
    type="single_choice",
    options=entries(
        LONG + "。",
        r"按 $E = AD \times EF \times \left(1-\frac{\eta}{100}\right)$ 计算，其中 $\eta$ 为捕集率",
        "\\ce{CaCO3 ->[\\Delta] CaO + CO2 ^} 的分解反应属于过程排放，" + LONG,
        "https://example.invalid/a-very-long-unbroken-address-without-any-blank-that-must-not-widen-the-page-at-all",
    ),
    **shared(2, "1", "关于排放报告与核算，下列说法正确的是（　　）。"),
)
MANY_OPTIONS = ChoiceView(
    type="single_choice",
    options=entries(*[f"第 {n} 类活动数据" for n in range(1, 27)]),
    **shared(3, "1", "下列二十六类数据中，需要由第三方核查的是（　　）。"),
)
MULTIPLE = ChoiceView(
    type="multiple_choice",
    options=entries("化石燃料燃烧排放", "净购入电力的排放", "熟料生产的过程排放", "员工通勤排放", "产品使用阶段的排放"),
    **shared(4, "2", "水泥企业按核算指南应当核算的排放包括（　　）。\n\n![水泥生产流程图](media/process.svg)"),
)
TRUE_FALSE = TrueFalseView(**shared(5, "0.5", "全国碳排放权交易市场的配额以吨二氧化碳当量为单位。"))
BLANKS = BlanksView(
    blanks=(12, 12),
    **shared(6, "2", "全国碳市场由 [[1]] 主管，企业应在履约截止日前足额清缴 [[2]]，否则依法处罚。"),
)
NUMERIC = NumericView(
    units=("tCO₂", "kgCO₂"), **shared(7, "5", f"按下表计算燃料燃烧排放量（保留两位小数）。\n{TABLE}\n{LONG_FORMULA}")
)
PLAIN_NUMERIC = NumericView(units=("%",), **shared(8, "3", r"若 $a=\frac{44}{12}$，排放下降 $x$，求下降率。"))
MATCHING = MatchingView(
    premises=entries(
        "范围一（CO~2~ 与 CH~4~ 的直接排放）", "范围二", "范围三（价值链上下游的其他间接排放）", prefix="P"
    ),
    choices=entries("外购电力的排放", "自有锅炉燃煤的排放", "员工通勤，以及" + LONG, "$CO_2$ 捕集", prefix="C"),
    **shared(9, "2", "将排放范围与排放源对应。"),
)
ORDERING = OrderingView(
    items=entries("现场核查：" + LONG, "文件评审", "核查安排", "出具核查结论", "内部技术复核"),
    **shared(10, "2", "将核查工作按先后排序。"),
)
SHORT = ShortAnswerView(
    expected_length=300, **shared(11, "10", "简述**额外性**论证的主要步骤，并说明基准线情景的确定原则。")
)
CHILDREN = (
    NumericView(
        units=("tCO₂",), id="T-D01-012.1", number="12.1", marks=Decimal(5), stem=block("计算该企业化石燃料燃烧排放量。")
    ),
    ChoiceView(
        type="multiple_choice",
        id="T-D01-012.2",
        number="12.2",
        marks=Decimal(3),
        stem=block("该企业的过程排放来自（　　）。"),
        options=entries("碳酸盐分解", "窑炉排气筒（窑头）粉尘对应的排放", "生料中非燃料碳煅烧", "余热发电"),
    ),
    TrueFalseView(id="T-D01-012.3", number="12.3", marks=Decimal(2), stem=block("外购熟料的过程排放计入该企业。")),
    BlanksView(
        id="T-D01-012.4", number="12.4", marks=Decimal(2), stem=block("该企业的履约缺口为 [[1]] tCO₂。"), blanks=(12,)
    ),
)
STIMULUS = (
    "某水泥企业拥有一条日产 5000 吨熟料的新型干法生产线，2024 年度的生产与能源数据如下。\n"
    + TABLE
    + "\n"
    + "\n\n".join(f"（{n}）{LONG}。该企业当年熟料产量 155.{n} 万吨，余热发电量 4200 万 kW·h。" for n in range(1, 7))
    + "\n\n![水泥生产流程图](media/unsized.svg)\n\n"
    + LONG_FORMULA
)
CASE = CaseView(children=CHILDREN, **shared(12, "12", STIMULUS))

PAPER = CandidatePaper(
    paper="PAPER-T1",
    form="A",
    title="双碳职业能力考试（中级）模拟试卷",
    level="中级",
    seconds=7200,
    marks=Decimal("41.5"),
    pass_marks=Decimal("24.5"),
    sections=(
        SectionView(
            id="S1",
            title="一、单项选择题",
            instructions="共 3 题，每题 1 分。每题只有一个正确答案。",
            items=(SINGLE, LONG_OPTIONS, MANY_OPTIONS),
        ),
        SectionView(
            id="S2",
            title="二、多项选择题",
            instructions="共 1 题，每题 2 分。多选、错选、少选均不得分。",
            items=(MULTIPLE,),
        ),
        SectionView(id="S3", title="三、判断与填空题", instructions="共 2 题。", items=(TRUE_FALSE, BLANKS)),
        SectionView(
            id="S4",
            title="四、计算、匹配与排序题",
            instructions="共 4 题。",
            items=(NUMERIC, PLAIN_NUMERIC, MATCHING, ORDERING),
        ),
        SectionView(id="S5", title="五、简答与案例题", instructions="共 2 题，由阅卷人评分。", items=(SHORT, CASE)),
    ),
)


def limited(seconds: int) -> CandidatePaper:
    """The paper with a time limit of its own for the second section."""
    first, second, *rest = PAPER.sections
    return PAPER.model_copy(update={"sections": (first, second.model_copy(update={"seconds": seconds}), *rest)})


def _note(question: str, number: str, *findings: Finding) -> ReviewNote:
    return ReviewNote(
        question=question,
        number=number,
        key=block(f"**{SECRET}答案 {number}** $E=AD \\times EF$"),
        rationale=block(f"{SECRET}解析 {number}：{LONG}。\n{TABLE}"),
        mistakes=(EntryView(id="B", html=f"{SECRET}误把甲烷当作主要温室气体"),),
        sources=(f"F01 {SECRET}化石燃料燃烧排放",),
        facts=(f"{SECRET}：全国电网平均排放因子 0.5366 kgCO₂/(kW·h)，2024-12-20 起",),
        findings=findings,
        points=("D01-01 温室气体", "D01-02 核算边界"),
        level="中级",
        cognitive="应用",
        difficulty=3,
        marks=Decimal(1),
        seconds=50,
    )


def _finding(code: str, severity: Severity, question: str, message: str) -> Finding:
    return Finding(
        code=code, severity=severity, where=Place(question=question), message=f"{SECRET}{message}", hint="请核对"
    )


REVIEW = ReviewPaper(
    paper=PAPER.paper,
    form=PAPER.form,
    title=PAPER.title,
    notes=(
        _note("T-D01-001", "1"),
        _note("T-D01-002", "2", _finding("W105", Severity.WARNING, "T-D01-002", "正确选项明显最长")),
        _note("T-D01-012", "12"),
        _note("T-D01-012.1", "12.1", _finding("E201", Severity.ERROR, "T-D01-012.1", "重新计算的结果与答案不符")),
    ),
)
