"""The whole journey in real browsers, the phone beside the computer, in the manual's order."""

import io
import re
from collections.abc import Callable

import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from authoring.rehearsal.photos import PhotoFault
from tests.browser.rehearsal import journey
from tests.browser.rehearsal.journey import at, word
from tests.browser.rehearsal.room import Room


def to_devices(page: Page, room: Room) -> None:
    journey.sign_in(page, room.url, room.username, room.password, room.captcha)
    journey.change_password(page, room.password)
    journey.confirm(page)
    journey.look_at_downloads(page)
    journey.check_environment(page, "Windows 10 专业版")
    journey.choose_exam(page)
    journey.enter_ticket(page, room.ticket)


def scanned(page: Page) -> str:
    """What a phone reads from the QR code on the screen."""
    picture = Image.open(io.BytesIO(page.locator(".qr").screenshot()))
    return zxingcpp.read_barcodes(picture)[0].text


def test_from_the_home_page_to_the_receipt(room: Room, desk: Page, phone: Page) -> None:
    desk.goto(room.url)
    desk.get_by_role("link", name=word("home.sign_in"), exact=True).click()
    to_devices(desk, room)
    journey.check_devices(desk)
    desk.get_by_role("button", name=word("devices.finish"), exact=True).click()

    at(desk, "/room")
    enter = desk.locator("#enter")
    expect(desk.locator("#device_check")).to_have_attribute("data-state", "ok")
    expect(enter).to_be_disabled()
    journey.sign_in_phone(phone, scanned(desk), room.ticket, room.id_number)
    expect(enter).to_be_enabled()
    journey.monitor(phone)
    enter.click()

    desk.get_by_label(re.compile(word("identity.consent", days=30))).check()
    journey.take_photo(desk)
    at(desk, "/wait")
    expect(desk.locator("#left")).to_have_text(re.compile("^00:0[0-4]:"))
    room.forward(minutes=5)

    at(desk, "/paper")
    journey.choose(desk, 1)
    journey.stored(desk)
    desk.locator("#next").click()
    journey.choose(desk, 0)
    journey.stored(desk)
    assert len(room.answers()) == 2
    journey.hand_in(desk)

    at(desk, "/receipt")
    expect(desk.locator("main")).to_contain_text(word("receipt.answered_value", answered=2, total=room.total))
    expect(desk.locator("#phone")).to_have_text(word("receipt.phone_on"))
    expect(phone.locator("#advice")).to_have_text(word("phone.leave_now"))
    phone.get_by_role("button", name=word("phone.leave"), exact=True).tap()
    expect(phone.get_by_text(word("phone.left_text"))).to_be_visible()
    expect(desk.locator("#phone")).to_have_text(word("receipt.phone_off"))


def test_wrong_entries_are_told(room: Room, desk: Page) -> None:
    journey.sign_in(desk, room.url, room.username, "wrong", room.captcha)
    expect(desk.locator("#complaint")).to_contain_text(re.compile(r"还可以再试 \d+ 次"))
    expect(desk.locator("#captcha")).to_have_value("")
    journey.sign_in(desk, room.url, room.username, room.password, room.captcha)
    journey.change_password(desk, room.password, new="weak", repeat="weak")
    expect(desk.locator("#complaint")).to_have_text(word("password.weak"))
    journey.change_password(desk, room.password, repeat="Carbon#2061")
    expect(desk.locator("#complaint")).to_have_text(word("password.different"))
    journey.change_password(desk, room.password)
    at(desk, "/confirm")
    desk.get_by_role("button", name=word("confirm.wrong")).click()
    desk.get_by_role("button", name=word("confirm.report_send")).click()
    expect(desk.locator("#complaint")).to_have_text(word("confirm.report_empty"))
    desk.get_by_label(word("confirm.report_label")).fill("照片不是本人\u202e😀<b>")
    desk.get_by_role("button", name=word("confirm.report_send")).click()
    at(desk, "/downloads")


def test_a_locked_account_says_until_when(room: Room, desk: Page) -> None:
    for _ in range(room.tries):
        journey.sign_in(desk, room.url, room.username, "wrong", room.captcha)
        expect(desk.locator("#complaint")).not_to_be_empty()
    expect(desk.locator("#complaint")).to_contain_text(
        re.compile(r"账号已锁定，20\d\d-\d\d-\d\d \d\d:\d\d:\d\d 后可以再试")
    )


def test_a_failed_check_gives_the_manuals_advice_and_another_try(room: Room, desk: Page) -> None:
    to_devices(desk, room)
    desk.locator("#typing").fill("碳")
    expect(desk.locator("#typing-done")).to_be_disabled()
    desk.locator("#typing").fill("碳达峰碳中和2030CO2")
    desk.locator("#typing-done").click()
    journey.hear(desk, wrong=1)
    advice = desk.locator("#check-speaker .advice")
    expect(advice).to_contain_text(room.rules.device_checks.checks[1].advice[0])
    advice.get_by_role("button", name=word("devices.see_result")).click()
    journey.ticks(desk, "ok", "bad", "ok", "bad")
    expect(desk.locator("#finish")).to_be_disabled()
    desk.locator("#again").click()
    expect(desk.locator("[data-check=typing]")).to_have_attribute("data-state", "now")


def test_without_permission_the_camera_check_says_so(room: Room, opened: Callable[..., BrowserContext]) -> None:
    page = opened(permissions=()).new_page()
    to_devices(page, room)
    page.locator("#typing").fill(word("devices.typing_sample"))
    page.locator("#typing-done").click()
    journey.hear(page)
    expect(page.locator("#check-camera .reason")).to_have_text(word("shared.camera_error.NotAllowedError"))
    expect(page.locator("#check-camera .advice li")).to_have_text(list(room.rules.device_checks.checks[2].advice))
    page.context.grant_permissions(["camera", "microphone"])
    page.locator("#check-camera [data-retry]").click()
    expect(page.locator("#camera-done")).to_be_enabled()


def test_a_photo_that_fails_is_taken_again_and_a_person_can_decide(room: Room, desk: Page) -> None:
    room.admit(desk.context, step="/identity")
    room.refuse_photos(PhotoFault(code="too_dark", message="画面太暗。", hint="请开灯后重拍。"))
    desk.goto(f"{room.url}/identity")
    journey.take_photo(desk)
    expect(desk.locator("#complaints")).to_contain_text(word("identity.consent_missing"))
    desk.locator("#consent").check()
    desk.get_by_role("button", name=word("identity.verify")).click()
    expect(desk.locator("#complaints")).to_contain_text("画面太暗。 请开灯后重拍。")
    expect(desk.get_by_role("button", name=word("identity.verify"))).to_be_disabled()
    desk.get_by_role("button", name=word("identity.manual")).click()
    expect(desk.locator("#standing")).to_have_text(word("identity.review"))
    room.decide_identity(passed=True)
    at(desk, "/wait")


def test_no_step_can_be_skipped(room: Room, desk: Page) -> None:
    for path in ("/room", "/paper", "/receipt", "/identity"):
        desk.goto(room.url + path)
        at(desk, "/login")
