"""What authors and reviewers do with the notebooks' panels, in JupyterLab and in Voilà alike."""

from pathlib import Path

from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.bank.history import Action, History
from authoring.papers.paper_store import Papers
from authoring.questions import Status
from authoring.texts import say
from tests.browser.editing import candidate, field, press, writing
from tests.browser.lab_server import SLOW

PAPER = """一、单项选择题
1. 下列气体中，属于温室气体的是（　　）。
A. 氮气
B. 甲烷
C. 氧气
D. 氩气
答案：B
解析：甲烷是温室气体。
2. 全国碳排放权交易市场的主管部门是（　　）。
A. 生态环境部
B. 交通运输部
C. 水利部
D. 教育部
答案：A
"""
POINT = "D01-01 温室气体与全球变暖机理"
QUESTION = "DC-D03-001"


def bring_in(page: Page, folder: Path) -> None:
    """Two questions of a text file get into the bank."""
    desk = page.locator(".authoring-drop")
    expect(desk).to_be_visible(timeout=SLOW)
    desk.locator("input[type=file]").set_input_files(
        {"name": "题目.txt", "mimeType": "text/plain", "buffer": PAPER.encode()}
    )
    rows = page.locator(".authoring-table tbody tr[tabindex]")
    expect(rows).to_have_count(2, timeout=SLOW)
    expect(rows.first).to_contain_text("温室气体")
    point = page.get_by_placeholder(say("intake_panel.point_hint"))
    point.fill(POINT)
    point.press("Tab")
    page.get_by_role("button", name=say("intake_panel.bring", count=2)).click()
    _told(page, say("intake_panel.brought", count=2, rest=0))
    with Bank.open(folder / "build" / "bank") as bank:
        stems = [bank[name].stem for name in bank.search("属于温室气体的是", status="draft")]
        assert "下列气体中，属于温室气体的是（　　）。" in stems


def edit(page: Page, folder: Path) -> None:
    """A question is found, edited before the candidate's page, saved and sent to review."""
    page.get_by_role("tab", name=say("writing.tab.list")).click()
    page.locator(".authoring-list input[type=search]").fill(QUESTION)
    row = page.locator(".authoring-list tbody tr").filter(has_text=QUESTION)
    expect(page.locator(".authoring-list tbody tr")).to_have_count(1, timeout=SLOW)
    row.click()
    stem = writing(page, "stem")
    expect(stem).to_be_visible(timeout=SLOW)
    stem.fill("下列活动**不**属于移动燃烧源排放的是（　　）")
    expect(candidate(page).locator("#stem strong")).to_have_text("不", timeout=SLOW)
    writing(page, "seconds").fill("很久")
    expect(field(page, "seconds")).to_have_attribute("data-tone", "error", timeout=SLOW)
    writing(page, "seconds").fill("61")
    expect(field(page, "seconds")).to_have_attribute("data-tone", "", timeout=SLOW)
    press(page, "view.bar.save_hint")
    _told(page, say("editor_view.said.saved", id=QUESTION, version=2))
    press(page, "view.bar.submit_hint")
    _told(page, say("editor_view.said.submitted", id=QUESTION, version=2))
    with Bank.open(folder / "build" / "bank") as bank:
        assert (bank[QUESTION].seconds, bank[QUESTION].status) == (61, Status.IN_REVIEW)
        events, _ = History(bank.root).of(QUESTION)
    assert [(event.action, event.who) for event in events] == [(Action.EDIT, "甲"), (Action.SUBMIT, "甲")]


def review(page: Page, folder: Path) -> None:
    """The first question of the queue is approved as candidates see it, by the keyboard."""
    row = page.locator(".authoring-review tr[data-id]").first
    expect(row).to_be_visible(timeout=SLOW)
    name = row.get_attribute("data-id") or ""
    row.click()
    expect(page.locator(".authoring-review .question h3")).to_contain_text(name, timeout=SLOW)
    shown = page.frame_locator(".authoring-review iframe").frame_locator("iframe")
    expect(shown.locator("#stem")).not_to_be_empty(timeout=SLOW)
    row.focus()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator(f".authoring-review tr[data-id='{name}']")).to_have_count(0, timeout=SLOW)
    with Bank.open(folder / "build" / "bank") as bank:
        assert bank[name].status is Status.APPROVED
        assert History(bank.root).of(name)[0][-1].who == "乙"


def stop_and_keep(page: Page, folder: Path) -> None:
    """A run that would take long is stopped when there is a paper; a question is swapped, the paper is approved."""
    panel = page.locator(".authoring-compose")
    expect(panel).to_be_visible(timeout=SLOW)
    for label, value in (("forms", "4"), ("overlap", "40")):
        panel.get_by_label(say(f"compose_panel.view.{label}"), exact=True).fill(value)
        page.keyboard.press("Tab")
    expect(panel.locator(".settings")).to_contain_text("4", timeout=SLOW)
    panel.get_by_role("button", name=say("compose_panel.view.assemble"), exact=True).click()
    expect(panel.locator(".running")).to_contain_text("%", timeout=SLOW)
    panel.get_by_role("button", name=say("compose_panel.view.stop"), exact=True).click()
    expect(panel.locator(".proof")).to_contain_text("%", timeout=SLOW)
    expect(panel.locator(".charts img")).to_have_count(5, timeout=SLOW)
    panel.get_by_role("tab", name=say("compose_panel.view.tab_byhand")).click()
    panel.locator("tr[data-number='1']").click()
    first = panel.locator(".substitutes > li").first
    expect(first).to_be_visible(timeout=SLOW)
    name = first.get_attribute("data-id") or ""
    first.get_by_role("button", name=say("compose_panel.view.swap"), exact=True).click()
    expect(panel.locator("tr[data-number='1']")).to_contain_text(name, timeout=SLOW)
    panel.get_by_role("tab", name=say("compose_panel.view.tab_keeping")).click()
    panel.get_by_label(say("compose_panel.view.paper_id"), exact=True).fill("stopped")
    panel.get_by_role("button", name=say("compose_panel.view.save"), exact=True).click()
    expect(panel.locator(".told")).to_have_text(say("compose_panel.said.kept", id="stopped"), timeout=SLOW)
    with Bank.open(folder / "build" / "bank") as bank:
        kept = Papers(bank, "").open("stopped")
    assert (len(kept.paper.forms), kept.saved_by) == (4, "丙")
    assert next(kept.paper.forms[0].items).question == name
    panel.get_by_role("button", name=say("compose_panel.view.approve"), exact=True).click()
    panel.get_by_role("button", name=say("compose_panel.view.sure")).click()
    expect(panel.locator(".state")).to_have_attribute("data-tone", "good", timeout=SLOW)
    with Bank.open(folder / "build" / "bank") as bank:
        assert set(Exposures(bank.root).terms()) == set(kept.paper.question_ids)


def _told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible(timeout=SLOW)
