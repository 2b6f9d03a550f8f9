"""What coordinators do with the hand-over panel, in a page of its own and in notebooks alike."""

from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from authoring.texts import say
from tests.browser.lab_server import SLOW
from tests.widgets.handover_panel.handing_over import PASSPHRASE, roster_file

__all__ = ["brought", "do", "field", "form", "hand_over", "key_made", "prints", "sealed", "seated", "told", "turn"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form(page: Page, name: str) -> Locator:
    """A card by the act that its button does."""
    return page.locator(f".authoring-handover [data-form='{name}']")


def field(here: Locator, name: str) -> Locator:
    return here.get_by_label(say(f"handover_panel.view.{name}"), exact=True)


def do(page: Page, name: str) -> None:
    form(page, name).get_by_role("button", name=say(f"handover_panel.view.do_{name}"), exact=True).click()


def turn(page: Page, name: str) -> None:
    page.get_by_role("tab", name=say(f"handover_panel.tab.{name}"), exact=True).click()


def told(page: Page, name: str, text: str, tone: str = "good") -> None:
    line = form(page, name).locator(".told")
    expect(line).to_contain_text(text, timeout=SLOW)
    expect(line).to_have_attribute("data-tone", tone)


def brought(page: Page, data: bytes, name: str = "名册.xlsx") -> None:
    form(page, "roster").locator("input[type=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})


def seated(page: Page) -> None:
    """The roster comes in without an error, and neighbours get different forms."""
    brought(page, roster_file())
    told(page, "roster", say("handover_panel.said.checked", count=7))
    field(form(page, "assign"), "seed").fill("5")
    do(page, "assign")
    expect(page.locator(".authoring-handover .room")).to_contain_text(say("handover_panel.alike.good"), timeout=SLOW)
    letters = page.locator(".authoring-handover .room .seat b").all_inner_texts()
    assert len(letters) == 7
    assert all(a != b for a, b in pairwise(letters))


def key_made(page: Page) -> None:
    """A key with a passphrase; the fields are empty afterwards."""
    turn(page, "keys")
    here = form(page, "create")
    field(here, "key_name").fill("交付系统")
    field(here, "passphrase").fill(PASSPHRASE)
    field(here, "again").fill("不一样")
    do(page, "create")
    expect(here.locator(".wrong:visible")).to_have_text(say("handover_panel.wrong.passphrases"), timeout=SLOW)
    field(here, "again").fill(PASSPHRASE)
    do(page, "create")
    told(page, "create", "交付系统")
    expect(field(here, "passphrase")).to_have_value("")
    expect(page.locator(".authoring-handover table.keys tbody tr")).to_have_count(1)


def sealed(page: Page) -> None:
    """The package and the roster are sealed to the key, and the sealed package is verified."""
    form(page, "seal").get_by_role("checkbox").check()
    do(page, "seal")
    told(page, "seal", "交付系统")
    here = form(page, "verify")
    field(here, "unlock").fill(PASSPHRASE[1:])
    do(page, "verify")
    expect(here.locator(".wrong:visible")).to_be_visible(timeout=SLOW)
    field(here, "unlock").fill(PASSPHRASE)
    do(page, "verify")
    told(page, "verify", ".delivery.zip")
    expect(field(here, "unlock")).to_have_value("")
    turn(page, "roster")
    form(page, "seal_roster").get_by_role("checkbox").check()
    do(page, "seal_roster")
    told(page, "seal_roster", "交付系统")


def prints(page: Page) -> None:
    """A key sheet is printed, and the paper goes out as GIFT with its losses in a table."""
    turn(page, "materials")
    here = form(page, "print")
    for name in ("paper", "sheet", "guide"):
        here.get_by_role("checkbox", name=say(f"printing.kind.{name}"), exact=True).uncheck()
    do(page, "print")
    told(page, "print", say("handover_panel.said.made", count=2))
    expect(here.locator(".files li")).to_have_count(2)
    expect(here.locator(".files li").first).to_contain_text("KB")
    turn(page, "formats")
    field(form(page, "convert"), "format").select_option("gift")
    do(page, "convert")
    told(page, "convert", say("handover_panel.said.made", count=2))
    expect(form(page, "convert").locator("table.losses")).to_contain_text("F314")


def hand_over(page: Page, folder: Path) -> None:
    """From the roster to the sealed files, beside the notebook."""
    panel = page.locator(".authoring-handover")
    expect(panel).to_be_visible(timeout=SLOW)
    seated(page)
    key_made(page)
    sealed(page)
    prints(page)
    made = folder / "build" / "handover"
    assert sorted(path.suffix for path in (made / "sealed").iterdir()) == [".age", ".age"]
    assert len(list((made / "print").glob("*-key-a4.pdf"))) == 2
