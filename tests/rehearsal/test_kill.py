"""kill -9 of the server under load, a hundred times: what was confirmed is there after the next start."""

import asyncio
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx

from tests.export import examples
from tests.rehearsal.killing import answers, prepare, serve

ROUNDS = 100
CANDIDATES = 12
QUESTIONS = ("T-D01-008", "T-D01-001")
Confirmed = dict[tuple[int, str], tuple[int, str]]


def test_nothing_confirmed_is_lost(tmp_path: Path) -> None:
    package, data = tmp_path / "P1.dcexam.zip", tmp_path / "data"
    package.write_bytes(examples.package())
    tokens = prepare(package, data, CANDIDATES)
    confirmed: Confirmed = {}
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.rehearsal.killing"])  # imported once, not a hundred times
    count = 0
    for round_ in range(ROUNDS):
        with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:  # who comes early waits
            port = listener.getsockname()[1]
            server = processes.Process(target=serve, args=(package, data, listener))
            server.start()
        count += _run(_load(port, tokens, confirmed, round_, server))
        server.join()
        assert server.exitcode == -signal.SIGKILL
    assert count > ROUNDS * CANDIDATES
    found = answers(data)
    for (number, question), (sequence, response) in confirmed.items():
        newest, text = found[number, question]
        assert newest >= sequence  # a newer one may have been stored without its reply
        assert newest > sequence or text == response


def _run(load: Coroutine[Any, Any, int]) -> int:
    """In a thread of its own: this one may hold the loop of a browser."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, load).result()


async def _load(
    port: int, tokens: dict[int, tuple[str, str]], confirmed: Confirmed, round_: int, server: BaseProcess
) -> int:
    """Everybody answers as fast as the server takes it, until it dies in the middle; how many were confirmed."""
    count, last = 0, 10 + 7 * round_ % 41

    async def sit(client: httpx.AsyncClient, number: int, cookie: str, csrf: str) -> None:
        nonlocal count
        headers = {"Cookie": cookie, "X-CSRF": csrf}
        for turn in range(60):
            question = QUESTIONS[turn % 2]
            response = f"{round_}/{turn}" if turn % 2 == 0 else "ABCD"[turn % 4]
            sequence = time.time_ns() // 1_000_000
            body = {"sequence": sequence, "response": response, "at": ""}
            try:
                reply = await client.put(f"/api/answers/{question}", json=body, headers=headers)
            except httpx.TransportError:
                return
            if reply.status_code == 200 and reply.json()["sequence"] == sequence:
                confirmed[number, question] = (sequence, response)
                count += 1
                if count == last:
                    os.kill(server.pid or 0, signal.SIGKILL)

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        await asyncio.gather(*(sit(client, number, *token) for number, token in tokens.items()))
    return count
