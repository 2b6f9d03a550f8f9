"""The coordinator's panel in a browser: blueprint and bank, a run and its stop, changes by hand, keeping, approving."""

import base64
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from authoring import workflow
from authoring.bank import Bank
from authoring.papers.blueprint_files import blueprint_xlsx
from authoring.papers.paper_store import Papers, PaperStatus
from authoring.widgets import ComposePanel
from tests.browser.widget_host import host

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"
HOSTILE = "<img src=x onerror=alert(1)>"
OpenPage = Callable[..., Page]
Job = Callable[[], None]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped bank with an index."""
    root = tmp_path_factory.mktemp("compose") / "bank"
    shutil.copytree(SHIPPED, root, ignore=shutil.ignore_patterns(".bank-index"))
    Bank.open(root).close()
    return root


@pytest.fixture
def bank(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The same to be written in; the working folder is a notebook's."""
    monkeypatch.chdir(tmp_path)
    with Bank.open(shutil.copytree(shipped, tmp_path / "bank")) as opened:
        yield opened


def opened(bank: Bank, new_page: OpenPage, size: tuple[int, int] = (1400, 1000)) -> tuple[Page, ComposePanel]:
    """A panel whose runs are over when the button's click is."""
    page, panel = new_page(size), ComposePanel(bank, "丙", start=lambda job: job())
    host(page, panel.view)
    return page, panel


def put(page: Page, label: str, value: str) -> None:
    page.get_by_label(label, exact=True).fill(value)
    page.keyboard.press("Tab")


def assemble(page: Page) -> None:
    page.get_by_role("button", name="组卷", exact=True).click()


def drop(page: Page, name: str, data: bytes) -> None:
    """As from the desktop."""
    script = """(node, [name, signs]) => {
      const bytes = Uint8Array.from(atob(signs), (sign) => sign.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      for (const type of ["dragover", "drop"]) node.dispatchEvent(new DragEvent(type, options));
    }"""
    page.locator(".setup").evaluate(script, [name, base64.b64encode(data).decode()])


def told(page: Page, text: str) -> None:
    expect(page.locator(".told")).to_contain_text(text)


def row(page: Page, number: int) -> str:
    """Id of the question with a number."""
    return page.locator(f"tr[data-number='{number}']").get_attribute("data-id") or ""


def test_the_blueprint_and_whether_the_bank_carries_it(bank: Bank, new_page: OpenPage) -> None:
    page, _ = opened(bank, new_page)
    expect(page.locator(".plan h3")).to_have_text("双碳职业能力考试（中级）碳排放理论与碳排放管理实务")
    grid = page.locator(".grid")
    expect(grid.locator("thead tr").last.locator("th").first).to_have_text("一、单项选择题")
    line = grid.locator("tbody tr").filter(has_text="D03 燃料燃烧")
    expect(line.locator("td")).to_have_text(["18–30 分", "", "", "", "1–2 题", "", "", ""])
    expect(page.locator(".requirements tbody tr")).to_have_count(28)
    expect(page.get_by_role("img", name="热力图")).to_be_visible()
    expect(page.get_by_role("tab", name="人工调整")).to_be_disabled()
    put(page, "卷数", "4")
    expect(page.locator(".requirements tbody tr").first.locator("td").last).to_have_text("不足")
    expect(page.locator(".tally b").first).to_have_attribute("data-plenty", "short")


def test_an_excel_file_is_dropped_and_handed_out(bank: Bank, new_page: OpenPage) -> None:
    page, panel = opened(bank, new_page)
    plan, _ = workflow.read_blueprint(bank, "junior")
    assert plan is not None
    data = blueprint_xlsx(plan.model_copy(update={"title": HOSTILE}), bank.syllabus)
    drop(page, "细目表.xlsx", data)
    expect(page.locator(".plan h3")).to_have_text(HOSTILE)
    expect(page.get_by_label("细目表", exact=True)).to_have_value("")
    expect(page.get_by_label("细目表", exact=True).locator("option").first).to_have_text("细目表.xlsx")
    assert page.locator(".authoring-compose img[src='x']").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    assert Path(download.value.path()).read_bytes() == data
    page.get_by_label("选择 Excel 文件…").set_input_files({"name": "坏.xlsx", "mimeType": "", "buffer": b"nothing"})
    told(page, "坏.xlsx 读不成细目表")
    expect(page.locator(".plan .findings li")).to_have_attribute("data-tone", "error")
    expect(page.get_by_label("细目表", exact=True).locator("option:checked")).to_have_text("坏.xlsx")
    expect(page.get_by_role("button", name="组卷", exact=True)).to_be_disabled()
    assert panel.model.planning.wanted is None


