import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring.bank import Bank

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    """A copy of the shipped bank that no test changes."""
    folder = tmp_path_factory.mktemp("shipped") / "bank"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns(".bank-index"))
    with Bank.open(folder) as opened:
        yield opened


@pytest.fixture
def bank_copy(bank: Bank, tmp_path: Path) -> Iterator[Bank]:
    """A copy of the shipped bank with its index, to be written in."""
    with Bank.open(shutil.copytree(bank.root, tmp_path / "copy")) as opened:
        yield opened


@pytest.fixture
def own_bank(tmp_path: Path) -> Iterator[Bank]:
    """A bank of two questions and the shipped syllabus and references, to be written in."""
    for part in (
        "bank.yaml",
        "syllabus.yaml",
        "references",
        "questions/D03/DC-D03-001.yaml",
        "questions/D03/DC-D03-002.yaml",
    ):
        source, target = SHIPPED / part, tmp_path / "own" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    with Bank.open(tmp_path / "own") as opened:
        yield opened


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a notebook."""
    folder = tmp_path / "notebook"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
