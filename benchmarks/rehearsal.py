"""Answers stored while so many candidates answer at once: own load on loopback, each answer waited for and checked.

Every candidate has a connection of its own, as browsers do, and answers about once in six seconds, faster than anybody
does, for half a minute, all at a time of their own. Then everybody answers in the same moment, three times. Each page's
WebSocket is open and gives its sign of life every five seconds. The server is a process of its own; so is its load,
which speaks HTTP by hand, for a client library costs more than the server.
"""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.hall import QUESTION, Hall, Token, figures, megabytes, server
from benchmarks.measuring import Row
from tests.export import examples
from tests.rehearsal.killing import answers, prepare
from tests.rehearsal.postgres import cluster

__all__ = ["rehearsal"]

SECONDS, TOGETHER = 30.0, 3


def rehearsal(candidates: int) -> list[Row]:
    """One server process and so many candidates, on each database."""
    with cluster() as postgres:
        return [_measured(candidates, "SQLite", ""), _measured(candidates, "PostgreSQL", str(postgres.new()))]


def _measured(candidates: int, name: str, address: str) -> Row:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        package = folder / "P1.dcexam.zip"
        package.write_bytes(examples.package())
        tokens = prepare(package, folder / "data", candidates, address)
        with server(package, folder / "data", address) as (process, port):
            row = asyncio.run(_load(port, tokens, process.pid))
        found = answers(folder / "data", address)
    kept = row.pop("kept")
    lost = sum(found[number, QUESTION] != held for number, held in kept.items())
    return Row({"candidates": candidates, "database": name} | row | {"lost": lost})


async def _load(port: int, tokens: dict[int, Token], process: int) -> dict[str, Any]:
    hall = Hall(port, tokens)
    began = time.perf_counter()
    await hall.begin()
    first = time.perf_counter() - began
    before = megabytes(process)
    await hall.enter()
    began = time.perf_counter()
    held = await hall.hold()
    opening = time.perf_counter() - began
    began = time.perf_counter()
    await asyncio.gather(*(hall.sit(number, SECONDS) for number in tokens))
    spread, hall.times = figures(hall.times, time.perf_counter() - began), []
    began = time.perf_counter()
    for _ in range(TOGETHER):
        await asyncio.gather(*map(hall.answer, tokens))
    same = figures(hall.times, time.perf_counter() - began)
    memory = megabytes(process) - before
    assert not any(task.done() for task in held)
    for task in held:
        task.cancel()
    hall.leave()
    told = {"first question s": round(first, 1), "all pages told s": round(opening, 1)} | spread
    told |= {f"same moment: {name}": value for name, value in same.items()}
    return told | {"kB per candidate": round(memory * 1024 / len(tokens)), "refused": hall.refused, "kept": hall.kept}
