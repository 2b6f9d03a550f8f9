"""The answering page in a real browser: answering, saving, time, handing in, keyboard, sizes, secrecy."""

import datetime as dt
import functools
import hashlib
import html
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from authoring.questions.responses import read_number
from authoring.records import canonical_json, sha256_hex
from authoring.rendering.pages import CANDIDATE_SCRIPTS, CANDIDATE_STYLES, candidate_page, review_page, sample_line
from authoring.rendering.templates import template_text
from authoring.rendering.views import CandidatePaper
from authoring.texts import say
from tests.rendering.sample_paper import CHILDREN, MEDIA, PAPER, REVIEW, SECRET, limited

START = dt.datetime(2026, 12, 6, 9, 0, tzinfo=dt.UTC)
PHONE = (390, 844)
SIZES = [(1366, 768), PHONE]
STOPS = 15

Opened = Callable[..., Page]


def text(key: str, **values: object) -> str:
    return say(f"candidate.{key}", **values)


def standalone(paper: CandidatePaper = PAPER) -> str:
    return candidate_page(paper, line=sample_line(), media=MEDIA)


@pytest.fixture
def exam(new_page: Callable[..., Page], as_file: Callable[[str], str]) -> Opened:
    """Opens the sample paper with the clock stopped at its start; `page.clock` moves it."""

    def opened(paper: CandidatePaper = PAPER, size: tuple[int, int] = SIZES[0]) -> Page:
        page = new_page(size)
        page.clock.install(time=START - dt.timedelta(seconds=1))
        page.clock.pause_at(START)
        page.goto(as_file(standalone(paper)))
        expect(page.locator("#time")).to_have_text("02:00:00")
        return page

    return opened


def go(page: Page, number: str) -> None:
    """To a question, by its place in the palette."""
    page.locator("#cards .cell", has_text=re.compile(f"^{re.escape(number)}$")).click()
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number=number))


def choose(page: Page, *letters: str) -> None:
    for letter in letters:
        page.locator("label.option", has=page.locator(".letter", has_text=re.compile(f"^{letter}$"))).click()


def saved(page: Page) -> dict[str, Any]:
    """What is stored, once the page has saved."""
    page.clock.run_for(300)
    state: dict[str, Any] = page.evaluate(
        "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('exam:PAPER-T1:A:'))))"
    )
    return state


def cell(page: Page, number: str, *states: str) -> None:
    words = text("state.and").join(text(f"state.{state}") for state in states)
    wanted = text("state.cell", number=number, states=words)
    expect(page.locator("#cards").get_by_role("button", name=wanted, exact=True)).to_be_visible()


def answer_everything(page: Page) -> dict[str, Any]:
    """Answers every question with mouse and keys, and returns the responses that the views' docstrings call for."""
    go(page, "1")
    choose(page, "C")
    go(page, "2")
    choose(page, "A", "D")
    go(page, "3")
    choose(page, "Z")
    go(page, "4")
    choose(page, "C", "A", "B")
    choose(page, "B")
    go(page, "5")
    page.get_by_text(text("question.wrong"), exact=True).click()
    go(page, "6")
    page.get_by_role("textbox", name=text("question.blank", n=1)).fill("生态环境部")
    page.get_by_role("textbox", name=text("question.blank", n=2)).fill(" 碳排放配额 ")
    go(page, "7")
    page.get_by_role("textbox", name=text("question.value")).fill("27,068.55")
    page.get_by_role("combobox", name=text("question.unit")).select_option("kgCO₂")
    go(page, "8")
    page.get_by_role("textbox", name=text("question.value")).fill("12.5")
    go(page, "9")
    for place, choice in ((1, "C2"), (2, "C1"), (3, "C3")):
        page.get_by_role("combobox", name=text("question.matching_name", n=place)).select_option(choice)
    go(page, "10")
    page.get_by_role("button", name=text("question.up_name", n=3)).click()
    page.get_by_role("button", name=text("question.up_name", n=2)).click()
    go(page, "11")
    page.get_by_role("textbox", name=text("question.answer")).fill("第一步：确定基准线。\n第二步：……")
    go(page, "12.1")
    page.get_by_role("textbox", name=text("question.value")).fill("１２．５")
    go(page, "12.2")
    choose(page, "A", "C")
    go(page, "12.3")
    page.get_by_text(text("question.right"), exact=True).click()
    go(page, "12.4")
    page.get_by_role("textbox", name=text("question.blank", n=1)).fill("1200")
    return {
        "T-D01-001": "B",  # the third place of the shuffled options
        "T-D01-002": "D",
        "T-D01-003": "Z",
        "T-D01-004": ["A", "C"],
        "T-D01-005": False,
        "T-D01-006": ["生态环境部", " 碳排放配额 "],
        "T-D01-007": {"value": "27,068.55", "unit": "kgCO₂"},
        "T-D01-008": {"value": "12.5", "unit": "%"},
        "T-D01-009": {"P1": "C2", "P2": "C1", "P3": "C3"},
        "T-D01-010": ["C", "A", "B", "D", "E"],
        "T-D01-011": "第一步：确定基准线。\n第二步：……",
        "T-D01-012": {
            "T-D01-012.1": {"value": "１２．５", "unit": "tCO₂"},
            "T-D01-012.2": ["A", "C"],
            "T-D01-012.3": True,
            "T-D01-012.4": ["1200"],
        },
    }


