"""The place where files are dropped, in a browser: pieces, refusals, answers, pasted text, files to take away."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from authoring.widgets.receiving.drop import PIECE, DropZone
from tests.browser.widget_host import host

OpenPage = Callable[..., Page]


class Heard:
    def __init__(self) -> None:
        self.files: list[Sequence[tuple[str, bytes, bool]]] = []
        self.texts: list[str] = []


@pytest.fixture
def zone(new_page: OpenPage) -> tuple[Page, DropZone, Heard]:
    heard = Heard()
    widget = DropZone(heard.files.append, heard.texts.append)
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
    widget = DropZone(heard.files.append, heard.texts.append)
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
    page, widget, _ = zone
    with page.expect_download() as download:
        widget.hand_out("录题模板.xlsx", b"\x00\x01\xff")
    assert download.value.suggested_filename == "录题模板.xlsx"
    assert Path(download.value.path()).read_bytes() == b"\x00\x01\xff"
