"""Which of the things to be written go first."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Connection

from authoring.rehearsal.store import Store, sqlite_address
from authoring.rehearsal.store.writer import PATIENT
from tests.rehearsal.running import START


def test_an_answer_waits_for_few_pictures_and_no_picture_is_forgotten(tmp_path: Path) -> None:
    done: list[str] = []
    begun, go_on = threading.Event(), threading.Event()
    store = Store(sqlite_address(tmp_path), now=START)

    def hold(_: Connection) -> None:
        begun.set()
        assert go_on.wait(10)

    def note(word: str) -> Callable[[Connection], None]:
        return lambda _: done.append(word)

    async def write() -> None:
        held = asyncio.create_task(store.write(hold))
        await asyncio.to_thread(begun.wait, 10)
        pictures = [asyncio.create_task(store.write(note("picture"), patient=True)) for _ in range(3 * PATIENT)]
        await asyncio.sleep(0)  # all are asked for
        answer = asyncio.create_task(store.write(note("answer")))
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(held, answer, *pictures)

    with ThreadPoolExecutor(1) as own:  # a thread without the event loop of the browser tests
        own.submit(asyncio.run, write()).result()
    store.close()
    assert done == ["answer", *["picture"] * (3 * PATIENT)]
