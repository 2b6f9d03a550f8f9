"""What an author saw is what a question shows, whatever signs Markdown has a meaning for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.content import parse
from authoring.intake.markup import Tokens, as_markup

SIGNS = r"""\`*_~^$[](){}<>|#+-.!&;:=/1290aAxce 　"'“”，。（）【】？碳达峰tCO₂"""
LINES = st.text(st.sampled_from(SIGNS), min_size=1, max_size=30).map(str.strip).filter(bool)
HOSTILE = (
    "*", "**甲**", "_甲_", "# 甲", "#1", "1. 甲", "1) 甲", "- 甲", "+ 甲", "|甲|乙|", "H~2~O", "m^2^", "$x$",
    "$5 和 $6", "[[1]]", "[甲](http://x)", "![甲](media/a.png)", "`甲`", "```", r"\ce{CO2}", r"\(x\)",
    r"\[x\]", "\\", "甲\\", "<b>甲</b>", "&lt;", "&#91;", "<script>alert(1)</script>", "5*3*2", "2021~2025",
    "a~b~", "$$x$$", "-|-", "[1]: 甲",
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=4).map("\n".join))
@example("甲|乙\n-|-")
@example("甲\n:-:")
@example("$$\nx\n$$")
def test_plain_text_reads_back(text: str) -> None:
    markup = as_markup(text)
    assert parse(markup).text() == text
    assert parse(markup).problems == ()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_signs_read_back(text: str) -> None:
    assert parse(as_markup(text)).text() == text
    assert parse(as_markup(text)).problems == ()
    assert parse(as_markup(f"甲{text}乙\n{text}")).text() == f"甲{text}乙\n{text}"


def test_harmless_text_stays_as_it_is() -> None:
    for text in ("2021~2025年，5*3*2=30，CO₂ 为 ____。", "（　　）", "[单选题] 甲", "价格为$5"):
        assert as_markup(text) == text


def test_pieces_come_back_in_their_places() -> None:
    tokens = Tokens()
    text = f"CO{tokens.hold('~2~')}排放*{tokens.hold('$x^2$')}*，CO{tokens.hold('~2~')}"
    assert tokens.markup(text) == r"CO~2~排放\*$x^2$\*，CO~2~"
    assert parse(tokens.markup(text)).text() == "CO₂排放*x²*，CO₂"


def test_private_characters_of_the_source_stay() -> None:
    tokens = Tokens()
    text = tokens.guard("甲\U000f0000乙") + tokens.hold("$x$")
    assert parse(tokens.markup(text)).text() == "甲\U000f0000乙x"
