"""The hand-over panel in a browser: every tab by mouse, errors at their fields, nothing of it kept in its state."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from authoring.texts import say
from authoring.widgets import HandoverPanel
from tests.browser.conftest import OpenPage
from tests.browser.handing import brought, do, field, form, key_made, prints, sealed, seated, told, turn
from tests.browser.widget_host import host
from tests.roster.people import id_number, person
from tests.widgets.handover_panel.handing_over import panel_in, roster_file

SIZES = [(1400, 1000), (1000, 900)]


@pytest.fixture
def panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HandoverPanel:
    monkeypatch.chdir(tmp_path)
    return panel_in(tmp_path)


@pytest.fixture
def desk(new_page: OpenPage, panel: HandoverPanel) -> Page:
    page = new_page(SIZES[0])
    host(page, panel.view)
    return page


def test_a_paper_is_handed_on_by_mouse(desk: Page) -> None:
    seated(desk)
    key_made(desk)
    sealed(desk)
    prints(desk)


def test_every_problem_of_a_roster_stands_in_its_row_and_masked(desk: Page) -> None:
    wrong = person(1, phone="123")
    twice = person(2, phone="13800138000")
    brought(desk, roster_file([person(0), wrong, twice]))
    told(desk, "roster", "请按下表改正", "bad")
    rows = desk.locator("table.problems tbody tr")
    expect(rows.first).to_be_visible()
    assert [row.locator("td").nth(2).inner_text() for row in rows.all()] == ["3", "4"]
    assert "13800138000" not in desk.locator(".authoring-handover").inner_text()
    assert id_number("19700101", 0) not in desk.locator(".authoring-handover").inner_text()
    expect(form(desk, "assign").get_by_role("button")).to_be_disabled()


def test_fields_that_do_not_matter_are_not_shown(desk: Page) -> None:
    turn(desk, "keys")
    here = form(desk, "create")
    expect(field(here, "needed")).to_be_hidden()
    field(here, "lock").select_option("shares")
    expect(field(here, "passphrase")).to_be_hidden()
    field(here, "key_name").fill("阅卷组")
    field(here, "role").select_option("marking")
    field(here, "needed").fill("4")
    do(desk, "create")
    expect(here.locator(".wrong:visible")).to_contain_text("4/3")
    field(here, "needed").fill("2")
    do(desk, "create")
    told(desk, "create", say("handover_panel.said.print_and_remove"))
    expect(here.locator(".files li")).to_have_count(2)
    turn(desk, "formats")
    here = form(desk, "convert")
    expect(field(here, "whole")).to_be_hidden()
    field(here, "format").select_option("json")
    field(here, "whole").check()
    expect(here.get_by_role("group", name=say("handover_panel.view.forms"))).to_be_hidden()
    expect(field(here, "feedback")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_wider_than_the_panel(new_page: OpenPage, panel: HandoverPanel, size: tuple[int, int]) -> None:
    page = new_page(size)
    host(page, panel.view)
    brought(page, roster_file())
    do(page, "assign")
    expect(page.locator(".room")).to_be_visible()
    for name in ("keys", "materials", "formats", "roster"):
        turn(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
