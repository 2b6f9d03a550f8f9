"""Command lines as their users type them."""

from collections.abc import Callable

import pytest

from authoring.cli import verbs
from authoring.cli.chinese import run

Call = Callable[..., tuple[int, str, str]]


def command_line(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command line: exit code, output, error output."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            run(verbs, arguments)
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call
