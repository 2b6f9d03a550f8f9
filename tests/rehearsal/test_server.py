"""The server as a candidate meets it: the way, answers, forged requests, faults of the machine."""

import asyncio
import itertools
import json
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event as engine_event
from sqlalchemy import select

from authoring.rehearsal.accounts import LOCK, TRIES
from authoring.rehearsal.clock import GRACE
from authoring.rehearsal.security import COOKIES, VISITOR
from authoring.rehearsal.store.rows import change
from authoring.rehearsal.store.schema import event, phone
from tests.rehearsal.portrait import jpeg, portrait
from tests.rehearsal.running import START, Running

SINGLE, BLANKS, SHORT, CASE = "T-D01-001", "T-D01-004", "T-D01-008", "T-D01-009"
CHOSEN = "chosen-by-somebody"
HOSTILE = "<script>alert(1)</script>\u202e😀\x00'\"; DROP TABLE answer; --"


def test_the_whole_way_in_its_order(running: Running) -> None:
    person, rules = running.person(), running.exam.rules
    assert person.get("/confirm").headers["location"].endswith("/login")
    assert person.sign_in().json() == {"next": "/password"}
    person.get("/password")
    assert person.get("/paper").headers["location"].endswith("/password")
    change_it = {"old": person.password, "new": "Carbon#2060"}
    assert person.post("/api/password", change_it).json() == {"next": "/confirm"}
    assert person.post("/api/room", {}).json()["code"] == "not_yet"
    assert person.post("/api/confirm", {"correct": False, "note": HOSTILE}).json() == {"next": "/downloads"}
    guide = person.get("/downloads/guide.html")
    assert guide.status_code == 200
    assert rules.name in guide.text
    assert person.post("/api/environment", {"items": {"system": "-"}}).json() == {"next": "/exams"}
    own = running.exam.entries[1].candidate.speciality
    other = next(each.code for each in rules.exam.specialities if each.code != own)
    assert person.post("/api/enter", {"speciality": other, "kind": "formal"}).json()["code"] == "speciality"
    assert person.post("/api/enter", {"speciality": own, "kind": "formal"}).json() == {"next": "/room"}
    assert person.get("/devices").headers["location"].endswith("/room")
    assert person.post("/api/ticket", {"ticket": "1"}).status_code == 422
    assert person.post("/api/ticket", {"ticket": person.username}).json() == {"next": "/devices"}
    done = {
        "checks": {check.kind: True for check in rules.device_checks.checks},
        "ticks": {tick.kind: True for tick in rules.device_checks.ticks},
        "chosen": {},
    }
    assert person.post("/api/devices", done | {"ticks": {}}).json()["code"] == "checks"
    assert person.post("/api/devices", done).json() == {"next": "/room"}
    assert person.post("/api/room", {}).json()["code"] == "not_ready"
    always = START + timedelta(hours=1)  # a phone that is never lost, however the clock moves
    values = {"candidate": 1, "paired_at": running.now, "seen_at": always}
    running.store.change(lambda connection: connection.execute(phone.insert().values(**values)))
    assert person.post("/api/room", {}).json() == {"next": "/identity"}
    small = person.post(
        "/api/identity", files={"photo": jpeg(portrait().resize((100, 120)))}, data={"consent": "true"}
    ).json()
    assert (small["passed"], small["faults"][0]["code"], small["attempts_left"]) == (False, "small", 2)
    assert person.post("/api/identity", files={"photo": b"x"}, data={}).json()["code"] == "consent"
    good = person.post("/api/identity", files={"photo": jpeg(portrait())}, data={"consent": "true"}).json()
    assert (good["passed"], good["next"]) == (True, "/wait")
    assert person.get("/paper").headers["location"].endswith("/wait")
    running.now = START
    assert person.get("/paper").status_code == 200
    assert person.answer(SINGLE, "A").status_code == 200
    assert person.post("/api/hand-in", {"confirmed": True}).json()["code"] == "early"
    running.now = START + timedelta(minutes=30)
    first = person.post("/api/hand-in", {"confirmed": True}).json()
    assert (first["answered"], first["total"], first["next"]) == (1, 12, "/receipt")
    running.now += timedelta(minutes=5)
    assert person.post("/api/hand-in", {"confirmed": True}).json() == first
    assert person.get("/receipt").status_code == 200


def test_nobody_comes_in_late(running: Running) -> None:
    person = running.admit(identity="none")
    running.now = running.exam.rules.timing.entry_closes
    sent = person.post("/api/identity", files={"photo": jpeg(portrait())}, data={"consent": "true"})
    assert (sent.status_code, sent.json()["code"]) == (409, "entry_closed")
    assert person.get("/paper").headers["location"].endswith("/identity")


