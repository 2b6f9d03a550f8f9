import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.widgets.intake_panel.intaking import Intaking
from tests.widgets.intake_panel.given import SHIPPED, TODAY


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """The shipped syllabus and references, and one question."""
    root = tmp_path / "bank"
    for part in ("bank.yaml", "syllabus.yaml", "references", "media", "questions/D03/DC-D03-001.yaml"):
        target = root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        source = SHIPPED / part
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    with Bank.open(root) as opened:
        yield opened


@pytest.fixture
def model(bank: Bank) -> Intaking:
    return Intaking(bank, Desk(bank, "甲", Role.AUTHOR), TODAY)
