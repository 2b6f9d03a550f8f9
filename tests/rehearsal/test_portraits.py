"""The registered photo: on the candidate's own pages and on the console, small and drawn anew; nowhere else."""

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from authoring.rehearsal.portraits import SIZE, small_photo
from tests.rehearsal.running import Running

SHOWN = re.compile(r'src="(data:image/jpeg;base64,[^"]*)"')


def drawn(size: tuple[int, int], kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#336699").save(file, kind)
    return file.getvalue()


def opened(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path, photos={1: drawn((900, 1200)), 2: b"\xff\xd8\xffno picture"}) as server:
        yield server


def test_a_candidate_sees_the_own_photo_alone(running: Running) -> None:
    for number, count in ((1, 1), (2, 0), (3, 0)):
        page = running.admit(number, steps=()).get("/confirm")
        assert page.status_code == 200
        assert len(SHOWN.findall(page.text)) == count
    found = SHOWN.findall(running.sitting(1).get("/paper").text)
    assert found
    assert opened(found[0]).size == SIZE


def test_the_console_shows_it_beside_the_data(running: Running) -> None:
    chief = running.member()
    told = [chief.get(f"/api/console/candidate/{number}").json()["registered"] for number in (1, 2, 3)]
    assert opened(told[0]).size == SIZE
    assert told[1:] == ["", ""]


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (drawn((100, 50)), (100, 50)),  # never enlarged
        (drawn((4000, 1000), "PNG"), (240, 60)),
        (drawn((600, 800))[:500], None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_what_is_shown(content: bytes, size: tuple[int, int] | None) -> None:
    found = small_photo(content)
    assert (None if found is None else opened(found).size) == size