def test_the_newest_answer_wins_whichever_way_it_comes(running: Running) -> None:
    one = running.sitting()
    two = running.admit()
    base = int(running.now.timestamp() * 1000)
    for sequences in itertools.permutations((0, 1, 2)):
        base += 10
        for each in sequences:
            said = (one if each % 2 else two).answer(SINGLE, "ABC"[each], base + each).json()
        assert said["sequence"] == base + 2
        assert one.stored()[SINGLE] == "C"
        again = one.answer(SINGLE, "A", base + 2).json()
        assert again["sequence"] == base + 2
        assert one.stored()[SINGLE] == "C"
    assert one.answer(SINGLE, None, base + 9).status_code == 200
    assert one.stored()[SINGLE] is None
    log = select(event.c.data).where(event.c.kind == "answer").order_by(event.c.id)
    kept = [json.loads(row.data) for row in running.store.look(lambda connection: connection.execute(log).all())]
    assert [each["sequence"] for each in kept] == sorted(each["sequence"] for each in kept)


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "\u202e" * 50 + "中", "👩‍👩‍👧‍👦" * 500, "\ud83d", "中" * 10_000, "\x00\x1f\u2028", "${7*7}{{7*7}}"],
)
def test_every_text_survives(running: Running, text: str) -> None:
    person = running.sitting()
    body = json.dumps({"sequence": int(running.now.timestamp() * 1000), "response": text, "at": ""})
    headers = {"X-CSRF": person.csrf, "Content-Type": "application/json"}
    sent = person.client.put(f"/api/answers/{SHORT}", content=body, headers=headers)
    assert sent.status_code == 200, sent.text
    assert person.stored()[SHORT] == text.replace("\ud83d", "\ufffd")


@pytest.mark.parametrize(
    ("question", "response", "code"),
    [
        (SHORT, "x" * 2**20, "large"),
        (SHORT, 3, "shape"),
        (SINGLE, "Z", "shape"),
        (SINGLE, ["A"], "shape"),
        (BLANKS, ["x"], "shape"),
        (BLANKS, ["x", 1], "shape"),
        (CASE, {"T-D01-001": "A"}, "shape"),
        ("T-D99-001", "A", "question"),
        ("..%2f..%2fetc%2fpasswd", "A", "http"),
    ],
)
def test_what_no_page_sends_is_refused(running: Running, question: str, response: object, code: str) -> None:
    person = running.sitting()
    assert person.answer(question, response).json()["code"] == code
    assert person.stored() == {}


def test_a_batch_stores_what_it_can(running: Running) -> None:
    person = running.sitting()
    now = int(running.now.timestamp() * 1000)
    rows = [{"question": name, "sequence": now, "response": "A", "at": ""} for name in (SINGLE, "T-D99-001", SHORT)]
    said = person.post("/api/answers", {"answers": rows}).json()
    assert [each["question"] for each in said["stored"]] == [SINGLE, SHORT]
    assert [(each["question"], each["code"]) for each in said["refused"]] == [("T-D99-001", "question")]


def test_a_pause_keeps_answers_out_and_moves_the_end(running: Running) -> None:
    person = running.sitting()
    before = person.get("/api/state").json()["deadline"]
    running.store.change(lambda connection: change(connection, 1, paused_at=running.now, clock_stopped=True))
    running.now += timedelta(minutes=7)
    assert person.answer(SINGLE, "A").status_code == 423
    state = person.get("/api/state").json()
    assert state["paused"]["clock_stopped"]
    assert state["deadline"] > before
    running.store.change(lambda connection: change(connection, 1, paused_at=None, stopped_ms=7 * 60_000))
    assert person.answer(SINGLE, "A").status_code == 200


def test_the_server_hands_in_at_the_end_and_keeps_what_comes_later(running: Running) -> None:
    person = running.sitting()
    person.answer(SINGLE, "A")
    end = running.exam.rules.timing.deadline(START)
    running.now = end + GRACE
    late = person.answer(SHORT, "late")
    assert (late.status_code, late.json()["code"]) == (409, "ended")
    state = person.get("/api/state").json()
    assert (state["ended"], state["next"], state["answered"]) == ("automatic", "/receipt", 1)
    query = select(event.c.data).where(event.c.kind == "late_answer")
    kept = running.store.look(lambda connection: connection.execute(query).scalars().all())
    assert [json.loads(row)["response"] for row in kept] == ["late"]
    done = person.post("/api/hand-in", {"confirmed": True}).json()
    assert done["automatic"]
    assert done["at"] == end.astimezone(START.tzinfo).isoformat(timespec="milliseconds")


def test_a_full_disk_confirms_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with Running(tmp_path) as running:
        person = running.sitting()
        assert person.answer(SINGLE, "A").status_code == 200
        limits: list[int] = []

        def hold(connection: object, *_: object) -> None:
            if limits:
                connection.exec_driver_sql(f"PRAGMA max_page_count = {limits[-1]}")  # type: ignore[attr-defined]

        engine_event.listen(running.store.engine, "begin", hold)
        limits.append(1)  # SQLite takes the present size where the limit is below it: the disk is full from here on
        text = "满" * 5000
        replies = [person.answer(SHORT, text + str(n), int(running.now.timestamp() * 1000) + n) for n in range(8)]
        refused = [reply for reply in replies if reply.status_code == 503]
        assert refused
        assert refused[-1].json()["code"] == "storage"
        confirmed = [n for n, reply in enumerate(replies) if reply.status_code == 200]
        assert person.stored().get(SHORT) == (text + str(confirmed[-1]) if confirmed else None)
        limits.append(2**30)
        assert person.answer(SHORT, text, int(running.now.timestamp() * 1000) + 99).status_code == 200
        assert person.stored() == {SINGLE: "A", SHORT: text}


