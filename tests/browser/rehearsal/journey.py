"""The candidate's journey step by step, as a person does it with mouse and keys."""

import re

from playwright.sync_api import Page, expect

from authoring.texts import say

PASSWORD = "Carbon#2060"  # noqa: S105
COUNT_TONES = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""
"""What a person hears: how many tones were played."""


def word(key: str, **values: object) -> str:
    return say(f"rehearsal.page.{key}", **values)


def at(page: Page, path: str) -> None:
    """The page has arrived there."""
    expect(page).to_have_url(re.compile(rf"{re.escape(path)}$"))


def sign_in(page: Page, url: str, username: str, password: str, captcha: str) -> None:
    page.goto(f"{url}/login")
    page.get_by_label(word("login.username")).fill(username)
    page.get_by_label(word("login.password"), exact=True).fill(password)
    expect(page.locator("#captcha-picture")).to_have_attribute("src", re.compile("^data:"))
    page.get_by_label(word("login.captcha"), exact=True).fill(captcha)
    page.get_by_role("button", name=word("login.submit"), exact=True).click()


def change_password(page: Page, old: str, new: str = PASSWORD, repeat: str = PASSWORD) -> None:
    page.get_by_label(word("password.old"), exact=True).fill(old)
    page.get_by_label(word("password.new"), exact=True).fill(new)
    page.get_by_label(word("password.repeat"), exact=True).fill(repeat)
    page.get_by_role("button", name=word("password.submit")).click()


def confirm(page: Page) -> None:
    at(page, "/confirm")
    page.get_by_role("button", name=word("confirm.right")).click()


def look_at_downloads(page: Page) -> None:
    at(page, "/downloads")
    page.get_by_role("link", name=word("shared.next")).click()


def check_environment(page: Page, system: str) -> None:
    at(page, "/environment")
    enter = page.get_by_role("button", name=word("environment.enter"))
    expect(page.locator("#row-speed .state")).to_have_text(word("environment.ok"))
    expect(enter).to_be_disabled()
    page.get_by_role("combobox", name=word("environment.system")).select_option(system)
    for box in page.locator("input[name=program]").all():
        expect(enter).to_be_disabled()
        box.check()
    enter.click()


def choose_exam(page: Page) -> None:
    at(page, "/exams")
    page.locator(".own").get_by_role("button", name=word("exams.enter")).click()


def enter_ticket(page: Page, ticket: str) -> None:
    at(page, "/room")
    page.locator("#ticket").fill(ticket)
    page.locator("#check").click()


def check_devices(page: Page) -> None:
    """All four pass at the first try; ends in the dialog with the ticks."""
    at(page, "/devices")
    page.locator("#typing").fill(word("devices.typing_sample"))
    page.locator("#typing-done").click()
    hear(page)
    expect(page.locator("#camera-done")).to_be_enabled()
    page.locator("#camera-done").click()
    page.locator("#microphone-start").click()
    expect(page.locator("#microphone-done")).to_be_enabled()
    page.locator("#microphone-done").click()
    ticks(page, "ok", "ok", "ok", "ok")


def hear(page: Page, *, wrong: int = 0) -> None:
    """Plays the tones and says how many there were, or so many more (fewer beyond the most)."""
    page.evaluate("() => { window.tones = 0; }")
    page.get_by_role("button", name=word("devices.speaker_play")).click()
    expect(page.locator("[data-count='2']")).to_be_enabled()
    heard = page.evaluate("window.tones") + wrong
    page.locator(f"[data-count='{heard if heard < 6 else heard - 2 * wrong}']").click()


def ticks(page: Page, *states: str) -> None:
    for row, state in zip(page.locator("[data-tick]").all(), states, strict=True):
        expect(row).to_have_attribute("data-state", state)


def sign_in_phone(phone: Page, address: str, ticket: str, id_number: str) -> None:
    """From the address behind the QR code to the monitoring page."""
    phone.goto(address)
    phone.locator("#ticket").fill(ticket)
    phone.locator("#id-number").fill(id_number)
    expect(phone.locator("#submit")).to_be_disabled()
    phone.get_by_role("button", name=word("phone.check")).tap()
    ticks(phone, "ok", "ok", "ok", "ok")
    phone.get_by_role("button", name=word("phone.finish")).tap()
    phone.get_by_role("button", name=word("phone.login")).tap()


def monitor(phone: Page) -> None:
    phone.get_by_role("button", name=word("phone.placed")).tap()
    monitoring(phone)


def monitoring(phone: Page) -> None:
    """The line is up and pictures arrive at the server."""
    expect(phone.locator("#line")).to_have_text(word("phone.monitoring"))
    expect(phone.locator("#count")).not_to_have_text(word("phone.sent", count=0))


def take_photo(page: Page) -> None:
    at(page, "/identity")
    page.get_by_role("button", name=word("identity.take")).click()
    page.get_by_role("button", name=word("identity.verify")).click()


def choose(page: Page, place: int) -> None:
    """The option at a place, 0-based."""
    page.locator("label.option").nth(place).click()


def stored(page: Page) -> None:
    """The page says that the server holds everything."""
    expect(page.locator("#saved")).to_have_class("saved")


def hand_in(page: Page) -> None:
    page.locator("#hand-in").click()
    page.get_by_role("button", name=say("candidate.hand_in.confirm")).click()
