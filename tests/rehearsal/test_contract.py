"""The OpenAPI contract against the running server: a fuzzer as visitor, candidate and staff finds no fault of ours."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from authoring.rehearsal.accounts import let_in
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.tokens import csrf_token
from tests.rehearsal.running import Running

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
Session = Callable[[Running], dict[str, str]]


def visitor(running: Running) -> dict[str, str]:
    return {}


def candidate(running: Running) -> dict[str, str]:
    """One in the middle of the exam."""
    token = running.store.change(lambda connection: let_in(connection, 1, running.now))
    return {COOKIES["candidate"]: token}


def phone(running: Running) -> dict[str, str]:
    token = running.store.change(lambda connection: let_in(connection, 1, running.now, kind="phone"))
    return {COOKIES["phone"]: token}


def coordinator(running: Running) -> dict[str, str]:
    token = running.store.change(lambda connection: let_in(connection, 1, running.now, kind="console"))
    return {COOKIES["console"]: token}


@pytest.mark.parametrize("role", [visitor, candidate, phone, coordinator])
def test_every_reply_is_as_the_contract_says(running: Running, role: Session) -> None:
    running.member()
    running.sitting(1).answer("T-D01-008", "…")
    schema = schemathesis.openapi.from_url(f"{running.url}/api/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 30
    for operation in operations:
        try_out(running, operation, role)


ODD = ["a\0b", "\ud800", "\udfff\0", "\u202e𠀀é"]


@pytest.mark.parametrize("odd", ODD)
def test_what_no_database_stores_is_no_fault(running: Running, odd: str) -> None:
    running.sitting(1)
    chief = running.member()
    entries: list[tuple[str, dict[str, Any], set[int]]] = [
        ("/api/console/message", {"text": odd}, {200}),
        ("/api/console/pause", {"candidates": [1], "words": odd}, {200}),
        ("/api/console/staff", {"name": odd, "role": "marker"}, {200, 422}),
        ("/api/console/login", {"name": odd, "password": odd}, {401}),
        ("/api/console/marking/mark", {"script": odd, "points": [], "comment": odd}, {404}),
    ]
    for path, body, expected in entries:
        headers = {"X-CSRF": chief.csrf, "Content-Type": "application/json"}
        reply = chief.client.post(path, content=json.dumps(body), headers=headers)  # ASCII: every half of a character
        half = {422} if re.search("[\ud800-\udfff]", odd) else set()  # no text at all
        assert reply.status_code in expected | half, (path, reply.text)
    assert chief.get("/api/console/log").status_code == 200
    assert chief.get("/api/console/log?kind=%00&candidate=1").status_code == 200
    assert running.person(1).get("/api/state").status_code == 401


def try_out(running: Running, operation: Any, role: Session) -> None:
    cookies = role(running)  # a session for each operation: what comes too fast is refused
    token = next(iter(cookies.values()), "")
    headers = {"X-CSRF": csrf_token(running.rehearsal.secret, token)} if token else {}

    @EXAMPLES
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        reply = case.call(base_url=running.url, headers=headers, cookies=cookies)
        case.validate_response(reply, checks=CHECKS)
        if reply.status_code >= 400:
            assert {"code", "message", "hint"} <= set(reply.json()), reply.text

    ask()
