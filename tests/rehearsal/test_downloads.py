"""帮助中心 · 资料下载: what is offered is what is served, and the locked browser begins at this rehearsal."""

import plistlib
from pathlib import Path

from lxml import html

from authoring.records import sha256_hex
from tests.rehearsal.running import Running

SEB = "/downloads/rehearsal.seb"


def test_sums_and_sizes_are_those_of_the_files(running: Running) -> None:
    person = running.admit(steps=("confirmed_at",), identity="none")
    page = html.fromstring(person.get("/downloads").text)
    rows = page.xpath("//tr[@data-sha256][.//a]")
    assert len(rows) == 2
    for row in rows:
        address = row.xpath(".//a/@href")[0].removeprefix(running.prefix)
        reply = running.person().get(address)  # needs no login
        assert reply.status_code == 200
        assert sha256_hex(reply.content) == row.get("data-sha256")


def test_the_locked_browser_begins_at_the_login(tmp_path: Path) -> None:
    with Running(tmp_path, prefix="/services/rehearsal") as running:
        reply = running.person().get(SEB)
        assert reply.headers["content-type"] == "application/seb"
        settings = plistlib.loads(reply.content)
        assert settings["startURL"] == f"{running.url}/login"
        assert settings["quitURL"] == f"{running.url}/"
        assert settings["browserMediaCaptureCamera"] is True
        assert running.rehearsal.secret.encode() not in reply.content


def test_a_hostile_host_stands_in_no_file(running: Running) -> None:
    reply = running.person().client.get(SEB, headers={"Host": 'a"><b'})
    assert plistlib.loads(reply.content)["startURL"] == f"{running.url}/login"
