"""Session files: what is written is read back, and whatever is wrong with a file is said with field and line."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import StorageError
from authoring.sessions import BEIJING, CodeScope, ExamKind, ExamSession, SideViewLost
from authoring.sessions.store import UPGRADES, load_session, parse_session, session_yaml, upgraded
from tests.sessions.examples import changed, complete, planned

SHIPPED = sorted((Path(__file__).parents[2] / "banks/dual-carbon/sessions").glob("*.yaml"))
SMALLEST = """\
format: 1
id: mini
name: 小考试
confirmation:
  contact: {name: 报名处, phone: 010-12345678}
timing:
  start: 2026-12-19T09:00:00+08:00
  end: 2026-12-19T11:00:00+08:00
help:
  contact: {name: 考务组, phone: 010-1234567}
"""
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
lists = st.lists(words, max_size=3)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(BEIJING))  # noqa: DTZ001
changes = st.fixed_dictionaries(
    {"name": words, "timing.start": moments.map(datetime.isoformat), "timing.end": moments.map(datetime.isoformat)},
    optional={
        "platform.address": words,
        "login.initial_password": st.none() | words,
        "login.captcha": st.booleans(),
        "confirmation.contact": st.fixed_dictionaries({}, optional={"name": words, "phone": words, "hours": words}),
        "client.sha256": st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
        "equipment.bandwidth_mbps": st.integers(-9, 999) | st.decimals(0, 999, places=2).map(float),
        "equipment.notes": lists,
        "environment.programs_to_close": st.lists(
            st.fixed_dictionaries({"name": words, "executables": lists}), max_size=3
        ),
        "exam.kind": st.sampled_from([kind.value for kind in ExamKind]),
        "exam.specialities": st.lists(st.fixed_dictionaries({"code": words, "name": words}), max_size=3),
        "second_camera.on_lost": st.sampled_from([loss.value for loss in SideViewLost]),
        "second_camera.app_code.scope": st.sampled_from([scope.value for scope in CodeScope]),
        "second_camera.app_code.value": st.none() | words,
        "timing.duration_minutes": st.integers(1, 1440),
        "identity.tips": lists,
        "marks.total": st.integers(0, 2000).map(lambda halves: halves / 2),
    },
)


@settings(deadline=None)
@given(changes)
def test_what_is_written_is_read_back(values: dict[str, Any]) -> None:
    session = changed(planned(), values)
    again, _ = parse_session(session_yaml(session), file="x.yaml")
    assert again == session


def test_a_written_file_says_every_rule_in_the_records_order() -> None:
    text = session_yaml(complete())
    top = [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert top == list(ExamSession.model_fields)
    assert "# 第 2 步　考生账号登录\nlogin:" in text


def test_what_a_file_leaves_out_takes_the_manuals_default() -> None:
    session, report = parse_session(SMALLEST, file="mini.yaml")
    assert session is not None
    assert report.passed
    assert session.identity == planned().identity
    assert session.timing.duration_minutes == 120


FAULTS: list[tuple[str, str, str, str, int, str, str]] = [
    # what is written instead of what; code, field, line; words of message and hint
    ("format: 1\n", "", "R112", "format", 1, "null", "format: 1"),
    ("format: 1", "format: '1'", "R112", "format", 1, '"1"', "format: 1"),
    ("format: 1", "format: true", "R112", "format", 1, "true", "format: 1"),
    ("format: 1", "format: 2", "R113", "format", 1, "2", "升级"),
    ("format: 1", "format: 0", "R113", "format", 1, "0", "升级"),
    ("id: mini\n", "", "R100", "id", 1, "缺少", "session-rules.md"),
    ("id: mini", "id: 小考试", "R100", "id", 2, "小考试", "session-rules.md"),
    ("name: 小考试", "nam: 小考试", "R100", "nam", 3, "nam", "name"),
    ("name: 报名处", "nmae: 报名处", "R100", "confirmation.contact.nmae", 5, "nmae", "是否指 name"),
    ("  start:", "  starts: 1\n  start:", "R100", "timing.starts", 7, "starts", "是否指 start"),
    ("  start:", "  zone: 8\n  start:", "R100", "timing.zone", 7, "zone", "duration_minutes"),
    ("T09:00:00+08:00", "T09:00:00", "R103", "timing.start", 7, "2026-12-19T09:00:00", "2026-12-19T09:00:00+08:00"),
    ("T09:00:00+08:00", " 09:00", "R103", "timing.start", 7, "2026-12-19 09:00", "2026-12-19T09:00:00+08:00"),
    ("2026-12-19T11", "2026-13-19T11", "R100", "timing.end", 8, "2026-13-19", "session-rules.md"),
    ("T11:00:00+08:00", "T10:00:00+08:00", "R102", "timing.end", 8, "60 分钟", "2026-12-19 11:00"),
    ("010-1234567}", "13800138000}", "R100", "help.contact.phone", 10, "13800138000", "session-rules.md"),
    ("help:", "login: {captcha: maybe}\nhelp:", "R100", "login.captcha", 9, "maybe", "session-rules.md"),
    (
        "help:",
        "environment: {programs_to_close: [{nam: QQ}]}\nhelp:",
        "R100",
        "environment.programs_to_close.0.nam",
        9,
        "nam",
        "是否指 name",
    ),
    ("help:", "exam: {kind: real}\nhelp:", "R100", "exam.kind", 9, "formal", "formal"),
    ("help:", "environment:\n  displays: 2\nhelp:", "R149", "environment.displays", 10, "2", "1"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_with_field_and_line(fault: tuple[str, str, str, str, int, str, str]) -> None:
    old, new, code, field, line, message, hint = fault
    assert SMALLEST.count(old) == 1
    _, report = parse_session(SMALLEST.replace(old, new), file="mini.yaml")
    found = [finding for finding in report if (finding.code, finding.where.field) == (code, field)]
    assert len(found) == 1, [str(finding) for finding in report]
    assert (found[0].where.file, found[0].where.line) == ("mini.yaml", line)
    assert message in found[0].message
    assert hint in found[0].hint


def test_all_faults_are_said_at_once() -> None:
    text = (
        SMALLEST.replace("name: 小考试", "nmae: 小考试").replace("09:00:00+08:00", "09:00:00").replace("报名处", "[]")
    )
    session, report = parse_session(text, file="mini.yaml")
    assert session is None
    assert {finding.where.field for finding in report} == {"name", "nmae", "timing.start", "confirmation.contact.name"}


@pytest.mark.parametrize("text", ["", "一段话", "- 1\n- 2\n", "3: 4\n"])
def test_a_file_of_something_else(text: str) -> None:
    session, report = parse_session(text, file="mini.yaml")
    assert session is None
    assert report.codes() == {"R114": 1}


def test_broken_yaml_and_foreign_encodings_are_findings(tmp_path: Path) -> None:
    path = tmp_path / "mini.yaml"
    for data in (SMALLEST.replace("}", "", 1).encode(), SMALLEST.encode("gb18030"), SMALLEST.encode("utf-16")):
        path.write_bytes(data)
        session, report = load_session(path)
        assert session is None
        assert len(report) == 1
        assert not report.passed


def test_a_file_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "mini.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    session, report = load_session(path, now=datetime(2027, 1, 1, tzinfo=BEIJING), specialities={})
    assert session is not None
    assert session.id == "mini"
    assert report.codes()["R107"] == 1
    other = path.rename(tmp_path / "maxi.yaml")
    _, report = load_session(other)
    (misnamed,) = report.filter(lambda finding: finding.code == "R111")
    assert (misnamed.where.line, misnamed.where.file) == (2, "maxi.yaml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nowhere\.yaml"):
        load_session(tmp_path / "nowhere.yaml")


def test_older_formats_are_upgraded_step_by_step() -> None:
    steps = {
        1: lambda data: data | {"title": data["name"]},
        2: lambda data: {field: value for field, value in data.items() if field != "name"},
    }
    oldest = {"format": 1, "name": "小考试"}
    assert upgraded(oldest, steps, newest=3) == {"format": 3, "title": "小考试"}
    assert upgraded(oldest | {"format": 2}, steps, newest=3) == {"format": 3}
    assert upgraded(oldest) == oldest
    assert oldest["format"] == 1


def test_every_older_format_has_its_step() -> None:
    newest = ExamSession.model_fields["format"].default
    assert sorted(UPGRADES) == list(range(1, newest))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_sessions_are_in_order(path: Path) -> None:
    session, report = load_session(path)
    assert session is not None
    assert report.passed, [str(finding) for finding in report]
    assert set(report.codes()) <= {"R123", "R155", "R156"}  # the manual's password; what only the platform can tell
    again, _ = parse_session(session_yaml(session), file=path.name)
    assert again == session


def test_two_sessions_are_shipped() -> None:
    assert [path.stem for path in SHIPPED] == ["2026-12-intermediate", "2026-12-junior"]


def test_one_shipped_session_spells_out_every_rule() -> None:
    session, _ = load_session(SHIPPED[0])
    assert session is not None
    written = [line.split(":")[0] for line in SHIPPED[0].read_text("utf-8").splitlines() if line[:1].isalpha()]
    assert written == list(ExamSession.model_fields)
