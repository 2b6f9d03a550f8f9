"""A page goes into a frame unharmed, and a table into a notebook whole."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from authoring.bank import Bank
from authoring.widgets import PreviewFrame, question_page, readable
from authoring.widgets.table import Table

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\r"))


@given(page=TEXT, title=TEXT.filter(bool))
def test_the_frame_holds_the_page_as_it_is_and_nothing_beside_it(page: str, title: str) -> None:
    shown = html.fragments_fromstring(PreviewFrame(page, height=300, title=title)._repr_html_())
    assert [element.tag for element in shown] == ["iframe"]
    assert shown[0].get("srcdoc") == page
    assert shown[0].get("title") == title
    assert set(shown[0].keys()) == {"title", "style", "srcdoc"}


def test_a_question_alone_is_a_candidates_page_without_its_key(bank: Bank) -> None:
    question = bank["DC-D03-001"]
    page = question_page(bank, question)
    assert "移动燃烧源" in page
    assert question.options[0].mistake not in page
    assert question.rationale[:12] not in page


def test_every_question_of_the_bank_can_be_shown_alone(bank: Bank) -> None:
    for question in bank:
        assert question.id in question_page(bank, question)


def test_texts_are_shown_whole_and_as_text() -> None:
    long = "很长的文字" * 30 + "<b>"
    page = html.fromstring(readable(pd.DataFrame({"<i>列": [long]})).to_html())
    assert page.xpath("string(//td)") == long
    assert page.xpath("string(//th)") == "<i>列"
    assert not page.xpath("//b | //i")


def test_a_table_sends_one_page_at_a_time() -> None:
    table = Table(["编号"])
    table.fill([("error" if n == 9 else "", (str(n),)) for n in range(20)])
    assert (table.pages, table.first, len(table.shown)) == (3, 0, 8)
    table.page = 1
    assert table.shown[1] == ["error", ["9"]]
    assert table.texts["page"] == "第 2 / 3 页，共 20 条"
    table.page = 2
    assert [cells for _, cells in table.shown] == [["16"], ["17"], ["18"], ["19"]]
    table.selected = 17
    table.fill([])
    assert (table.page, table.pages, table.selected, table.shown) == (0, 1, -1, [])
