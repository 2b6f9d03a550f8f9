"""The server behind `authoring rehearse`, and what is told before it runs."""

import gc
import socket
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import segno
import uvicorn
from sqlalchemy import Connection

from authoring.cli.rehearsing import LOCAL
from authoring.cli.show import answer
from authoring.cli.unlocking import public_keys, unlocked
from authoring.errors import UsageError
from authoring.export.sealing.roster import open_roster_and_photos
from authoring.rehearsal.app import make_app
from authoring.rehearsal.certificate import Certificate, certificate, own_address
from authoring.rehearsal.exam import open_exam_package
from authoring.rehearsal.setting_up import Rehearsal, now_utc, open_rehearsal
from authoring.rehearsal.staff import first_account, renew_password
from authoring.rehearsal.store import Store, sqlite_address
from authoring.sessions.timing import moment
from authoring.texts import say

__all__ = ["start"]

KEEP_ALIVE = 75
"""Seconds that a connection may rest: candidates think longer than a moment, and a new one costs them time."""
SWITCH_SECONDS = 0.0005
"""How long a thread that computes may let others wait: the writing thread gives way at each word to the database."""


def start(
    *,
    package: Path,
    roster: Path | None,
    key: Path | None,
    shares: tuple[Path, ...],
    passphrase_file: Path | None,
    trusted: tuple[Path, ...],
    demo_candidates: int,
    starts_in: int | None,
    data: Path,
    database: str,
    phones: bool,
    host: str,
    port: int,
    prefix: str,
    new_password: bool,
    as_json: bool,
) -> int:
    """Runs until it is stopped; the exit code. Raises UsageError for what cannot be rehearsed, StorageError."""
    if (roster is None) != (key is None):
        raise UsageError(say("cli.rehearse.roster_needs_key"))
    now, keys = now_utc(), public_keys(trusted)
    people, photos = None, dict[int, bytes]()
    if roster and key:
        unsealing = unlocked(key, shares, passphrase_file)
        people, photos = open_roster_and_photos(roster, unsealing, now=now, trusted=keys)
    opened = open_exam_package(package, trusted=keys)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(database or sqlite_address(data), now=now)
    if phones and host == LOCAL:
        host = own_address()
    made = certificate(data, [host], now) if phones else None
    listener = _listener(host, port)
    port = listener.getsockname()[1]
    origin = f"{'https' if made else 'http'}://{host}:{port}"
    minutes = starts_in if starts_in is not None or people else 10
    rehearsal = open_rehearsal(
        opened,
        store,
        roster=people,
        photos=photos,
        candidates=demo_candidates,
        start=None if minutes is None else now.replace(microsecond=0) + timedelta(minutes=minutes),
        prefix=prefix.rstrip("/"),
        phone_origin=origin,
    )
    password = store.change(lambda connection: _staff_password(connection, rehearsal, renewed=new_password))
    lines, told = _told(rehearsal, f"{origin}{rehearsal.prefix}/", made, password)
    answer(as_json, lines, **told)
    config = uvicorn.Config(
        make_app(rehearsal),
        log_level="warning",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # pictures and few words: nothing to gain, and its memory is each line's own
        timeout_keep_alive=KEEP_ALIVE,
        ssl_certfile=made.certificate if made else None,
        ssl_keyfile=made.key if made else None,
    )
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: each search of it for garbage stopped everybody
    uvicorn.Server(config).run(sockets=[listener])
    store.close()
    return 0


def _listener(host: str, port: int) -> socket.socket:
    """Bound before anything is told, so that who reads the address finds it open. Raises UsageError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as problem:
        raise UsageError(say("cli.rehearse.port_taken", host=host, port=port, reason=problem.strerror)) from problem


def _staff_password(connection: Connection, rehearsal: Rehearsal, *, renewed: bool) -> str | None:
    """The coordinator's, where it is new: only its hash is kept."""
    first = first_account(connection, rehearsal.passwords)
    if first is None and renewed:
        return renew_password(connection, rehearsal.passwords, say("rehearsal_staff.coordinator"))
    return first


def _told(
    rehearsal: Rehearsal, address: str, made: Certificate | None, password: str | None
) -> tuple[list[str], dict[str, object]]:
    """What stands on the console before the server runs: lines for a person, values for a program."""
    exam, timing = rehearsal.exam, rehearsal.exam.rules.timing
    lines = [
        say("cli.rehearse.running", name=exam.rules.name, address=address),
        say("cli.rehearse.times", start=moment(timing.start), end=moment(timing.end)),
    ]
    told: dict[str, object] = {"address": address, "start": timing.start.isoformat(), "end": timing.end.isoformat()}
    if exam.demo:
        one = next(iter(exam.entries.values()))
        known = {"phone": one.candidate.phone, "id_number": one.candidate.id_number}
        account = known | {"password": one.password or rehearsal.initial_password}
        lines.append(say("cli.rehearse.demo", count=len(exam.entries), **account))
        told["account"] = account
    lines.append(say("cli.rehearse.console", address=f"{address}console"))
    told["console"] = f"{address}console"
    if password:
        name = say("rehearsal_staff.coordinator")
        lines.append(say("cli.rehearse.staff", name=name, password=password))
        told["staff"] = {"name": name, "password": password}
    lines.append(say("cli.rehearse.qr", address=f"{address}m"))
    lines.append(_qr(f"{address}m"))
    told["phone"] = f"{address}m"
    lines.append(say("cli.rehearse.stop"))
    if made:
        lines.append(say("cli.rehearse.phones_in", fingerprint=made.fingerprint))
        told["fingerprint"] = made.fingerprint
    return lines, told


def _qr(address: str) -> str:
    """Two modules in a character, readable on dark and light consoles."""
    drawn = StringIO()
    segno.make(address, error="l", micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue().rstrip("\n")
