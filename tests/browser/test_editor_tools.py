"""The editor's toolbar and pictures in a real browser: signs, formulas, tables and blanks at the caret."""

import base64

from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from tests.browser.editing import TODAY, candidate, entry, press, settled, shown, single, words, writing


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
