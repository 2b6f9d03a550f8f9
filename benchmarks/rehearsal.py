"""Answers stored while so many candidates answer at once: own load on loopback, each answer waited for and checked.

Every candidate has a connection of its own, as browsers do, and answers about once in six seconds, faster than anybody
does, for half a minute, all at a time of their own. Then everybody answers in the same moment, three times. Each page's
WebSocket is open and gives its sign of life every five seconds. The server is a process of its own; so is its load,
which speaks HTTP by hand, for a client library costs more than the server.
"""

import asyncio
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.measuring import Row
from tests.export import examples
from tests.rehearsal.killing import answers, prepare
from tests.rehearsal.postgres import cluster

__all__ = ["rehearsal"]

SECONDS, PAUSE, TOGETHER = 30.0, 6.0, 3
ALIVE = 5.0
QUESTION = "T-D01-008"
TEXT = "答" * 200
Token = tuple[str, str]


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
        with _server(package, folder / "data", address) as (process, port):
            row = asyncio.run(_load(port, tokens, process.pid))
        found = answers(folder / "data", address)
    kept = row.pop("kept")
    lost = sum(found[number, QUESTION] != held for number, held in kept.items())
    return Row({"candidates": candidates, "database": name} | row | {"lost": lost})


@contextmanager
def _server(package: Path, data: Path, address: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["rehearse", str(package), "--data", str(data), "--port", str(port), "--database", address]
    process = subprocess.Popen([sys.executable, "-m", "authoring", *command], stdout=subprocess.DEVNULL)
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait()


class _Line:
    """A candidate's connection, kept open."""

    def __init__(self, port: int, token: Token) -> None:
        self._port, (self._cookie, csrf) = port, token
        self._head = f"Host: 127.0.0.1:{port}\r\nCookie: {self._cookie}\r\nX-CSRF: {csrf}\r\n"

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def ask(self, method: str, path: str, body: bytes = b"") -> int:
        """The status of the reply, once it is read whole."""
        kind = "Content-Type: application/json\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{kind}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        told = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", told, re.IGNORECASE)
        await self._reader.readexactly(int(length[1]) if length else 0)
        return int(told[9:12])

    async def hold(self, told: asyncio.Event) -> None:
        """The page's WebSocket, until cancelled: it takes in what it is told and says that it is there."""
        address = f"ws://127.0.0.1:{self._port}/ws/candidate?page={time.time_ns() // 1_000_000}-1"
        async with connect(address, additional_headers={"Cookie": self._cookie}, ping_interval=None) as line:
            await line.recv()
            told.set()
            listening = asyncio.create_task(_listen(line))
            while not listening.done():
                await line.send('{"type": "ping"}')
                await asyncio.sleep(ALIVE)

    def close(self) -> None:
        self._writer.close()


async def _listen(line: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        async for _ in line:
            pass


async def _load(port: int, tokens: dict[int, Token], server: int) -> dict[str, Any]:
    kept: dict[int, tuple[int, str]] = {}
    times: list[float] = []
    refused = 0
    lines = {number: _Line(port, token) for number, token in tokens.items()}
    began = time.perf_counter()
    await _first_question(lines[min(lines)])
    first = time.perf_counter() - began
    before = _megabytes(server)
    await asyncio.gather(*(line.open() for number, line in lines.items() if number != min(lines)))
    held, opening = await _opened(lines.values())

    async def answer(number: int) -> None:
        nonlocal refused
        sequence = time.time_ns() // 1_000_000
        response = f"{number}/{sequence}{TEXT}"
        body = json.dumps({"sequence": sequence, "response": response, "at": ""}).encode()
        start = time.perf_counter()
        status = await lines[number].ask("PUT", f"/api/answers/{QUESTION}", body)
        times.append(time.perf_counter() - start)
        if status == 200:
            kept[number] = (sequence, response)
        else:
            refused += 1

    async def sit(number: int) -> None:
        chance = random.Random(number)
        end = time.perf_counter() + SECONDS
        await asyncio.sleep(chance.uniform(0, PAUSE))
        while time.perf_counter() < end:
            await answer(number)
            await asyncio.sleep(chance.uniform(0, 2 * PAUSE))

    began = time.perf_counter()
    await asyncio.gather(*map(sit, tokens))
    spread, times = _figures(times, time.perf_counter() - began), []
    began = time.perf_counter()
    for _ in range(TOGETHER):
        await asyncio.gather(*map(answer, tokens))
    same = _figures(times, time.perf_counter() - began)
    memory = _megabytes(server) - before
    assert not any(task.done() for task in held)
    for task in held:
        task.cancel()
    for line in lines.values():
        line.close()
    told = {"first question s": round(first, 1), "all pages told s": round(opening, 1)} | spread
    told |= {f"same moment: {name}": value for name, value in same.items()}
    return told | {"kB per candidate": round(memory * 1024 / len(tokens)), "refused": refused, "kept": kept}


async def _opened(lines: Iterable[_Line]) -> tuple[list[asyncio.Task[None]], float]:
    """Everybody's WebSocket at once, and the seconds until each page has been told its state."""
    began = time.perf_counter()
    told = {line: asyncio.Event() for line in lines}
    held = [asyncio.create_task(line.hold(event)) for line, event in told.items()]
    await asyncio.gather(*(event.wait() for event in told.values()))
    return held, time.perf_counter() - began


async def _first_question(line: _Line) -> None:
    """From the command's start to the first candidate's paper."""
    for _ in range(1200):
        try:
            await line.open()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            assert await line.ask("GET", "/paper") == 200
            return
    raise TimeoutError


def _figures(times: list[float], seconds: float) -> dict[str, Any]:
    cuts = statistics.quantiles(times, n=100)
    return {
        "answers": len(times),
        "a second": round(len(times) / seconds),
        "p50 ms": round(cuts[49] * 1000),
        "p99 ms": round(cuts[98] * 1000),
        "most ms": round(max(times) * 1000),
    }


def _megabytes(process: int) -> float:
    """Resident memory of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0.0
