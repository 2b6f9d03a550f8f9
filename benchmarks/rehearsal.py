"""Answers stored while so many candidates answer at once: own load on loopback, each answer waited for and checked.

Every candidate has a connection of its own, as browsers do, and answers about once in six seconds, faster than anybody
does, for half a minute, all at a time of their own. Then everybody answers in the same moment, three times. Each page's
WebSocket is open and gives its sign of life every five seconds. The server is a process of its own; so is its load,
which speaks HTTP by hand, for a client library costs more than the server.
"""

import asyncio
import time

from benchmarks.hall import Hall, figures, megabytes, on_each_database
from benchmarks.measuring import Row

__all__ = ["rehearsal"]

SECONDS, TOGETHER = 30.0, 3


def rehearsal(candidates: int) -> list[Row]:
    """One server process and so many candidates, on each database."""
    return on_each_database(candidates, _load)


async def _load(hall: Hall, _address: str, process: int) -> Row:
    began = time.perf_counter()
    await hall.begin()
    first = time.perf_counter() - began
    before = megabytes(process)
    await hall.enter()
    began = time.perf_counter()
    held = await hall.hold()
    opening = time.perf_counter() - began
    began = time.perf_counter()
    await asyncio.gather(*(hall.sit(number, SECONDS) for number in hall.lines))
    spread, hall.times = figures(hall.times, time.perf_counter() - began), []
    began = time.perf_counter()
    for _ in range(TOGETHER):
        await asyncio.gather(*map(hall.answer, hall.lines))
    same = figures(hall.times, time.perf_counter() - began)
    memory = megabytes(process) - before
    assert not any(task.done() for task in held)
    for task in held:
        task.cancel()
    hall.leave()
    told = {"first question s": round(first, 1), "all pages told s": round(opening, 1)} | spread
    told |= {f"same moment: {name}": value for name, value in same.items()}
    return told | {"kB per candidate": round(memory * 1024 / len(hall.lines))}
