"""From an older store to the present one, step by step. A step once released never changes."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, func, insert, inspect, select, text

from authoring.errors import FormatError
from authoring.rehearsal.store import schema
from authoring.texts import say

__all__ = ["STEPS", "alone", "migrate"]

LOCK = 20612060
"""Of PostgreSQL: one process migrates, the others wait."""


def _first(connection: Connection) -> None:
    schema.metadata.create_all(connection)


STEPS: tuple[Callable[[Connection], None], ...] = (_first,)
"""Step n brings a store from version n - 1 to version n."""


def alone(connection: Connection) -> None:
    """Until the commit no other process migrates or begins a rehearsal; SQLite's writers are alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def migrate(connection: Connection, now: datetime) -> None:
    """Brings the store up to date. Raises FormatError for the store of a newer program."""
    alone(connection)
    version = _version(connection)
    if version > len(STEPS):
        raise FormatError(say("rehearsal.store.newer", version=version, known=len(STEPS)))
    for number, step in enumerate(STEPS[version:], start=version + 1):
        step(connection)
        connection.execute(insert(schema.migration).values(version=number, at=now))


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("migration"):
        return 0
    return int(connection.execute(select(func.coalesce(func.max(schema.migration.c.version), 0))).scalar_one())
