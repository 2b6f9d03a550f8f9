"""Writing a question in a real browser: every act of its author goes through the real model and comes back."""

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.widgets.editor.drafts import Drafts
from authoring.widgets.editor.editing import Editing
from tests.browser.editing import (
    ONE_OF_EACH,
    SINGLE,
    SIZE,
    TODAY,
    candidate,
    desk_of,
    entry,
    field,
    press,
    settled,
    shown,
    small_bank,
    words,
    writing,
)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with small_bank(tmp_path / "bank") as opened:
        yield opened


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page(SIZE)


def single(bank: Bank) -> Editing:
    return Editing.open(bank, SINGLE, today=TODAY)


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


# The toolbar


def marked(page: Page, start: int, end: int) -> None:
    writing(page, "stem").focus()
    writing(page, "stem").evaluate("(node, place) => node.setSelectionRange(...place)", [start, end])


def stem_of(editing: Editing) -> str:
    return str(editing.plain["stem"])


def test_the_toolbar_works_at_the_caret_and_around_what_is_selected(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editing.change("stem", "CO2的量")
    shown(page, editing)
    marked(page, 2, 3)
    press(page, "view.tools.sub")
    expect(writing(page, "stem")).to_have_value("CO~2~的量")
    page.keyboard.type("当量")
    settled(page, lambda: stem_of(editing), "CO~2~当量的量")
    marked(page, 6, 7)
    page.keyboard.press("Control+b")
    settled(page, lambda: stem_of(editing), "CO~2~当**量**的量")
    expect(candidate(page).locator("#stem strong")).to_have_text("量")
    press(page, "view.tools.unit")
    page.get_by_role("button", name="tCO₂/(MW·h)", exact=True).click()
    settled(page, lambda: stem_of(editing), "CO~2~当**量**tCO₂/(MW·h)的量")
    page.keyboard.type("值")
    press(page, "view.tools.unit")
    page.get_by_role("button", name="GJ", exact=True).click()
    settled(page, lambda: stem_of(editing), "CO~2~当**量**tCO₂/(MW·h)值GJ的量")
    page.keyboard.press("Control+z")
    settled(page, lambda: stem_of(editing), "CO~2~当**量**tCO₂/(MW·h)值的量")


def test_formulas_stand_between_dollar_signs_once(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editing.change("stem", "公式")
    shown(page, editing)
    marked(page, 2, 2)
    press(page, "view.tools.formula")
    press(page, "formula.fraction")
    expect(writing(page, "stem")).to_have_value(r"公式$\frac{}{}$")
    page.keyboard.type("44")
    press(page, "view.tools.formula")
    press(page, "formula.eta")
    settled(page, lambda: stem_of(editing), r"公式$\frac{44\eta }{}$")
    page.keyboard.press("End")
    press(page, "view.tools.formula")
    press(page, "formula.chemistry")
    page.keyboard.type("CaCO3")
    settled(page, lambda: stem_of(editing), r"公式$\frac{44\eta }{}$\ce{CaCO3}")
    expect(candidate(page).locator("#stem mfrac")).to_have_count(1)


def test_a_table_is_put_in_between_paragraphs_and_shown_as_one(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editing.change("stem", "数据如下")
    shown(page, editing)
    marked(page, 4, 4)
    press(page, "view.tools.table")
    page.get_by_label(words("view.tools.rows"), exact=True).fill("2")
    page.get_by_label(words("view.tools.columns"), exact=True).fill("2")
    press(page, "view.tools.insert")
    page.keyboard.type("燃料")
    settled(page, lambda: stem_of(editing).startswith("数据如下\n\n| 燃料 |"), True)
    expect(candidate(page).locator("#stem th").first).to_have_text("燃料")
    expect(candidate(page).locator("#stem tr")).to_have_count(2)


def test_the_toolbar_is_reached_and_left_by_keys(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editing.change("stem", "量")
    shown(page, editing)
    marked(page, 1, 1)
    page.get_by_role("button", name=words("view.tools.formula"), exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name=words("formula.sum"), exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(writing(page, "stem")).to_be_focused()


def test_blanks_are_put_in_with_the_next_number_and_bring_their_answers(bank: Bank, page: Page) -> None:
    editing = Editing.new(bank, QuestionType.BLANKS, "D03-01", today=TODAY)
    shown(page, editing)
    writing(page, "stem").focus()
    page.keyboard.type("由")
    press(page, "view.tools.blank")
    page.keyboard.type("主管，单位为")
    press(page, "view.tools.blank")
    settled(page, lambda: stem_of(editing), "由[[1]]主管，单位为[[2]]")
    expect(entry(page, "blanks.1")).to_be_visible()
    expect(candidate(page).locator("#stem input")).to_have_count(2)
    writing(page, "blanks.0.accepted").fill("生态环境部")
    page.keyboard.press("Enter")
    page.keyboard.type("环境部")
    page.keyboard.press("Enter")
    settled(page, lambda: editing.plain["blanks"][0]["accepted"], ["生态环境部", "环境部"])
    page.keyboard.press("Backspace")
    settled(page, lambda: editing.plain["blanks"][0]["accepted"], ["生态环境部"])
    writing(page, "rationale").focus()
    expect(page.get_by_role("button", name=words("view.tools.blank"))).to_be_hidden()


# Pictures

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_a_picture_is_chosen_and_shown_to_the_candidate(bank: Bank, page: Page) -> None:
    editing = single(bank)
    editor = shown(page, editing)
    marked(page, 0, 0)
    with page.expect_file_chooser() as chooser:
        press(page, "view.tools.picture")
    chooser.value.set_files({"name": "flow chart.png", "mimeType": "image/png", "buffer": PNG})
    expect(candidate(page).locator("#stem img")).to_have_count(1)
    page.keyboard.type("工艺流程图")  # the caret waits where the alternative text goes
    settled(page, lambda: stem_of(editing).startswith("![工艺流程图](media/flow-chart"), True)
    saved = editing.save(editor.desk)
    assert bank.media(saved.media[0]) == PNG


PASTE = """(node, [name, type, text, words = ""]) => {
  const data = new DataTransfer();
  if (words) data.setData("text/plain", words);
  data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type }));
  return node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_picture_goes_in_and_a_harmful_one_is_refused(bank: Bank, page: Page) -> None:
    editing = single(bank)
    before = stem_of(editing)
    shown(page, editing)
    marked(page, 0, 0)
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    writing(page, "stem").evaluate(PASTE, ["x.svg", "image/svg+xml", base64.b64encode(script).decode()])
    expect(page.get_by_role("alert")).to_contain_text("x.svg")
    assert stem_of(editing) == before
    picture = ["image.png", "image/png", base64.b64encode(PNG).decode()]
    assert writing(page, "stem").evaluate(PASTE, [*picture, "单元格"]), "a picture beside a text is left to the browser"
    assert not writing(page, "stem").evaluate(PASTE, picture)
    expect(candidate(page).locator("#stem img")).to_have_count(1)


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


# The candidate's page


def test_the_preview_keeps_its_place_and_leaves_nothing_behind(bank: Bank, page: Page) -> None:
    editing = Editing.open(bank, ONE_OF_EACH[QuestionType.CASE], today=TODAY)
    shown(page, editing)
    frame = candidate(page)
    frame.locator("#strip button").nth(1).click()
    expect(frame.locator("#question-title")).to_contain_text("1.2")
    writing(page, "rationale").focus()
    page.keyboard.type("说明")
    writing(page, "stem").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("资料：")
    expect(candidate(page).locator("#stimulus-text")).to_contain_text("资料：")
    expect(candidate(page).locator("#question-title")).to_contain_text("1.2")
    writing(page, "children.2.stem").fill("排放量是多少？")
    expect(candidate(page).locator("#question-title")).to_contain_text("1.3")
    expect(candidate(page).locator("#stem")).to_have_text("排放量是多少？")
    expect(page.locator(".frames iframe")).to_have_count(1)
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key !== 'exam:preferences').length")
    assert kept <= 1


def test_the_preview_is_as_wide_as_a_phone_or_a_computer(bank: Bank, page: Page) -> None:
    shown(page, single(bank))
    width = "frame => frame.contentWindow.innerWidth"
    assert page.locator(".frames:not([hidden]) iframe").evaluate(width) == 390
    page.get_by_role("radio", name=words("view.preview.computer")).check()
    page.wait_for_function("document.querySelector('.frames iframe').contentWindow.innerWidth === 1100")


def test_beneath_the_form_where_the_place_is_narrow(bank: Bank, new_page: Callable[..., Page]) -> None:
    page = new_page((900, 950))
    shown(page, single(bank))
    form, side = page.locator(".form").bounding_box(), page.locator(".side").bounding_box()
    assert form
    assert side
    assert side["y"] >= form["y"] + form["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_a_similar_question_is_shown_beside_and_left_again(bank: Bank, page: Page) -> None:
    editing = Editing.new(bank, QuestionType.SINGLE_CHOICE, "D03-01", today=TODAY)
    shown(page, editing)
    writing(page, "stem").focus()
    page.keyboard.insert_text(bank[SINGLE].stem)
    similar = page.get_by_role("button", name=SINGLE)
    expect(similar).to_contain_text("100%")
    similar.click()
    expect(candidate(page).locator(".option").first).to_contain_text(bank[SINGLE].options[0].text)  # type: ignore[union-attr]
    press(page, "view.preview.back")
    expect(candidate(page).locator("#question-title")).to_be_visible()


# Saving


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
