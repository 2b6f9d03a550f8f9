"""The phone as second camera: login, pictures, loss and return, leaving by hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.rehearsal import journey
from tests.browser.rehearsal.journey import word
from tests.browser.rehearsal.room import Room


@pytest.fixture
def watching(room: Room, phone: Page) -> Page:
    """A phone that is being watched."""
    journey.sign_in_phone(phone, room.phone_address, room.ticket, room.id_number)
    journey.monitor(phone)
    return phone


def test_pictures_arrive(room: Room, watching: Page) -> None:
    picture = room.snapshot()
    assert picture.startswith(b"\xff\xd8")
    assert len(picture) <= 200_000


def test_wrong_numbers_are_refused(room: Room, phone: Page) -> None:
    journey.sign_in_phone(phone, room.phone_address, room.ticket, "110105194912310021")
    expect(phone.locator("#complaint")).not_to_be_empty()
    phone.locator("#app-code").fill("ABC")
    phone.get_by_role("button", name=word("phone.login")).tap()
    name = room.rules.second_camera.app_code.name
    expect(phone.locator("#complaint")).to_have_text(word("phone.code_length", name=name, length=9))
    phone.locator("#id-number").fill("")
    phone.get_by_role("button", name=word("phone.login")).tap()
    expect(phone.locator("#complaint")).to_have_text(word("phone.missing"))


def test_codes_may_be_typed(room: Room, phone: Page) -> None:
    journey.sign_in_phone(phone, room.phone_address.partition("?")[0], room.ticket, room.id_number)
    expect(phone.locator("#complaint")).to_have_text(word("phone.missing"))
    phone.locator("#app-code").fill(room.app_code.lower())
    phone.locator("#exam-code").fill(room.exam_code.lower())
    phone.get_by_role("button", name=word("phone.login")).tap()
    journey.monitor(phone)


def test_it_comes_back_without_a_new_login(room: Room, watching: Page) -> None:
    watching.reload()
    journey.monitoring(watching)
    room.stop()
    expect(watching.locator("#line")).to_have_text(word("phone.lost"))
    room.restart()
    journey.monitoring(watching)


def test_leaving_early_is_asked_twice(room: Room, watching: Page) -> None:
    watching.get_by_role("button", name=word("phone.leave"), exact=True).tap()
    expect(watching.get_by_text(word("phone.leave_early_text"))).to_be_visible()
    watching.get_by_role("button", name=word("shared.cancel")).tap()
    journey.monitoring(watching)
    watching.get_by_role("button", name=word("phone.leave"), exact=True).tap()
    watching.get_by_role("button", name=word("phone.leave_yes")).tap()
    expect(watching.get_by_text(word("phone.left_text"))).to_be_visible()
    assert watching.evaluate("document.getElementById('video').srcObject.active") is False


def test_without_permission_the_phone_says_so(room: Room, opened: Callable[..., BrowserContext]) -> None:
    phone = opened(phone=True, permissions=()).new_page()
    phone.goto(room.phone_address)
    phone.get_by_role("button", name=word("phone.check")).tap()
    journey.ticks(phone, "ok", "bad", "bad", "bad")
    expect(phone.locator("#check-complaint")).to_contain_text(word("shared.camera_error.NotAllowedError"))
    expect(phone.get_by_role("button", name=word("phone.finish"))).to_be_disabled()
