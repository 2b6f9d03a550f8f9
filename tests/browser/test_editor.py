"""Writing a question in a real browser: every act of its author goes through the real model and comes back."""

import pytest
from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from tests.browser.editing import (
    ONE_OF_EACH,
    TODAY,
    candidate,
    entry,
    field,
    press,
    settled,
    shown,
    single,
    words,
    writing,
)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_type_opens_with_names_on_all_that_can_be_filled_in(bank: Bank, page: Page, kind: QuestionType) -> None:
    editing = Editing.open(bank, ONE_OF_EACH[kind], today=TODAY)
    shown(page, editing)
    expect(page.locator(".bar select")).to_have_value(kind.value)
    expect(page.locator(".state")).to_have_text(words("state.saved"))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('.authoring-editor :is(input, select, textarea, button)')]
        .filter((node) => !node.closest('[hidden]'))
        .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length))
        .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    assert not editing.changed


def test_chinese_through_an_input_method_is_sent_once_it_is_chosen(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editor = shown(page, editing)
    before = editing.plain["stem"]
    writing(page, "stem").focus()
    page.keyboard.press("Control+Home")
    method = page.context.new_cdp_session(page)
    method.send("Input.imeSetComposition", {"text": "pai fang", "selectionStart": 8, "selectionEnd": 8})
    expect(writing(page, "stem")).to_have_value(f"pai fang{before}")
    editor.refresh()  # an answer that comes in the middle leaves the composition alone
    expect(writing(page, "stem")).to_have_value(f"pai fang{before}")
    assert editing.plain["stem"] == before
    method.send("Input.insertText", {"text": "排放"})
    expect(candidate(page).locator("#stem")).to_contain_text(f"排放{before[:6]}")
    assert editing.plain["stem"] == f"排放{before}"
    assert writing(page, "stem").evaluate("node => node.selectionStart") == 2


def test_typing_goes_on_while_answers_come(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    before = editing.plain["stem"]
    text = "企业边界内的移动源排放量应按燃料种类分别核算并汇总，" * 3
    writing(page, "stem").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text, delay=5)
    expect(writing(page, "stem")).to_have_value(text + before)
    expect(candidate(page).locator("#stem")).to_contain_text(text)
    assert editing.plain["stem"] == text + before
    assert writing(page, "stem").evaluate("node => node.selectionStart") == len(text)


def test_undo_and_redo_by_keys_show_in_the_field_with_the_caret(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    before = editing.plain["stem"]
    writing(page, "stem").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("下列")
    expect(page.locator(".state")).to_have_text(words("state.changed"))
    page.keyboard.press("Control+z")
    expect(writing(page, "stem")).to_have_value(before)
    expect(page.get_by_role("button", name=words("view.bar.undo_hint"))).to_be_disabled()
    page.keyboard.press("Control+y")
    expect(writing(page, "stem")).to_have_value(f"下列{before}")
    assert writing(page, "stem").evaluate("node => [node.selectionStart, node === document.activeElement]") == [2, True]
    page.keyboard.press("Control+Shift+z")
    press(page, "view.bar.undo_hint")
    expect(writing(page, "stem")).to_have_value(before)
    expect(page.locator(".state")).to_have_text(words("state.saved"))


# Lists and keys


def test_options_are_added_moved_and_removed_and_the_key_follows(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    texts = [option["text"] for option in editing.plain["options"]]
    assert editing.plain["key"] == "D"
    entry(page, "options.3").get_by_role("button", name=words("view.entry.up", title="D")).click()
    settled(page, lambda: editing.plain["key"], "C")
    expect(writing(page, "options.2.text")).to_have_value(texts[3])
    expect(entry(page, "options.2").get_by_role("button", name=words("view.entry.up", title="C"))).to_be_focused()
    entry(page, "options.0").get_by_role("button", name=words("view.entry.remove", title="A")).click()
    settled(page, lambda: editing.plain["key"], "B")
    page.locator(".group[data-path=options] .add").click()
    expect(writing(page, "options.3.text")).to_be_focused()
    writing(page, "options.3.text").fill("电动叉车")
    expect(candidate(page).locator(".option")).to_have_count(4)
    expect(candidate(page).locator(".option").last).to_contain_text("电动叉车")
    field(page, "options.3.right").get_by_role("checkbox").check()
    settled(page, lambda: editing.plain["key"], "D")
    expect(field(page, "options.1.right").get_by_role("checkbox")).not_to_be_checked()


def test_an_order_is_put_right_by_buttons(bank: Bank, page: Page) -> None:
    editing = Editing.open(bank, ONE_OF_EACH[QuestionType.ORDERING], today=TODAY)
    shown(page, editing)
    first, second, *rest = editing.plain["key"]
    rows = field(page, "key").get_by_role("listitem")
    rows.nth(1).get_by_role("button").first.click()
    settled(page, lambda: editing.plain["key"], [second, first, *rest])
    expect(rows.nth(0).get_by_role("button", disabled=False)).to_be_focused()


def test_knowledge_points_are_found_and_put_in_order_by_keys(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    old = editing.plain["knowledge_points"]
    search = field(page, "knowledge_points").get_by_role("combobox")
    code, name = next((code, point.name) for code, point in bank.syllabus.points.items() if code not in old)
    search.fill(name)
    option = field(page, "knowledge_points").get_by_role("option", name=code)
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    settled(page, lambda: editing.plain["knowledge_points"], [*old, code])
    press(page, "view.field.first", name=code)
    settled(page, lambda: editing.plain["knowledge_points"], [code, *old])
    page.keyboard.press("Backspace")
    settled(page, lambda: editing.plain["knowledge_points"], [code, *old[:-1]])


def test_sources_are_looked_up_in_the_bank(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    old = editing.plain["sources"]
    field(page, "sources").get_by_role("combobox").fill("F01")
    expect(field(page, "sources").get_by_role("option").first).to_contain_text(bank.references.formulas["F01"].name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    settled(page, lambda: editing.plain["sources"], [*old, "F01"])
    expect(field(page, "sources")).to_contain_text(bank.references.formulas["F01"].name)
    press(page, "view.field.remove", name="F01")
    settled(page, lambda: editing.plain["sources"], old)


def test_another_type_keeps_what_fits_and_undo_brings_the_rest_back(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    kind = page.get_by_label(words("view.bar.kind"))
    kind.select_option("true_false")
    expect(field(page, "key")).to_be_visible()
    expect(entry(page, "options.0")).to_have_count(0)
    expect(candidate(page).locator(".verdicts")).to_be_visible()
    press(page, "view.bar.undo_hint")
    expect(kind).to_have_value("single_choice")
    expect(writing(page, "options.0.text")).to_have_value(editing.plain["options"][0]["text"])


# What the author is told


def test_findings_stand_under_their_field_and_belong_to_it(bank: Bank, page: Page) -> None:
    editing = single(bank)
    shown(page, editing)
    writing(page, "seconds").fill("很久")
    expect(field(page, "seconds").locator(".error")).to_contain_text("很久")
    described = writing(page, "seconds").get_attribute("aria-describedby")
    assert page.locator(f"[id='{described}']").inner_text().startswith(words("view.severity.error"))
    expect(writing(page, "seconds")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "marks").locator(".notes")).to_be_hidden()
    page.locator(".tally").click()
    expect(writing(page, "seconds")).to_be_focused()
    writing(page, "seconds").fill("60")
    expect(field(page, "seconds").locator(".notes")).to_be_hidden()
    assert writing(page, "seconds").get_attribute("aria-describedby") is None


HOSTILE = "<img src=x onerror=\"document.title='gone'\"><script>document.title='gone'</script>"


def test_hostile_text_is_shown_as_text_everywhere(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editing.change("stem", HOSTILE)
    editing.change("options.0.text", HOSTILE)
    editing.change("tags", [HOSTILE])
    editing.change("sources", [HOSTILE])
    editing.change("seconds", HOSTILE)
    shown(page, editing)
    expect(candidate(page).locator("#stem")).to_contain_text("onerror")
    expect(field(page, "tags").get_by_role("listitem")).to_contain_text(HOSTILE)
    expect(field(page, "seconds").locator(".error")).to_contain_text("onerror")
    assert page.locator(".authoring-editor :is(script, img)").count() == 0
    assert page.title() == "widget"
