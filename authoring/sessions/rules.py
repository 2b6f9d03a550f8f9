"""The rules of one exam session (考试场次), in the order in which a candidate meets them.

Every default is the delivery system's manual; where the manual is silent the field's docstring says so.
A coordinator sets what no manual can know: see `plan_session`.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from authoring.records import Marks, Record
from authoring.sessions.account import Confirmation, Contact, Login, Platform
from authoring.sessions.choices import ExamKind, Unlock
from authoring.sessions.computer import Client, DeviceChecks, Environment, Equipment
from authoring.sessions.second_camera import SecondCamera
from authoring.sessions.timing import Timing
from authoring.sessions.wording import wording, wordings

__all__ = [
    "SESSION_FORMAT",
    "ExamEntry",
    "ExamLogin",
    "ExamSession",
    "HelpDesk",
    "IdentityCheck",
    "PaperUse",
    "PassMarks",
    "Retention",
    "Speciality",
    "plan_session",
]

SESSION_FORMAT = 1


class Speciality(Record):
    """A speciality (专业) that candidates registered for, as in the bank's syllabus."""

    code: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]


class PaperUse(Record):
    """Which paper is sat, in which forms."""

    paper: Annotated[str, Field(min_length=1)]
    """Id of the paper."""
    forms: tuple[str, ...]
    """Forms (卷别) that candidates get in turn."""
    speciality: str | None = None
    """Code of the speciality it is for; null when all sit it."""


class ExamEntry(Record):
    """Step 6, 进入考试."""

    group: str = wording("exam.group")
    """Under which heading the platform lists the exam."""
    kind: ExamKind = ExamKind.FORMAL
    specialities: tuple[Speciality, ...] = ()
    papers: tuple[PaperUse, ...] = ()


class ExamLogin(Record):
    """Step 12, 登录考试系统: the login page of the exam."""

    candidate_number: str = wording("exam_login.candidate_number")
    """What the candidate enters as 准考证号, on the computer and on the phone."""
    buttons: tuple[str, ...] = wordings("exam_login", "buttons")
    """In the page's order."""
    unlocked_by: tuple[Unlock, ...] = tuple(Unlock)
    """登录 stays grey until all of these are done."""


class IdentityCheck(Record):
    """Step 12, 考生身份验证: a photo, then the verification, before the first question is shown."""

    required: bool = True
    """No exam without it."""
    name: str = wording("identity.name")
    tips: tuple[str, ...] = wordings("identity", "tips")
    """温馨提示, numbered when shown."""
    procedure: str = wording("identity.procedure")
    """What the candidate clicks, in order."""
    attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """Photos a candidate may take before people take over. The manual is silent."""
    manual_check: bool = True
    """Invigilators verify a candidate who fails or refuses face verification. The manual is silent."""
    consent: bool = True
    """The candidate consents to the photo separately, beforehand. The manual is silent; a photo of a face is sensitive."""


class HelpDesk(Record):
    """在线咨询."""

    name: str = wording("help.name")
    contact: Contact = Contact()


class PassMarks(Record):
    """Marks (分) of the exam. The manual is silent; the defaults are those of the public exams."""

    total: Marks = Decimal(150)
    passing: Marks = Decimal(90)
    """From this mark on a candidate passes."""
    scale: Marks = Decimal(100)
    """Results are reported as mark × scale / total."""


class Retention(Record):
    """How long personal data are kept after the exam. The manual is silent: as short as appeals allow."""

    photo_days: Annotated[int, Field(ge=0)] = 30
    """Days until the photos of the identity check are deleted."""
    recording_days: Annotated[int, Field(ge=0)] = 30
    """Days until the pictures of both cameras are deleted."""


class ExamSession(Record):
    """When, where and under which rules an exam is taken."""

    format: Literal[1] = 1
    """Version of this format."""
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    """Given once; the name of the session's file."""
    name: Annotated[str, Field(min_length=1, max_length=100)]
    """Name of the exam, as candidates see it."""
    equipment: Equipment = Equipment()
    platform: Platform = Platform()
    login: Login = Login()
    confirmation: Confirmation = Confirmation()
    client: Client = Client()
    environment: Environment = Environment()
    exam: ExamEntry = ExamEntry()
    device_checks: DeviceChecks = DeviceChecks()
    second_camera: SecondCamera = SecondCamera()
    exam_login: ExamLogin = ExamLogin()
    timing: Timing
    identity: IdentityCheck = IdentityCheck()
    help: HelpDesk = HelpDesk()
    marks: PassMarks = PassMarks()
    retention: Retention = Retention()


def plan_session(
    *, id: str, name: str, start: datetime, end: datetime, registrar: Contact, help: Contact, duration_minutes: int = 120
) -> ExamSession:
    """A session under the manual's rules: what a coordinator must say, nothing else.

    `start` and `end` carry a time zone; `registrar` is the registering body. Raises pydantic.ValidationError.
    """
    return ExamSession(
        id=id,
        name=name,
        timing=Timing(start=start, end=end, duration_minutes=duration_minutes),
        confirmation=Confirmation(contact=registrar),
        help=HelpDesk(contact=help),
    )
