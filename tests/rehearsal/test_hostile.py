"""What no page of ours sends: refused in words, nothing stored, nobody let in."""

import json

import httpx

from tests.rehearsal.running import Person, Running

SINGLE, SHORT = "T-D01-001", "T-D01-008"
MEGABYTE = "答" * 350_000
"""A megabyte as UTF-8."""


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def raw(person: Person, body: bytes, kind: str = "application/json", path: str = f"/api/answers/{SHORT}") -> int:
    """Status of a reply that is JSON and says what is wrong."""
    method = "PUT" if path.startswith("/api/answers/") else "POST"
    headers = {"X-CSRF": person.csrf, "Content-Type": kind}
    reply = person.client.request(method, path, content=body, headers=headers)
    assert reply.status_code == 200 or {"code", "message", "hint"} <= set(reply.json()), reply.text
    return reply.status_code


def test_deep_json_is_refused(running: Running) -> None:
    person, other = running.sitting(1), running.admit(2, steps=("confirmed_at",), identity="none")
    for depth in (2, 50, 480, 900, 5_000, 200_000):
        one = f'"sequence": 1797642000000, "at": "", "response": {nested(depth)}'
        bodies = {
            f"/api/answers/{SHORT}": f"{{{one}}}",
            "/api/answers": f'{{"answers": [{{"question": "{SHORT}", {one}}}]}}',
            "/api/devices": f'{{"checks": {{"typing": {nested(depth)}}}, "ticks": {{}}}}',
        }
        for path, body in bodies.items():
            assert 400 <= raw(person, body.encode(), path=path) < 500 or path == "/api/answers", (path, depth)
        told = f'{{"items": {{"system": {nested(depth)}}}}}'
        assert raw(other, told.encode(), path="/api/environment") in {400, 422}, depth
    assert person.stored() == {}


NUMBERS = ["1e999", "-1e999", "NaN", "Infinity", "9" * 5_000, "9" * 400, "18446744073709551616", "1e308", "-0.0"]


def test_numbers_out_of_all_measure_are_refused(running: Running) -> None:
    person, other = running.sitting(1), running.admit(2, steps=("confirmed_at",), identity="none")
    for number in NUMBERS:
        assert raw(person, f'{{"sequence": {number}, "at": "", "response": "x"}}'.encode()) in {400, 422}, number
        body = f'{{"sequence": 1797642000000, "at": "", "response": {number}}}'
        assert raw(person, body.encode()) in {400, 422}, number
        told = f'{{"items": {{"speed_mb_per_s": {number}}}}}'
        assert raw(other, told.encode(), path="/api/environment") in {200, 400, 422}, number
    assert running.member().get("/api/console/log").status_code == 200
    assert person.stored() == {}


KINDS = ["", "text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "/;="]


def test_what_is_no_json_is_refused(running: Running) -> None:
    person = running.sitting(1)
    body = json.dumps({"sequence": 1797642000000, "at": "", "response": "x"}).encode()
    for kind in KINDS:
        assert raw(person, body, kind) in {400, 415, 422}, kind
    for broken in (b"", b"{", b"null", b"[]", b"\xff\xfe", b"\0", body[:-1], body * 2):
        assert raw(person, broken) in {400, 422}
    assert person.stored() == {}


def test_a_megabyte_is_refused_in_words(running: Running) -> None:
    person = running.sitting(1)
    assert person.answer(SHORT, MEGABYTE).json()["code"] == "large"
    batch = [{"question": SHORT, "sequence": 1797642000000, "response": MEGABYTE, "at": ""}]
    assert person.post("/api/answers", {"answers": batch}).json()["refused"][0]["code"] == "large"
    for path, entry in (
        ("/api/confirm", {"correct": False, "note": MEGABYTE}),
        ("/api/ticket", {"ticket": MEGABYTE}),
        ("/api/enter", {"speciality": MEGABYTE, "kind": ""}),
        ("/api/login", {"username": MEGABYTE, "password": MEGABYTE, "captcha": "", "captcha_id": MEGABYTE}),
    ):
        assert 400 <= person.post(path, entry).status_code < 500, path
    assert person.post("/api/answers", {"answers": batch * 6}).status_code == 413  # more than the server reads
    assert person.stored() == {}
    assert person.get("/api/state").status_code == 200


def test_nobody_acts_in_another_s_name(running: Running) -> None:
    one, two = running.sitting(1), running.sitting(2)
    own = one.csrf
    for token, more in (("", {}), ("x", {}), (two.csrf, {}), (own, {"Origin": "https://example.org"}), (own, NULL)):
        headers = {"X-CSRF": token, "Content-Type": "application/json"} | more
        body = json.dumps({"sequence": 1797642000000, "at": "", "response": "x"})
        reply = one.client.put(f"/api/answers/{SHORT}", content=body, headers=headers)
        assert reply.status_code == 403, (token, more)
    assert one.stored() == two.stored() == {}


NULL = {"Origin": "null"}
"""What a sandboxed frame or a local file says."""


NAMES = ["../" * 6 + "etc/passwd", "%2e%2e/%2e%2e/key.json", "…", "a" * 5_000, "%00", "\u202e"]


def test_there_are_no_other_files_and_questions(running: Running) -> None:
    person = running.sitting(1)
    with httpx.Client(base_url=running.url) as visitor:
        for name in NAMES:
            for path in (f"/media/{name}", f"/assets/{name}", f"/downloads/{name}"):
                assert person.get(path).status_code == visitor.get(path).status_code == 404, path
            assert person.answer(name.replace("/", "%2F"), "x").status_code in {404, 422}, name
    assert person.stored() == {}
