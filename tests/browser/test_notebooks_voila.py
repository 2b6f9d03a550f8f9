"""The notebooks as `make app` serves them: in Chinese, without code, asking nothing of the outside."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Page, expect

from authoring.rendering.app import notebooks as listed
from authoring.texts import say
from tests.browser.handing import hand_over
from tests.browser.lab_server import SLOW, notebooks, open_app, voila
from tests.browser.workday import bring_in, edit, review, stop_and_keep


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return notebooks(tmp_path_factory.mktemp("voila"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with voila(folder, folder.parent / "home") as running:
        yield running


def test_the_list_names_the_notebooks_in_chinese(offline_page: Page, address: str, folder: Path) -> None:
    offline_page.goto(address)
    expect(offline_page).to_have_title(say("app.page.name"))
    assert offline_page.locator("html").get_attribute("lang") == "zh-CN"
    titles = offline_page.locator(".app-list strong").all_inner_texts()
    assert titles == [entry.title for entry in listed(folder)]
    assert not re.search("[a-z]{3}", "".join(titles))
    offline_page.goto(f"{address}/voila/render/nowhere.ipynb")
    expect(offline_page.locator("h1")).to_have_text(say("app.page.lost").format(404))
    offline_page.get_by_role("link").click()
    expect(offline_page.locator(".app-list")).to_be_visible()


def test_the_checks_run_as_an_app_without_code(offline_page: Page, address: str) -> None:
    open_app(offline_page, address, "二、检查")
    expect(offline_page).to_have_title("二、检查")
    expect(offline_page.locator(".jp-CodeMirrorEditor, .jp-Cell-inputWrapper pre, .app-failed")).to_have_count(0)
    expect(offline_page.locator(".jp-OutputArea img, .jp-OutputArea svg").first).to_be_visible()
    expect(offline_page.get_by_role("button", name="检查题库")).to_be_visible()
    offline_page.get_by_role("link", name=say("app.page.back")).click()
    expect(offline_page.locator(".app-list")).to_be_visible()


def test_files_come_in_and_a_question_is_edited_and_submitted(offline_page: Page, address: str, folder: Path) -> None:
    open_app(offline_page, address, "一、命题")
    bring_in(offline_page, folder)
    edit(offline_page, folder)


def test_a_run_is_stopped_and_its_paper_kept(offline_page: Page, address: str, folder: Path) -> None:
    open_app(offline_page, address, "三、组卷")
    stop_and_keep(offline_page, folder)


def test_a_paper_is_handed_over(offline_page: Page, address: str, folder: Path) -> None:
    open_app(offline_page, address, "五、导出")
    hand_over(offline_page, folder)


def test_a_package_is_rehearsed(offline_page: Page, address: str) -> None:
    open_app(offline_page, address, "五、导出")
    start, stop = (
        offline_page.get_by_role("button", name=say(f"widgets.rehearsing.{name}")) for name in ("start", "stop")
    )
    expect(stop).to_be_disabled()
    start.click()
    ways = offline_page.locator('a[href^="http://127.0.0.1"][target="_blank"]')
    expect(ways).to_have_count(3, timeout=SLOW)
    entrance = ways.first.get_attribute("href")
    assert entrance
    assert httpx.get(f"{entrance}login", timeout=30).status_code == 200
    expect(offline_page.locator("svg.segno")).to_be_visible()
    stop.click()
    expect(ways).to_have_count(0)
    expect(stop).to_be_disabled()


def test_a_question_is_reviewed(offline_page: Page, address: str, folder: Path) -> None:
    open_app(offline_page, address, "六、审题")
    review(offline_page, folder)


def test_a_step_that_fails_says_so_in_chinese(offline_page: Page, address: str, folder: Path) -> None:
    cells = [new_markdown_cell("# 坏了"), new_code_cell("'<b>' + 1")]
    nbformat.write(new_notebook(cells=cells), folder / "broken.ipynb")
    offline_page.goto(f"{address}/voila/render/broken.ipynb", wait_until="commit")
    failed = offline_page.get_by_role("alert")
    expect(failed).to_contain_text(say("app.page.failed"), timeout=SLOW)
    expect(failed).not_to_contain_text("Traceback")
    (folder / "broken.ipynb").unlink()
