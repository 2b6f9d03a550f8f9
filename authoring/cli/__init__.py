"""The `authoring` command."""

from typing import NoReturn

from authoring.cli import (
    assembling,
    demo,
    exporting,
    intake,
    keys,
    new,
    paper,
    printing,
    rehearsal_results,
    rehearsing,
    review,
    roster,
    sealing,
    session,
    uses,
    variants,
)
from authoring.cli.chinese import run
from authoring.cli.verbs import verbs

__all__ = [
    "assembling",
    "demo",
    "exporting",
    "intake",
    "keys",
    "main",
    "new",
    "paper",
    "printing",
    "rehearsal_results",
    "rehearsing",
    "review",
    "roster",
    "sealing",
    "session",
    "uses",
    "variants",
    "verbs",
]


def main() -> NoReturn:
    run(verbs)