def test_forms_beside_each_other_with_charts(bank: Bank, new_page: OpenPage) -> None:
    page, _ = opened(bank, new_page)
    assemble(page)
    told(page, "组卷成功")
    expect(page.locator(".proof")).to_contain_text("已证明")
    expect(page.locator(".figures").first.locator("thead th")).to_have_text(["", "A 卷", "B 卷"])
    expect(page.locator(".figures").first.locator("tbody tr").nth(1)).to_have_text("总分150150")
    expect(page.locator(".charts img")).to_have_count(5)
    for picture in page.locator(".charts img").all():
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
        assert (picture.get_attribute("alt") or "").endswith("。")


def test_statistics_bring_information_observed_times_and_the_key_opens(bank: Bank, new_page: OpenPage) -> None:
    page, panel = opened(bank, new_page)
    lines = ["试题编号,a,b,平均用时（秒）", *(f"{name},1.1,0.2,75" for name in bank.to_frame().index)]
    buffer = "\n".join(lines).encode("gbk")
    page.get_by_label("题目参数…").set_input_files({"name": "参数.csv", "mimeType": "", "buffer": buffer})
    told(page, "已读入 参数.csv")
    assemble(page)
    expect(page.locator(".charts img")).to_have_count(6)
    whole = page.locator(".times tbody tr").last
    expect(whole).to_contain_text(f"实测 {75 * panel.model.planning.plan.size / 60:.1f}")
    expect(whole.locator("td").last).to_have_text("180")
    expect(page.locator(".keys")).to_be_hidden()
    page.locator("summary").click()
    expect(page.locator(".keys thead th")).to_have_text(["题号", "A 卷", "B 卷"])
    page.get_by_label("题目参数…").set_input_files(
        {"name": "坏.csv", "mimeType": "", "buffer": b"id,a\nDC-D01-001,x\n"}
    )
    told(page, "坏.csv 没有读入")
    expect(page.locator(".more li").first).to_contain_text("“x”不能作为“a”")


def test_required_and_banned_questions(bank: Bank, new_page: OpenPage) -> None:
    page, panel = opened(bank, new_page)
    put(page, "必选题", "没有这道题")
    told(page, "题库里没有 没有这道题")
    expect(page.get_by_label("必选题", exact=True)).to_have_value("")
    put(page, "必选题", "DC-D01-001")
    put(page, "禁用题", "DC-D01-002 DC-D01-003")
    assemble(page)
    told(page, "组卷成功")
    assert all(any(item.question == "DC-D01-001" for item in form.items) for form in panel.paper.forms)
    expect(page.get_by_label("禁用题", exact=True)).to_have_value("DC-D01-002、DC-D01-003")


