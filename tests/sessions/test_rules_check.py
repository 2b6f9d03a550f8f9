"""Each check: what it finds, where, and that it says the value."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from authoring.findings import Severity
from authoring.sessions import BEIJING, check_session
from authoring.sessions.account_check import PHONE
from authoring.texts import tree
from tests.sessions.examples import changed, complete, planned

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
TIP = "请于开考前完成验证，否则视为自动放弃本次考试。"

CASES: list[tuple[str, Severity, str, str, dict[str, Any]]] = [
    # code, severity, field, a word of the message, the change that provokes it
    ("R101", ERROR, "timing.end", "2026-12-19 08:00", {"timing.end": "2026-12-19T08:00:00+08:00"}),
    ("R101", ERROR, "timing.end", "2026-12-19 09:00", {"timing.end": "2026-12-19T01:00:00Z"}),
    ("R102", ERROR, "timing.end", "119 分钟", {"timing.end": "2026-12-19T10:59:00+08:00"}),
    ("R104", ERROR, "timing.late_entry_minutes", "120", {"timing.late_entry_minutes": 120, "identity.tips.4": "快。"}),
    ("R105", WARNING, "timing.end", "差 10 分钟", {"timing.late_entry_minutes": 10, "identity.tips.4": "快。"}),
    ("R105", WARNING, "timing.end", "延时 30 分钟", {"timing.max_extra_minutes": 30}),
    ("R106", ERROR, "timing.early_hand_in_minutes", "121", {"timing.early_hand_in_minutes": 121}),
    ("R108", WARNING, "timing.auto_hand_in", "自动交卷", {"timing.auto_hand_in": False}),
    ("R109", ERROR, "timing.check_in_minutes", "0 分钟", {"timing.check_in_minutes": 0}),
    (
        "R110",
        WARNING,
        "identity.tips.4",
        TIP,
        {"timing.late_entry_minutes": 15, "timing.end": "2026-12-19T12:00:00+08:00"},
    ),
    ("R121", ERROR, "platform.address", "tech-skills", {"platform.address": "www.tech-skills.org.cn"}),
    ("R121", ERROR, "platform.address", "https://", {"platform.address": "https://"}),
    ("R121", ERROR, "platform.address", "https://[", {"platform.address": "https://[1"}),
    ("R122", WARNING, "platform.address", "http://a.cn", {"platform.address": "http://a.cn"}),
    ("R123", WARNING, "login.initial_password", "Abcd@1234", {"login.initial_password": "Abcd@1234"}),
    ("R124", WARNING, "login.initial_password", "12345678", {"login.initial_password": "12345678"}),
    ("R124", WARNING, "login.initial_password", "Ab@1", {"login.initial_password": "Ab@1"}),
    (
        "R125",
        WARNING,
        "login.change_at_first_login",
        "首次登录",
        {"login.initial_password": "Abcd@1234", "login.change_at_first_login": False},
    ),
    ("R131", ERROR, "confirmation.contact", "报名机构", {"confirmation.contact": {"name": "报名处"}}),
    ("R131", ERROR, "help.contact", "咨询联系人", {"help.contact": {}}),
    ("R132", ERROR, "help.contact.phone", "1234", {"help.contact.phone": "1234"}),
    ("R133", ERROR, "help.contact.email", "exam.example.org", {"help.contact.email": "exam.example.org"}),
    ("R121", ERROR, "help.contact.web", "example", {"help.contact.web": "example"}),
    ("R134", WARNING, "confirmation.fields", "核实", {"confirmation.fields": []}),
    ("R141", ERROR, "equipment.computer_devices", "考试机", {"equipment.computer_devices": []}),
    ("R141", ERROR, "equipment.monitor_devices", "监考机", {"equipment.monitor_devices": []}),
    ("R142", ERROR, "equipment.computer_devices", "扬声器", {"equipment.computer_devices": ["camera", "microphone"]}),
    ("R142", ERROR, "equipment.monitor_devices", "摄像头", {"equipment.monitor_devices": ["speaker"]}),
    ("R143", ERROR, "equipment.allowed_systems", "操作系统", {"equipment.allowed_systems": []}),
    ("R144", ERROR, "equipment.allowed_systems.1", "macOS 15", {"equipment.allowed_systems.1": "macOS 15"}),
    ("R144", ERROR, "equipment.allowed_systems.0", "苹果", {"equipment.allowed_systems.0": "Windows 10（苹果电脑）"}),
    ("R145", ERROR, "equipment.allowed_systems.0", "Home", {"equipment.allowed_systems.0": "Windows 11 Home"}),
    ("R146", ERROR, "equipment.allowed_systems.2", "企业版", {"equipment.refused_systems.0": "windows 10 企业版"}),
    ("R147", ERROR, "equipment.bandwidth_mbps", "0", {"equipment.bandwidth_mbps": 0}),
    ("R147", ERROR, "equipment.download_mb_per_s", "-2", {"equipment.download_mb_per_s": -2}),
    ("R148", WARNING, "equipment.download_mb_per_s", "24", {"equipment.download_mb_per_s": 3}),
    ("R149", ERROR, "environment.displays", "2", {"environment.displays": 2}),
    ("R150", WARNING, "environment.programs_to_close.1.name", "qq", {"environment.programs_to_close.1.name": "qq"}),
    (
        "R150",
        WARNING,
        "environment.programs_to_close.1.executables",
        "QQ.EXE",
        {"environment.programs_to_close.1.executables": ["QQ.EXE"]},
    ),
    ("R151", WARNING, "environment.programs_to_close", "程序", {"environment.programs_to_close": []}),
    ("R155", INFO, "client.sha256", "校验值", {"client.sha256": None}),
    ("R156", INFO, "client.version", "版本", {"client.version": ""}),
    ("R156", INFO, "client.file", "文件名", {"client.file": ""}),
    ("R161", WARNING, "exam.specialities", "专业", {"exam.specialities": []}),
    ("R164", ERROR, "exam.specialities.1.code", "S01", {"exam.specialities.1.code": "S01"}),
    ("R165", WARNING, "exam.papers", "试卷", {"exam.papers": []}),
    (
        "R166",
        ERROR,
        "exam.papers.1.speciality",
        "S09",
        {"exam.papers": [*[{"paper": "P1", "forms": ["A"]}], {"paper": "P2", "forms": ["A"], "speciality": "S09"}]},
    ),
    ("R167", ERROR, "exam.specialities.1", "S03", {"exam.papers.0.speciality": "S01"}),
    ("R168", ERROR, "exam.papers.0.forms", "P1", {"exam.papers.0.forms": []}),
    ("R168", ERROR, "exam.papers.0.forms", "P1", {"exam.papers.0.forms": ["A", "A"]}),
    ("R171", ERROR, "device_checks.checks", "检测", {"device_checks.checks": []}),
    ("R172", ERROR, "device_checks.checks.1.kind", "typing", {"device_checks.checks.1.kind": "typing"}),
    ("R173", WARNING, "device_checks.checks", "扬声器", {"device_checks.checks.1.kind": "typing"}),
    ("R174", ERROR, "device_checks.ticks", "对话框", {"device_checks.ticks": []}),
    ("R181", WARNING, "second_camera.app_code.alphabet", "O1a", {"second_camera.app_code.alphabet": "346789ACDEFGO1a"}),
    ("R182", ERROR, "second_camera.exam_code.value", "ADFRHPDH", {"second_camera.exam_code.value": "ADFRHPDH"}),
    ("R182", ERROR, "second_camera.exam_code.value", "ADFRHPDH0", {"second_camera.exam_code.value": "ADFRHPDH0"}),
    ("R183", ERROR, "second_camera.app_code.value", "TCK7WN4M8", {"second_camera.app_code.value": "TCK7WN4M8"}),
    ("R184", WARNING, "second_camera.exam_code.alphabet", "“3”", {"second_camera.exam_code.alphabet": "3346789ACDE"}),
    ("R185", WARNING, "second_camera.angle_degrees", "90", {"second_camera.angle_degrees": 90}),
    ("R186", ERROR, "second_camera.entries", "手机", {"second_camera.entries": []}),
    ("R187", ERROR, "second_camera.required_view", "画面", {"second_camera.required_view": []}),
    (
        "R188",
        WARNING,
        "second_camera.required",
        "手机旁录",
        {"second_camera.required": False, "exam_login.unlocked_by": ["device_check"]},
    ),
    ("R189", ERROR, "exam_login.unlocked_by", "永远", {"second_camera.required": False, "exam.kind": "mock"}),
    ("R190", WARNING, "exam_login.unlocked_by", "手机端", {"exam_login.unlocked_by": ["device_check"]}),
    ("R190", WARNING, "exam_login.unlocked_by", "PC端", {"exam_login.unlocked_by": ["second_camera"]}),
    ("R191", ERROR, "identity.tips", "温馨提示", {"identity.tips": []}),
    ("R192", ERROR, "identity.tips.2", "第 3 条", {"identity.tips.2": " "}),
    ("R193", WARNING, "identity.required", "身份验证", {"identity.required": False}),
    ("R194", WARNING, "identity.manual_check", "人工核验", {"identity.manual_check": False}),
    ("R195", WARNING, "identity.consent", "同意", {"identity.consent": False}),
    ("R196", ERROR, "marks.passing", "151", {"marks.passing": 151}),
    ("R197", ERROR, "marks.scale", "marks.scale", {"marks.scale": 0}),
]
ELSEWHERE = {
    "R103": "test_store",
    "R107": "test_a_session_that_is_over",
    "R111": "test_store",
    "R112": "test_store",
    "R113": "test_store",
    "R114": "test_store",
    "R162": "test_specialities_of_the_syllabus",
    "R163": "test_specialities_of_the_syllabus",
}


@pytest.mark.parametrize(("code", "severity", "field", "word", "changes"), CASES)
def test_a_change_is_found_and_named(
    code: str, severity: Severity, field: str, word: str, changes: dict[str, Any]
) -> None:
    report = check_session(changed(complete(), changes))
    found = [finding for finding in report if finding.code == code and finding.where.field == field]
    assert len(found) == 1, [str(finding) for finding in report]
    assert found[0].severity is severity
    assert word in found[0].message
    assert found[0].hint


def test_every_code_is_tested() -> None:
    assert {case[0] for case in CASES} | set(ELSEWHERE) == set(tree("sessions", "finding"))


def test_a_complete_session_has_no_findings() -> None:
    assert not check_session(complete()).findings


def test_the_manuals_own_session_is_usable_and_warns_about_its_password() -> None:
    report = check_session(planned())
    assert report.passed
    assert dict(report.codes()) == {"R123": 1, "R155": 1, "R156": 2, "R161": 1, "R165": 1}


def test_a_session_that_is_over() -> None:
    end = datetime(2026, 12, 19, 11, tzinfo=BEIJING)
    assert check_session(complete(), now=end).codes() == {"R107": 1}
    assert not check_session(complete(), now=end - timedelta(seconds=1)).findings


def test_specialities_of_the_syllabus() -> None:
    known = {"S01": "碳排放管理员（综合）", "S03": "碳排放核算员"}
    assert not check_session(complete(), specialities=known).findings
    (unknown,) = check_session(complete(), specialities={"S01": "碳排放管理员（综合）"})
    assert (unknown.code, unknown.where.field) == ("R162", "exam.specialities.1.code")
    assert "S03" in unknown.message
    assert "S01 碳排放管理员（综合）" in unknown.hint
    (renamed,) = check_session(complete(), specialities=known | {"S03": "碳核算员"})
    assert (renamed.code, renamed.where.field) == ("R163", "exam.specialities.1.name")


def test_a_mock_exam_may_do_without_phone_and_identity_check() -> None:
    relaxed = {
        "exam.kind": "mock",
        "second_camera.required": False,
        "exam_login.unlocked_by": ["device_check"],
        "identity.required": False,
    }
    assert not check_session(changed(complete(), relaxed)).findings


def test_all_findings_come_at_once_with_file_and_line() -> None:
    session = changed(complete(), {"environment.displays": 3, "marks.passing": 200, "identity.tips": []})
    report = check_session(session, file="sessions/x.yaml", line_of=len)
    assert report.codes() == {"R149": 1, "R191": 1, "R196": 1}
    assert [finding.where.line for finding in report] == [len(finding.where.field or "") for finding in report]
    assert {finding.where.file for finding in report} == {"sessions/x.yaml"}


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "+86 13800138000",
        "010-12345678",
        "0755-1234567",
        "010-12345678转801",
        "（010）12345678",
        "400-123-4567",
        "12345",
        "95588",
    ],
)
def test_telephone_numbers(number: str) -> None:
    assert PHONE.fullmatch(number)


@pytest.mark.parametrize("text", ["", "1380013800", "12", "电话", "010-123", "138001380000", "exam@example.org"])
def test_no_telephone_numbers(text: str) -> None:
    assert not PHONE.fullmatch(text)
