"""The answering page elsewhere: in a notebook, beside a reviewer's notes, served by a delivery system."""

import datetime as dt
import functools
import html
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from authoring.rendering.pages import CANDIDATE_SCRIPTS, CANDIDATE_STYLES, candidate_page, review_page, sample_line
from authoring.rendering.templates import template_text
from authoring.texts import say
from tests.browser.candidate import START, STOPS, answer_everything, choose, go, standalone, text
from tests.rendering.sample_paper import MEDIA, PAPER, REVIEW, SECRET


def within(outer: str, sandbox: str | None = None) -> str:
    guard = "" if sandbox is None else f' sandbox="{sandbox}"'
    frame = f'<iframe id="cell" style="width:1000px;height:640px"{guard} srcdoc="{html.escape(outer)}"></iframe>'
    above = '<p style="height:500px">In [1]:</p>'
    return f"<!DOCTYPE html><html lang='zh-CN'><title>notebook</title><body>{above}{frame}</body></html>"


def frame_of(holder: Page | Frame, selector: str) -> Frame:
    element = holder.wait_for_selector(selector)
    assert element
    frame = element.content_frame()
    assert frame
    return frame


def test_it_opens_inside_a_notebook_cell(new_page: Callable[..., Page], as_file: Callable[[str], str]) -> None:
    page = new_page()
    page.goto(as_file(within(standalone())))
    frame = frame_of(page, "#cell")
    expect(frame.locator("#saved")).to_have_class("saved")
    assert page.evaluate("scrollY") == 0  # the notebook stays where its reader is
    frame.get_by_role("radio", name=re.compile("^C")).check(force=True)
    frame.get_by_role("button", name=text("action.next")).click()
    expect(frame.locator("#saved")).to_have_class("saved")
    expect(frame.locator("#progress-text")).to_have_text(text("page.progress", answered=1, total=STOPS))


def test_without_storage_it_says_so_and_works_on(new_page: Callable[..., Page], as_file: Callable[[str], str]) -> None:
    page = new_page()
    page.goto(as_file(within(standalone(), sandbox="allow-scripts")))
    frame = frame_of(page, "#cell")
    expect(frame.get_by_role("alert")).to_have_text(text("save.trouble"))
    frame.get_by_role("radio", name=re.compile("^C")).check(force=True)
    expect(frame.locator("#saved")).to_have_text(text("save.failed"))
    expect(frame.locator("#progress-text")).to_have_text(text("page.progress", answered=1, total=STOPS))


@pytest.mark.parametrize("in_notebook", [False, True])
def test_the_review_follows_the_candidate_page(
    new_page: Callable[..., Page], as_file: Callable[[str], str], in_notebook: bool
) -> None:
    candidate = standalone()
    assert SECRET not in candidate
    page = new_page()
    review = review_page(candidate, REVIEW, media=MEDIA)
    page.goto(as_file(within(review) if in_notebook else review))
    outer = frame_of(page, "#cell") if in_notebook else page.main_frame
    inner = frame_of(outer, "#candidate")
    expect(inner.locator("#question-title")).to_contain_text(text("question.number", number="1"))
    expect(outer.get_by_text(f"{SECRET}答案")).to_have_count(4)
    expect(outer.locator("#panel")).to_be_hidden()
    outer.get_by_role("switch", name=say("review.page.switch")).click()
    shown = outer.locator("#note article:visible")
    expect(shown).to_contain_text(f"{SECRET}答案 1")
    expect(shown).to_contain_text(f"{SECRET}解析 1")
    inner.get_by_role("button", name=text("action.next")).click()
    expect(shown).to_contain_text(f"{SECRET}答案 2")
    expect(shown).to_contain_text("W105")
    inner.get_by_role("button", name=text("action.next")).click()
    expect(outer.get_by_text(say("review.note.none"))).to_be_visible()
    outer.get_by_role("tab", name=say("review.tab.findings", count=2)).click()
    outer.get_by_role("button", name=say("review.findings.jump", number="12.1")).click()
    expect(inner.locator("#question-title")).to_contain_text(text("question.number", number="12.1"))
    expect(shown).to_have_count(2)  # the child's and the case's
    assert SECRET not in inner.content()
    outer.get_by_role("switch", name=say("review.page.switch")).click()
    expect(outer.locator("#panel")).to_be_hidden()


OWN_START = """"use strict";
window.sent = [];
ExamPage.start({
  store: {
    load: async () => ({ deadline: Date.now() + 3600000 }),
    save: async (state) => { if (window.broken) throw new Error("offline"); window.sent.push(["save", state]); },
    handIn: async (state) => { if (window.broken) throw new Error("offline"); window.sent.push(["handIn", state]); },
  },
});
"""


class _Strict(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The page as files of a server with a strict content security policy and a store of its own."""
    page = candidate_page(PAPER, line=sample_line(), media={}, standalone=False)
    files = {"index.html": page, "start.js": OWN_START, "favicon.ico": ""}
    for name in (*CANDIDATE_STYLES, *CANDIDATE_SCRIPTS):
        files.setdefault(name, template_text(f"candidate/{name}"))
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "media").mkdir()
    for name, picture in MEDIA.items():
        (tmp_path / "media" / name).write_bytes(picture)
    handler = functools.partial(_Strict, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_delivery_system_serves_the_same_files_with_its_own_store(new_page: Callable[..., Page], served: str) -> None:
    page = new_page()
    page.clock.install(time=START - dt.timedelta(seconds=1))
    page.clock.pause_at(START)
    page.goto(served)
    expect(page.get_by_role("button", name=text("preview.restart"))).to_have_count(0)
    expect(page.locator("#time")).to_have_text("01:00:00")  # the server's deadline
    wanted = answer_everything(page)
    page.clock.run_for(300)
    kind, state = page.evaluate("window.sent.at(-1)")
    assert (kind, state["responses"]) == ("save", wanted)
    go(page, "4")
    assert page.locator("#stem img").evaluate("node => node.naturalWidth") == 1600
    page.evaluate("window.broken = true")
    choose(page, "E")
    page.clock.run_for(300)
    expect(page.get_by_role("alert")).to_have_text(text("save.trouble"))
    page.get_by_role("button", name=text("action.hand_in"), exact=True).click()
    page.get_by_role("button", name=text("hand_in.confirm")).click()
    expect(page.locator("#receipt")).to_contain_text(text("receipt.undelivered"))
    page.evaluate("window.broken = false")
    page.clock.run_for(6000)
    expect(page.locator("#receipt")).to_contain_text(text("receipt.delivered"))
    kind, state = page.evaluate("window.sent.at(-1)")
    assert kind == "handIn"
    assert state["responses"]["T-D01-004"] == ["A", "C", "E"]
    assert page.evaluate("window.sent.filter(([kind]) => kind === 'handIn').length") == 1
