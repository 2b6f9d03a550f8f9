"""Versions side by side: the pieces are the texts, what differs is marked, and nothing of an author's is markup."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.questions import question_from
from authoring.rendering.differences import Piece, differences, differences_page, marked
from tests.builders import question

TEXT = st.text(alphabet="甲乙丙。，\nCO2 1.5x", max_size=40)


def spelled(pieces: tuple[Piece, ...]) -> str:
    """`甲[乙]丙`: what differs stands in brackets."""
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@given(TEXT, TEXT)
def test_the_pieces_are_the_texts(old: str, new: str) -> None:
    before, after = marked(old, new)
    assert ("".join(p.text for p in before), "".join(p.text for p in after)) == (old, new)
    kept = ["".join(piece.text for piece in side if not piece.differs) for side in (before, after)]
    assert kept[0] == kept[1]
    assert all(a.differs != b.differs for side in (before, after) for a, b in pairwise(side))


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("排放因子为 0.5810", "排放因子为 0.5568", "排放因子为 [0.5810]", "排放因子为 [0.5568]"),
        ("二氧化碳的排放", "甲烷的排放", "[二氧化碳]的排放", "[甲烷]的排放"),
        ("范围一", "范围一和范围二", "范围一", "范围一[和范围二]"),
        ("应当报告", "必须在报告", "[应当]报告", "[必须在]报告"),
        ("全新的一句话", "与之毫无关系", "[全新的一句话]", "[与之毫无关系]"),
        ("", "新增", "", "[新增]"),
        ("甲公司 2020 年", "乙集团 2020 月", "[甲公司] 2020 [年]", "[乙集团] 2020 [月]"),
        ("使用 carbon 一词", "使用 carbon dioxide 一词", "使用 carbon 一词", "使用 carbon [dioxide ]一词"),
    ],
)
def test_what_differs_is_marked(old: str, new: str, before: str, after: str) -> None:
    assert tuple(map(spelled, marked(old, new))) == (before, after)


def test_long_texts_are_compared_by_sentences() -> None:
    sentences = [f"这是第{n}句话，说的是第{n}件事。" for n in range(400)]
    old = "".join(sentences)
    new = old.replace("说的是第200件事", "说的是别的事")
    before, _ = marked(old, new)
    assert [piece.text for piece in before if piece.differs] == [sentences[200]]


def test_the_page_escapes_and_reaches_nothing() -> None:
    old = question("single_choice")
    new = question_from(old.data() | {"stem": "下列<script>alert(1)</script>哪一项正确？", "key": "C"})
    assert [difference.label for difference in differences(old, new)] == ["题干", "答案"]
    page = differences_page(old, new, names=("<b>旧</b>", "新"))
    assert "<script" not in page
    assert "&lt;b&gt;旧" in page
    assert "<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>" in page
    assert re.search(r"<td><del>B</del></td><td><ins>C</ins></td>", page)
    assert "两版内容相同" in differences_page(old, old)