def test_by_hand_with_mouse_and_keyboard(bank: Bank, new_page: OpenPage) -> None:
    page, panel = opened(bank, new_page)
    assemble(page)
    page.get_by_role("tab", name="组卷结果").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="人工调整")).to_have_attribute("aria-selected", "true")
    page.locator("tr[data-number='2']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    old = row(page, 3)
    expect(page.locator(".chosen h3")).to_contain_text(old)
    expect(page.frame_locator(".chosen iframe").locator("#stem")).not_to_be_empty()
    first = page.locator(".substitutes > li").first
    new = first.get_attribute("data-id") or ""
    first.get_by_role("button", name="查看").click()
    expect(page.locator(".looked.other")).to_contain_text(new)
    expect(page.frame_locator(".chosen iframe").locator("body")).to_contain_text(new)
    first.get_by_role("button", name="换上").click()
    told(page, f"A 卷第 3 题已由 {old} 换成 {new}")
    assert row(page, 3) == new
    page.get_by_role("button", name="锁定", exact=True).click()
    expect(page.locator("tr[data-number='3'] em")).to_have_text("锁定")
    expect(page.locator(".substitutes button", has_text="换上").first).to_be_disabled()
    page.get_by_role("button", name="下移").click()
    assert row(page, 4) == new
    page.locator("tr[data-number='1']").click()
    banned = row(page, 1)
    page.get_by_role("button", name="禁用", exact=True).click()
    page.get_by_role("button", name="补全 1 题").click()
    told(page, "已补全")
    assert banned not in panel.paper.question_ids
    assert row(page, 4) == new, "what is locked stays"
    for _ in range(5):
        page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()
    assert row(page, 3) == old
    page.get_by_label("排序…").select_option("由易到难")
    told(page, "A 卷各大题已由易到难排列")
    expect(page.get_by_label("排序…")).to_have_value("")
    page.get_by_role("button", name="B 卷").click()
    expect(page.locator(".chosen .none")).to_be_visible()


def test_a_question_named_by_hand(bank: Bank, new_page: OpenPage) -> None:
    page, panel = opened(bank, new_page)
    assemble(page)
    page.get_by_role("tab", name="人工调整").click()
    page.locator("tr[data-number='1']").click()
    page.get_by_label("指定编号").fill(row(page, 2))
    page.keyboard.press("Enter")
    told(page, "已经在 A 卷第 2 题")
    other = panel.model.work.substitutes("A", 1, limit=12)[-1].question
    page.get_by_label("指定编号").fill(other)
    page.keyboard.press("Enter")
    expect(page.locator(".substitutes > li").first).to_have_attribute("data-id", other)


def test_changes_by_hand_are_not_dropped_without_asking(bank: Bank, new_page: OpenPage) -> None:
    page, panel = opened(bank, new_page)
    assemble(page)
    page.get_by_role("tab", name="人工调整").click()
    page.locator("tr[data-number='1']").click()
    page.get_by_role("button", name="下移").click()
    mine = panel.paper
    assemble(page)
    expect(page.get_by_role("alert")).to_contain_text("还没有保存")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert panel.paper == mine
    assemble(page)
    page.get_by_role("button", name="继续").click()
    told(page, "组卷成功")
    assert panel.paper != mine


def test_why_not_and_a_way_out(bank: Bank, new_page: OpenPage) -> None:
    page, _ = opened(bank, new_page)
    page.get_by_label("细目表", exact=True).select_option("junior")
    put(page, "两卷相同题至多", "0")
    assemble(page)
    told(page, "无法组卷")
    expect(page.locator(".reasons li").first).to_contain_text("题库可用")
    expect(page.get_by_role("tab", name="人工调整")).to_be_disabled()
    page.locator(".remedies li").filter(has_text="允许重题").get_by_role("button", name="照此组卷").click()
    told(page, "组卷成功")
    expect(page.get_by_label("两卷相同题至多")).not_to_have_value("0")
    expect(page.get_by_label("细目表", exact=True).locator("option").first).to_have_text("（调整后的细目表）")


def test_keeping_and_approving(bank: Bank, new_page: OpenPage, tmp_path: Path) -> None:
    page, panel = opened(bank, new_page)
    assemble(page)
    page.get_by_role("tab", name="保存与批准").click()
    page.get_by_label("试卷编号").fill("2026-12-intermediate")
    page.get_by_role("button", name="保存到题库").click()
    told(page, "已保存 2026-12-intermediate")
    expect(page.get_by_label("已保存的试卷")).to_have_value("2026-12-intermediate")
    desk = Papers(bank, "丁")
    theirs = desk.open("2026-12-intermediate")
    desk.save(theirs.paper.model_copy(update={"title": "别人的"}), theirs)
    page.get_by_role("tab", name="人工调整").click()
    page.locator("tr[data-number='1']").click()
    page.get_by_role("button", name="下移").click()
    page.get_by_role("tab", name="保存与批准").click()
    expect(page.locator(".state")).to_contain_text("有未保存的修改")
    page.get_by_role("button", name="保存到题库").click()
    told(page, "已被他人保存（丁")
    page.get_by_label("试卷编号").fill("2026-12-b")
    page.get_by_label("考期").fill("2026-12")
    page.get_by_role("button", name="批准", exact=True).click()
    page.get_by_role("button", name="确定批准").click()
    told(page, "2026-12-b 已批准并冻结")
    assert desk.open("2026-12-b").status is PaperStatus.APPROVED
    expect(page.get_by_role("button", name="批准", exact=True)).to_be_disabled()
    page.get_by_role("button", name="写出").click()
    expect(page.locator(".files li")).to_have_count(2 + 3 * len(panel.paper.forms))
    assert (tmp_path / "build" / "2026-12-b.paper.json").is_file()
    page.get_by_label("已保存的试卷").select_option("2026-12-intermediate")
    told(page, "已打开 2026-12-intermediate")


def test_the_run_shows_itself_and_can_be_given_up(bank: Bank, new_page: OpenPage) -> None:
    jobs: list[Job] = []
    page = new_page((1400, 1000))
    panel = ComposePanel(bank, "丙", start=jobs.append)
    host(page, panel.view)
    assemble(page)
    expect(page.locator(".running")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_label("卷数", exact=True)).to_be_disabled()
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".running")).to_contain_text("正在停止")
    jobs[0]()
    told(page, "已停止")
    expect(page.locator(".running")).to_be_hidden()
    assemble(page)
    page.get_by_role("button", name="停止").click()
    page.get_by_role("button", name="不再等待").click()
    told(page, "不再等待")
    expect(page.get_by_role("button", name="组卷", exact=True)).to_be_enabled()


@pytest.mark.parametrize("width", [1400, 1000, 720])
def test_nothing_sticks_out(bank: Bank, new_page: OpenPage, width: int) -> None:
    page, _ = opened(bank, new_page, (width, 900))
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(fits)
    assemble(page)
    told(page, "组卷成功")
    assert page.evaluate(fits)
    for name in ("人工调整", "保存与批准"):
        page.get_by_role("tab", name=name).click()
        if name == "人工调整":
            page.locator("tr[data-number='1']").click()
            expect(page.locator(".substitutes > li").first).to_be_visible()
        assert page.evaluate(fits), name
