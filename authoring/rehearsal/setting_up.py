"""One running rehearsal: the exam, its store, its clock, its secret. What a restart must find again is in the store."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import Connection, insert

from authoring.errors import UsageError
from authoring.export.reader import Package
from authoring.rehearsal.accounts import Passwords, enrol
from authoring.rehearsal.captcha import captcha_text
from authoring.rehearsal.demo import demo_roster
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.photos import PhotoFault, photo_faults
from authoring.rehearsal.store import Store
from authoring.rehearsal.store.migrations import alone
from authoring.rehearsal.store.rows import settings
from authoring.rehearsal.store.schema import setting
from authoring.roster.entries import ExamRoster
from authoring.texts import say

__all__ = ["DEMO_PASSWORD", "Rehearsal", "now_utc", "open_rehearsal"]

DEMO_PASSWORD = "Abcd@1234"  # noqa: S105  # the manual's own initial password
"""Of invented candidates where the session has no initial password for all."""


def now_utc() -> datetime:
    """The server's clock: the only one that counts."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Rehearsal:
    """What every request is answered from."""

    exam: Exam
    store: Store
    secret: str = field(repr=False)
    now: Callable[[], datetime] = now_utc
    prefix: str = ""
    """Path that the server is mounted under."""
    phone_origin: str = ""
    """Where a phone on the same network reaches the server, such as `https://192.0.2.1:8766`."""
    passwords: Passwords = field(default_factory=Passwords)
    captcha: Callable[[], str] = captcha_text
    photo_faults: Callable[[bytes], tuple[PhotoFault, ...]] = photo_faults

    @property
    def initial_password(self) -> str:
        """That of all candidates; empty where each has an own one."""
        return self.exam.rules.login.initial_password or (DEMO_PASSWORD if self.exam.demo else "")


def open_rehearsal(
    package: Package,
    store: Store,
    *,
    roster: ExamRoster | None = None,
    photos: Mapping[int, bytes] = MappingProxyType({}),
    candidates: int = 30,
    start: datetime | None = None,
    now: Callable[[], datetime] = now_utc,
    prefix: str = "",
    phone_origin: str = "",
    captcha: Callable[[], str] = captcha_text,
) -> Rehearsal:
    """Opens a rehearsal on a store, or takes it up again where it stopped.

    Without a roster so many invented `candidates` sit the exam. `start` moves the session's times; a store that has
    begun keeps its start, its invented candidates and their codes. `photos` are the registered ones, by number.
    Raises UsageError for the store of another package.
    """
    found = store.change(lambda connection: _begun(connection, _first(package, roster, candidates, start)))
    if found["package"] != package.manifest.id:
        raise UsageError(say("rehearsal.exam.other_package", kept=found["package"], given=package.manifest.id))
    if (roster is None) == (found["roster"] == ""):
        raise UsageError(say("rehearsal.exam.other_roster"))
    kept = datetime.fromisoformat(found["start"]) if found["start"] else None
    demo = roster is None
    exam = Exam(
        package, roster or ExamRoster.model_validate_json(found["roster"]), photos=photos, demo=demo, start=kept
    )
    opened = Rehearsal(exam, store, found["secret"], now=now, prefix=prefix, phone_origin=phone_origin, captcha=captcha)
    store.change(lambda connection: _enrol(connection, opened))
    return opened


def _enrol(connection: Connection, opened: Rehearsal) -> None:
    alone(connection)
    enrol(connection, opened.exam, opened.passwords, opened.initial_password)


def _first(package: Package, roster: ExamRoster | None, candidates: int, start: datetime | None) -> dict[str, str]:
    return {
        "package": package.manifest.id,
        "start": start.isoformat() if start else "",
        "secret": secrets.token_urlsafe(32),
        "roster": "" if roster else demo_roster(package, candidates).model_dump_json(),
    }


def _begun(connection: Connection, values: dict[str, str]) -> dict[str, str]:
    """What the rehearsal has begun with; `values` where it begins now. Of several processes one begins it."""
    alone(connection)
    found = settings(connection)
    if not found:
        connection.execute(insert(setting), [{"name": name, "value": value} for name, value in values.items()])
    return found or values
