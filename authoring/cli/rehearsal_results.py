"""`authoring rehearsal-results`: the results of a rehearsal, without its server; imported when asked for."""

from pathlib import Path

import click

from authoring.cli.chinese import Choice
from authoring.cli.show import answer
from authoring.cli.unlocking import public_keys, unlocked, unlocking
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = ["rehearsal_results"]


@verbs.command("rehearsal-results")
@click.argument("package", type=EXISTING)
@click.option("--data", type=FOLDER, default=Path("rehearsal"), cls=Choice)
@click.option("--database", default="", cls=Choice)
@click.option("--roster", type=EXISTING, cls=Choice)
@click.option("--key", type=EXISTING, cls=Choice)
@unlocking
@click.option("--trusted", type=EXISTING, multiple=True, cls=Choice)
@click.option("--out", type=FOLDER, default=Path("results"), cls=Choice)
@as_json
def rehearsal_results(
    package: Path,
    data: Path,
    database: str,
    roster: Path | None,
    key: Path | None,
    shares: tuple[Path, ...],
    passphrase_file: Path | None,
    trusted: tuple[Path, ...],
    out: Path,
    as_json: bool,
) -> int:
    from authoring.export.sealing.roster import open_roster
    from authoring.rehearsal.api.results import FILES
    from authoring.rehearsal.exam import open_exam_package
    from authoring.rehearsal.retention import delete_pictures
    from authoring.rehearsal.setting_up import now_utc, open_rehearsal
    from authoring.rehearsal.store import Store, sqlite_address

    if (roster is None) != (key is None):
        raise UsageError(say("cli.rehearse.roster_needs_key"))
    if not database and not any(data.glob("*.sqlite*")):
        raise UsageError(say("cli.rehearsal-results.nothing", data=data))
    now, keys = now_utc(), public_keys(trusted)
    people = (
        open_roster(roster, unlocked(key, shares, passphrase_file), now=now, trusted=keys) if roster and key else None
    )
    store = Store(database or sqlite_address(data), now=now)
    exam = open_rehearsal(open_exam_package(package, trusted=keys), store, roster=people).exam
    made = store.look(lambda connection: {name: make(connection, exam) for name, (_, make) in FILES.items()})
    store.change(lambda connection: delete_pictures(connection, exam, now))  # also where no server runs any more
    store.close()
    for name, content in made.items():
        write_atomically(out / name, content)
    written = [str(out / name) for name in made]
    return answer(as_json, [say("cli.rehearsal-results.written", files="、".join(written))], files=written)