def test_lock_out_and_its_end(running: Running) -> None:
    person = running.person()
    tries = [person.sign_in("wrong").json() for _ in range(TRIES)]
    assert [each.get("tries_left") for each in tries] == [4, 3, 2, 1, None]
    assert tries[-1]["code"] == "locked"
    assert person.sign_in().status_code == 423
    stranger = running.person(2)
    stranger.username = "13999999999"
    assert stranger.sign_in("wrong").json()["code"] == "wrong_login"
    running.now += LOCK
    assert person.sign_in().status_code == 200


def test_a_captcha_holds_once_and_for_its_text(running: Running) -> None:
    person = running.person()
    assert person.sign_in(captcha="XXXX").json()["code"] == "captcha"
    identifier = person.get("/api/captcha").json()["id"]
    assert "7K4M" not in identifier
    entry = {"username": person.username, "password": "wrong", "captcha_id": identifier, "captcha": "7k4m"}
    person.get("/login")
    assert person.post("/api/login", entry).json()["code"] == "wrong_login"
    assert person.post("/api/login", entry | {"password": person.password}).json()["code"] == "captcha"


def test_sessions_cannot_be_fixed_forged_or_ridden(running: Running) -> None:
    person = running.person()
    person.client.cookies.set(COOKIES["candidate"], CHOSEN, domain="127.0.0.1")
    assert person.sign_in().status_code == 200
    cookies = [cookie for cookie in person.client.cookies.jar if cookie.name == COOKIES["candidate"]]
    token = cookies[-1].value or ""
    assert token != CHOSEN
    assert len(token) >= 43
    assert all(cookie.has_nonstandard_attr("HttpOnly") for cookie in cookies if cookie.value == token)
    other = running.sitting(2)
    for headers in ({}, {"X-CSRF": ""}, {"X-CSRF": "x"}, {"X-CSRF": person.csrf}):
        sent = other.client.put(f"/api/answers/{SINGLE}", json={"sequence": 1, "response": "A"}, headers=headers)
        assert (sent.status_code, sent.json()["code"]) == (403, "csrf")
    foreign = {"X-CSRF": other.csrf, "Origin": "https://example.org"}
    assert other.client.post("/api/hand-in", json={"confirmed": True}, headers=foreign).json()["code"] == "origin"
    for path in ("/api/state", "/api/paper"):
        assert httpx.get(running.url + path).status_code == 401
    assert other.post("/api/logout", {}).status_code == 200
    other.take(token)


def test_every_reply_says_what_it_may_do(running: Running) -> None:
    for path in ("/", "/login", "/api/state", "/assets/page.js", "/nothing", "/downloads/guide.html"):
        headers = httpx.get(running.url + path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in httpx.get(f"{running.url}/login").headers["content-security-policy"]
    assert httpx.get(f"{running.url}/login").cookies[VISITOR]


def test_a_flood_is_slowed_down(running: Running) -> None:
    person = running.sitting()
    cookies = dict(person.client.cookies)

    async def flood() -> set[int]:
        async with httpx.AsyncClient(base_url=running.url, cookies=cookies, timeout=60) as client:
            return {
                reply.status_code for reply in await asyncio.gather(*(client.get("/api/nothing") for _ in range(300)))
            }

    assert asyncio.run(flood()) == {404, 429}
    assert running.sitting(2).answer(SINGLE, "A").status_code == 200


def test_no_key_reaches_a_candidate(tmp_path: Path) -> None:
    with Running(tmp_path) as running:
        person = running.sitting()
        seen = [person.get(path).text for path in ("/paper", "/api/paper", "/api/state", "/downloads/guide.html")]
        for secret in ("因为如此", "要点一", "生态环境部", "27068"):
            assert not [text for text in seen if secret in text]
        pictures = set(re.findall(r'src=\\?"(media/[^"\\]+)', running.exam.paper(1).model_dump_json()))
        assert {person.get(f"/{each}").status_code for each in pictures} == {200}
        assert person.get("/media/solution.svg").status_code == 404
        assert running.admit(2).get(f"/{pictures.pop()}").status_code == 404


def test_another_start_takes_everything_up_again(tmp_path: Path) -> None:
    with Running(tmp_path) as running:
        running.sitting().answer(SINGLE, "A")
        codes = [entry.app_code for entry in running.exam.entries.values()]
    with Running(tmp_path) as again:
        assert [entry.app_code for entry in again.exam.entries.values()] == codes
        assert again.sitting().stored() == {SINGLE: "A"}


def test_the_same_under_a_path(tmp_path: Path) -> None:
    with Running(tmp_path, prefix="/services/rehearsal") as running:
        person = running.sitting()
        assert person.answer(SINGLE, "A").status_code == 200
        assert person.get("/login").status_code == 200
        assert person.get("/exams").headers["location"] == "/services/rehearsal/paper"
