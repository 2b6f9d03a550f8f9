"""The `authoring` command."""

from typing import NoReturn

from authoring.cli import assembling, demo, intake, new, paper, review, uses, variants
from authoring.cli.chinese import run
from authoring.cli.verbs import verbs

__all__ = ["assembling", "demo", "intake", "main", "new", "paper", "review", "uses", "variants", "verbs"]


def main() -> NoReturn:
    run(verbs)
