"""Whatever a source is made of: reading never fails, and every word in it is in a draft or in a finding."""

import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from authoring.intake.text import read_text

PIECES = (
    "一、单选题（每题1分）", "二、判断题",
    "三、填空题", "四、案例分析题", "参考答案", "1-2 AB", "1.", "2.", "3.", "（1）",
    "（2）", "第1题", "【单选题】", "A.", "B.", "C.", "A、", "B、", "（A）", "答案：", "【答案】", "解析：",
    "难度：", "知识点：",
    "分值：", "【选项】", "根据以下材料，回答1-2题：", "材料一：", "（　　）", "（B）", "（√）",
    "____", "AB", "对", "B",
    "12 t", "①", "②", "|", ";", "题号", "\n", "\n", "\n", "\n\n", " ", "。",
)  # fmt: skip
WORDS = re.compile(r"词\d+词")


@st.composite
def sources(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from((*PIECES, "word", "word", "word")), min_size=1, max_size=30))
    numbers = iter(range(100))
    return "".join(f"词{next(numbers)}词" if piece == "word" else piece for piece in pieces)


@settings(max_examples=400, deadline=None)
@given(sources())
@example("参考答案\n词1词\n1.词2词")
@example("根据以下材料，回答1-2题：词1词\n材料一：词2词")
@example("一、单选题（每题1分）二、判断题1.（√）\nA、词1词")
@example("1.词1词\n难度：词2词\n知识点：词3词")
def test_every_word_is_somewhere(source: str) -> None:
    intake = read_text(source, "卷.txt")
    found = str([draft.model_dump() for draft in intake.drafts]) + str(intake.report.findings)
    assume("…" not in found)  # long quotes are shortened
    assert set(WORDS.findall(source)) - set(WORDS.findall(found)) == set()


@given(st.text(max_size=80), st.sampled_from(["粘贴", "a.md"]))
def test_any_text_can_be_read(text: str, source: str) -> None:
    assert read_text(text, source).source == source
