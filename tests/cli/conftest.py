"""Command lines as their users type them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.cli import verbs
from authoring.cli.chinese import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Runs a command line in an empty folder: exit code, output, error output."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            run(verbs, arguments)
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return invoke
