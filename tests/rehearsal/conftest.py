"""A server for each test, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rehearsal.postgres import Cluster, cluster
from tests.rehearsal.running import Running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with cluster() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Of an empty database; "" is SQLite in the server's folder."""
    return str(request.getfixturevalue("postgres").new()) if request.param == "postgresql" else ""


@pytest.fixture
def running(tmp_path: Path, address: str) -> Iterator[Running]:
    with Running(tmp_path, address=address) as server:
        yield server
