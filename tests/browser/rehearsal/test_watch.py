"""The computer's camera while the candidate waits and answers, and files checked on the downloads page."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from authoring.rehearsal.cameras import LARGEST, MOST_SNAPSHOT, Machine
from authoring.rehearsal.sitting import Camera
from tests.browser.rehearsal.conftest import begin
from tests.browser.rehearsal.journey import choose, stored, word
from tests.browser.rehearsal.room import Room

PICTURE = "**/api/snapshot"


def says(page: Page, state: str) -> None:
    expect(page.locator("#watch-text")).to_have_text(word(f"shared.watch.{state}"))


def picture_sent(page: Page) -> None:
    with page.expect_response(PICTURE) as reply:
        pass
    assert reply.value.status == 204


@contextmanager
def reported(page: Page, state: Camera) -> Iterator[None]:
    """Until the server has been told how the camera is."""
    with page.expect_response(
        lambda reply: reply.url.endswith("/api/camera") and state in str(reply.request.post_data)
    ):
        yield


@pytest.mark.parametrize("step", ["/wait", "/paper"])
def test_small_pictures_reach_the_server(room: Room, desk: Page, step: str) -> None:
    room.admit(desk.context, step=step)
    desk.goto(room.url + step)
    says(desk, "on")
    picture_sent(desk)
    content = room.snapshot(Machine.COMPUTER)
    assert content is not None
    assert len(content) < MOST_SNAPSHOT
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        assert image.width <= LARGEST[0]
        assert image.height <= LARGEST[1]
        assert len(image.getcolors(100_000) or [0] * 2) > 1, "it shows something"
    assert room.camera() is Camera.ON


def test_a_camera_that_is_refused_is_told_and_answers_go_on(room: Room, opened: Callable[..., BrowserContext]) -> None:
    desk = opened(permissions=()).new_page()
    desk.add_init_script("""navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException("", "NotAllowedError"); };""")
    with reported(desk, Camera.NOT_ALLOWED):
        begin(room, desk)
    says(desk, "not_allowed")
    expect(desk.get_by_role("button", name=word("shared.watch.again"))).to_be_visible()
    assert room.camera() is Camera.NOT_ALLOWED
    choose(desk, 0)
    stored(desk)
    assert room.snapshot(Machine.COMPUTER) is None


def test_a_lost_camera_is_told_and_comes_back_by_itself(room: Room, sitting: Page) -> None:
    says(sitting, "on")
    with reported(sitting, Camera.LOST):
        sitting.evaluate("""() => {
            const [track] = document.getElementById("watch-video").srcObject.getVideoTracks();
            track.stop();
            track.dispatchEvent(new Event("ended"));
        }""")
    says(sitting, "lost")
    assert room.camera() is Camera.LOST
    says(sitting, "on")
    picture_sent(sitting)
    assert room.camera() is Camera.ON


def test_a_picture_that_hangs_keeps_no_answer_waiting(room: Room, sitting: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    sitting.route(PICTURE, hold)
    with sitting.expect_request(PICTURE):
        pass
    choose(sitting, 0)
    stored(sitting)
    assert len(room.answers()) == 1
    assert len(held) == 1, "the next picture is not sent while one is under way"
    held[0].abort()
    sitting.unroute(PICTURE)
    picture_sent(sitting)


def test_the_end_of_the_exam_is_no_loss_of_the_camera(room: Room, desk: Page) -> None:
    with reported(desk, Camera.ON):
        begin(room, desk)
    room.terminate()
    desk.wait_for_url("**/receipt")
    expect(desk.locator("#watch")).to_have_count(0)
    assert room.camera() is Camera.ON


def test_downloaded_files_are_compared_with_the_checksums(room: Room, desk: Page) -> None:
    room.admit(desk.context, step="/downloads")
    desk.goto(f"{room.url}/downloads")
    rows = desk.locator("tr[data-sha256]:has(a)")
    expect(rows).to_have_count(2)
    for row in rows.all():
        with desk.expect_download() as fetched:
            row.get_by_role("link").click()
        desk.get_by_label(word("downloads.given")).set_input_files(fetched.value.path())
        title = row.locator("th").inner_text()
        expect(desk.locator("#verdict")).to_have_text(word("downloads.given_same", title=title))
    desk.get_by_label(word("downloads.given")).set_input_files({"name": "a", "mimeType": "", "buffer": b"abc"})
    # FIPS 180-2, B.1
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    expect(desk.locator("#verdict")).to_have_text(word("downloads.given_other", sum=known))
