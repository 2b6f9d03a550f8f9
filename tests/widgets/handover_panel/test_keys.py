"""The keys tab does what `authoring keys`, `seal` and `verify` do, and keeps no secret in its state."""

import json
import re
from pathlib import Path

import pytest
from ipywidgets import Widget
from lxml import html

from authoring.export.sealing.audit import Act, read_audit
from authoring.export.sealing.seal_key import SealKey
from authoring.texts import say
from tests.widgets.handover_panel.handing_over import OTHER, PASSPHRASE, ROWS, Talk, panel_in, roster_file


@pytest.fixture
def talk(beside: Path) -> Talk:
    return Talk(panel_in(beside))


def locked(**more: str) -> dict[str, str]:
    return {"lock": "passphrase", "passphrase": PASSPHRASE, "again": PASSPHRASE} | more


def shares_of(told: dict[str, list[dict[str, str]]]) -> list[str]:
    """The words on the sheets, as the people who got them type them."""
    sheet = next(file["path"] for file in told["files"] if file["path"].endswith(".html"))
    page = html.fromstring(Path(sheet).read_bytes())
    pages = page.xpath("//ol")
    return [" ".join(re.findall("[a-z]{3,}", " ".join(each.itertext()))) for each in pages]


def test_a_key_lives_from_its_making_to_its_end(talk: Talk, beside: Path) -> None:
    assert talk.create("阅卷组", "marking")["tone"] == "good"
    assert talk.create("阅卷组", "marking")["field"] == "name"
    stranger = SealKey.generate()
    assert talk.act("add", name="交付系统", role="delivery", recipient="age1x")["field"] == "recipient"
    assert talk.act("add", name="交付系统", role="delivery", recipient=stranger.recipient)["tone"] == "good"
    backed = talk.act("back_up", key="阅卷组", passphrase=OTHER, again=OTHER)
    copy, sheet = (Path(file["path"]) for file in backed["files"])
    words = SealKey.load(copy, OTHER).secret
    assert words.replace("-", "")[:40] in re.sub(r"[\s-]|\d\d?\.", "", "".join(html.parse(sheet).getroot().itertext()))
    assert talk.act("back_up", key="交付系统", passphrase=OTHER, again=OTHER)["field"] == "key"
    assert talk.act("rotate", key="阅卷组", lock="open")["tone"] == "good"
    assert talk.act("revoke", key="阅卷组", reason=" ")["field"] == "reason"
    assert talk.act("revoke", key="阅卷组", reason="遗失")["tone"] == "good"
    states = [(entry["cells"][0], entry["status"]) for entry in talk.shown("keys")["entries"]]
    assert states == [("阅卷组", "retired"), ("交付系统", "active"), ("阅卷组", "revoked")]
    assert talk.act("restore", words="age-secret-key-1q", name="旧", role="marking", **locked())["field"] == "words"
    done = [entry.act for entry in read_audit(beside / "handed" / "keyring")]
    assert done == [Act.CREATE, Act.ADD, Act.BACK_UP, Act.ROTATE, Act.REVOKE]
    assert {entry.who for entry in read_audit(beside / "handed" / "keyring")} == {"丙"}


def test_a_lost_key_comes_back_from_its_sheet(talk: Talk) -> None:
    key = SealKey.generate()
    typed = key.secret.lower().replace("1", "1 ", 1)
    assert talk.act("restore", words=typed, name="考务", role="coordinator", lock="open")["tone"] == "good"
    assert talk.panel.custodian.unlocked("考务", {}).recipient == key.recipient


def test_the_paper_is_sealed_and_verified(talk: Talk) -> None:
    talk.create("交付系统", "delivery")
    told = talk.create("阅卷组", "marking", lock="shares", needed="2", count="3")
    slips = shares_of(told)
    assert [len(slip.split()) for slip in slips] == [20, 20, 20]
    assert talk.act("seal", names=[])["field"] == "names"
    wrong = talk.act("seal", names=["交付系统"], not_before="2026-12-19 08:30", until="2026-12-19 08:00")
    assert wrong["field"] == "until"
    assert talk.act("seal", names=["交付系统"], not_before="明天")["field"] == "not_before"
    told = talk.act("seal", names=["交付系统", "阅卷组"])
    assert [Path(file["path"]).name for file in told["files"]] == ["P1.delivery.age", "P1.marking.age"]
    assert any(said["do"] == "progress" for said in talk.line.said)
    record = talk.shown("keys")["record"]
    assert [(row[1], row[3]) for row in record] == [("P1.marking.age", "阅卷组"), ("P1.delivery.age", "交付系统")]
    assert talk.act("verify", file="P1.delivery.age", key="交付系统")["tone"] == "good"
    two, one = "\n".join(slips[1:]), slips[0]
    assert talk.act("verify", file="P1.marking.age", key="阅卷组", unlock=one)["field"] == "unlock"
    assert talk.act("verify", file="P1.marking.age", key="阅卷组", unlock=two)["tone"] == "good"
    assert talk.act("verify", file="P1.marking.age", key="交付系统")["field"] == "file"


def test_a_time_that_has_not_come_is_told_at_the_file(talk: Talk) -> None:
    talk.create("交付系统", "delivery")
    talk.act("seal", names=["交付系统"], not_before="2999-12-19 08:30")
    told = talk.act("verify", file="P1.delivery.age", key="交付系统")
    assert (told["field"], "2999" in told["text"]) == ("file", True)


def test_locks_are_told_at_their_fields(talk: Talk) -> None:
    assert talk.create("甲", "marking", lock="shares", needed="3", count="2")["field"] == "needed"
    assert talk.create("甲", "marking", lock="passphrase", passphrase="", again="")["field"] == "passphrase"
    assert talk.create("甲", "marking", **locked(again="x"))["text"] == say("handover_panel.wrong.passphrases")
    assert talk.create("../x", "marking")["field"] == "name"


def test_a_saved_notebook_holds_no_secret_and_no_candidate(talk: Talk, beside: Path) -> None:
    told = talk.create("阅卷组", "marking", lock="shares", needed="2", count="3")
    slips = shares_of(told)
    talk.create("交付系统", "delivery", **locked())
    talk.act("seal", names=["阅卷组"])
    talk.act("verify", file="P1.marking.age", key="阅卷组", unlock="\n".join(slips))
    talk.bring("roster", "名册.xlsx", roster_file())
    talk.act("assign", seed="1")
    talk.act("seal_roster", names=["交付系统"])
    talk.act("seb", password=PASSPHRASE, again=PASSPHRASE, address="")
    entered = talk.panel.rostering.entered
    assert entered is not None
    codes = [code for entry in entered.entries for code in (entry.app_code, entry.exam_code, entry.password) if code]
    people = [str(cell) for row in ROWS for cell in row[:3]]
    secrets = [PASSPHRASE, *slips, *codes, "AGE-SECRET-KEY", *people]
    assert talk.panel.view.model_id in Widget.get_manager_state()["state"]
    kept = json.dumps(Widget.get_manager_state(), ensure_ascii=False, default=str)
    assert [word for word in secrets if word in kept] == []
    talk.act("show")
    back = json.dumps(talk.line.said, ensure_ascii=False)
    assert [word for word in secrets if word in back] == [], "what was typed is never sent back"
    files = [path for path in (beside / "handed").rglob("*") if path.is_file() and path.suffix != ".html"]
    assert [path for path in files if PASSPHRASE.encode() in path.read_bytes()] == []
