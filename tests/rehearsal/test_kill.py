"""kill -9 of the server under load: what was confirmed is there after the next start."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.export import examples
from tests.rehearsal.killing import answers, prepare

ROUNDS = 3
CANDIDATES = 12


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "P1.dcexam.zip"
    path.write_bytes(examples.package())
    return path


def test_nothing_confirmed_is_lost(tmp_path: Path, package: Path) -> None:
    tokens = prepare(package, tmp_path / "data", CANDIDATES)
    confirmed: dict[tuple[int, str], tuple[int, str]] = {}
    count = 0
    for round_ in range(ROUNDS):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = ["rehearse", str(package), "--data", str(tmp_path / "data"), "--port", str(port)]
        server = subprocess.Popen([sys.executable, "-m", "authoring", *command], stdout=subprocess.DEVNULL)
        asyncio.run(_up(port))
        held = asyncio.run(_load(port, tokens, confirmed, round_, server))
        count += held
        assert server.wait() == -signal.SIGKILL
    assert count > ROUNDS * CANDIDATES
    found = answers(tmp_path / "data")
    for (number, question), (sequence, response) in confirmed.items():
        newest, text = found[number, question]
        assert newest >= sequence  # a newer one may have been stored without its reply
        assert newest > sequence or text == response


async def _up(port: int) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(600):
            try:
                await client.get(f"http://127.0.0.1:{port}/login")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
    raise TimeoutError


async def _load(
    port: int, tokens: dict[int, tuple[str, str]], confirmed: dict[Any, Any], round_: int, server: Any
) -> int:
    """Everybody answers as fast as the server takes it, until it dies in the middle."""
    count = 0

    async def sit(number: int, cookie: str, csrf: str) -> None:
        nonlocal count
        headers = {"Cookie": cookie, "X-CSRF": csrf}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=5) as client:
            for turn in range(60):
                question = ("T-D01-008", "T-D01-001")[turn % 2]
                response = f"{round_}/{turn}" if question == "T-D01-008" else "ABCD"[turn % 4]
                sequence = time.time_ns() // 1_000_000
                body = {"sequence": sequence, "response": response, "at": ""}
                try:
                    reply = await client.put(f"/api/answers/{question}", json=body)
                except httpx.TransportError:
                    return
                if reply.status_code == 200 and reply.json()["sequence"] == sequence:
                    confirmed[number, question] = (sequence, response)
                    count += 1
                    if count == 40 + 17 * round_:
                        os.kill(server.pid, signal.SIGKILL)
                elif reply.status_code != 200:
                    await asyncio.sleep(0.2)  # told to slow down

    await asyncio.gather(*(sit(number, *token) for number, token in tokens.items()))
    return count
