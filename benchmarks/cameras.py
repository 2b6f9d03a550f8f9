"""Answers stored while both cameras of every candidate send pictures and a console looks on.

A phone sends two pictures a second over its line, as its page does, and a computer one in three seconds; the server
says of a phone's picture that it is kept, and the longest silence of a phone is what its page and the console wait for.
"""

import asyncio
import io
import statistics
import time
from random import Random

from PIL import Image
from sqlalchemy import insert
from websockets.asyncio.client import ClientConnection, connect

from authoring.rehearsal.accounts import Passwords, let_in
from authoring.rehearsal.security import COOKIES
from authoring.rehearsal.setting_up import now_utc
from authoring.rehearsal.staff import Role, add_staff, all_staff
from authoring.rehearsal.store import Store
from authoring.rehearsal.store.schema import phone
from benchmarks.hall import Hall, Line, cpu_seconds, figures, on_each_database
from benchmarks.measuring import Row

__all__ = ["cameras"]

SECONDS, SETTLE, PHONE_EVERY, COMPUTER_EVERY = 30.0, 5.0, 0.5, 3.0


def _picture(width: int, height: int) -> bytes:
    """A JPEG that does not shrink: its pixels are by chance."""
    content = io.BytesIO()
    noise = Random(0).randbytes(width * height)
    Image.frombytes("L", (width, height), noise).save(content, "JPEG", quality=20)
    return content.getvalue()


PHONE_PICTURE, COMPUTER_PICTURE = _picture(320, 240), _picture(240, 180)
"""20 and 12 kB."""


def cameras(candidates: int) -> list[Row]:
    """One server process and so many candidates with both cameras, on each database."""
    return on_each_database(candidates, _load)


def _paired(address: str, candidates: list[int]) -> tuple[str, dict[int, str]]:
    """Cookies of a coordinator and of each candidate's phone."""
    now = now_utc()
    store = Store(address, now=now)
    with store.engine.begin() as connection:
        add_staff(connection, Passwords(), "bench", Role.COORDINATOR)
        staff = let_in(connection, all_staff(connection)[0].number, now, kind="console")
        connection.execute(insert(phone), [{"candidate": number, "paired_at": now} for number in candidates])
        phones = {number: let_in(connection, number, now, kind="phone") for number in candidates}
    store.close()
    return (
        f"{COOKIES['console']}={staff}",
        {number: f"{COOKIES['phone']}={token}" for number, token in phones.items()},
    )


async def _load(hall: Hall, address: str, process: int) -> Row:
    await hall.begin()
    console, phones = _paired(address, list(hall.lines))
    await hall.enter()
    held = await hall.hold()
    held.append(asyncio.create_task(_watch(f"ws://127.0.0.1:{hall.port}/ws/console", console)))
    sides = [_Phone(hall.port, cookie, number) for number, cookie in phones.items()]
    held += [asyncio.create_task(side.send()) for side in sides]
    computers = [_Computer(line, number) for number, line in hall.lines.items()]
    held += [asyncio.create_task(computer.send()) for computer in computers]
    await asyncio.gather(*(side.seen.wait() for side in sides), *(computer.seen.wait() for computer in computers))
    for side in sides:
        side.silences.clear()
    taken, began, used = sum(computer.taken for computer in computers), time.perf_counter(), cpu_seconds(process)
    await asyncio.gather(*(hall.sit(number, SECONDS) for number in hall.lines))
    seconds, used = time.perf_counter() - began, cpu_seconds(process) - used
    taken = sum(computer.taken for computer in computers) - taken
    assert not any(task.done() for task in held)
    for task in held:
        task.cancel()
    hall.leave()
    silences = [silence for side in sides for silence in side.silences]
    return figures(hall.times, seconds) | {
        "phones' pictures kept a second": round(len(silences) / seconds),
        "computers' a second": round(taken / seconds, 1),
        "a phone's silence: p99 s": round(statistics.quantiles(silences, n=100)[98], 2),
        "a phone's silence: most s": round(max(silences), 2),
        "server's CPU %": round(100 * used / seconds),
    }


async def _watch(address: str, cookie: str) -> None:
    async with connect(address, additional_headers={"Cookie": cookie}, max_size=None) as line:
        async for _ in line:
            await line.send("{}")


class _Phone:
    """Sends pictures until it is cancelled."""

    def __init__(self, port: int, cookie: str, number: int) -> None:
        self._port, self._cookie, self._number = port, cookie, number
        self.silences: list[float] = []
        """Seconds from one picture that is kept to the next."""
        self.seen = asyncio.Event()

    async def send(self) -> None:
        await asyncio.sleep(Random(self._number).uniform(0, SETTLE))
        address, head = f"ws://127.0.0.1:{self._port}/ws/phone?page=1-1", {"Cookie": self._cookie}
        async with connect(address, additional_headers=head, compression=None, ping_interval=None) as line:
            listening = asyncio.create_task(self._listen(line))
            while not listening.done():
                await line.send(PHONE_PICTURE)
                await asyncio.sleep(PHONE_EVERY)

    async def _listen(self, line: ClientConnection) -> None:
        last = time.perf_counter()
        async for said in line:
            if '"seen"' in str(said):
                now = time.perf_counter()
                self.silences.append(now - last)
                last = now
                self.seen.set()


class _Computer:
    """The same over a connection beside the answers'."""

    def __init__(self, sitting: Line, number: int) -> None:
        self._line, self._number = sitting.beside(), number
        self.taken = 0
        self.seen = asyncio.Event()

    async def send(self) -> None:
        await asyncio.sleep(Random(self._number).uniform(0, SETTLE))
        await self._line.open()
        while True:
            assert await self._line.ask("POST", "/api/snapshot", COMPUTER_PICTURE, "image/jpeg") == 204
            self.taken += 1
            self.seen.set()
            await asyncio.sleep(COMPUTER_EVERY)
