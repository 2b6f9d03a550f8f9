"""The notebooks in JupyterLab, in Chromium: pages open inside them and work, and nothing outside is asked for."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import LOCAL
from tests.browser.lab_server import SLOW, lab, run_all

ROOT = Path(__file__).parents[2]
NOTEBOOKS, SHIPPED = ROOT / "notebooks", ROOT / "banks" / "dual-carbon"
UNKNOWN = "nowhere.at_all"
"""A source that no reference has."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on a copy of the notebooks, below a copy of the shipped bank with one thing wrong."""
    place = tmp_path_factory.mktemp("lab")
    bank = place / "banks" / "dual-carbon"
    shutil.copytree(SHIPPED, bank, ignore=shutil.ignore_patterns(".bank-index"))
    file = bank / "questions" / "D03" / "DC-D03-001.yaml"
    file.write_text(re.sub("(?m)^sources: .*", f"sources: [{UNKNOWN}]", file.read_text("utf-8")), "utf-8")
    shutil.copytree(NOTEBOOKS, place / "notebooks", ignore=shutil.ignore_patterns("build", ".ipynb_checkpoints"))
    with lab(place / "notebooks", place / "home") as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that can reach this machine only; asking for anything else fails the test at its end."""
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


def test_the_candidate_page_opens_in_a_notebook_and_takes_answers(page: Page, address: str) -> None:
    run_all(page, address, "04_preview.ipynb")
    frame = page.frame_locator("iframe[title='考生作答页面预览']")
    expect(frame.locator("#question-title")).to_contain_text("第 1 题", timeout=SLOW)
    expect(frame.locator("#progress-text")).to_have_text(re.compile("已答 0/"))
    frame.locator("label.option").nth(1).click()
    expect(frame.locator("#progress-text")).to_have_text(re.compile("已答 1/"))
    expect(frame.locator("#saved")).to_contain_text("已保存")
    frame.locator("#next").click()
    expect(frame.locator("#question-title")).to_contain_text("第 2 题")


def test_a_finding_leads_to_its_manual_and_its_question(page: Page, address: str) -> None:
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


def test_a_question_typed_into_the_form_appears_as_candidates_see_it(page: Page, address: str) -> None:
    run_all(page, address, "01_write.ipynb")
    form = page.locator(".jp-OutputArea .widget-vbox").first
    form.get_by_label("题干", exact=True).fill("下列气体中，属于温室气体的是（　　）。")
    for letter, text in (("A", "氮气"), ("B", "<b>甲烷</b>"), ("C", "氧气")):
        form.get_by_label(letter, exact=True).fill(text)
    form.get_by_role("checkbox").nth(1).check()
    frame = form.frame_locator("iframe[title='考生作答页面预览']")
    expect(frame.locator("#stem")).to_contain_text("属于温室气体的是")
    expect(frame.locator("label.option").nth(1)).to_contain_text("<b>甲烷</b>")
    form.get_by_role("button", name="存为草稿").click()
    expect(form.get_by_role("status").filter(has_text="已存为草稿")).to_contain_text("build/bank/questions/D01/")
