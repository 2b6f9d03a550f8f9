"""How the browser tests meet the answering page: opening it, answering everything, reading what it saved."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from authoring.rendering.pages import candidate_page, sample_line
from authoring.rendering.views import CandidatePaper
from authoring.texts import say
from tests.rendering.sample_paper import MEDIA, PAPER

START = dt.datetime(2026, 12, 6, 9, 0, tzinfo=dt.UTC)
PHONE = (390, 844)
SIZES = [(1366, 768), PHONE]
STOPS = 15

Opened = Callable[..., Page]


def text(key: str, **values: object) -> str:
    return say(f"candidate.{key}", **values)


def standalone(paper: CandidatePaper = PAPER) -> str:
    return candidate_page(paper, line=sample_line(), media=MEDIA)


def go(page: Page, number: str) -> None:
    """To a question, by its place in the palette."""
    page.locator("#cards .cell", has_text=re.compile(f"^{re.escape(number)}$")).click()
    expect(page.locator("#question-title")).to_contain_text(text("question.number", number=number))


def choose(page: Page, *letters: str) -> None:
    for letter in letters:
        page.locator("label.option", has=page.locator(".letter", has_text=re.compile(f"^{letter}$"))).click()


def saved(page: Page) -> dict[str, Any]:
    """What is stored, once the page has saved."""
    page.clock.run_for(300)
    state: dict[str, Any] = page.evaluate(
        "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('exam:PAPER-T1:A:'))))"
    )
    return state


def cell(page: Page, number: str, *states: str) -> None:
    words = text("state.and").join(text(f"state.{state}") for state in states)
    wanted = text("state.cell", number=number, states=words)
    expect(page.locator("#cards").get_by_role("button", name=wanted, exact=True)).to_be_visible()


def answer_everything(page: Page) -> dict[str, Any]:
    """Answers every question with mouse and keys, and returns the responses that the views' docstrings call for."""
    go(page, "1")
    choose(page, "C")
    go(page, "2")
    choose(page, "A", "D")
    go(page, "3")
    choose(page, "Z")
    go(page, "4")
    choose(page, "C", "A", "B")
    choose(page, "B")
    go(page, "5")
    page.get_by_text(text("question.wrong"), exact=True).click()
    go(page, "6")
    page.get_by_role("textbox", name=text("question.blank", n=1)).fill("生态环境部")
    page.get_by_role("textbox", name=text("question.blank", n=2)).fill(" 碳排放配额 ")
    go(page, "7")
    page.get_by_role("textbox", name=text("question.value")).fill("27,068.55")
    page.get_by_role("combobox", name=text("question.unit")).select_option("kgCO₂")
    go(page, "8")
    page.get_by_role("textbox", name=text("question.value")).fill("12.5")
    go(page, "9")
    for place, choice in ((1, "C2"), (2, "C1"), (3, "C3")):
        page.get_by_role("combobox", name=text("question.matching_name", n=place)).select_option(choice)
    go(page, "10")
    page.get_by_role("button", name=text("question.up_name", n=3)).click()
    page.get_by_role("button", name=text("question.up_name", n=2)).click()
    go(page, "11")
    page.get_by_role("textbox", name=text("question.answer")).fill("第一步：确定基准线。\n第二步：……")
    go(page, "12.1")
    page.get_by_role("textbox", name=text("question.value")).fill("１２．５")
    go(page, "12.2")
    choose(page, "A", "C")
    go(page, "12.3")
    page.get_by_text(text("question.right"), exact=True).click()
    go(page, "12.4")
    page.get_by_role("textbox", name=text("question.blank", n=1)).fill("1200")
    return {
        "T-D01-001": "B",  # the third place of the shuffled options
        "T-D01-002": "D",
        "T-D01-003": "Z",
        "T-D01-004": ["A", "C"],
        "T-D01-005": False,
        "T-D01-006": ["生态环境部", " 碳排放配额 "],
        "T-D01-007": {"value": "27,068.55", "unit": "kgCO₂"},
        "T-D01-008": {"value": "12.5", "unit": "%"},
        "T-D01-009": {"P1": "C2", "P2": "C1", "P3": "C3"},
        "T-D01-010": ["C", "A", "B", "D", "E"],
        "T-D01-011": "第一步：确定基准线。\n第二步：……",
        "T-D01-012": {
            "T-D01-012.1": {"value": "１２．５", "unit": "tCO₂"},
            "T-D01-012.2": ["A", "C"],
            "T-D01-012.3": True,
            "T-D01-012.4": ["1200"],
        },
    }
