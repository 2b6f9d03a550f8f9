"""Takes the guide's pictures of the answering page: `scripts/guide-pictures`. What they say lies beside them."""

import datetime as dt
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from authoring.rendering.guide.pictures import PICTURES
from authoring.rendering.pages import candidate_page, sample_line
from tests.browser.candidate import SIZES, choose, go
from tests.browser.conftest import ARGUMENTS, browser_path
from tests.browser.demonstration import demonstration_paper

FOLDER = Path(__file__).parents[2] / "templates" / "guide" / "pictures"
START = dt.datetime(2026, 12, 19, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LABELS = FOLDER / "labels.json"


def source() -> str:
    return candidate_page(demonstration_paper(), line=sample_line(), media={})


def opened(browser: Browser, address: str) -> Page:
    """The page with its clock stopped in Beijing, without the bar that only previews have."""
    size = {"width": SIZES[0][0], "height": SIZES[0][1]}
    page = browser.new_page(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page.clock.install(time=START - dt.timedelta(minutes=1))  # it runs until it is stopped
    page.clock.pause_at(START)
    page.goto(address)
    expect(page.locator("#question-title")).to_be_visible()
    page.evaluate("document.getElementById('restart').parentElement.remove()")
    return page


def scenes(page: Page) -> Iterator[str]:
    """Brings the opened page to what each picture shows, and names the picture."""
    choose(page, "B")
    go(page, "2")
    choose(page, "C")
    page.locator("#mark").click()
    go(page, "3")
    choose(page, "A")
    page.clock.run_for(5000)  # until nothing is said of the mark any more
    yield PICTURES[0]
    page.locator("#hand-in").click()
    expect(page.locator("#hand-in-dialog")).to_be_visible()
    page.clock.run_for(1000)
    yield PICTURES[1]


def labels(page: Page) -> list[str]:
    """Every line that can be read on the page."""
    lines = page.locator("body").inner_text().splitlines()
    return [line.strip() for line in lines if line.strip()]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    read: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        html = FOLDER / "source.html"
        html.write_text(source(), "utf-8")
        page = opened(browser, html.as_uri())
        for name in scenes(page):
            read[name] = labels(page)
            shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
            shot.quantize(128).save(FOLDER / f"{name}.png", optimize=True)
        browser.close()
    html.unlink()
    LABELS.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
