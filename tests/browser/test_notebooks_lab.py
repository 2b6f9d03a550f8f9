"""The notebooks in JupyterLab, in Chromium: pages open inside them and work, and nothing outside is asked for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.handing import hand_over
from tests.browser.lab_server import SLOW, lab, notebooks, run_all
from tests.browser.workday import bring_in, edit, review, stop_and_keep

UNKNOWN = "nowhere.at_all"
"""A source that no reference has."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebooks, with one thing wrong in the shipped bank."""
    place = tmp_path_factory.mktemp("lab")
    copied = notebooks(place)
    file = place / "banks" / "dual-carbon" / "questions" / "D03" / "DC-D03-001.yaml"
    file.write_text(re.sub("(?m)^sources: .*", f"sources: [{UNKNOWN}]", file.read_text("utf-8")), "utf-8")
    return copied


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with lab(folder, folder.parent / "home") as running:
        yield running


def test_the_candidate_page_opens_in_a_notebook_and_takes_answers(offline_page: Page, address: str) -> None:
    page = offline_page
    run_all(page, address, "04_preview.ipynb")
    frame = page.frame_locator("iframe[title='考生作答页面预览']")
    expect(frame.locator("#question-title")).to_contain_text("第 1 题", timeout=SLOW)
    expect(frame.locator("#progress-text")).to_have_text(re.compile("已答 0/"))
    frame.locator("label.option").nth(1).click()
    expect(frame.locator("#progress-text")).to_have_text(re.compile("已答 1/"))
    expect(frame.locator("#saved")).to_contain_text("已保存")
    frame.locator("#next").click()
    expect(frame.locator("#question-title")).to_contain_text("第 2 题")


def test_a_finding_leads_to_its_manual_and_its_question(offline_page: Page, address: str) -> None:
    page = offline_page
    run_all(page, address, "02_check.ipynb")
    page.get_by_role("button", name="检查题库").click()
    rows = page.locator(".authoring-table tbody tr[tabindex]")
    expect(rows.first).to_be_visible(timeout=SLOW)
    about = rows.filter(has_text=UNKNOWN)
    about.focus()
    page.keyboard.press("Enter")
    expect(about).to_have_attribute("aria-selected", "true")
    code = about.locator("td").nth(1).inner_text()
    expect(page.locator(".widget-html-content pre")).to_contain_text(f"{code} ")
    frame = page.frame_locator(".widget-html-content iframe")
    expect(frame.locator("#stem")).to_contain_text("移动燃烧源")


def test_files_come_in_and_a_question_is_edited_and_submitted(offline_page: Page, address: str, folder: Path) -> None:
    run_all(offline_page, address, "01_write.ipynb")
    bring_in(offline_page, folder)
    edit(offline_page, folder)


def test_a_run_is_stopped_and_its_paper_kept(offline_page: Page, address: str, folder: Path) -> None:
    run_all(offline_page, address, "03_assemble.ipynb")
    stop_and_keep(offline_page, folder)


def test_a_paper_is_handed_over(offline_page: Page, address: str, folder: Path) -> None:
    run_all(offline_page, address, "05_export.ipynb")
    hand_over(offline_page, folder)


def test_a_question_is_reviewed(offline_page: Page, address: str, folder: Path) -> None:
    run_all(offline_page, address, "06_review.ipynb")
    review(offline_page, folder)
