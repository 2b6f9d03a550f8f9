"""Every page at both sizes: nothing wider than the window, everything reachable by keyboard and named."""

import pytest
from playwright.sync_api import Page, expect

from authoring.rehearsal.pages import PAGES
from tests.browser.candidate import SIZES
from tests.browser.rehearsal import journey
from tests.browser.rehearsal.journey import at
from tests.browser.rehearsal.room import Room

NAMELESS = """() => [...document.querySelectorAll("main :is(button, a, input, select, textarea, meter, audio)")]
  .filter((node) => node.offsetParent && !(node.ariaLabel || node.labels?.length || node.textContent.trim()))
  .map((node) => node.outerHTML)"""
FOCUSED = "() => document.activeElement.id || document.activeElement.textContent.trim()"


def reached(page: Page) -> set[str]:
    """What the Tab key comes to, by id or words."""
    found: list[str] = []
    while len(found) < 60:
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
        if found.count(found[0]) > 1:
            break
    return set(found)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_and_has_names(room: Room, desk: Page, size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    room.admit(desk.context, step="/confirm")
    for page in PAGES:
        desk.goto("about:blank")  # a page that is left open follows the candidate by itself
        room.put_at(page.path)
        desk.goto(room.url + page.path)
        at(desk, page.path)
        expect(desk.locator("main")).not_to_have_attribute("inert", "")
        wide = desk.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], page.name
        assert desk.evaluate(NAMELESS) == [], page.name


def test_the_room_is_worked_by_keyboard(room: Room, desk: Page) -> None:
    room.admit(desk.context, step="/room")
    desk.goto(f"{room.url}/room")
    assert {"ticket", "check"} <= reached(desk)
    desk.locator("#ticket").press_sequentially(room.ticket)
    desk.keyboard.press("Enter")
    at(desk, "/devices")
    expect(desk.locator("#typing")).to_be_focused()
    desk.keyboard.type(journey.word("devices.typing_sample"))
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-check=typing]")).to_have_attribute("data-state", "ok")
    assert "speaker-play" in reached(desk)
