"""Answers stored while so many candidates answer at once: own load on loopback, each answer waited for and checked.

Every candidate answers about once in three seconds, faster than anybody does, for half a minute, all at a time of their
own. Then everybody answers in the same moment, three times. The server is a process of its own; so is its load.
"""

import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks.measuring import Row
from tests.export import examples
from tests.rehearsal.killing import answers, prepare

__all__ = ["rehearsal"]

SECONDS, PAUSE, TOGETHER = 30.0, 3.0, 3
QUESTION = "T-D01-008"
DATABASE = os.environ.get("REHEARSAL_DATABASE", "")
"""Address of an empty PostgreSQL database; without one it is SQLite."""


def rehearsal(candidates: int) -> Row:
    """One server process and so many candidates."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = folder / "P1.dcexam.zip"
        package.write_bytes(examples.package())
        tokens = prepare(package, folder / "data", candidates, DATABASE)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = ["rehearse", str(package), "--data", str(folder / "data"), "--port", str(port)]
        command += ["--database", DATABASE] if DATABASE else []
        server = subprocess.Popen([sys.executable, "-m", "authoring", *command], stdout=subprocess.DEVNULL)
        try:
            row = asyncio.run(_load(port, tokens, server.pid))
        finally:
            server.terminate()
            server.wait()
        found = answers(folder / "data", DATABASE)
        kept = row.pop("kept")
        lost = sum(found[number, QUESTION] != held for number, held in kept.items())
    return Row({"candidates": candidates, "database": "PostgreSQL" if DATABASE else "SQLite"} | row | {"lost": lost})


async def _load(port: int, tokens: dict[int, tuple[str, str]], server: int) -> dict[str, Any]:
    kept: dict[int, tuple[int, str]] = {}
    times: list[float] = []
    refused = 0
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits) as client:
        await _up(client)
        before = _megabytes(server)

        async def answer(number: int) -> None:
            nonlocal refused
            cookie, csrf = tokens[number]
            sequence = time.time_ns() // 1_000_000
            body = {"sequence": sequence, "response": f"{number}/{sequence}" + "答" * 200, "at": ""}
            start = time.perf_counter()
            reply = await client.put(f"/api/answers/{QUESTION}", json=body, headers={"Cookie": cookie, "X-CSRF": csrf})
            times.append(time.perf_counter() - start)
            if reply.status_code == 200:
                kept[number] = (sequence, body["response"])
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
    told = {f"{name}": value for name, value in spread.items()}
    told |= {f"same moment: {name}": value for name, value in same.items()}
    return told | {"kB per candidate": round(memory * 1024 / len(tokens)), "refused": refused, "kept": kept}


async def _up(client: httpx.AsyncClient) -> None:
    for _ in range(1200):
        try:
            await client.get("/login")
        except httpx.TransportError:
            await asyncio.sleep(0.05)
        else:
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
