"""The journey says every rule, with the session's own values."""

from collections.abc import Iterator
from typing import Any

import pytest

from authoring.sessions import ExamSession, journey
from tests.sessions.examples import changed, complete
from tests.sessions.manual import STEPS

FOR_MACHINES = {"id", "format", "code", "paper", "forms", "speciality", "systems", "executables", "alphabet", "value"}
"""Texts that candidates need not see."""
OF_CLOSED_FORM = {"start", "end", "kind", "scope", "on_lost", "fields", "unlocked_by", "sha256"}
ENUMERATED = {"computer_devices", "monitor_devices"}


def text_of(session: ExamSession) -> str:
    return "\n".join(sentence for step in journey(session) for sentence in step.sentences)


def free_texts(node: Any, path: str = "") -> Iterator[str]:
    """Paths of all texts that a coordinator may write."""
    if isinstance(node, dict):
        for name, child in node.items():
            if name not in FOR_MACHINES | OF_CLOSED_FORM | ENUMERATED:
                yield from free_texts(child, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for place, child in enumerate(node):
            yield from free_texts(child, f"{path}.{place}")
    elif isinstance(node, str):
        yield path


def test_steps_are_numbered_and_titled_as_in_the_manual() -> None:
    steps = journey(complete())
    assert [(step.number, step.title) for step in steps] == list(enumerate(STEPS))
    assert all(sentence.strip() for step in steps for sentence in step.sentences)


@pytest.mark.parametrize("path", list(free_texts(complete().model_dump(mode="json"))))
def test_every_text_of_the_rules_is_told(path: str) -> None:
    assert "◆{}◆" in text_of(changed(complete(), {path: "◆{}◆"}))


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"equipment.bandwidth_mbps": 50}, 0, "50 Mbps"),
        ({"equipment.download_mb_per_s": 2.5}, 0, "2.5 MB/s"),
        ({"equipment.computer_devices": ["camera"]}, 0, "（考试机），带有摄像头。"),
        ({"login.initial_password": None}, 2, "一人一密"),
        ({"login.captcha": False}, 2, "无须验证码"),
        ({"login.change_at_first_login": True}, 2, "修改密码"),
        ({"confirmation.fields": ["photo"]}, 3, "核实近期免冠照片。"),
        ({"client.sha256": "a" * 64}, 4, "a" * 64),
        ({"environment.displays": 2}, 5, "2 台显示器"),
        ({"exam.kind": "mock"}, 6, "模拟考试"),
        ({"second_camera.exam_code.value": "ADFRHPDH3"}, 9, "ADFRHPDH3"),
        ({"second_camera.app_code.length": 6}, 9, "6 位"),
        ({"second_camera.app_code.scope": "session"}, 9, "APP识别码：9 位，全场次共用一个"),
        ({"second_camera.angle_degrees": 50}, 11, "50°"),
        ({"second_camera.grace_seconds": 20}, 11, "20 秒"),
        ({"second_camera.on_lost": "terminate"}, 11, "终止考试"),
        ({}, 12, "2026-12-19 09:00 至 2026-12-19 11:00"),
        ({"timing.duration_minutes": 90}, 12, "90 分钟"),
        ({"timing.check_in_minutes": 40}, 12, "开考前 40 分钟"),
        ({}, 12, "开考后不得进入"),
        ({"timing.late_entry_minutes": 15}, 12, "15 分钟内仍可进入"),
        ({"timing.early_hand_in_minutes": 45}, 12, "45 分钟后方可交卷"),
        ({"timing.early_hand_in_minutes": 0}, 12, "随时可以交卷"),
        ({"timing.auto_hand_in": False}, 12, "不自动交卷"),
        ({"timing.max_extra_minutes": 30}, 12, "至多 30 分钟"),
        ({"exam_login.unlocked_by": ["device_check"]}, 12, "“PC端设备检测”都完成之前"),
        ({"exam_login.unlocked_by": []}, 12, "随时可用"),
        ({"identity.attempts": 5}, 12, "5 次"),
        ({"identity.required": False}, 12, "不进行考生身份验证"),
        ({"marks.passing": 100.5}, 12, "100.5 分合格"),
        ({"retention.photo_days": 7}, 12, "7 天"),
        ({"retention.recording_days": 8}, 12, "8 天"),
    ],
)
def test_figures_and_choices_are_told_in_their_step(changes: dict[str, Any], step: int, words: str) -> None:
    told = "\n".join(journey(changed(complete(), changes))[step].sentences)
    assert words in told


@pytest.mark.parametrize("step", [9, 10, 11])
def test_without_the_phone_its_steps_say_so(step: int) -> None:
    without = journey(changed(complete(), {"second_camera.required": False}))
    assert without[step].sentences == ("本场次不使用手机旁录。",)
    assert "监考机" not in "".join(without[0].sentences)
