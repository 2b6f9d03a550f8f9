"""Answers on their way to the server: confirmed by its reply alone, kept while the network is gone, told truthfully."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from authoring.texts import say
from tests.browser.rehearsal import journey
from tests.browser.rehearsal.conftest import begin
from tests.browser.rehearsal.journey import at, choose, stored, word
from tests.browser.rehearsal.room import Room

AHEAD = """
const Real = Date;
const now = () => Real.now() + 86400000;
window.Date = class extends Real {
  constructor(...parts) { super(...(parts.length ? parts : [now()])); }
  static now() { return now(); }
};
"""


def kept(page: Page, count: int) -> None:
    """The page says how many answers are on this machine alone."""
    expect(page.locator("#trouble")).to_have_text(say("candidate.save.kept", count=count))


def cut(page: Page) -> None:
    page.route(re.compile("/api/"), lambda route: route.abort())


def mend(page: Page) -> None:
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")


def option(page: Page, place: int) -> str:
    value = page.locator("label.option input").nth(place).get_attribute("value")
    assert value
    return value


def test_an_answer_is_stored_when_the_page_says_so(room: Room, sitting: Page) -> None:
    stored(sitting)
    choose(sitting, 2)
    expect(sitting.locator("#saved")).not_to_have_class("saved")
    stored(sitting)
    assert list(room.answers().values()) == [option(sitting, 2)]
    sitting.locator("#clear").click()
    expect(sitting.locator("#saved")).not_to_have_class("saved")
    stored(sitting)
    assert list(room.answers().values()) == [None]


def test_a_cut_network_is_told_and_nothing_is_lost(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    cut(sitting)
    choose(sitting, 1)
    wanted = [option(sitting, 1)]
    sitting.locator("#next").click()
    choose(sitting, 2)
    kept(sitting, 2)
    expect(sitting.locator("#saved")).to_have_class("failed")
    wanted.append([option(sitting, 2)])
    mend(sitting)
    expect(sitting.locator("#trouble")).to_be_hidden()
    stored(sitting)
    assert list(room.answers().values()) == wanted


def test_a_reload_keeps_what_could_not_be_sent(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    sitting.route(re.compile("/api/answers"), lambda route: route.abort())
    choose(sitting, 3)
    kept(sitting, 1)
    sitting.reload()
    kept(sitting, 1)
    expect(sitting.locator("label.option input").nth(3)).to_be_checked()
    mend(sitting)
    expect(sitting.locator("#trouble")).to_be_hidden()
    assert list(room.answers().values()) == [option(sitting, 3)]


def test_the_server_stops_and_comes_back(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    room.stop()
    choose(sitting, 1)
    kept(sitting, 1)
    room.restart()
    expect(sitting.locator("#trouble")).to_be_hidden(timeout=20_000)
    assert list(room.answers().values()) == [option(sitting, 1)]


def test_a_full_disk_keeps_answers_on_the_page(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    room.fill_disk()
    sitting.locator("#cards .cell", has_text=re.compile(f"^{room.short_answer}$")).click()
    sitting.get_by_role("textbox").fill("满" * 5000)
    kept(sitting, 1)
    expect(sitting.locator("#saved")).to_have_class("failed")
    assert len(room.answers()) == 1
    room.make_space()
    expect(sitting.locator("#trouble")).to_be_hidden(timeout=20_000)
    assert "满" * 5000 in room.answers().values()


def test_marks_and_place_survive_a_reload(sitting: Page) -> None:
    sitting.locator("#next").click()
    sitting.locator("#mark").click()
    stored(sitting)
    sitting.reload()
    expect(sitting.locator("#question-title")).to_contain_text(say("candidate.question.number", number=2))
    expect(sitting.locator("#mark")).to_have_attribute("aria-pressed", "true")


def test_a_wrong_clock_changes_nothing(room: Room, opened: Callable[..., BrowserContext]) -> None:
    context = opened()
    context.add_init_script(AHEAD)
    page = begin(room, context.new_page())
    expect(page.locator("#time")).to_have_text(re.compile("^0(1:59:|2:00:00)"))
    choose(page, 1)
    stored(page)
    assert list(room.answers().values()) == [option(page, 1)]


def test_the_newest_page_takes_over(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    second = sitting.context.new_page()
    second.goto(f"{room.url}/paper")
    expect(second.locator("label.option input").nth(0)).to_be_checked()
    expect(sitting.locator("#overlay-title")).to_have_text(word("paper.taken_over"))
    sitting.keyboard.press("Escape")
    sitting.keyboard.press("Escape")
    sitting.keyboard.press("b")
    expect(sitting.locator("#overlay")).to_be_visible()
    choose(second, 1)
    stored(second)
    sitting.get_by_role("button", name=word("paper.taken_over_here")).click()
    expect(sitting.locator("label.option input").nth(1)).to_be_checked()
    expect(second.locator("#overlay-title")).to_have_text(word("paper.taken_over"))
    assert list(room.answers().values()) == [option(sitting, 1)]


def test_a_second_machine_with_older_answers_does_not_win(room: Room, opened: Callable[..., BrowserContext]) -> None:
    first, second = begin(room, opened().new_page()), opened().new_page()
    first.route(re.compile("/api/answers"), lambda route: route.abort())
    choose(first, 0)
    kept(first, 1)
    begin(room, second)
    choose(second, 1)
    stored(second)
    mend(first)
    expect(first.locator("#overlay-title")).to_have_text(word("paper.taken_over"))
    assert list(room.answers().values()) == [option(second, 1)]
    first.unroute_all()
    first.get_by_role("button", name=word("paper.taken_over_here")).click()
    expect(first.locator("label.option input").nth(1)).to_be_checked()


def test_a_pause_covers_the_page_and_stops_its_clock(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    room.pause()
    expect(sitting.locator("#overlay-title")).to_have_text(word("paper.paused"))
    sitting.keyboard.press("b")
    sitting.keyboard.press("Escape")
    whole = room.rules.timing.duration_minutes
    first_minute = re.compile("|".join(f"^{left // 60:02}:{left % 60:02}:" for left in (whole, whole - 1)))
    room.forward(minutes=7)
    sitting.reload()
    expect(sitting.locator("#overlay-title")).to_have_text(word("paper.paused"))
    expect(sitting.locator("#time")).to_have_text(first_minute)
    room.resume()
    expect(sitting.locator("#overlay")).to_be_hidden()
    expect(sitting.locator("#time")).to_have_text(first_minute)
    assert list(room.answers().values()) == [option(sitting, 0)]


def test_messages_and_extra_time_are_told_once(room: Room, sitting: Page) -> None:
    room.tell("请保持安静。<b>\u202e😀")
    expect(sitting.locator("#message-text")).to_have_text("请保持安静。<b>\u202e😀")
    sitting.get_by_role("button", name=word("shared.understood")).click()
    room.extend(minutes=10)
    expect(sitting.locator("#message-text")).to_have_text(word("paper.extended", minutes=10))
    sitting.get_by_role("button", name=word("shared.understood")).click()
    expect(sitting.locator("#time")).to_have_text(re.compile("^02:0[79]:|^02:10:"))
    sitting.reload()
    expect(sitting.locator("#question-title")).not_to_be_empty()
    stored(sitting)
    expect(sitting.locator("#message")).to_be_hidden()


def test_nobody_hands_in_too_early(room: Room, sitting: Page) -> None:
    room.early(minutes=30)
    sitting.reload()
    stored(sitting)
    sitting.locator("#hand-in").click()
    expect(sitting.locator("#toast")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d 起才可以交卷"))
    expect(sitting.locator("#hand-in-dialog")).to_be_hidden()


def test_the_end_hands_in_by_itself(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    room.forward(minutes=120)
    at(sitting, "/receipt")
    expect(sitting.locator("h1")).to_have_text(word("receipt.title_automatic"))
    sitting.goto(f"{room.url}/paper")
    at(sitting, "/receipt")


def test_what_the_server_does_not_take_any_more_is_told(room: Room, sitting: Page) -> None:
    sitting.route(re.compile("/api/answers"), lambda route: route.abort())
    choose(sitting, 0)
    kept(sitting, 1)
    room.terminate()
    sitting.unroute_all()
    expect(sitting.locator("#overlay-title")).to_have_text(word("paper.refused", count=1))
    sitting.get_by_role("button", name=word("paper.reload")).click()
    at(sitting, "/receipt")


@pytest.mark.parametrize("text", ["\u202eabc😀<script>alert(1)</script>", "碳" * 15_000])
def test_strange_answers_arrive_as_they_are(room: Room, sitting: Page, text: str) -> None:
    sitting.locator("#cards .cell", has_text=re.compile(f"^{room.short_answer}$")).click()
    sitting.get_by_role("textbox", name=say("candidate.question.answer")).fill(text)
    expect(sitting.locator("#saved")).not_to_have_class("saved")
    stored(sitting)
    assert list(room.answers().values()) == [text]
    sitting.reload()
    expect(sitting.get_by_role("textbox", name=say("candidate.question.answer"))).to_have_value(text)


def test_a_lost_side_view_is_told(room: Room, sitting: Page) -> None:
    expect(sitting.locator("#side-view")).to_have_text(word("paper.side_view_lost"))
    expect(sitting.locator("#side-view")).to_be_visible()


def test_the_last_answer_goes_with_the_hand_in(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    journey.hand_in(sitting)
    at(sitting, "/receipt")
    assert len(room.answers()) == 1


def test_a_full_storage_is_told(room: Room, opened: Callable[..., BrowserContext]) -> None:
    context = opened()
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")
    page = begin(room, context.new_page())
    stored(page)
    cut(page)
    choose(page, 0)
    expect(page.locator("#trouble")).to_have_text(say("candidate.save.trouble"))
    mend(page)
    expect(page.locator("#trouble")).to_be_hidden()
    assert len(room.answers()) == 1
