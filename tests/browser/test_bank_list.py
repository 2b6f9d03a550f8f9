"""The list of a bank's questions in a browser: typed into, filtered, sorted, turned and chosen from by keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from authoring.bank import Bank
from authoring.texts import say
from authoring.widgets.bank_list import BankList
from tests.browser.conftest import OpenPage
from tests.browser.widget_host import host

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"
PARTS = ("bank.yaml", "syllabus.yaml", "references", "media", "questions/D03")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    """One domain of the shipped bank."""
    root = tmp_path_factory.mktemp("bank")
    for part in PARTS:
        source, target = SHIPPED / part, root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    with Bank.open(root) as opened:
        yield opened


@pytest.fixture
def listed(bank: Bank) -> BankList:
    return BankList(bank)


@pytest.fixture
def page(new_page: OpenPage, listed: BankList) -> Page:
    opened = new_page((1000, 900))
    host(opened, listed.view)
    return opened


def rows(page: Page) -> Locator:
    return page.locator("tbody tr[data-id]")


def shows(page: Page, ids: list[str]) -> None:
    """The page's rows are these questions, in this order."""
    expect(page.locator("tbody td.id")).to_have_text(ids)


def count(page: Page, found: int, every: int) -> None:
    expect(page.locator(".count")).to_have_text(say("bank_list.filtered", count=found, all=every))


def test_typing_finds_and_a_composition_waits(page: Page, bank: Bank) -> None:
    shows(page, bank.search(limit=12))
    box = page.get_by_role("searchbox")
    box.press_sequentially("外购电力")
    found = bank.search("外购电力")
    count(page, len(found), len(bank))
    shows(page, found[:12])
    box.press("Escape")
    shows(page, bank.search(limit=12))
    pinyin = page.context.new_cdp_session(page)
    pinyin.send("Input.imeSetComposition", {"text": "pai fang", "selectionStart": 8, "selectionEnd": 8})
    page.locator("th.difficulty button").focus()  # ends the composition with what stands there
    box.focus()
    box.fill("")
    pinyin.send("Input.imeSetComposition", {"text": "chai you", "selectionStart": 8, "selectionEnd": 8})
    pinyin.send("Input.insertText", {"text": "柴油"})
    expect(box).to_have_value("柴油")
    found = bank.search("柴油")
    count(page, len(found), len(bank))
    shows(page, found[:12])


def test_filters_and_order(page: Page, bank: Bank) -> None:
    kind = page.get_by_label(say("bank_list.filter.type"))
    label = say("bank_list.choice", name=say("label.question_type.numeric"), count=len(bank.search(type="numeric")))
    kind.select_option(label)
    shows(page, bank.search(type="numeric", limit=12))
    page.get_by_role("button", name=say("bank_list.column.difficulty")).click()
    expect(page.locator("th.difficulty")).to_have_attribute("aria-sort", "ascending")
    shows(page, [row.id for row in bank.page(type="numeric", order="difficulty", limit=12).rows])
    page.get_by_role("button", name=say("bank_list.column.difficulty")).click()
    expect(page.locator("th.difficulty")).to_have_attribute("aria-sort", "descending")
    shows(page, [row.id for row in bank.page(type="numeric", order="difficulty", descending=True, limit=12).rows])
    page.get_by_role("button", name=say("bank_list.view.clear")).click()
    expect(kind).to_have_value("")
    expect(page.locator(".count")).to_have_text(say("bank_list.whole", count=len(bank)))


def test_a_question_is_chosen_without_a_mouse(page: Page, listed: BankList, bank: Bank) -> None:
    told: list[str] = []
    listed.on_chosen(told.append)
    page.get_by_role("searchbox").press("ArrowDown")
    expect(rows(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    third = rows(page).nth(2)
    expect(third).to_have_attribute("aria-selected", "true")
    expect(third).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    shows(page, bank.search(limit=12, offset=12))
    expect(rows(page).nth(2)).to_be_focused()
    page.keyboard.press(" ")
    expect(rows(page).nth(2)).to_have_attribute("aria-selected", "true")
    assert told == [bank.ids[2], bank.ids[2], bank.ids[14]]
    assert listed.chosen == bank.ids[14]


@pytest.mark.parametrize("width", [1400, 1000, 680, 590, 480])
def test_nothing_sticks_out(new_page: OpenPage, listed: BankList, width: int) -> None:
    page = new_page((width, 900))
    host(page, listed.view)
    expect(rows(page)).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".rows").evaluate("rows => rows.scrollWidth <= rows.clientWidth")


def test_text_of_authors_is_text(new_page: OpenPage, bank: Bank, tmp_path: Path) -> None:
    shutil.copytree(bank.root, tmp_path / "bank", ignore=shutil.ignore_patterns(".bank-index"))
    with Bank.open(tmp_path / "bank") as hostile:
        asked = hostile["DC-D03-001"]
        text = "`<img src=x onerror=alert(1)>`"
        hostile.save(asked.model_copy(update={"stem": text, "author": "<b>甲</b>"}), asked.fingerprint())
        page = new_page((1400, 900))
        host(page, BankList(hostile).view)
        expect(page.locator("td.stem").first).to_have_text(text.strip("`"))
        expect(page.locator("td.author").first).to_have_text("<b>甲</b>")
