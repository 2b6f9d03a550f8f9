"""The answering page in a real browser: answering, saving, time, handing in."""

import hashlib
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from authoring.questions.responses import read_number
from authoring.records import canonical_json, sha256_hex
from tests.browser.candidate import STOPS, Opened, answer_everything, cell, choose, go, saved, standalone, text
from tests.rendering.sample_paper import CHILDREN, PAPER, limited


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


def test_fingerprints_are_sha256(exam: Opened) -> None:
    page = exam()
    for content in ("", "碳", *("a" * length for length in (55, 56, 63, 64, 65, 119, 120)), "碳a" * 1000):
        assert page.evaluate("Exam.sha256", content) == hashlib.sha256(content.encode()).hexdigest()


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


def test_two_pages_of_the_same_paper_keep_their_own_answers(
    new_page: Callable[..., Page], as_file: Callable[[str], str]
) -> None:
    address = as_file(standalone(PAPER))
    both = as_file(f'<iframe src="{address}"></iframe><iframe src="{address}"></iframe>')
    page = new_page()
    page.goto(both)
    frames = [page.frame_locator("iframe").nth(place) for place in (0, 1)]
    for frame in frames:
        expect(frame.locator("#saved")).to_contain_text("已保存")
    frames[0].locator("label.option").first.click()
    expect(frames[0].locator("#progress-text")).to_contain_text("已答 1/")
    page.reload()
    for frame in frames:
        expect(frame.locator("#saved")).to_contain_text("已保存")
    assert sorted(frame.locator("#progress-text").inner_text()[:4] for frame in frames) == ["已答 0", "已答 1"]
