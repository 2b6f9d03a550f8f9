"""What happens without anybody asking: the end of the candidates' time, and the loss of their phones."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection, select

from authoring.errors import StorageError
from authoring.rehearsal import clock
from authoring.rehearsal.answers import close_if_over
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.phone import follow_losses, losses
from authoring.rehearsal.retention import delete_pictures, pictures_are_due
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.sitting import Sitting
from authoring.rehearsal.store.schema import sitting

__all__ = ["DUE_SECONDS", "close_all_over", "do_what_is_due"]

DUE_SECONDS = 1.0


async def do_what_is_due(rehearsal: Rehearsal) -> None:
    """One after another; what the store refuses for now is due again the next time."""
    for act in (close_all_over, follow_all_losses, delete_due_pictures):
        with suppress(StorageError):
            await act(rehearsal)


async def follow_all_losses(rehearsal: Rehearsal) -> None:
    """Writes only where a phone is lost or has come back."""
    exam, now = rehearsal.exam, rehearsal.now()
    if await rehearsal.store.read(lambda connection: losses(connection, exam, now)):
        await rehearsal.store.write(lambda connection: follow_losses(connection, exam, now))


async def delete_due_pictures(rehearsal: Rehearsal) -> None:
    exam, now = rehearsal.exam, rehearsal.now()
    if await rehearsal.store.read(lambda connection: pictures_are_due(connection, exam, now)):
        await rehearsal.store.write(lambda connection: delete_pictures(connection, exam, now))


async def close_all_over(rehearsal: Rehearsal) -> None:
    """Hands in for each candidate whose time is over, at the moment of the deadline."""
    exam, now = rehearsal.exam, rehearsal.now()

    def close(connection: Connection) -> None:
        for candidate in over:
            close_if_over(connection, exam, candidate, now)

    over = await rehearsal.store.read(lambda connection: _over(connection, exam, now))
    if over:
        await rehearsal.store.write(close)


def _over(connection: Connection, exam: Exam, now: datetime) -> list[int]:
    running = select(sitting).where(sitting.c.began_at.is_not(None), sitting.c.ended.is_(None))
    found = [Sitting.model_validate(dict(row._mapping)) for row in connection.execute(running)]
    return sorted(
        one.candidate
        for one in found
        if one.candidate in exam.entries
        and clock.over_at(exam.rules.timing, one, exam.granted(one.candidate), now) is not None
    )
