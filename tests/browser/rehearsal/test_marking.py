"""阅卷 in a browser: an anonymous answer, marks along the rubric by keyboard, the next one, the last one taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.staff import Role
from authoring.texts import say
from tests.rehearsal.running import Running
from tests.rehearsal.test_marking import SHORT, finished

HOSTILE = "<img src=x onerror=alert(1)> 基准线法\n\u202e历史强度法"


def word(key: str, **values: object) -> str:
    return say(f"rehearsal_marking.page.{key}", **values)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path) as server:
        yield server


@pytest.fixture
def desk_of(running: Running, opened: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    def desk(name: str) -> Page:
        context = opened(permissions=())
        token = running.member(Role.MARKER, name).client.cookies[COOKIES["console"]]
        context.add_cookies([{"name": COOKIES["console"], "value": token, "url": running.url}])
        page = context.new_page()
        page.goto(f"{running.url}/console/marking")
        return page

    return desk


def give(page: Page, *points: str) -> None:
    for place, value in enumerate(points):
        page.locator("#rubric input").nth(place).fill(value)
    page.keyboard.press("Control+Enter")


def test_answers_are_marked_one_after_the_other(running: Running, desk_of: Callable[[str], Page]) -> None:
    finished(running, 1, HOSTILE)
    finished(running, 2, "另一份")
    page = desk_of("甲")
    response = page.locator("#response")
    expect(response).not_to_be_empty()
    expect(page.locator("#model")).to_contain_text("要点一")
    expect(page.locator("#rubric input").first).to_be_focused()
    first = response.inner_text()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#complaint")).to_have_text(word("missing"))
    give(page, "4", "9")
    expect(page.locator("#complaint")).to_contain_text(say("rehearsal.refused.points.hint"))
    give(page, "4", "2.5")
    expect(page.locator("#total")).to_have_text(word("total", points=0, maximum=10))
    expect(response).not_to_have_text(first, use_inner_text=True)
    second = response.inner_text()
    page.get_by_role("button", name=word("withdraw")).click()
    expect(response).not_to_have_text(second, use_inner_text=True)
    page.get_by_role("button", name=word("full")).first.click()
    page.get_by_role("button", name=word("zero")).nth(1).click()
    expect(page.locator("#total")).to_have_text(word("total", points=4, maximum=10))
    expect(page.locator("#submit")).to_be_focused()
    page.locator("#submit").click()
    expect(response).not_to_have_text(first, use_inner_text=True)
    give(page, "0", "0")
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#progress")).to_have_text(word("progress", mine=2, total=2, done=0, third=0))


def test_an_answer_is_text_and_nothing_else(running: Running, desk_of: Callable[[str], Page]) -> None:
    finished(running, 1, HOSTILE)
    page = desk_of("甲")
    expect(page.locator("#response")).to_have_text(HOSTILE)
    assert page.locator("#response *").count() == 0


def test_a_third_marker_is_asked_where_two_differ(running: Running, desk_of: Callable[[str], Page]) -> None:
    finished(running, 1, "一份回答")
    for name, points in (("甲", ("4", "6")), ("乙", ("0", "0"))):
        page = desk_of(name)
        expect(page.locator("#response")).to_have_text("一份回答")
        give(page, *points)
        expect(page.locator("#empty")).to_be_visible()
    third = desk_of("丙")
    expect(third.locator("#progress")).to_have_text(word("progress", mine=0, total=1, done=0, third=1))
    give(third, "4", "5")
    expect(third.locator("#progress")).to_have_text(word("progress", mine=1, total=1, done=1, third=1))
    assert running.exam.key.rubric(SHORT, SHORT)[1].marks == 6
