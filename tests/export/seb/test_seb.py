"""Safe Exam Browser settings: the Config Key of published files, and the rules of a session in a file of ours."""

import base64
import hashlib
import json
import plistlib
from pathlib import Path
from typing import Any

import pytest

from authoring.errors import UsageError
from authoring.export.seb import config_key, seb_file, seb_json
from tests.sessions.examples import changed, complete, planned

SALT = bytes(range(32))
WORD = "监考2026"
PUBLISHED = Path(__file__).parents[4] / "shared" / "seb"
"""Settings of other programs with the keys that their publishers expect; not part of the repository."""


def settings(**options: Any) -> dict[str, Any]:
    made = seb_file(options.pop("session", complete()), salt=SALT, **options)
    read: dict[str, Any] = plistlib.loads(made.file)
    assert config_key(read) == made.config_key
    return read


if PUBLISHED.is_dir():

    @pytest.mark.parametrize("entry", json.loads((PUBLISHED / "config_keys.json").read_text()), ids=lambda e: e["file"])
    def test_published_settings_have_their_published_key(entry: dict[str, str]) -> None:
        with (PUBLISHED / entry["file"]).open("rb") as file:
            assert config_key(plistlib.load(file)) == entry["config_key"]

    def test_every_name_of_ours_is_known_to_the_browser() -> None:
        known = json.loads((PUBLISHED / "known_keys.json").read_text())
        names = {*known["sebserver"], *known["sebwin_reads"]}
        made = settings()
        inner = {name for program in made["prohibitedProcesses"] for name in program}
        assert set(made) - names == set()
        assert {f"prohibitedProcesses.{name}" for name in inner} - names == set()


def test_the_text_that_the_key_is_computed_over() -> None:
    """Written by the rules: sorted by small letters, no white space, nothing escaped, empty dictionaries dropped."""
    given = {
        "b": True,
        "A": 1,
        "originatorVersion": "x",
        "data": b"\x01\x02",
        "none": {},
        "list": [{"z": "a/b", "Y": ""}, {}],
        "c": {"inner": {}},
    }
    wanted = '{"A":1,"b":true,"c":{},"data":"AQI=","list":[{"Y":"","z":"a/b"},{}]}'
    assert seb_json(given) == wanted
    assert config_key(given) == hashlib.sha256(wanted.encode()).hexdigest()
    assert base64.b64decode("AQI=") == b"\x01\x02"


def test_the_rules_of_a_session() -> None:
    session = complete()
    made = settings(session=session, quit_password=WORD, quit_address="https://exam.example.org/bye")
    assert made["startURL"] == session.platform.address
    assert made["quitURL"] == "https://exam.example.org/bye"
    assert made["hashedQuitPassword"] == hashlib.sha256(WORD.encode()).hexdigest()
    assert made["allowedDisplaysMaxNumber"] == session.environment.displays == 1
    executables = {name for program in session.environment.programs_to_close for name in program.executables}
    assert {program["executable"] for program in made["prohibitedProcesses"]} == executables
    assert all(program["originalName"] == program["executable"] for program in made["prohibitedProcesses"])
    assert (made["allowVirtualMachine"], made["allowScreenSharing"], made["enablePrintScreen"]) == (False,) * 3
    assert made["clipboardPolicy"] == 2


def test_without_a_password_nobody_quits_by_hand() -> None:
    made = settings()
    assert (made["allowQuit"], made["hashedQuitPassword"]) == (False, "")


def test_the_file_begins_as_the_browser_wants_and_is_the_same_twice() -> None:
    once, twice = (seb_file(complete(), salt=SALT) for _ in range(2))
    assert once == twice
    assert once.file.startswith(b"<?xml")
    assert seb_file(complete(), salt=SALT[::-1]).config_key != once.config_key


def test_what_the_browser_cannot_enforce_is_listed() -> None:
    session = complete()
    told = {finding.code: finding for finding in seb_file(session, salt=SALT).report}
    assert set(told) == {f"B60{n}" for n in range(1, 10)}
    assert session.second_camera.app in told["B606"].message
    assert str(session.timing.duration_minutes) in told["B608"].message
    assert "PC端设备检测、手机端监控登录" in told["B609"].message
    free = changed(session, {"second_camera.required": False, "identity.required": False})
    assert {"B606", "B607"} & {finding.code for finding in seb_file(free, salt=SALT).report} == set()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("platform.address", "tech-skills", "不是网址"),
        ("platform.address", 'https://a.cn/"x', "引号"),
        ("environment.programs_to_close.0.executables.0", "a\nb.exe", "控制字符"),
    ],
)
def test_what_the_settings_cannot_carry_is_refused(path: str, value: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        seb_file(changed(planned(), {path: value}), salt=SALT)


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(UsageError, match="32 字节，现为 3 字节"):
        seb_file(planned(), salt=b"abc")
