"""The paper that the guide's pictures of the answering page show: examples that nobody takes for real questions."""

from decimal import Decimal

from authoring.rendering.views import CandidatePaper, ChoiceView, EntryView, NumericView, SectionView, TrueFalseView

__all__ = ["demonstration_paper"]

OPTIONS = {"a": "示例选项一", "b": "示例选项二", "c": "示例选项三", "d": "示例选项四"}
MARKS = Decimal(2)


def demonstration_paper() -> CandidatePaper:
    """Three choices, two judgements and a calculation, each of which says that it is an example."""
    return CandidatePaper(
        paper="demonstration",
        form="A",
        title="作答界面示例",
        level="示例",
        seconds=90 * 60,
        marks=6 * MARKS,
        pass_marks=Decimal(7),
        sections=(
            _section("一、单项选择题（示例）", *map(_choice, range(1, 4))),
            _section("二、判断题（示例）", *map(_judgement, range(4, 6))),
            _section("三、计算题（示例）", _calculation(6)),
        ),
    )


def _section(title: str, *items: ChoiceView | TrueFalseView | NumericView) -> SectionView:
    return SectionView(id=title[0], title=title, instructions=f"共 {len(items)} 题，每题 {MARKS} 分。", items=items)


def _stem(number: int, text: str) -> str:
    return f"<p>示例题 {number}：{text}</p>"


def _choice(number: int) -> ChoiceView:
    return ChoiceView(
        id=f"example-{number}",
        number=str(number),
        marks=MARKS,
        stem=_stem(number, "这里是题目。下列各项中应当选择的是（　　）。"),
        type="single_choice",
        options=tuple(EntryView(id=name, html=text) for name, text in OPTIONS.items()),
    )


def _judgement(number: int) -> TrueFalseView:
    stem = _stem(number, "这里是一句要判断对错的话。")
    return TrueFalseView(id=f"example-{number}", number=str(number), marks=MARKS, stem=stem)


def _calculation(number: int) -> NumericView:
    stem = _stem(number, "这里是计算题的条件，请填写结果。")
    return NumericView(id=f"example-{number}", number=str(number), marks=MARKS, stem=stem, units=("kg",))
