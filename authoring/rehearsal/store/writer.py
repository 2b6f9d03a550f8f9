"""One thread writes, many requests in one commit: a commit waits for the disk, and the requests wait together.

An operation is a function of a connection. It refuses (raises Refused) before it writes anything, so a refusal leaves
the others of its commit alone. Where the database itself fails, each operation of the batch is tried once more on its
own; what fails then was not stored, and its caller is told.

Pictures of the cameras are patient: nothing waits for more than a few of them, least of all an answer.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from itertools import count
from queue import Empty, PriorityQueue
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from authoring.errors import StorageError
from authoring.texts import say

__all__ = ["BATCH", "Operation", "Writer"]

BATCH = 200
"""Operations in one commit at most."""
PATIENT = 20
"""Patient ones among them at most."""
_SOON, _PATIENT, _END = 0, 1, 2

Operation = Callable[[Connection], Any]


class _Job(NamedTuple):
    operation: Operation
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


Outcome = tuple[_Job, Any, BaseException | None]


class Writer:
    """The writing thread of a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: PriorityQueue[tuple[int, int, _Job | None]] = PriorityQueue()
        self._numbers = count()
        self._thread = threading.Thread(target=self._work, name="rehearsal-writer", daemon=True)
        self._thread.start()

    async def write(self, operation: Operation, *, patient: bool = False) -> Any:
        """What the operation returns, once it is committed. Raises what it raised, StorageError if it is not stored."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(_PATIENT if patient else _SOON, _Job(operation, loop, future))
        return await future

    def close(self) -> None:
        """Waits for what has been asked for."""
        self._put(_END, None)
        self._thread.join()

    def _put(self, rank: int, job: _Job | None) -> None:
        self._jobs.put((rank, next(self._numbers), job))

    def _work(self) -> None:
        while True:
            batch, last = self._next()
            if batch:
                _tell(self._together(batch))
            if last:
                return

    def _next(self) -> tuple[list[_Job], bool]:
        rank, _, job = self._jobs.get()
        batch: list[_Job] = []
        patient = 0
        while job is not None:
            batch.append(job)
            patient += rank == _PATIENT
            if len(batch) == BATCH or patient == PATIENT:
                return batch, False
            try:
                rank, _, job = self._jobs.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _together(self, batch: Sequence[_Job]) -> list[Outcome]:
        try:
            with self._engine.begin() as connection:
                outcomes = [_tried(job, connection) for job in batch]
        except SQLAlchemyError:
            return [self._alone(job) for job in batch]
        return outcomes

    def _alone(self, job: _Job) -> Outcome:
        try:
            with self._engine.begin() as connection:
                return job, job.operation(connection), None
        except SQLAlchemyError as problem:
            failure = StorageError(say("rehearsal.store.not_stored", reason=reason(problem)))
            failure.__cause__ = problem
            return job, None, failure
        except Exception as refused:  # its caller's business
            return job, None, refused


def reason(problem: SQLAlchemyError) -> str:
    """What the database said, in its own words, without the statement and its values."""
    return str(getattr(problem, "orig", None) or type(problem).__name__).splitlines()[0]


def _tried(job: _Job, connection: Connection) -> Outcome:
    try:
        return job, job.operation(connection), None
    except SQLAlchemyError:
        raise
    except Exception as refused:  # its caller's business
        return job, None, refused


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Back to the loops that wait, each woken once."""
    for loop in {id(job.loop): job.loop for job, _, _ in outcomes}.values():
        own = [outcome for outcome in outcomes if outcome[0].loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, own)


def _settle(outcomes: Sequence[Outcome]) -> None:
    for job, value, problem in outcomes:
        if job.future.done():
            continue
        if problem is None:
            job.future.set_result(value)
        else:
            job.future.set_exception(problem)