# Answering


def test_every_type_is_answered_and_stored_in_its_documented_shape(exam: Opened) -> None:
    page = exam()
    wanted = answer_everything(page)
    assert saved(page)["responses"] == wanted
    expect(page.locator("#progress-text")).to_have_text(text("page.progress", answered=STOPS, total=STOPS))


def test_a_cleared_answer_is_gone(exam: Opened) -> None:
    page = exam()
    answer_everything(page)
    for number in ("1", "4", "5", "6", "7", "9", "10", "12.1", "12.2", "12.3", "12.4"):
        go(page, number)
        page.get_by_role("button", name=text("action.clear")).click()
        cell(page, number, "none", "current")
    assert saved(page)["responses"].keys() == {"T-D01-002", "T-D01-003", "T-D01-008", "T-D01-011"}
    go(page, "11")
    page.get_by_role("button", name=text("action.clear")).click()
    page.get_by_role("button", name=text("action.cancel")).click()
    expect(page.get_by_role("textbox", name=text("question.answer"))).to_have_value(re.compile("第一步"))


def test_the_palette_tells_begun_from_finished_and_marked(exam: Opened) -> None:
    page = exam()
    cell(page, "1", "none", "current")
    choose(page, "A")
    cell(page, "1", "full", "current")
    page.get_by_role("button", name=text("action.mark"), exact=True).click()
    cell(page, "1", "full", "marked", "current")
    go(page, "6")
    page.get_by_role("textbox", name=text("question.blank", n=2)).fill("配额")
    cell(page, "6", "partial", "current")
    go(page, "7")
    page.get_by_role("textbox", name=text("question.value")).fill("12")
    cell(page, "7", "partial", "current")  # no unit yet
    page.get_by_role("combobox", name=text("question.unit")).select_option("tCO₂")
    cell(page, "7", "full", "current")
    page.get_by_role("textbox", name=text("question.value")).fill("约 12")
    cell(page, "7", "partial", "current")
    expect(page.get_by_text(text("question.value_hint"))).to_be_visible()
    go(page, "12.2")
    cell(page, "12.1", "none")
    cell(page, "1", "full", "marked")
    assert saved(page)["marked"] == ["T-D01-001"]


def test_numbers_are_read_as_the_marker_reads_them(exam: Opened) -> None:
    page = exam()
    numbers = ["12", "-3.5", "+.5", "5.", " 12 ", "１２．５", "−7", "1,234.5", "1e4"]
    others = ["12,34", "1e400", "约12", "12 t", "1 2", "", ".", "1.2.3", "9" * 41]
    for sample in (*numbers, *others):
        assert page.evaluate("Exam.isNumber", sample) == (read_number(sample) is not None) == (sample in numbers), (
            sample
        )


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 1000])
def test_fingerprints_are_sha256(exam: Opened, length: int) -> None:
    content = ("碳a" * length)[:length]
    assert exam().evaluate("Exam.sha256", content) == hashlib.sha256(content.encode()).hexdigest()


