"""监考台 with three hundred candidates: what it shows, finds and does, and what a candidate sees of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from authoring.rehearsal.staff import Role
from authoring.rehearsal.store.rows import change, load
from authoring.texts import say
from tests.browser.rehearsal.hall import Hall


def word(key: str, **values: object) -> str:
    return say(f"rehearsal_console.page.{key}", **values)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path) as opened:
        yield opened


@pytest.fixture
def console(hall: Hall, opened: Callable[..., BrowserContext]) -> Page:
    context = opened(permissions=())
    hall.admit_staff(context)
    page = context.new_page()
    page.goto(f"{hall.url}/console")
    expect(page.locator("#filters button").first.locator("b")).to_have_text("300")
    return page


def card(page: Page, number: int) -> Locator:
    return page.locator(f'.candidate[data-number="{number}"]')


def choose(page: Page, *numbers: int) -> None:
    for number in numbers:
        card(page, number).get_by_role("checkbox").check()


def act(page: Page, name: str, **fields: str) -> None:
    page.locator(f'[data-act="{name}"]').click()
    for field, value in fields.items():
        entry = page.locator(f"#field-{field}")
        if entry.evaluate("node => node.tagName") == "SELECT":
            entry.select_option(value)
        else:
            entry.fill(value)
    page.locator("#confirm").click()
    expect(page.locator("#dialog")).to_be_hidden()


def test_everybody_is_counted_and_found(console: Page) -> None:
    counts = {"attention": 5, "review": 5, "answering": 235, "handed_in": 20, "missed": 40}
    for name, count in counts.items():
        expect(console.locator(f'#filters [data-name="{name}"] b')).to_have_text(str(count))
    console.locator('#filters [data-name="review"]').click()
    expect(console.locator(".candidate:visible")).to_have_count(5)
    console.locator('#filters [data-name="all"]').click()
    console.locator("#search").fill("0123")
    expect(console.locator(".candidate:visible")).to_have_count(1)
    expect(card(console, 123)).to_be_visible()
    console.locator("#search").fill("没有这个人")
    expect(console.locator("#nobody")).to_be_visible()


def test_pictures_are_fetched_only_where_they_are_seen(hall: Hall, console: Page) -> None:
    expect(card(console, 46).locator("img").first).to_be_visible()
    assert console.locator(".candidate img[src]").count() < 80
    console.locator("#list").click()
    card(console, 200).scroll_into_view_if_needed()
    expect(card(console, 200).locator(".state")).to_be_in_viewport()
    assert card(console, 200).locator("img[src]").count() == 0  # the list shows no pictures
    console.locator("#wall").click()
    card(console, 280).scroll_into_view_if_needed()
    expect(card(console, 280).locator("img").first).to_have_js_property("naturalWidth", 160)


def test_a_candidate_is_paused_and_goes_on(hall: Hall, console: Page, opened: Callable[..., BrowserContext]) -> None:
    person = hall.admit(50)
    context = opened()
    context.add_cookies(
        [{"name": name, "value": value, "url": hall.url} for name, value in person.client.cookies.items()]
    )
    candidate = context.new_page()
    candidate.goto(f"{hall.url}/paper")
    expect(candidate.locator("#question-title")).not_to_be_empty()
    choose(console, 50)
    act(console, "pause", reason="technical", words="网络检修 <b>")
    expect(candidate.locator("#overlay")).to_contain_text("网络检修 <b>")
    expect(card(console, 50).locator(".state")).to_have_text(word("state.paused"))
    act(console, "resume")
    expect(candidate.locator("#overlay")).to_be_hidden()
    act(console, "extra-time", minutes="10")
    expect(card(console, 50).locator(".notes")).to_contain_text(word("extra", minutes=10))
    candidate.locator("#message-close").click()
    act(console, "message", text="请调整手机位置")
    expect(candidate.get_by_text("请调整手机位置")).to_be_visible()
    act(console, "terminate", reason="other_person", note="替考")
    expect(candidate).to_have_url(f"{hall.url}/receipt")
    expect(card(console, 50).locator(".state")).to_have_text(word("state.terminated"))


def test_one_act_on_many_tells_whom_it_does_not_fit(console: Page) -> None:
    console.locator("#search").fill("考生29")  # 29 is on the way, 290 to 299 have handed in
    console.locator("#all").check()
    expect(console.locator("#chosen")).to_have_text(word("chosen", count=11))
    expect(console.locator('[data-act="identity"]')).to_be_disabled()
    console.locator("#search").fill("")
    choose(console, 129, 229)
    act(console, "pause")
    console.locator("#all").click()
    expect(console.locator("#chosen")).to_have_text(word("none_chosen"))
    expect(console.locator("#secret")).to_have_text(word("done", count=2, act=word("act.pause")))
    expect(console.locator("#complaint")).to_contain_text(say("rehearsal.refused.not_answering.message"))


def test_an_identity_is_decided_on_beside_the_photo(hall: Hall, console: Page) -> None:
    choose(console, 41)
    console.locator('[data-act="identity"]').click()
    expect(console.locator("#pictures img")).to_have_js_property("naturalWidth", 160)
    expect(console.locator("#pictures dd").first).to_have_text(hall.exam.entries[41].candidate.name)
    console.locator("#confirm").click()
    expect(console.locator("#dialog-complaint")).to_have_text(word("field.required", field=word("field.passed")))
    console.locator("#field-passed").select_option("yes")
    console.locator("#confirm").click()
    expect(card(console, 41).locator(".state")).to_have_text(word("state.ready"))
    assert hall.store.look(lambda connection: load(connection, 41)).identity == "passed"


def test_a_flag_is_seen_on_the_card_and_in_the_log(console: Page) -> None:
    choose(console, 60)
    act(console, "flag", severity="80", reason="absent", note="离开画面")
    expect(card(console, 60).locator(".notes")).to_contain_text(word("flags", count=1, severity=80))
    card(console, 60).locator("button.name").click()
    expect(console.locator("#person-log li").first).to_contain_text("离开画面")
    expect(console.locator("#person-pictures img").first).to_have_js_property("naturalWidth", 160)
    console.locator("#close-person").click()
    console.get_by_role("link", name=say("rehearsal_staff.shared.nav.log")).click()
    expect(console.locator("#lines tr").first).to_contain_text(say("rehearsal_log.line.values.absent"))


def test_what_changes_is_seen_without_a_new_page(hall: Hall, console: Page) -> None:
    hall.store.change(
        lambda connection: change(connection, 70, identity="passed", ended="automatic", ended_at=hall.now)
    )
    expect(card(console, 70).locator(".state")).to_have_text(word("state.automatic"))
    expect(console.locator('#filters [data-name="answering"] b')).to_have_text("234")


def test_a_silent_line_is_not_taken_for_a_quiet_room(console: Page) -> None:
    lines: list[WebSocketRoute] = []

    def first_falls_silent(line: WebSocketRoute) -> None:
        lines.append(line)
        server, silent = line.connect_to_server(), len(lines) == 1
        server.on_message(lambda told: None if silent and '"whole":false' in str(told) else line.send(told))

    console.route_web_socket("**/ws/console", first_falls_silent)
    console.reload()
    expect(console.locator("#line")).to_have_text(word("connected"))
    expect(console.locator("#line")).to_have_text(word("disconnected"), timeout=15_000)
    expect(console.locator("#line")).to_have_text(word("connected"), timeout=15_000)
    assert len(lines) == 2


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "\u202e名反\u202c", "👩‍🎓" * 20])
def test_a_hostile_name_is_text(hall: Hall, opened: Callable[..., BrowserContext], name: str) -> None:
    entries = hall.exam.entries
    person = entries[60].candidate.model_copy(update={"name": name})
    hall.exam.entries = MappingProxyType({**entries, 60: entries[60].model_copy(update={"candidate": person})})
    context = opened(permissions=())
    hall.admit_staff(context)
    page = context.new_page()
    page.goto(f"{hall.url}/console")
    expect(card(page, 60).locator("button.name")).to_have_text(name)
    choose(page, 60)
    act(page, "flag", severity="20", reason="other", note=name)
    card(page, 60).locator("button.name").click()
    expect(page.locator("#person-name")).to_have_text(f"60 {name}")
    expect(page.locator("#person-log li").first).to_contain_text(name)
    assert page.locator("img[src=x]").count() == 0
    width = card(page, 60).evaluate("node => node.scrollWidth - node.clientWidth")
    assert width <= 0  # nothing sticks out


def test_a_marker_has_no_console(hall: Hall, opened: Callable[..., BrowserContext]) -> None:
    context = opened(permissions=())
    hall.admit_staff(context, Role.MARKER)
    page = context.new_page()
    reply = page.goto(f"{hall.url}/console")
    assert reply is not None
    assert page.url == f"{hall.url}/console/marking"


def test_only_the_coordinator_is_offered_results(hall: Hall, opened: Callable[..., BrowserContext]) -> None:
    context = opened(permissions=())
    hall.admit_staff(context, Role.INVIGILATOR)
    page = context.new_page()
    page.goto(f"{hall.url}/console")
    expect(page.locator("#filters button").first.locator("b")).to_have_text("300")
    expect(page.locator(".results")).to_have_count(0)
