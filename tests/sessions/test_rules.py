"""The record: the manual's rules are its defaults, and nothing of the manual was dropped."""

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from authoring.sessions import (
    BEIJING,
    AppCode,
    CodeScope,
    Device,
    ExamKind,
    ExamSession,
    SideViewLost,
    Timing,
    Unlock,
)
from authoring.sessions.second_camera import AMBIGUOUS, UNAMBIGUOUS
from tests.sessions.examples import complete, planned

MANUAL = (
    "考试机 监考机 智能手机 pad 摄像头 麦克风 扬声器 Windows|7|旗舰版 Windows|10|专业版 企业版 家庭中文版 "
    "苹果 MAC 工业和信息化职业能力培训线上考试客户端 工业和信息化技术技能人才网上学习平台 "
    "https://www.tech-skills.org.cn/ 报名手机号 Abcd@1234 找回密码 个人中心 身份证号 免冠照片 报名机构 "
    "帮助中心 资料下载 考试客户端安装包 桌面 “工业和信息化部教育与考试”线上考试系统 软硬件环境检测 "
    "安全提示 检测通过 QQ 微信 腾讯管家 360卫士 杀毒软件 投影仪 多余显示设备 碳领域相关考试 打字检测 "
    "放音设备检测 摄像头检测 录音设备检测 台式机 切换摄像头 摄像头的权限 设备管理器 USB 微信视频 兼容性 "
    "权限 设备检测 设备可用性 绿色对号 完成 重新检测 正对考生面部 上半身 旁路监控微信小程序 微信扫码登录 "
    "APP识别码 考试识别码 二维码扫描处 进入考试 Safari 系统相机 旁路视频APP 移动端监控界面 "
    "准考证号（手机号） 证件号（身份证号） 检测摄像头 不要关闭手机旁录 双手 肩部以上 桌面物品 "
    "光线充足、均匀 过暗或过亮 电量充足 电源 网络畅通 无法登录和考试 手动退出监考状态 PC端设备检测 登录 "
    "返回 考生身份验证 温馨提示 拍照 身份验证 在线咨询 摄像头已经开启 环境安静 阳光直射 其他人 衣帽 头发 "
    "墨镜 口罩 浓妆 仰头 低头 侧脸 提示框 自动放弃本次考试"
)
"""The manual's labels and the words on which its rules turn; `|` stands for a blank or anything in between."""


@pytest.mark.parametrize("words", MANUAL.split())
def test_every_rule_of_the_manual_is_in_a_default_session(words: str) -> None:
    pattern = ".{0,12}".join(map(re.escape, words.split("|")))
    assert re.search(pattern, planned().model_dump_json())


def test_the_manuals_figures_are_the_defaults() -> None:
    session = planned()
    equipment, camera = session.equipment, session.second_camera
    assert [equipment.bandwidth_mbps, equipment.download_mb_per_s] == [Decimal(20), Decimal(2)]
    assert equipment.computer_devices == (Device.CAMERA, Device.MICROPHONE, Device.SPEAKER)
    assert session.environment.displays == 1
    assert (camera.angle_degrees, camera.app_code.length, camera.exam_code.length) == (45, 9, 9)
    assert len(session.identity.tips) == 5
    assert [check.kind for check in session.device_checks.checks] == ["typing", "speaker", "camera", "microphone"]
    assert [tick.name for tick in session.device_checks.ticks] == ["兼容性", "权限", "设备检测", "设备可用性"]
    assert session.exam_login.unlocked_by == (Unlock.DEVICE_CHECK, Unlock.SECOND_CAMERA)
    assert (session.exam.kind, session.login.captcha, camera.on_lost) == (ExamKind.FORMAL, True, SideViewLost.PAUSE)
    assert session.timing.late_entry_minutes == 0  # "complete it before the start, or you have given up the exam"


def test_the_public_exams_marks_are_the_defaults() -> None:
    session = planned()
    assert [session.marks.total, session.marks.passing, session.marks.scale] == [
        Decimal(150),
        Decimal(90),
        Decimal(100),
    ]
    assert session.timing.duration_minutes == 120


@pytest.mark.parametrize("printed", ["TCK7WN4M8", "ADFRHPDH3"])
def test_the_codes_printed_in_the_manual_follow_the_rule(printed: str) -> None:
    assert re.fullmatch(AppCode().pattern, printed)


def test_codes_have_no_character_that_is_misread() -> None:
    assert not set(UNAMBIGUOUS) & set(AMBIGUOUS)
    assert len(set(UNAMBIGUOUS)) == len(UNAMBIGUOUS) == 25
    assert AppCode().scope is CodeScope.CANDIDATE


def test_json_gives_the_session_back() -> None:
    for session in (planned(), complete()):
        again = ExamSession.model_validate_json(session.model_dump_json(), strict=True)
        assert again == session
        assert again.fingerprint() == session.fingerprint()


def test_a_json_schema_can_be_made() -> None:
    schema = ExamSession.model_json_schema()
    assert set(schema["required"]) == {"id", "name", "timing"}
    assert schema["additionalProperties"] is False
    assert json.dumps(schema)


def test_sessions_are_frozen_and_refuse_unknown_fields() -> None:
    with pytest.raises(ValidationError):
        planned().name = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        ExamSession.model_validate(planned().model_dump() | {"colour": "red"})


def test_times_need_a_zone_and_are_kept_in_beijing_time() -> None:
    start, end = datetime(2026, 12, 19, 1, tzinfo=UTC), datetime(2026, 12, 19, 3, tzinfo=UTC)
    timing = Timing(start=start, end=end)
    assert timing.start.isoformat() == "2026-12-19T09:00:00+08:00"
    assert timing == Timing(start=start.astimezone(BEIJING), end=end)
    for wrong in ("2026-12-19T09:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        with pytest.raises(ValidationError):
            Timing.model_validate({"start": wrong, "end": end})


minutes = st.integers(0, 300)


@given(st.integers(1, 300), minutes, minutes, minutes, minutes)
def test_a_candidates_time(duration: int, came: int, window: int, granted: int, allowed: int) -> None:
    """In whole minutes after the start of the session."""
    start = datetime(2026, 12, 19, 9, tzinfo=BEIJING)
    timing = Timing(
        start=start,
        end=start + timedelta(minutes=window),
        duration_minutes=duration,
        max_extra_minutes=allowed,
        check_in_minutes=45,
        late_entry_minutes=15,
        early_hand_in_minutes=30,
    )
    began = start + timedelta(minutes=came)
    last = (timing.deadline(began, granted) - start) // timedelta(minutes=1)
    assert last == min(came + duration + min(granted, allowed), window)
    assert timing.hand_in_from(began) - began == timedelta(minutes=30)
    assert start - timing.opens == timedelta(minutes=45)
    assert timing.entry_closes - start == timedelta(minutes=15)
