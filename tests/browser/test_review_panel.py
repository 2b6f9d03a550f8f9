"""The review panel in a browser: queue, keyboard, decisions, differences, and many at once."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.bank.history import Action
from authoring.bank.review import Desk, Role
from authoring.questions import Status, question_from
from authoring.widgets.review_panel import ReviewPanel
from tests.browser.widget_host import host

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"
NAMES = ["DC-D03-001", "DC-D03-002", "DC-D03-003"]
HOSTILE = "<img src=x onerror=alert(1)>"

OpenPage = Callable[..., Page]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=5)
        return self.now


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """Three shipped questions, taken over as active, edited and sent to review."""
    root = tmp_path / "bank"
    for part in ("bank.yaml", "syllabus.yaml", "references", "media"):
        source = SHIPPED / part
        root.mkdir(exist_ok=True)
        shutil.copytree(source, root / part) if source.is_dir() else shutil.copy(source, root / part)
    (root / "questions" / "D03").mkdir(parents=True)
    for name in NAMES:
        shutil.copy(SHIPPED / "questions" / "D03" / f"{name}.yaml", root / "questions" / "D03")
    with Bank.open(root) as opened:
        clock = Clock()
        author, reviewer = Desk(opened, "甲", Role.AUTHOR, clock), Desk(opened, "乙", Role.REVIEWER, clock)
        for name in NAMES:
            old = opened[name]
            new = question_from(old.data() | {"rationale": f"{old.rationale}{HOSTILE}"})
            reviewer.comment(author.decide(author.save(old, new), Action.SUBMIT), f"看{HOSTILE}", "stem")
        yield opened


@pytest.fixture
def panel(bank: Bank, new_page: OpenPage) -> Page:
    page: Page = new_page((1240, 1000))
    host(page, ReviewPanel(bank, "乙", Role.REVIEWER, date(2026, 12, 1)).view)
    return page


def chosen(page: Page) -> str:
    return page.locator(".authoring-review tr[aria-selected='true']").get_attribute("data-id") or ""


def test_a_question_with_everything_around_it(panel: Page) -> None:
    assert chosen(panel) == NAMES[0]
    expect(panel.locator(".state")).to_have_text("第 2 版 · 待审 · 签字 0/1：—")
    review = panel.frame_locator("iframe[title='题目与评审资料']")
    expect(review.locator("#note article:visible .key")).to_be_visible()
    candidate = review.frame_locator("iframe")
    expect(candidate.locator("#stem")).to_contain_text("移动燃烧源")
    expect(panel.locator(".differences tbody th")).to_have_text(["解析"])
    expect(panel.locator(".differences ins")).to_have_text([HOSTILE])
    expect(panel.locator(".past .said").first).to_have_text(f"题干看{HOSTILE}")
    assert panel.locator(".authoring-review img").count() == 0


def test_the_way_with_the_keyboard(panel: Page, bank: Bank) -> None:
    row = panel.locator(f"tr[data-id='{NAMES[0]}']")
    row.focus()
    panel.keyboard.press("a")
    expect(panel.get_by_role("button", name="通过").last).to_be_focused()
    assert bank[NAMES[0]].status is Status.IN_REVIEW, "a key alone decides nothing"
    panel.keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_have_text(f"{NAMES[0]}：已通过")
    assert bank[NAMES[0]].status is Status.APPROVED
    expect(panel.locator(".question h3")).to_contain_text(NAMES[1])
    expect(panel.locator(f"tr[data-id='{NAMES[1]}']")).to_be_focused()
    panel.keyboard.press("j")
    expect(panel.locator(f"tr[data-id='{NAMES[2]}']")).to_be_focused()
    expect(panel.locator(".question h3")).to_contain_text(NAMES[2])
    panel.keyboard.press("k")
    expect(panel.locator(".question h3")).to_contain_text(NAMES[1])
    panel.keyboard.press("r")
    expect(panel.get_by_label("意见", exact=True).last).to_be_focused()
    panel.keyboard.insert_text("选项 B 有歧义")
    panel.get_by_role("button", name="退回").last.click()
    expect(panel.get_by_role("status")).to_have_text(f"{NAMES[1]}：已退回")
    assert bank[NAMES[1]].status is Status.REJECTED


def test_a_return_without_a_reason_and_a_comment_on_a_field(panel: Page) -> None:
    panel.get_by_role("button", name="退回").last.click()
    expect(panel.get_by_role("status")).to_contain_text("请写明理由")
    panel.get_by_label("针对").select_option("解析")
    panel.locator("textarea").fill("数据请核对\n到小数点后两位")
    panel.get_by_role("button", name="批注").click()
    expect(panel.locator(".past .said").first).to_have_text("解析数据请核对\n到小数点后两位")
    expect(panel.locator("textarea")).to_have_value("")


def test_why_something_is_refused_and_other_filters(bank: Bank, new_page: OpenPage) -> None:
    page = new_page((1000, 900))
    host(page, ReviewPanel(bank, "甲", Role.REVIEWER, date(2026, 12, 1)).view)
    expect(page.get_by_role("button", name="通过").last).to_be_disabled()
    expect(page.locator(".reasons")).to_contain_text("不能通过：DC-D03-001 由 甲 修改或送审，按双人原则须由他人审定")
    page.get_by_label("来源").select_option("他人写的")
    expect(page.locator(".queue td.empty")).to_have_text("没有符合条件的题目")
    expect(page.locator(".none")).to_be_visible()
    page.get_by_label("来源").select_option("全部")
    page.get_by_label("状态").select_option("启用")
    expect(page.locator(".queue td.empty")).to_be_visible()


def test_many_at_once(panel: Page, bank: Bank) -> None:
    panel.get_by_label("勾选列表中的全部题目").check()
    panel.get_by_label(f"勾选 {NAMES[1]}").uncheck()
    expect(panel.locator(".bulk")).to_contain_text("已勾选 2 题")
    bank.save(question_from(bank[NAMES[2]].data() | {"status": "draft"}), bank[NAMES[2]].fingerprint())
    panel.locator(".bulk").get_by_role("button", name="通过").click()
    expect(panel.locator(".asked")).to_contain_text("对 2 题通过？")
    panel.get_by_role("button", name="确定").click()
    expect(panel.get_by_role("status")).to_contain_text("已通过 1 题；1 题没有办成")
    expect(panel.locator(".refused li")).to_contain_text([f"{NAMES[2]} 现为“草稿”，不能通过"])
    assert [bank[name].status for name in NAMES] == [Status.APPROVED, Status.IN_REVIEW, Status.DRAFT]


@pytest.mark.parametrize("width", [1240, 720])
def test_nothing_sticks_out(bank: Bank, new_page: OpenPage, width: int) -> None:
    page = new_page((width, 900))
    host(page, ReviewPanel(bank, "乙", Role.REVIEWER, date(2026, 12, 1)).view)
    page.get_by_label("勾选列表中的全部题目").check()
    expect(page.locator(".bulk")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
