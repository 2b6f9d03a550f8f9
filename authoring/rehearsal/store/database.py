"""Opening the store: SQLite in one file, or PostgreSQL for several server processes."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from authoring.errors import StorageError
from authoring.texts import say

__all__ = ["open_engine", "sqlite_address"]

BUSY_SECONDS = 10


def sqlite_address(folder: Path) -> str:
    """Address of the embedded database in a folder."""
    return f"sqlite:///{folder / 'rehearsal.sqlite'}"


def open_engine(address: str) -> Engine:
    """The engine of an address such as `sqlite:////…/rehearsal.sqlite` or `postgresql://user@host/name`.

    Raises StorageError for an address that is neither.
    """
    try:
        url = make_url(address)
    except ArgumentError as problem:
        raise StorageError(say("rehearsal.store.address")) from problem
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(address)
        case "postgresql":
            return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=6)
        case _:
            raise StorageError(say("rehearsal.store.address"))


def _sqlite(address: str) -> Engine:
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin ourselves: sqlite3 would begin late and not for every statement
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def unreachable(problem: SQLAlchemyError) -> StorageError:
    """What is said where the database cannot be opened."""
    said = str(getattr(problem, "orig", None) or problem).splitlines()[0]
    return StorageError(say("rehearsal.store.unreachable", reason=said))
