"""The answering page on a desk and on a phone: nothing is cut off, and what is wide scrolls in its own box."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.candidate import PHONE, SIZES, STOPS, Opened, text


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(exam: Opened, size: tuple[int, int]) -> None:
    page = exam(size=size)
    for _ in range(STOPS):
        for node in ("html", "#question", "#stimulus-text", "article", ".actions"):
            width, room = page.locator(node).evaluate("node => [node.scrollWidth, node.clientWidth]")
            assert width <= room, (node, page.locator("#question-title").inner_text())
        assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
        if page.get_by_role("button", name=text("action.next")).is_enabled():
            page.get_by_role("button", name=text("action.next")).click()


@pytest.mark.parametrize("size", SIZES)
def test_wide_formulas_and_tables_scroll_in_their_own_box_and_pictures_fit(exam: Opened, size: tuple[int, int]) -> None:
    page = exam(size=size)
    page.evaluate("document.querySelectorAll('#cards .cell')[6].click()")
    formula = page.locator("#stem .scroll", has=page.locator("math"))
    width, room = formula.evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert width > 2 * room
    expect(formula).to_have_attribute("tabindex", "0")
    assert page.locator("#stem mfrac").first.bounding_box()["height"] > 20
    page.evaluate("document.querySelectorAll('#cards .cell')[3].click()")
    natural, shown, column = page.locator("#stem img").evaluate(
        "node => [node.naturalWidth, node.getBoundingClientRect().width, document.querySelector('#stem').clientWidth]"
    )
    assert natural == 1600
    assert 200 < shown <= column
    page.evaluate("document.querySelectorAll('#cards .cell')[11].click()")
    drawing = page.locator("#stimulus-text img").evaluate("node => node.getBoundingClientRect().width")
    assert drawing > 200  # without a size of its own
    page.evaluate("document.querySelectorAll('#cards .cell')[3].click()")
    page.locator("#stem .enlarge").click()
    expect(page.get_by_role("dialog", name=text("question.picture"))).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_case_keeps_its_material_in_sight(exam: Opened, size: tuple[int, int]) -> None:
    page = exam(size=size)
    page.evaluate("document.querySelectorAll('#cards .cell')[11].click()")
    page.locator("#stimulus-text").evaluate("node => { node.scrollTop = 300; }")
    page.get_by_role("button", name=text("action.next")).click()
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="12.2"))
    expect(page.locator("#stimulus-text")).to_be_in_viewport()
    expect(page.locator("#question-title")).to_be_in_viewport()
    assert page.locator("#stimulus-text").evaluate("node => node.scrollTop") == 300


def test_the_palette_opens_over_a_phone_and_closes_again(exam: Opened) -> None:
    page = exam(size=PHONE)
    expect(page.locator("#palette")).to_be_hidden()
    page.get_by_role("button", name=text("palette.name")).click()
    expect(page.locator("#palette-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=text("palette.name"), exact=True)).to_be_focused()
    page.get_by_role("button", name=text("palette.name"), exact=True).click()
    page.locator("#cards .cell", has_text=re.compile("^5$")).click()
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.locator("#question-title")).to_be_focused()
