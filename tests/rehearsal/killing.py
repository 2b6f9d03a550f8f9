"""Candidates in the middle of their exam, the server that is killed, and what is in its store then."""

import json
import socket
from datetime import timedelta
from pathlib import Path

import uvicorn
from sqlalchemy import select

from authoring.export.reader import open_package
from authoring.rehearsal.accounts import let_in
from authoring.rehearsal.app import make_app
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import now_utc, open_rehearsal
from authoring.rehearsal.store import Store, sqlite_address
from authoring.rehearsal.store.rows import change
from authoring.rehearsal.store.schema import account, answer
from authoring.rehearsal.tokens import csrf_token
from tests.rehearsal.running import STEPS

__all__ = ["answers", "prepare", "serve"]


def prepare(package: Path, folder: Path, candidates: int, address: str = "") -> dict[int, tuple[str, str]]:
    """Cookie and CSRF token of each candidate; all have begun a minute ago."""
    folder.mkdir(parents=True, exist_ok=True)
    now = now_utc()
    store = Store(address or sqlite_address(folder), now=now)
    started = now.replace(microsecond=0) - timedelta(minutes=1)
    rehearsal = open_rehearsal(open_package(package), store, candidates=candidates, start=started)
    tokens = {}
    with store.engine.begin() as connection:
        connection.execute(account.update().values(must_change=False))
        for number in rehearsal.exam.entries:
            change(connection, number, identity="passed", **dict.fromkeys((*STEPS, "began_at"), started))
            token = let_in(connection, number, now)
            tokens[number] = (f"{COOKIES['candidate']}={token}", csrf_token(rehearsal.secret, token))
    store.close()
    return tokens


def answers(folder: Path, address: str = "") -> dict[tuple[int, str], tuple[int, object]]:
    """Sequence and response of every stored answer, by candidate and question."""
    store = Store(address or sqlite_address(folder), now=now_utc())
    rows = store.look(lambda connection: connection.execute(select(answer)).all())
    store.close()
    return {(row.candidate, row.question): (row.sequence, json.loads(row.response)) for row in rows}


def serve(package: Path, folder: Path, listener: socket.socket) -> None:
    """The server as the command starts it, until it is killed."""
    store = Store(sqlite_address(folder), now=now_utc())
    app = make_app(open_rehearsal(open_package(package), store))
    uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="websockets-sansio")).run(sockets=[listener])
