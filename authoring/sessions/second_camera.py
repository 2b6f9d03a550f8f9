"""Steps 9 to 11: the phone at the candidate's side as second camera (旁录)."""

import re
from typing import Annotated

from pydantic import Field

from authoring.records import Record
from authoring.sessions.choices import CodeScope, SideViewLost
from authoring.sessions.wording import wording, wordings

__all__ = ["AMBIGUOUS", "UNAMBIGUOUS", "AppCode", "Code", "ExamCode", "PhoneEntry", "SecondCamera"]

AMBIGUOUS = "0O1IL2Z5SB"
"""Characters that are misread on a phone: 0 and O, 1 and I and L, 2 and Z, 5 and S, B for 8."""
UNAMBIGUOUS = "346789ACDEFGHJKMNPQRTUWXY"
"""25 characters: nine of them make 25⁹ ≈ 3.8 · 10¹² codes, as the manual's TCK7WN4M8 and ADFRHPDH3."""


class Code(Record):
    """A code that candidates read on the computer and enter on the phone."""

    name: str
    """Its label."""
    length: Annotated[int, Field(ge=4, le=20)] = 9
    """Number of characters."""
    alphabet: Annotated[str, Field(min_length=10)] = UNAMBIGUOUS
    """Characters it is made of."""
    scope: CodeScope
    """Whether all candidates share the code or each has an own one."""
    value: str | None = None
    """The code itself when the session has a fixed one; null when it is drawn as the session opens."""

    @property
    def pattern(self) -> str:
        """Regular expression that exactly the codes of this rule match in full."""
        return f"[{re.escape(self.alphabet)}]{{{self.length}}}"


class AppCode(Code):
    """APP识别码: finds the computer's exam on the phone."""

    name: str = wording("app_code.name")
    """Its label."""
    scope: CodeScope = CodeScope.CANDIDATE
    """Each candidate has an own one, so that a phone finds its computer."""


class ExamCode(Code):
    """考试识别码: opens the phone's login page of this exam."""

    name: str = wording("exam_code.name")
    """Its label."""
    scope: CodeScope = CodeScope.SESSION
    """All candidates of the session share it."""


class PhoneEntry(Record):
    """How one kind of phone comes to the monitoring page."""

    phone: str
    """Kind of phone."""
    way: str
    """What to scan or enter."""


class SecondCamera(Record):
    """Steps 9 to 11, 识别小程序, 小程序检测 and 调整手机旁录位置."""

    required: bool = True
    """Without the phone there is no login and no exam."""
    app: str = wording("second_camera.app")
    """The mini program."""
    app_code: AppCode = AppCode()
    """APP识别码: finds the computer's exam."""
    exam_code: ExamCode = ExamCode()
    """考试识别码: opens the phone's login page."""
    entries: tuple[PhoneEntry, ...] = tuple(
        PhoneEntry.model_validate(row) for row in wordings("second_camera", "entries")
    )
    """One way for each kind of phone."""
    login_fields: tuple[str, ...] = wordings("second_camera", "login_fields")
    """What the candidate enters on the phone."""
    sign_in: str = wording("second_camera.sign_in")
    """Order of camera check and login on the phone."""
    angle_degrees: int = 45
    """Between the line from candidate to screen and the line from candidate to phone, in degrees."""
    required_view: tuple[str, ...] = wordings("second_camera", "required_view")
    """What must be in the picture all the time."""
    placement: tuple[str, ...] = wordings("second_camera", "placement")
    """Light, power, network, and what is set up first."""
    keep_open: str = wording("second_camera.keep_open")
    """Why the phone's page stays open."""
    on_lost: SideViewLost = SideViewLost.PAUSE
    """What happens when the picture stays away."""
    grace_seconds: Annotated[int, Field(ge=0, le=3600)] = 60
    """Seconds without a picture before `on_lost` takes effect."""
    leaving: str = wording("second_camera.leaving")
    """How monitoring ends after the exam: by hand, on the phone."""
