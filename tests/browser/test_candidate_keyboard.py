"""The answering page without a mouse, and for screen readers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.candidate import PHONE, SIZES, STOPS, Opened, choose, saved, text
from tests.rendering.sample_paper import PAPER


def test_a_whole_sitting_by_keyboard(exam: Opened) -> None:
    page = exam()
    responses = answer_by_keyboard(page)
    assert responses["T-D01-001"] == "B"
    assert responses["T-D01-002"] == "B"
    assert responses["T-D01-003"] == "M"
    assert responses["T-D01-004"] == ["D"]
    assert responses["T-D01-005"] is False
    assert responses["T-D01-006"] == ["abc m 1", ""]
    assert responses["T-D01-007"] == {"value": "12", "unit": ""}
    assert responses["T-D01-009"] == {"P1": "C2"}
    assert responses["T-D01-010"] == ["B", "C", "A", "D", "E"]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name=text("help.title"))).to_be_visible()
    page.get_by_role("checkbox", name=text("help.keys_switch")).uncheck()
    page.keyboard.press("Escape")
    page.locator("#question-title").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="10"))


def answer_by_keyboard(page: Page) -> dict[str, Any]:
    """From the top of the page to question 10; returns what was saved."""
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("link", name=text("page.skip"))).to_be_focused()
    press("Enter")
    expect(page.locator("#question-title")).to_be_focused()
    press("c")
    press("ArrowRight")
    expect(page.locator("#question-title")).to_be_focused()
    press("2")
    press("m")
    expect(page.locator("#announcer")).to_have_text(text("action.marked", number="2"))
    press("ArrowRight")
    press("m")  # the thirteenth option
    press("PageDown")
    press("a")
    press("d")
    press("a")
    press("ArrowRight")
    press("b")
    press("ArrowRight")
    press("Tab")
    page.keyboard.type("abc m 1")
    press("ArrowLeft")  # moves the caret, not the question
    press("PageDown")
    page.get_by_role("textbox", name=text("question.value")).focus()
    page.keyboard.type("12")
    press("PageDown")
    press("PageDown")
    page.get_by_role("combobox").first.focus()
    press("b")  # within the list of choices
    page.locator("#question-title").focus()
    press("ArrowRight")
    page.get_by_role("button", name=text("question.down_name", n=1)).focus()
    press("Enter")
    press("Enter")
    responses: dict[str, Any] = saved(page)["responses"]
    return responses


def test_arrows_on_a_choice_turn_the_page_and_never_change_an_answer(exam: Opened) -> None:
    page = exam()
    choose(page, "B")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="2"))
    assert saved(page)["responses"] == {"T-D01-001": "C"}


@pytest.mark.parametrize("size", SIZES)
def test_every_control_has_a_name_and_every_place_a_landmark(exam: Opened, size: tuple[int, int]) -> None:
    page = exam(size=size)
    for landmark in ("banner", "main", "navigation"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    for place in range(STOPS):
        if place:
            page.get_by_role("button", name=text("action.next")).click()
        for role in ("radio", "checkbox", "textbox", "combobox", "button", "img", "group", "radiogroup", "region"):
            found = page.get_by_role(role)
            assert found.count() == page.get_by_role(role, name=re.compile(r"\S")).count(), (place, role)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    expect(page.get_by_role("heading", level=1)).to_have_text(PAPER.title)


def test_letters_may_be_chosen_larger_and_stay_so(exam: Opened) -> None:
    page = exam(size=PHONE)
    height = "parseFloat(getComputedStyle(document.querySelector('#stem')).fontSize)"
    normal = page.evaluate(height)
    for _ in range(3):
        page.get_by_role("button", name=text("size.larger_name")).click()
    assert page.evaluate(height) == pytest.approx(1.5 * normal)
    page.reload()
    expect(page.get_by_role("button", name=text("size.larger_name"))).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
