"""What the server does every so often without being asked."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from authoring.errors import StorageError

__all__ = ["repeat"]


async def repeat(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """Acts every so many seconds until cancelled; a store that fails for a while is asked again."""
    while True:
        await asyncio.sleep(seconds)
        with suppress(StorageError):
            await act()
