"""What a rehearsal's figures are measured with: a server of its own, candidates' connections, their spread."""

import asyncio
import gc
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from authoring.rehearsal.store import sqlite_address
from benchmarks.measuring import Row
from tests.export import examples
from tests.rehearsal.killing import answers, prepare
from tests.rehearsal.postgres import cluster

__all__ = ["Hall", "Line", "cpu_seconds", "figures", "megabytes", "on_each_database"]

ALIVE, PAUSE = 5.0, 6.0
"""Seconds between two signs of life, and between two answers of a candidate."""
TEXT = "答" * 200
QUESTION = "T-D01-008"
Token = tuple[str, str]


def on_each_database(candidates: int, load: "Load") -> list[Row]:
    """What a load finds on one server process; every confirmed answer is compared with the store afterwards."""
    with cluster() as postgres:
        return [
            _measured(candidates, load, "SQLite", ""),
            _measured(candidates, load, "PostgreSQL", str(postgres.new())),
        ]


def _measured(candidates: int, load: "Load", name: str, address: str) -> Row:
    with tempfile.TemporaryDirectory() as place:
        package, data = Path(place) / "P1.dcexam.zip", Path(place) / "data"
        package.write_bytes(examples.package())
        tokens = prepare(package, data, candidates, address)
        with _server(package, data, address) as (process, port):
            hall = Hall(port, tokens)
            row = asyncio.run(load(hall, address or sqlite_address(data), process.pid))
        found = answers(data, address)
    lost = sum(found[number, QUESTION] != held for number, held in hall.kept.items())
    return {"candidates": candidates, "database": name} | row | {"refused": hall.refused, "lost": lost}


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


class Line:
    """A candidate's connection, kept open."""

    def __init__(self, port: int, token: Token) -> None:
        self._port, (self._cookie, csrf), self._token = port, token, token
        self._head = f"Host: 127.0.0.1:{port}\r\nCookie: {self._cookie}\r\nX-CSRF: {csrf}\r\n"

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> int:
        """The status of the reply, once it is read whole."""
        told = f"Content-Type: {kind}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{told}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        reply = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", reply, re.IGNORECASE)
        await self._reader.readexactly(int(length[1]) if length else 0)
        return int(reply[9:12])

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

    def beside(self) -> "Line":
        """Another connection of the same browser."""
        return Line(self._port, self._token)

    def close(self) -> None:
        self._writer.close()


async def _listen(line: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        async for _ in line:
            pass


class Hall:
    """Candidates who answer one question over and over, each over a connection of their own."""

    def __init__(self, port: int, tokens: dict[int, Token]) -> None:
        self.port = port
        self.lines = {number: Line(port, token) for number, token in tokens.items()}
        self.kept: dict[int, tuple[int, str]] = {}
        """Sequence and response of the last answer that the server confirmed."""
        self.times: list[float] = []
        self.refused = 0
        gc.freeze()  # the load's own pauses are not the server's

    async def begin(self) -> None:
        """Until the server has shown the first candidate the paper."""
        line = self.lines[min(self.lines)]
        for _ in range(1200):
            try:
                await line.open()
            except OSError:
                await asyncio.sleep(0.05)
            else:
                assert await line.ask("GET", "/paper") == 200
                return
        raise TimeoutError

    async def enter(self) -> None:
        """All others."""
        await asyncio.gather(*(line.open() for number, line in self.lines.items() if number != min(self.lines)))

    async def hold(self) -> list[asyncio.Task[None]]:
        """Everybody's WebSocket, once each page has been told its state."""
        told = {line: asyncio.Event() for line in self.lines.values()}
        held = [asyncio.create_task(line.hold(event)) for line, event in told.items()]
        await asyncio.gather(*(event.wait() for event in told.values()))
        return held

    async def answer(self, number: int) -> None:
        sequence = time.time_ns() // 1_000_000
        response = f"{number}/{sequence}{TEXT}"
        body = json.dumps({"sequence": sequence, "response": response, "at": ""}).encode()
        start = time.perf_counter()
        status = await self.lines[number].ask("PUT", f"/api/answers/{QUESTION}", body)
        self.times.append(time.perf_counter() - start)
        if status == 200:
            self.kept[number] = (sequence, response)
        else:
            self.refused += 1

    async def sit(self, number: int, seconds: float) -> None:
        """Answers at times of one's own, about once in `PAUSE`."""
        chance = random.Random(number)
        end = time.perf_counter() + seconds
        await asyncio.sleep(chance.uniform(0, PAUSE))
        while time.perf_counter() < end:
            await self.answer(number)
            await asyncio.sleep(chance.uniform(0, 2 * PAUSE))

    def leave(self) -> None:
        for line in self.lines.values():
            line.close()


Load = Callable[[Hall, str, int], Coroutine[Any, Any, Row]]
"""Puts a load on a hall; it is told the store's address and the server's process."""


def figures(times: list[float], seconds: float) -> dict[str, Any]:
    cuts = statistics.quantiles(times, n=100)
    return {
        "answers": len(times),
        "a second": round(len(times) / seconds),
        "p50 ms": round(cuts[49] * 1000),
        "p99 ms": round(cuts[98] * 1000),
        "most ms": round(max(times) * 1000),
    }


def megabytes(process: int) -> float:
    """Resident memory of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0.0


def cpu_seconds(process: int) -> float:
    """Of a process until now."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