def test_ordering_by_pointer_and_by_confirmation(exam: Opened) -> None:
    page = exam()
    go(page, "10")
    page.get_by_role("button", name=text("question.ordering_confirm")).click()
    assert saved(page)["responses"]["T-D01-010"] == ["A", "B", "C", "D", "E"]
    page.locator(".handle").nth(4).scroll_into_view_if_needed()
    box = page.locator(".handle").nth(4).bounding_box()
    target = page.locator(".ordered li").nth(1).bounding_box()
    assert box
    assert target
    page.mouse.move(box["x"] + 8, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, target["y"] + 5, steps=8)
    page.mouse.up()
    assert saved(page)["responses"]["T-D01-010"] == ["A", "E", "B", "C", "D"]


# Saving and time


def test_a_reload_restores_answers_marks_and_place_but_gives_no_time(exam: Opened) -> None:
    page = exam()
    wanted = answer_everything(page)
    page.get_by_role("button", name=text("action.mark"), exact=True).click()
    before = saved(page)
    page.clock.fast_forward("10:00")
    page.reload()
    expect(page.locator("#toast")).to_have_text(text("save.restored"))
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="12.4"))
    expect(page.get_by_role("textbox", name=text("question.blank", n=1))).to_have_value("1200")
    cell(page, "12.4", "full", "marked", "current")
    after = saved(page)
    assert after["responses"] == wanted
    assert (after["deadline"], after["started"]) == (before["deadline"], before["started"])
    expect(page.locator("#time")).to_have_text("01:50:00")
    go(page, "10")
    assert page.locator(".ordered li").evaluate_all("rows => rows.map((row) => row.dataset.id)") == wanted["T-D01-010"]


def test_what_is_not_yet_saved_is_saved_when_the_page_goes(exam: Opened) -> None:
    page = exam()
    choose(page, "B")
    page.reload()
    cell(page, "1", "full", "current")


def test_saving_is_shown_with_its_time(exam: Opened) -> None:
    page = exam()
    choose(page, "B")
    expect(page.locator("#saved")).to_have_text(text("save.waiting"))
    page.clock.run_for(300)
    expect(page.locator("#saved")).to_have_text(re.compile(r" \d\d:00:00$"))


def test_the_countdown_warns_and_hands_in_at_the_end(exam: Opened) -> None:
    page = exam()
    choose(page, "C")
    page.clock.fast_forward("01:45:00")
    expect(page.locator("#toast")).to_have_text(text("time.left_900"))
    expect(page.locator("#clock")).to_have_class(re.compile("amber"))
    page.clock.fast_forward("10:00")
    expect(page.locator("#toast")).to_have_text(text("time.left_300"))
    expect(page.locator("#clock")).to_have_class(re.compile("red"))
    page.clock.fast_forward("05:00")
    expect(page.get_by_role("heading", name=text("receipt.title_automatic"))).to_be_focused()
    expect(page.locator("#receipt")).to_contain_text(text("receipt.answered_value", answered=1, total=STOPS))
    state = saved(page)
    assert state["handedIn"]["automatic"] is True
    assert state["responses"] == {"T-D01-001": "B"}


def test_time_that_ran_out_while_away_hands_in_at_once(exam: Opened) -> None:
    page = exam()
    choose(page, "C")
    saved(page)
    page.goto("about:blank")
    page.clock.fast_forward("03:00:00")
    page.go_back()
    expect(page.get_by_role("heading", name=text("receipt.title_automatic"))).to_be_visible()


def test_a_section_with_a_limit_closes(exam: Opened) -> None:
    page = exam(limited(600))
    page.locator("#cards .cell", has_text=re.compile("^4$")).click()
    page.get_by_role("dialog").get_by_role("button", name=text("action.cancel")).click()
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="1"))
    page.locator("#cards .cell", has_text=re.compile("^4$")).click()
    page.get_by_role("dialog").get_by_role("button", name=text("time.enter")).click()
    choose(page, "A", "C")
    expect(page.locator("#limit")).to_have_text(text("time.section_left", time="00:10:00"))
    page.clock.fast_forward("10:00")
    expect(page.locator("#closed")).to_have_text(text("time.section_closed_note"))
    expect(page.get_by_role("checkbox").first).to_be_disabled()
    page.keyboard.press("b")
    assert saved(page)["responses"]["T-D01-004"] == ["A", "C"]
    go(page, "5")
    page.keyboard.press("a")
    assert saved(page)["responses"]["T-D01-005"] is True


