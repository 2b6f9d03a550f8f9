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
    """Such as `S01`."""
    name: Annotated[str, Field(min_length=1)]
    """As candidates see it."""


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
    """Mock (模拟) or formal (正式)."""
    specialities: tuple[Speciality, ...] = ()
    """What candidates choose from: each takes the own one."""
    papers: tuple[PaperUse, ...] = ()
    """What is sat; a speciality without a paper of its own sits the one for all."""


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
    """Heading of the dialog."""
    tips: tuple[str, ...] = wordings("identity", "tips")
    """温馨提示, numbered when shown."""
    procedure: str = wording("identity.procedure")
    """What the candidate clicks, in order."""
    attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """Photos a candidate may take before people take over. The manual is silent."""
    manual_check: bool = True
    """Invigilators verify a candidate who fails or refuses face verification. The manual is silent."""
    consent: bool = True
    """The candidate consents to the photo separately, beforehand: it is sensitive. The manual is silent."""


class HelpDesk(Record):
    """在线咨询."""

    name: str = wording("help.name")
    """Label of the button."""
    contact: Contact = Contact()
    """Who answers during the exam."""


class PassMarks(Record):
    """Marks (分) of the exam. The manual is silent; the defaults are those of the public exams."""

    total: Marks = Decimal(150)
    """Marks of the whole paper."""
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
    """Step 0: both machines, operating systems, network."""
    platform: Platform = Platform()
    """Step 1."""
    login: Login = Login()
    """Step 2."""
    confirmation: Confirmation = Confirmation()
    """Step 3."""
    client: Client = Client()
    """Step 4."""
    environment: Environment = Environment()
    """Step 5."""
    exam: ExamEntry = ExamEntry()
    """Step 6: what is sat, by whom."""
    device_checks: DeviceChecks = DeviceChecks()
    """Steps 7 and 8."""
    second_camera: SecondCamera = SecondCamera()
    """Steps 9 to 11."""
    exam_login: ExamLogin = ExamLogin()
    """Step 12: the login page."""
    timing: Timing
    """Step 12: when."""
    identity: IdentityCheck = IdentityCheck()
    """Step 12: who."""
    help: HelpDesk = HelpDesk()
    """Step 12: whom to ask."""
    marks: PassMarks = PassMarks()
    """Marks and pass mark."""
    retention: Retention = Retention()
    """Deletion of personal data."""


def plan_session(
    *,
    session_id: str,
    name: str,
    start: datetime,
    end: datetime,
    registrar: Contact,
    help_desk: Contact,
    duration_minutes: int = 120,
) -> ExamSession:
    """A session under the manual's rules: what a coordinator must say, nothing else.

    `start` and `end` carry a time zone; `registrar` is the registering body. Raises pydantic.ValidationError.
    """
    return ExamSession(
        id=session_id,
        name=name,
        timing=Timing(start=start, end=end, duration_minutes=duration_minutes),
        confirmation=Confirmation(contact=registrar),
        help=HelpDesk(contact=help_desk),
    )
