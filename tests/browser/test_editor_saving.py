"""Saving from the editor in a real browser: to review, beside somebody else, and drafts that come back."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.widgets.editor.drafts import Drafts
from authoring.widgets.editor.editing import Editing
from tests.browser.editing import ONE_OF_EACH, SINGLE, SIZE, TODAY, desk_of, entry, press, shown, single, words, writing


def test_saving_by_key_reaches_the_bank_and_tells_who_wants_to_know(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editor = shown(page, editing)
    heard: list[tuple[str, ...]] = []
    editor.on_saved(lambda question: heard.append((question.stem, *question.tags)))
    writing(page, "stem").fill("新的题干，下列属于移动源的是（　　）。")
    writing(page, "tags").fill("没有按回车的标签")
    page.keyboard.press("Control+s")
    expect(page.locator(".told")).to_contain_text(SINGLE)
    expect(page.locator(".state")).to_have_text(words("state.saved"))
    wanted = ("新的题干，下列属于移动源的是（　　）。", "排放源识别", "没有按回车的标签")
    assert heard == [wanted]
    assert (bank[SINGLE].stem, *bank[SINGLE].tags) == wanted


def test_an_incomplete_question_is_not_saved_and_says_why(bank: Bank, page: Page) -> None:
    shown(page, Editing.new(bank, QuestionType.SINGLE_CHOICE, "D03-01", today=TODAY))
    press(page, "view.bar.save_hint")
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(bank) == len(ONE_OF_EACH)


def test_sending_to_review(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    writing(page, "rationale").focus()
    page.keyboard.type("补充。")
    press(page, "view.bar.submit_hint")
    expect(page.locator(".told")).to_contain_text(SINGLE)
    assert bank[SINGLE].status == "in_review"


def test_two_people_at_one_question_choose_where_both_wrote(bank: Bank, page: Page) -> None:
    editing, other = single(bank), single(bank)
    shown(page, editing)
    other.change("stem", "对方的题干，下列属于移动源的是（　　）。")
    other.change("options.0.text", "对方的选项")
    other.save(desk_of(bank, "乙"))
    writing(page, "stem").fill("我的题干，下列属于移动源的是（　　）。")
    writing(page, "options.1.text").fill("我的选项")
    press(page, "view.bar.save_hint")
    merge = page.get_by_role("region", name=words("view.merge.title"))
    rows = merge.locator("tbody tr")
    expect(rows.filter(has_text="我的选项")).to_contain_text(words("view.merge.merged"))
    save = merge.get_by_role("button", name=words("view.merge.save"))
    expect(save).to_be_disabled()
    clash = merge.locator("tr.clash")
    expect(clash).to_have_count(1)
    clash.get_by_role("radio").last.check()
    save.click()
    expect(merge).to_be_hidden()
    expect(page.locator(".state")).to_have_text(words("state.saved"))
    merged = bank[SINGLE]
    assert merged.stem.startswith("我的题干")
    assert [option.text for option in merged.options[:2]] == ["对方的选项", "我的选项"]  # type: ignore[union-attr]
    expect(writing(page, "options.0.text")).to_have_value("对方的选项")


def test_an_unsaved_draft_comes_back(bank: Bank, new_page: Callable[..., Page], tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    first = new_page(SIZE)
    editing = single(bank)
    shown(first, editing, drafts)
    writing(first, "stem").focus()
    first.keyboard.press("Control+Home")
    first.keyboard.type("草稿：")
    entry(first, "options.0").get_by_role("button", name=words("view.entry.remove", title="A")).click()
    expect(first.locator(".state")).to_have_text(re.compile(words("state.kept", time=r"\d\d:\d\d")))
    second = new_page(SIZE)
    again = single(bank)
    editor = shown(second, again, drafts)
    banner = second.get_by_role("region", name=words("view.draft.name"))
    expect(banner).to_be_visible()
    expect(writing(second, "stem")).to_have_value(again.plain["stem"])
    press(second, "view.draft.restore")
    expect(writing(second, "stem")).to_have_value(editing.plain["stem"])
    expect(banner).to_be_hidden()
    assert editor.editing.plain == editing.plain
    assert len(editing.plain["options"]) == 3


def test_a_discarded_draft_is_gone(bank: Bank, page: Page, tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    left = single(bank)
    left.change("stem", "不要了")
    drafts.keep(left)
    shown(page, single(bank), drafts)
    press(page, "view.draft.discard")
    expect(page.get_by_role("region", name=words("view.draft.name"))).to_be_hidden()
    assert drafts.find(single(bank)) is None
