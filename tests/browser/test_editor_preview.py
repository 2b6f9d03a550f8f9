"""The candidate's page beside the form: also of a half-written question it draws, and nothing in it fails."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from tests.browser.editing import ONE_OF_EACH, SINGLE, TODAY, candidate, press, shown, single, words, writing


@pytest.mark.parametrize("kind", list(QuestionType))
def test_a_half_written_question_is_drawn(
    bank: Bank, new_page: Callable[..., Page], as_file: Callable[[str], str], kind: QuestionType
) -> None:
    editing = Editing.new(bank, kind, "D03-01", today=TODAY)
    page = new_page()
    for stem in ("", "写到一半的题干 [[2]] [[1]] [[1]] ![图](media/nowhere.svg)"):
        editing.change("stem", stem)
        if kind is QuestionType.CASE and stem:
            for part in QuestionType:
                if part is not QuestionType.CASE:
                    editing.add("children", part.value)
        page.goto(as_file(editing.preview()))
        question = page.locator("#question-title")
        expect(question).to_be_visible()
        if stem:
            expect(page.get_by_text("写到一半的题干").first).to_be_visible()


def test_the_preview_keeps_its_place_and_leaves_nothing_behind(bank: Bank, page: Page) -> None:
    editing = Editing.open(bank, ONE_OF_EACH[QuestionType.CASE], today=TODAY)
    shown(page, editing)
    frame = candidate(page)
    frame.locator("#strip button").nth(1).click()
    expect(frame.locator("#question-title")).to_contain_text("1.2")
    writing(page, "rationale").focus()
    page.keyboard.type("说明")
    writing(page, "stem").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("资料：")
    expect(candidate(page).locator("#stimulus-text")).to_contain_text("资料：")
    expect(candidate(page).locator("#question-title")).to_contain_text("1.2")
    writing(page, "children.2.stem").fill("排放量是多少？")
    expect(candidate(page).locator("#question-title")).to_contain_text("1.3")
    expect(candidate(page).locator("#stem")).to_have_text("排放量是多少？")
    expect(page.locator(".frames iframe")).to_have_count(1)
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key !== 'exam:preferences').length")
    assert kept <= 1


def test_the_preview_is_as_wide_as_a_phone_or_a_computer(bank: Bank, page: Page) -> None:
    shown(page, single(bank))
    width = "frame => frame.contentWindow.innerWidth"
    assert page.locator(".frames:not([hidden]) iframe").evaluate(width) == 390
    page.get_by_role("radio", name=words("view.preview.computer")).check()
    page.wait_for_function("document.querySelector('.frames iframe').contentWindow.innerWidth === 1100")


def test_beneath_the_form_where_the_place_is_narrow(bank: Bank, new_page: Callable[..., Page]) -> None:
    page = new_page((900, 950))
    shown(page, single(bank))
    form, side = page.locator(".form").bounding_box(), page.locator(".side").bounding_box()
    assert form
    assert side
    assert side["y"] >= form["y"] + form["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_a_similar_question_is_shown_beside_and_left_again(bank: Bank, page: Page) -> None:
    editing = Editing.new(bank, QuestionType.SINGLE_CHOICE, "D03-01", today=TODAY)
    shown(page, editing)
    writing(page, "stem").focus()
    page.keyboard.insert_text(bank[SINGLE].stem)
    similar = page.get_by_role("button", name=SINGLE)
    expect(similar).to_contain_text("100%")
    similar.click()
    expect(candidate(page).locator(".option").first).to_contain_text(bank[SINGLE].options[0].text)  # type: ignore[union-attr]
    press(page, "view.preview.back")
    expect(candidate(page).locator("#question-title")).to_be_visible()
