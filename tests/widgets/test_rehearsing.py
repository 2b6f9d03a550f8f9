"""The rehearsal panel's model: a real server as a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from authoring.errors import UsageError
from authoring.widgets.rehearsal_panel import RehearsalPanel
from authoring.widgets.rehearsing import Rehearsing
from tests.export import examples


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # the panel keeps its data in build/ of the working folder
    path = tmp_path / "P1.dcexam.zip"
    path.write_bytes(examples.package())
    return path


@pytest.fixture
def model(package: Path) -> Iterator[Rehearsing]:
    made = Rehearsing(package)
    yield made
    made.stop()


def test_the_server_can_be_reached_when_it_is_told(model: Rehearsing) -> None:
    told = model.start(candidates=3, starts_in=5)
    assert model.running
    for address in (told.address, told.console, told.phone):
        assert httpx.get(address, follow_redirects=True, timeout=30).status_code == 200
    first = told.staff.password
    again = model.start(candidates=3, starts_in=5)
    assert again.account == told.account  # the same store, the same invented candidates
    assert again.start == told.start
    assert again.staff.password != first
    model.stop()
    assert not model.running
    with pytest.raises(httpx.TransportError):
        httpx.get(again.address)


def test_a_broken_package_is_told_in_the_server_s_words(model: Rehearsing, package: Path) -> None:
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(bytes(data))
    with pytest.raises(UsageError, match=r"P1\.dcexam\.zip"):
        model.start()
    assert not model.running


def test_the_panel_shows_the_ways_in(package: Path) -> None:
    panel = RehearsalPanel(package)
    panel.candidates.value = 2
    panel.starter.click()
    try:
        assert panel.ways.value.count('target="_blank"') == 3
        assert "<svg" in panel.ways.value
        assert not panel.stopper.disabled
    finally:
        panel.stopper.click()
    assert panel.ways.value == ""
    assert panel.stopper.disabled
