"""A section's own limit on the answering page: the server's clock, across reload, extra time and the end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from authoring.texts import say
from tests.browser.rehearsal.journey import choose, stored
from tests.browser.rehearsal.room import Room
from tests.export import examples


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Room(tmp_path, package=examples.package(section_minutes=20)) as opened:
        yield opened


def limit(page: Page, minutes: str) -> None:
    """What the page says is left of the section, by the minute."""
    text = say("candidate.time.section_left", time="@")
    expect(page.locator("#limit")).to_have_text(re.compile(re.escape(text).replace("@", rf"00:{minutes}:\d\d")))


def test_the_server_keeps_the_section_s_clock(room: Room, sitting: Page) -> None:
    limit(sitting, "(19|20)")
    choose(sitting, 0)
    stored(sitting)
    room.forward(minutes=4)
    sitting.reload()
    limit(sitting, "15")
    sitting.evaluate("localStorage.clear()")  # another machine knows nothing of its own
    sitting.reload()
    limit(sitting, "15")
    room.extend(30)  # 150 minutes instead of 120, so 25 instead of 20
    limit(sitting, "20")


def test_a_section_that_is_over_takes_no_answer(room: Room, sitting: Page) -> None:
    choose(sitting, 0)
    stored(sitting)
    before = room.answers()
    room.forward(minutes=21)
    sitting.reload()
    expect(sitting.locator("#closed")).to_have_text(say("candidate.time.section_closed_note"))
    expect(sitting.locator("label.option input").first).to_be_disabled()
    assert room.answers() == before
