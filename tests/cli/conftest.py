"""Command lines as their users type them."""

from pathlib import Path

import pytest

from tests.command_line import Call, command_line


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Runs a command line in an empty folder: exit code, output, error output."""
    monkeypatch.chdir(tmp_path)
    return command_line(capsys)
