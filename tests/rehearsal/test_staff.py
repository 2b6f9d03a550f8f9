"""Accounts of the staff: each role sees its own pages, passwords are renewed, tries are counted."""

import re
from datetime import timedelta

import httpx
import pytest

from authoring.rehearsal.staff import Role, first_account
from tests.rehearsal.running import Member, Running

PAGES = {
    "/console": {Role.COORDINATOR, Role.INVIGILATOR},
    "/console/log": {Role.COORDINATOR, Role.INVIGILATOR},
    "/console/marking": {Role.COORDINATOR, Role.MARKER},
    "/console/staff": {Role.COORDINATOR},
}


def sign_in(running: Running, name: str, password: str) -> tuple[httpx.Client, httpx.Response]:
    client = httpx.Client(base_url=running.url, timeout=20)
    running.clients.append(client)
    found = re.search(r'<meta name="csrf" content="([^"]*)"', client.get("/console/login").text)
    assert found
    entry = {"name": name, "password": password}
    return client, client.post("/api/console/login", json=entry, headers={"X-CSRF": found[1]})


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_own_pages(running: Running, role: Role) -> None:
    member = running.member(role)
    for path, roles in PAGES.items():
        reply = member.get(path)
        assert reply.status_code == (200 if role in roles else 303), path
    assert (member.get("/api/console/staff").status_code == 200) is (role is Role.COORDINATOR)


def test_nobody_is_sent_to_the_login(running: Running) -> None:
    candidate = running.sitting()  # a candidate's session opens nothing here
    for path in PAGES:
        reply = candidate.client.get(path)
        assert (reply.status_code, reply.headers["location"]) == (303, "/console/login")
    assert candidate.client.get("/api/console/staff").status_code == 401


def test_first_account_is_made_once(running: Running) -> None:
    password = running.store.change(lambda connection: first_account(connection, running.rehearsal.passwords))
    assert password
    assert running.store.change(lambda connection: first_account(connection, running.rehearsal.passwords)) is None
    client, reply = sign_in(running, "主考", password)
    assert reply.json() == {"next": "/console"}
    assert client.get("/console").status_code == 200
    assert client.get("/api/candidate").status_code == 404


def test_accounts_are_added_and_renewed(running: Running) -> None:
    chief = running.member()
    password = chief.post("/api/console/staff", {"name": " 阅卷一 ", "role": "marker"}).json()["password"]
    marker, reply = sign_in(running, "阅卷一", password)
    assert reply.json() == {"next": "/console/marking"}
    assert chief.post("/api/console/staff", {"name": "阅卷一", "role": "marker"}).json()["code"] == "staff_taken"
    renewed = chief.post("/api/console/staff/password", {"name": "阅卷一"}).json()["password"]
    assert marker.get("/console/marking").headers["location"] == "/console/login"  # its sessions have ended
    assert sign_in(running, "阅卷一", password)[1].status_code == 401
    assert sign_in(running, "阅卷一", renewed)[1].status_code == 200
    assert {each["name"] for each in chief.get("/api/console/staff").json()} == {"主考", "阅卷一"}


@pytest.mark.parametrize("name", ["", "   ", "a\u0007b", "x" * 41, "\u202eabc"])
def test_bad_names_are_refused(running: Running, name: str) -> None:
    reply = running.member().post("/api/console/staff", {"name": name, "role": "marker"})
    assert (reply.status_code, reply.json()["code"]) == (422, "staff_name")


def test_wrong_passwords_lock_the_account(running: Running) -> None:
    running.store.change(lambda connection: first_account(connection, running.rehearsal.passwords))
    for left in (4, 3, 2, 1):
        reply = sign_in(running, "主考", "guess")[1]
        assert reply.status_code == 401
        assert str(left) in reply.json()["hint"]
    assert sign_in(running, "主考", "guess")[1].status_code == 423
    assert sign_in(running, "主考", "guess")[1].status_code == 423
    assert sign_in(running, "nobody", "guess")[1].status_code == 401
    running.now += timedelta(minutes=16)
    assert sign_in(running, "主考", "guess")[1].status_code == 401


def test_a_forged_request_is_refused(running: Running) -> None:
    chief: Member = running.member()
    reply = chief.client.post("/api/console/staff", json={"name": "x", "role": "marker"})
    assert reply.status_code == 403
