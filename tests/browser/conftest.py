"""A browser that may reach nothing but local pages, and whose pages may not fail."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from authoring.bank import Bank
from authoring.rendering.views import CandidatePaper
from tests.browser.candidate import SIZES, START, Opened, standalone
from tests.browser.editing import SIZE, small_bank
from tests.rendering.sample_paper import PAPER

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a camera, a microphone, a loudspeaker; pages still need permission
]
LOCAL = ("file:", "data:", "blob:", "about:", "http://127.0.0.1:")

expect.set_options(timeout=10_000)  # milliseconds: slow machines may take their time

OpenPage = Callable[..., Page]


def browser_path() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), "/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[OpenPage]:
    """`new_page(size=(width, height))`: an empty page; outside requests and page errors fail the test at its end."""
    trouble: list[str] = []
    contexts = []

    def opened(size: tuple[int, int] = SIZES[0]) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"page error: {error}"))
        page.on("console", lambda line: trouble.append(f"console: {line.text}") if line.type == "error" else None)
        page.on("request", lambda sent: None if sent.url.startswith(LOCAL) else trouble.append(f"request: {sent.url}"))
        page.set_default_timeout(10_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not trouble


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[Page]:
    """A page for whole applications, such as JupyterLab: what it asks of the outside is refused and fails the test."""
    outside: list[str] = []

    def gate(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport={"width": 1400, "height": 1000}, locale="zh-CN")
    context.route("**/*", gate)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()
    assert outside == []


@pytest.fixture
def as_file(tmp_path: Path) -> Callable[[str], str]:
    """Writes a page and gives its address."""

    def written(html: str) -> str:
        path = tmp_path / f"page-{len(list(tmp_path.iterdir()))}.html"
        path.write_text(html, encoding="utf-8")
        return path.as_uri()

    return written


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """One question of each type."""
    with small_bank(tmp_path / "bank") as opened:
        yield opened


@pytest.fixture
def page(new_page: OpenPage) -> Page:
    """An empty page as wide as the editor likes it."""
    return new_page(SIZE)


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
