"""A rehearsal server with one candidate, a computer's browser and a phone's, each with camera and microphone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.candidate import PHONE
from tests.browser.conftest import LOCAL
from tests.browser.rehearsal.journey import COUNT_TONES
from tests.browser.rehearsal.room import Room

DESK = (1366, 768)
Open = Callable[..., Page]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Room(tmp_path) as opened:
        yield opened


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers of their own; errors of pages, breaches of their policy and outside requests fail the test."""
    trouble: list[str] = []
    contexts = []

    def context(*, permissions: tuple[str, ...] = ("camera", "microphone"), phone: bool = False) -> BrowserContext:
        width, height = PHONE if phone else DESK
        new = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="America/New_York",  # pages tell Beijing's time wherever they are
            permissions=list(permissions),
            has_touch=phone,
            is_mobile=phone,
        )
        new.set_default_timeout(10_000)
        new.add_init_script(COUNT_TONES)
        new.on("weberror", lambda error: trouble.append(f"page error: {error.error}"))
        new.on("console", lambda line: "Security Policy" in line.text and trouble.append(line.text))
        new.on("request", lambda sent: None if sent.url.startswith(LOCAL) else trouble.append(f"request: {sent.url}"))
        contexts.append(new)
        return new

    yield context
    for context_ in contexts:
        context_.close()
    assert not trouble


@pytest.fixture
def desk(opened: Callable[..., BrowserContext]) -> Page:
    """The candidate's computer."""
    return opened().new_page()


@pytest.fixture
def phone(opened: Callable[..., BrowserContext]) -> Page:
    """The candidate's phone."""
    return opened(phone=True).new_page()


@pytest.fixture
def sitting(room: Room, desk: Page) -> Page:
    """The answering page at the first question."""
    return begin(room, desk)


def begin(room: Room, page: Page) -> Page:
    room.admit(page.context)
    page.goto(f"{room.url}/paper")
    expect(page.locator("#question-title")).not_to_be_empty()
    return page
