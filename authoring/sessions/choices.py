"""The closed choices of the session rules; their names stand in `texts/zh/sessions.toml`, tables `label`."""

from enum import StrEnum

__all__ = ["CheckKind", "CodeScope", "ConfirmedField", "Device", "ExamKind", "SideViewLost", "TickKind", "Unlock"]


class Device(StrEnum):
    """A device that a machine must have: 摄像头, 麦克风, 扬声器."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"


class ConfirmedField(StrEnum):
    """What the candidate confirms before the exam: 手机号, 身份证号, 近期免冠照片."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    PHOTO = "photo"


class ExamKind(StrEnum):
    """模拟 or 正式."""

    MOCK = "mock"
    FORMAL = "formal"


class CheckKind(StrEnum):
    """A check of the examination computer: 打字检测, 放音设备检测, 摄像头检测, 录音设备检测."""

    TYPING = "typing"
    SPEAKER = "speaker"
    CAMERA = "camera"
    MICROPHONE = "microphone"


class TickKind(StrEnum):
    """A green tick of the result dialog: 兼容性, 权限, 设备检测, 设备可用性."""

    COMPATIBILITY = "compatibility"
    """The browser or client can reach media devices at all."""
    PERMISSION = "permission"
    """The candidate or the operating system allowed it."""
    DEVICES = "devices"
    """A camera, a microphone and a speaker were found."""
    AVAILABILITY = "availability"
    """The chosen devices deliver a picture and a sound."""


class CodeScope(StrEnum):
    """Whether all candidates of a session share a code or each has an own one."""

    SESSION = "session"
    CANDIDATE = "candidate"


class SideViewLost(StrEnum):
    """What happens when the phone's picture stays away longer than the grace time."""

    FLAG = "flag"
    """The loss goes into the invigilation log, answering goes on."""
    PAUSE = "pause"
    """No answering until the picture is back; the exam clock goes on."""
    TERMINATE = "terminate"
    """The exam ends and what was answered is handed in."""


class Unlock(StrEnum):
    """What must be done before the button 登录 loses its grey."""

    DEVICE_CHECK = "device_check"
    SECOND_CAMERA = "second_camera"
