"""The guide's pictures show the answering page as it is now, and they are small."""

import json
from collections.abc import Callable

from playwright.sync_api import Browser

from authoring.rendering.guide.pictures import page_pictures
from tests.browser.guide_pictures import LABELS, labels, opened, scenes, source

LARGEST = 80 * 1024


def test_the_page_says_what_the_shipped_pictures_say(browser: Browser, as_file: Callable[[str], str]) -> None:
    page = opened(browser, as_file(source()))
    found = {name: labels(page) for name in scenes(page)}
    page.close()
    assert found == json.loads(LABELS.read_text("utf-8")), "take them anew: scripts/guide-pictures"


def test_pictures_are_small_and_of_the_examples_alone() -> None:
    assert all(figure.suffix == "png" and len(figure.content) <= LARGEST for figure in page_pictures())
    said = [line for lines in json.loads(LABELS.read_text("utf-8")).values() for line in lines]
    assert all("示例" in line for line in said if line.startswith(("一、", "二、", "三、")))
