"""Under a path, as a JupyterHub service is: every page loads, links and signs in below it, and nothing leads out."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from authoring.rehearsal.pages import PAGES
from authoring.rehearsal.pages.staff import STAFF_PAGES
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.staff import first_account
from authoring.texts import say
from tests.rehearsal.running import Member, Running

PREFIX = "/services/rehearsal"
ADDRESS = re.compile(r'(?:href|src|action)="([^"]*)"')


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path, prefix=PREFIX) as server:
        yield server


def addresses(html: str) -> set[str]:
    return {found for found in ADDRESS.findall(html) if not found.startswith(("#", "data:", "media/"))}


def test_no_address_leads_out(running: Running) -> None:
    person, chief = running.sitting(1), running.member()
    served = [person.get(page.path) for page in PAGES] + [chief.get(page.path) for page in STAFF_PAGES]
    found: set[str] = set()
    for reply in served:
        if reply.status_code == 303:
            assert reply.headers["location"].startswith(f"{PREFIX}/")
            continue
        assert reply.status_code == 200
        assert f'<meta name="prefix" content="{PREFIX}">' in reply.text
        found |= addresses(reply.text)
    outside = {each for each in found if not each.startswith(f"{PREFIX}/")}
    assert {each for each in outside if not each.startswith(f"https://{running.exam.rules.platform.address}")} <= {
        running.exam.rules.platform.address
    }
    root = running.url.removesuffix(PREFIX)
    for each in sorted(found - outside):
        assert httpx.get(root + each, follow_redirects=False).status_code in {200, 303, 401}, each


def test_the_staff_sign_in_below_it(running: Running) -> None:
    password = running.store.change(lambda connection: first_account(connection, running.rehearsal.passwords))
    client = httpx.Client(base_url=running.url, timeout=20)
    running.clients.append(client)
    csrf = re.search(r'<meta name="csrf" content="([^"]*)"', client.get("/console/login").text)
    assert csrf
    entry = {"name": say("rehearsal_staff.coordinator"), "password": password}
    reply = client.post("/api/console/login", json=entry, headers={"X-CSRF": csrf[1]})
    assert reply.status_code == 200
    assert f"Path={PREFIX}" in reply.headers["set-cookie"]
    assert client.get("/console").status_code == 200


def test_lines_open_below_it(running: Running) -> None:
    person, chief = running.sitting(1), running.member()
    for path, cookie in (("/ws/candidate?page=1-1", person_cookie(person.client)), ("/ws/console", cookie_of(chief))):
        with connect(running.url.replace("http", "ws") + path, additional_headers={"Cookie": cookie}) as line:
            assert line.recv(timeout=10)


def person_cookie(client: httpx.Client) -> str:
    return f"{COOKIES['candidate']}={client.cookies[COOKIES['candidate']]}"


def cookie_of(member: Member) -> str:
    return f"{COOKIES['console']}={member.client.cookies[COOKIES['console']]}"
