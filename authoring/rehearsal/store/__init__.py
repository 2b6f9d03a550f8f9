"""What the rehearsal keeps. Everything that matters is in the database; processes hold nothing of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from authoring.errors import StorageError
from authoring.rehearsal.store.database import open_engine, sqlite_address, unreachable
from authoring.rehearsal.store.migrations import migrate
from authoring.rehearsal.store.writer import Writer, reason
from authoring.texts import say

__all__ = ["Store", "sqlite_address"]

T = TypeVar("T")
READERS = 3
"""Threads that read beside the one that writes."""


class Store:
    """An open store. Raises StorageError, FormatError when it cannot be opened."""

    def __init__(self, address: str, *, now: datetime) -> None:
        self.engine = open_engine(address)
        try:
            with self.engine.begin() as connection:
                migrate(connection, now)
        except SQLAlchemyError as problem:
            raise unreachable(problem) from problem
        self._writer = Writer(self.engine)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="rehearsal-reader")

    async def write(self, operation: Callable[[Connection], T], *, patient: bool = False) -> T:
        """What the operation returns, once it is on disk. It refuses before it writes; it may run twice.

        A `patient` one lets all others go first.

        Raises Refused, and StorageError where nothing of it was stored (disk full, database gone).
        """
        result: T = await self._writer.write(operation, patient=patient)
        return result

    async def read(self, operation: Callable[[Connection], T]) -> T:
        """What an operation that only reads returns. Raises Refused, StorageError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.look, operation)

    def look(self, operation: Callable[[Connection], T]) -> T:
        """The same outside of an event loop."""
        try:
            with self.engine.connect().execution_options(reading=True) as connection:
                return operation(connection)
        except SQLAlchemyError as problem:
            raise StorageError(say("rehearsal.store.not_read", reason=reason(problem))) from problem

    def change(self, operation: Callable[[Connection], T]) -> T:
        """Writes before the server runs; afterwards all writing is the writer's. Raises StorageError."""
        try:
            with self.engine.begin() as connection:
                return operation(connection)
        except SQLAlchemyError as problem:
            raise StorageError(say("rehearsal.store.not_stored", reason=reason(problem))) from problem

    def close(self) -> None:
        """Stores what has been asked for, then lets the database go."""
        self._writer.close()
        self._readers.shutdown()
        self.engine.dispose()
