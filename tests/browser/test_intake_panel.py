"""The intake panel in a browser: the place where files are dropped alone, then the whole way into the bank in Lab."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from authoring.bank import Bank
from authoring.texts import say
from authoring.widgets.intake_panel.drop import PIECE, DropZone
from tests.browser.editing import writing
from tests.browser.lab_server import SLOW, lab, notebooks, run_all
from tests.browser.widget_host import host

OpenPage = Callable[..., Page]
CELL = """
from authoring.bank.review import Desk, Role
from authoring.widgets.intake_panel import IntakePanel
from authoring.widgets.workplace import working_bank

bank = working_bank()
IntakePanel(bank, Desk(bank, "甲", Role.AUTHOR))
"""
TEXT = "1. CO?e 指（　　）\nA. 碳\nB. 二氧化碳当量\n2. <b>范围二</b>来自（　　）\nA. 外购电力\nB. 燃煤锅炉\n答案：A\n"
TABLE = "题型,题干,选项A,选项B,答案\n单选题,单位热值含碳量的单位是（　　）,tC/GJ,tCO₂,A\n"


class Heard:
    def __init__(self) -> None:
        self.files: list[Sequence[tuple[str, bytes, bool]]] = []
        self.texts: list[str] = []
        self.wanted = 0

    def want(self) -> None:
        self.wanted += 1


@pytest.fixture
def zone(new_page: OpenPage) -> tuple[Page, DropZone, Heard]:
    heard = Heard()
    widget = DropZone(heard.files.append, heard.texts.append, heard.want)
    page = new_page((1000, 500))
    host(page, widget)
    return page, widget, heard


def drop(page: Page, names: dict[str, str]) -> None:
    """Drags files of text over the zone and lets go."""
    given = page.evaluate_handle(
        """names => {
            const transfer = new DataTransfer();
            Object.entries(names).forEach(([name, text]) => transfer.items.add(new File([text], name)));
            return transfer;
        }""",
        names,
    )
    for event in ("dragover", "drop"):
        page.locator(".zone").dispatch_event(event, {"dataTransfer": given})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook that shows the panel alone, beside the shipped bank."""
    copied = notebooks(tmp_path)
    cell = {"cell_type": "code", "id": "a", "execution_count": None, "metadata": {}, "outputs": [], "source": CELL}
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (copied / "intake.ipynb").write_text(json.dumps(notebook), "utf-8")
    return copied


def told(page: Page) -> Locator:
    return page.get_by_role("status")


def test_files_that_are_dropped_arrive_together(zone: tuple[Page, DropZone, Heard]) -> None:
    page, _, heard = zone
    drop(page, {"一.txt": "1. 题", "二.txt": ""})
    expect(page.locator("progress")).to_be_hidden()
    assert heard.files == [[("一.txt", "1. 题".encode(), False), ("二.txt", b"", False)]]


def test_a_file_of_several_pieces_arrives_whole(zone: tuple[Page, DropZone, Heard], tmp_path: Path) -> None:
    page, _, heard = zone
    data = random.Random(1).randbytes(2 * PIECE + 17)
    (tmp_path / "large.xlsx").write_bytes(data)
    page.get_by_label("这些文件只有答案").check()
    page.locator("input[type=file]").set_input_files(tmp_path / "large.xlsx")
    expect(page.locator("progress")).to_be_hidden(timeout=30_000)
    assert heard.files == [[("large.xlsx", data, True)]]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(new_page: OpenPage) -> None:
    heard = Heard()
    widget = DropZone(heard.files.append, heard.texts.append, heard.want)
    widget.fixed = {**widget.fixed, "largest": 1_000_000}
    page = new_page((1000, 500))
    host(page, widget)
    drop(page, {"大.docx": "碳" * 400_000, "小.txt": "1. 题"})
    expect(page.locator("progress")).to_be_hidden()
    expect(told(page)).to_contain_text("大.docx 有 1.2 MB，超过 1 MB，没有读取")
    assert [[name for name, _, _ in files] for files in heard.files] == [["小.txt"]]


def test_pasted_text_is_handed_over(zone: tuple[Page, DropZone, Heard]) -> None:
    page, _, heard = zone
    page.get_by_text("或者粘贴文本").click()
    page.get_by_role("textbox", name="读取粘贴的文本").fill("1. <b>题</b>\n答案：A")
    page.get_by_role("button", name="读取粘贴的文本").click()
    assert heard.texts == ["1. <b>题</b>\n答案：A"]


def test_a_file_to_take_away(zone: tuple[Page, DropZone, Heard]) -> None:
    page, widget, heard = zone
    page.get_by_role("button", name="下载录题模板").click()
    expect(page.locator("progress")).to_be_hidden()
    assert heard.wanted == 1
    with page.expect_download() as download:
        widget.hand_out("录题模板.xlsx", b"\x00\x01\xff")
    assert download.value.suggested_filename == "录题模板.xlsx"
    assert Path(download.value.path()).read_bytes() == b"\x00\x01\xff"


def test_dropped_files_are_repaired_and_taken_into_the_bank(offline_page: Page, folder: Path) -> None:
    page = offline_page
    with lab(folder, folder.parent / "home") as address:
        run_all(page, address, "intake.ipynb")
        expect(page.locator(".zone")).to_be_visible(timeout=SLOW)
        drop(page, {"卷.txt": TEXT, "表.csv": TABLE})
        rows = page.locator(".authoring-intake tbody tr[tabindex]")
        expect(rows).to_have_count(3, timeout=SLOW)
        expect(rows.nth(1)).to_contain_text("<b>范围二</b>来自")
        point = page.get_by_label(say("intake_panel.point"), exact=True)
        point.fill("D03-02 热值法计算")
        point.press("Tab")
        expect(page.get_by_role("button", name=say("intake_panel.bring", count=2))).to_be_visible(timeout=SLOW)

        rows.first.click()
        page.get_by_role("button", name=say("intake_panel.accept", quote="CO?e", put="CO₂e")).click()
        expect(rows.first).to_contain_text("CO₂e 指", timeout=SLOW)
        expect(writing(page, "stem")).to_have_value("CO₂e 指（　　）", timeout=SLOW)
        writing(page, "options.1.right").check()
        rows.nth(2).click()
        expect(rows.nth(2)).to_have_attribute("aria-selected", "true", timeout=SLOW)
        page.get_by_role("button", name=say("intake_panel.bring", count=3)).click()
        done = page.get_by_role("status").filter(has_text=say("intake_panel.brought", count=3, rest=0))
        expect(done).to_be_visible(timeout=SLOW)
        expect(rows.first).to_contain_text("DC-D03-")
    with Bank.open(folder / "build" / "bank") as bank:
        drafts = {question.stem: question for question in bank if question.author == "甲"}
        assert drafts["CO₂e 指（　　）"].key == "B"
        assert (bank.root / "questions" / "D03" / f"{drafts['CO₂e 指（　　）'].id}.yaml").is_file()
        assert "单位热值含碳量的单位是（　　）" in drafts
