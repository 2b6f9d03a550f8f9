"""The `authoring` command."""

from typing import NoReturn

from authoring.cli import demo, intake, new
from authoring.cli.chinese import run
from authoring.cli.verbs import verbs

__all__ = ["demo", "intake", "main", "new", "verbs"]


def main() -> NoReturn:
    run(verbs)