# Handing in


def test_handing_in_lists_what_is_open_and_ends_the_sitting(exam: Opened) -> None:
    page = exam()
    choose(page, "C")
    page.get_by_role("button", name=text("action.mark"), exact=True).click()
    go(page, "6")
    page.get_by_role("textbox", name=text("question.blank", n=1)).fill("生态环境部")
    page.get_by_role("button", name=text("action.hand_in"), exact=True).click()
    dialog = page.get_by_role("dialog", name=text("hand_in.title"))
    expect(dialog.get_by_role("button", name=text("hand_in.back"))).to_be_focused()
    lists = dialog.locator(".by-section")
    open_numbers = [*map(str, range(2, 12)), *(child.number for child in CHILDREN)]
    assert lists.nth(0).locator(".cell").all_inner_texts() == open_numbers
    assert lists.nth(1).locator(".cell").all_inner_texts() == ["1"]
    assert dialog.locator(".figures b").all_inner_texts() == ["1", "13", "1", "1"]
    lists.nth(0).get_by_text("12.3").click()
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="12.3"))
    page.get_by_role("button", name=text("action.hand_in"), exact=True).click()
    page.get_by_role("button", name=text("hand_in.confirm")).click()
    expect(page.get_by_role("heading", name=text("receipt.title"))).to_be_focused()
    state = saved(page)
    assert state["handedIn"]["fingerprint"] == sha256_hex(canonical_json(state["responses"]).encode())
    expect(page.locator("#receipt code")).to_have_attribute("title", state["handedIn"]["fingerprint"])
    page.get_by_role("button", name=text("receipt.look")).click()
    go(page, "1")
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    expect(page.get_by_role("radio").nth(2)).to_be_disabled()
    page.keyboard.press("a")
    page.reload()
    expect(page.get_by_role("heading", name=text("receipt.title"))).to_be_visible()
    assert saved(page)["responses"] == state["responses"]


def test_starting_again_forgets_everything(exam: Opened) -> None:
    page = exam()
    answer_everything(page)
    page.clock.fast_forward("03:00:00")
    page.get_by_role("button", name=text("preview.restart")).click()
    page.get_by_role("dialog").get_by_role("button", name=text("preview.restart")).click()
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number="1"))
    expect(page.locator("#time")).to_have_text("02:00:00")
    assert saved(page)["responses"] == {}


# Keyboard and screen readers


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


# Sizes


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


# Inside other pages


def within(outer: str, sandbox: str | None = None) -> str:
    guard = "" if sandbox is None else f' sandbox="{sandbox}"'
    frame = f'<iframe id="cell" style="width:1000px;height:640px"{guard} srcdoc="{html.escape(outer)}"></iframe>'
    return f"<!DOCTYPE html><html lang='zh-CN'><title>notebook</title><body>{frame}</body></html>"


def frame_of(holder: Page | Frame, selector: str) -> Frame:
    element = holder.wait_for_selector(selector)
    assert element
    frame = element.content_frame()
    assert frame
    return frame


def test_it_opens_inside_a_notebook_cell(new_page: Callable[..., Page], as_file: Callable[[str], str]) -> None:
    page = new_page()
    page.goto(as_file(within(standalone())))
    frame = frame_of(page, "#cell")
    frame.get_by_role("radio", name=re.compile("^C")).check(force=True)
    frame.get_by_role("button", name=text("action.next")).click()
    expect(frame.locator("#saved")).to_have_class("saved")
    expect(frame.locator("#progress-text")).to_have_text(text("page.progress", answered=1, total=STOPS))


def test_without_storage_it_says_so_and_works_on(new_page: Callable[..., Page], as_file: Callable[[str], str]) -> None:
    page = new_page()
    page.goto(as_file(within(standalone(), sandbox="allow-scripts")))
    frame = frame_of(page, "#cell")
    expect(frame.get_by_role("alert")).to_have_text(text("save.trouble"))
    frame.get_by_role("radio", name=re.compile("^C")).check(force=True)
    expect(frame.locator("#saved")).to_have_text(text("save.failed"))
    expect(frame.locator("#progress-text")).to_have_text(text("page.progress", answered=1, total=STOPS))


