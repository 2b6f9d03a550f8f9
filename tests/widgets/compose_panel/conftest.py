import pytest

from authoring.bank import Bank
from authoring.widgets import ComposePanel
from authoring.widgets.compose_panel.coordinating import Coordinating
from tests.widgets.compose_panel.acts import NOW, Job, at_once


@pytest.fixture
def desk(bank_copy: Bank) -> Coordinating:
    model = Coordinating(bank_copy, "丙", now=lambda: NOW)
    model.planning.choose("intermediate")
    return model


@pytest.fixture
def panel(bank_copy: Bank) -> ComposePanel:
    return ComposePanel(bank_copy, "丙", start=at_once)


@pytest.fixture
def later(bank_copy: Bank) -> tuple[ComposePanel, list[Job]]:
    """A panel whose runs wait until they are called."""
    jobs: list[Job] = []
    return ComposePanel(bank_copy, "丙", start=jobs.append), jobs
