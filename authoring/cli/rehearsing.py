"""`authoring rehearse`: a package on a local server, from the candidate's login to the receipt.

The server and what it needs are imported when it starts: other commands do not wait for them.
"""

from pathlib import Path
from typing import Any

import click

from authoring.cli.chinese import Choice
from authoring.cli.unlocking import unlocking
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs

__all__ = ["rehearse"]

LOCAL = "127.0.0.1"


@verbs.command("rehearse")
@click.argument("package", type=EXISTING)
@click.option("--roster", type=EXISTING, cls=Choice)
@click.option("--key", type=EXISTING, cls=Choice)
@unlocking
@click.option("--trusted", type=EXISTING, multiple=True, cls=Choice)
@click.option("--demo-candidates", type=int, default=30, cls=Choice)
@click.option("--starts-in", type=int, cls=Choice)
@click.option("--data", type=FOLDER, default=Path("rehearsal"), cls=Choice)
@click.option("--database", default="", cls=Choice)
@click.option("--phones", is_flag=True, cls=Choice)
@click.option("--host", default=LOCAL, cls=Choice)
@click.option("--port", type=int, default=8765, cls=Choice)
@click.option("--prefix", default="", cls=Choice)
@click.option("--new-password", is_flag=True, cls=Choice)
@as_json
def rehearse(**given: Any) -> int:
    from authoring.cli.rehearsal_server import start

    return start(**given)