@pytest.mark.parametrize("in_notebook", [False, True])
def test_the_review_follows_the_candidate_page(
    new_page: Callable[..., Page], as_file: Callable[[str], str], in_notebook: bool
) -> None:
    candidate = standalone()
    assert SECRET not in candidate
    page = new_page()
    review = review_page(candidate, REVIEW, media=MEDIA)
    page.goto(as_file(within(review) if in_notebook else review))
    outer = frame_of(page, "#cell") if in_notebook else page.main_frame
    inner = frame_of(outer, "#candidate")
    expect(inner.locator("#question-title")).to_contain_text(text("question.number", number="1"))
    expect(outer.get_by_text(f"{SECRET}答案")).to_have_count(4)
    expect(outer.locator("#panel")).to_be_hidden()
    outer.get_by_role("switch", name=say("review.page.switch")).click()
    shown = outer.locator("#note article:visible")
    expect(shown).to_contain_text(f"{SECRET}答案 1")
    expect(shown).to_contain_text(f"{SECRET}解析 1")
    inner.get_by_role("button", name=text("action.next")).click()
    expect(shown).to_contain_text(f"{SECRET}答案 2")
    expect(shown).to_contain_text("W105")
    inner.get_by_role("button", name=text("action.next")).click()
    expect(outer.get_by_text(say("review.note.none"))).to_be_visible()
    outer.get_by_role("tab", name=say("review.tab.findings", count=2)).click()
    outer.get_by_role("button", name=say("review.findings.jump", number="12.1")).click()
    expect(inner.locator("#question-title")).to_contain_text(text("question.number", number="12.1"))
    expect(shown).to_have_count(2)  # the child's and the case's
    assert SECRET not in inner.content()
    outer.get_by_role("switch", name=say("review.page.switch")).click()
    expect(outer.locator("#panel")).to_be_hidden()


# Served by a delivery system

OWN_START = """"use strict";
window.sent = [];
ExamPage.start({
  store: {
    load: async () => ({ deadline: Date.now() + 3600000 }),
    save: async (state) => { if (window.broken) throw new Error("offline"); window.sent.push(["save", state]); },
    handIn: async (state) => { if (window.broken) throw new Error("offline"); window.sent.push(["handIn", state]); },
  },
});
"""


class _Strict(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The page as files of a server with a strict content security policy and a store of its own."""
    page = candidate_page(PAPER, line=sample_line(), media={}, standalone=False)
    files = {"index.html": page, "start.js": OWN_START, "favicon.ico": ""}
    for name in (*CANDIDATE_STYLES, *CANDIDATE_SCRIPTS):
        files.setdefault(name, template_text(f"candidate/{name}"))
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "process.svg").write_bytes(MEDIA["process.svg"])
    handler = functools.partial(_Strict, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_delivery_system_serves_the_same_files_with_its_own_store(new_page: Callable[..., Page], served: str) -> None:
    page = new_page()
    page.clock.install(time=START - dt.timedelta(seconds=1))
    page.clock.pause_at(START)
    page.goto(served)
    expect(page.get_by_role("button", name=text("preview.restart"))).to_have_count(0)
    expect(page.locator("#time")).to_have_text("01:00:00")  # the server's deadline
    wanted = answer_everything(page)
    page.clock.run_for(300)
    kind, state = page.evaluate("window.sent.at(-1)")
    assert (kind, state["responses"]) == ("save", wanted)
    go(page, "4")
    assert page.locator("#stem img").evaluate("node => node.naturalWidth") == 1600
    page.evaluate("window.broken = true")
    choose(page, "E")
    page.clock.run_for(300)
    expect(page.get_by_role("alert")).to_have_text(text("save.trouble"))
    page.get_by_role("button", name=text("action.hand_in"), exact=True).click()
    page.get_by_role("button", name=text("hand_in.confirm")).click()
    expect(page.locator("#receipt")).to_contain_text(text("receipt.undelivered"))
    page.evaluate("window.broken = false")
    page.clock.run_for(6000)
    expect(page.locator("#receipt")).to_contain_text(text("receipt.delivered"))
    kind, state = page.evaluate("window.sent.at(-1)")
    assert kind == "handIn"
    assert state["responses"]["T-D01-004"] == ["A", "C", "E"]
    assert page.evaluate("window.sent.filter(([kind]) => kind === 'handIn').length") == 1
