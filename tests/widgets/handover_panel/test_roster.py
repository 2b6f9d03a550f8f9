"""The roster tab: problems by row, forms by seed, one draw of codes for the sealed file and all exports."""

from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from authoring.bank import Bank
from authoring.export.sealing.opening import unsealed
from authoring.papers.paper import Paper
from authoring.roster.candidate import Candidate
from authoring.roster.entries import ExamRoster, RosterEntry, read_entries
from authoring.sessions.store import session_yaml
from authoring.texts import say
from authoring.widgets import HandoverPanel, signing_key
from authoring.widgets.handover_panel.seating import seat_plan
from tests.export import examples
from tests.roster.people import person
from tests.roster.test_photos import JPEG
from tests.widgets.handover_panel.handing_over import PASSPHRASE, SESSION, Talk, bank_in, panel_in, roster_file


@pytest.fixture
def talk(beside: Path) -> Talk:
    return Talk(panel_in(beside))


def test_problems_come_by_row_and_block_what_follows(talk: Talk) -> None:
    told = talk.bring("roster", "名册.xlsx", roster_file([person(0), person(1, phone="123"), person(0)]))
    assert told["tone"] == "bad"
    shown = talk.shown("roster")
    errors = [row["cells"] for row in shown["findings"]["rows"] if row["tone"] == "error"]
    assert [cells[2] for cells in errors] == ["3", "4", "4", "4"], "a phone; phone, id number and seat a second time"
    assert not shown["ready"]
    assert "13800138000" not in str(shown)
    assert talk.act("assign", seed="1")["tone"] == "bad"
    assert talk.bring("roster", "名册.txt", b"\xff\x00")["tone"] == "bad"


def test_the_same_seed_gives_the_same_seats_and_neighbours_differ(talk: Talk) -> None:
    talk.bring("roster", "名册.xlsx", roster_file([person(n) for n in range(45)]))
    plans = []
    for seed in ("7", "7", "1", "2", "3", "4"):
        assert talk.act("assign", seed=seed)["tone"] == "good"
        plans.append([room["seats"] for room in talk.shown("roster")["rooms"]])
    assert plans[0] == plans[1]
    assert any(plan != plans[0] for plan in plans)
    assert [len(room) for room in plans[0]] == [30, 15]
    for room in plans[0]:
        assert all(a[1] != b[1] for a, b in pairwise(room))
    assert talk.act("assign", seed="七") | {"text": ""} == {
        "do": "told",
        "form": "assign",
        "text": "",
        "tone": "bad",
        "field": "seed",
        "files": [],
    }


def test_neighbours_alike_are_counted() -> None:
    def entry(number: int, form: str) -> RosterEntry:
        someone = Candidate(number=number, name="考生", phone="13800138000", id_number="110105199003070029", room="1")
        return RosterEntry(candidate=someone, paper="P1", form=form, shuffle=number, app_code="", exam_code="")

    entries = tuple(entry(number, form) for number, form in enumerate("ABBBA", start=1))
    (room,) = seat_plan(ExamRoster(session="E1", seed=1, entries=entries))
    assert (room.alike, [seat.seat for seat in room.seats]) == (2, ["1", "2", "3", "4", "5"])


def test_what_is_sealed_is_what_is_exported(talk: Talk, beside: Path) -> None:
    talk.bring("roster", "名册.xlsx", roster_file())
    talk.act("assign", seed="1")
    assert talk.act("export_roster", kind="tao")["text"] == say("handover_panel.wrong.not_sealed")
    assert talk.act("seal_roster", names=[])["field"] == "names"
    talk.create("交付系统", "delivery", lock="passphrase", passphrase=PASSPHRASE, again=PASSPHRASE)
    (file,) = talk.act("seal_roster", names=["交付系统"])["files"]
    key = talk.panel.custodian.unlocked("交付系统", {"unlock": PASSPHRASE})
    now = talk.panel.custodian.sealer(signing_key()).at
    with unsealed(Path(file["path"]), key, now=now) as opened, ZipFile(opened.path) as archive:
        assert read_entries(archive.read("roster.json")) == talk.panel.rostering.entered
    talk.act("assign", seed="1")
    assert say("handover_panel.said.sealed_before") in talk.act("assign", seed="1")["text"]
    talk.act("open_roster", file=Path(file["path"]).name, key="交付系统", unlock=PASSPHRASE)
    for kind, count in (("oneroster", 1), ("tao", 3), ("list", 1)):
        written = [Path(each["path"]) for each in talk.act("export_roster", kind=kind)["files"]]
        assert len(written) == count
        assert all(path.stat().st_mode & 0o077 == 0 for path in written), "for their owner alone"
    sheet = openpyxl.load_workbook(written[0]).worksheets[0]
    words = [str(cell.value) for row in sheet for cell in row if cell.value]
    assert "138****8000" in words
    later = Talk(HandoverPanel(*reopened(beside), "丙", beside / "handed"))
    wrong = later.act("open_roster", file=f"{SESSION}.roster.age", key="交付系统", unlock="x")
    assert (wrong["tone"], wrong["field"]) == ("bad", "unlock")
    assert later.act("open_roster", file=f"{SESSION}.roster.age", key="交付系统", unlock=PASSPHRASE)["tone"] == "good"
    assert later.panel.rostering.entered == talk.panel.rostering.entered


def reopened(folder: Path) -> tuple[Bank, Paper]:
    bank = Bank.open(folder / "bank")
    return bank, examples.paper({name: bank[name] for name in bank.to_frame().index})


def test_photos_are_paired_and_put_away(talk: Talk, beside: Path) -> None:
    archive = beside / "照片.zip"
    with ZipFile(archive, "w") as made:
        for n in range(7):
            made.writestr(f"{13800138000 + n}.jpg", JPEG)
    talk.bring("roster", "名册.xlsx", roster_file())
    assert talk.bring("photos", "照片.zip", archive.read_bytes())["tone"] == "good"
    shown = talk.shown("roster")
    assert (shown["photos"], "7 人有照片" in shown["counted"]) == ("照片.zip", True)
    assert talk.bring("photos", "照片.zip", b"no zip at all")["field"] == "photos"
    talk.act("photos")
    assert talk.shown("roster")["photos"] == ""


def test_another_session_judges_anew(beside: Path) -> None:
    bank, paper = bank_in(beside)
    other = examples.session(paper).model_copy(update={"id": "2026-12-zother"})
    (bank.root / "sessions" / "2026-12-zother.yaml").write_text(session_yaml(other), "utf-8")
    talk = Talk(HandoverPanel(bank, paper, "丙", beside / "handed"))
    talk.bring("roster", "名册.xlsx", roster_file())
    talk.act("assign", seed="1")
    talk.act("session", session="2026-12-zother")
    assert talk.shown("session") == {"session": "2026-12-zother"}
    assert talk.shown("roster")["rooms"] == []
    assert talk.act("session", session="nowhere")["tone"] == "bad"
