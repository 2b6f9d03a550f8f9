"""When and under which rules an exam is taken: the session's record, its checks, the candidate's journey.

Session files are read and written by `authoring.sessions.store`, which needs the bank's YAML; this face needs no bank,
so that a delivery system can use it.
"""

from authoring.sessions.account import Confirmation, Contact, Login, Platform
from authoring.sessions.choices import (
    CheckKind,
    CodeScope,
    ConfirmedField,
    Device,
    ExamKind,
    SideViewLost,
    TickKind,
    Unlock,
)
from authoring.sessions.computer import Client, DeviceCheck, DeviceChecks, Environment, Equipment, Program, Tick
from authoring.sessions.journey import Step, contact_line, journey
from authoring.sessions.rules import (
    SESSION_FORMAT,
    ExamEntry,
    ExamLogin,
    ExamSession,
    HelpDesk,
    IdentityCheck,
    PaperUse,
    PassMarks,
    Retention,
    Speciality,
    plan_session,
)
from authoring.sessions.rules_check import check_session
from authoring.sessions.second_camera import AppCode, Code, ExamCode, PhoneEntry, SecondCamera
from authoring.sessions.timing import BEIJING, Timing, moment

__all__ = [
    "BEIJING",
    "SESSION_FORMAT",
    "AppCode",
    "CheckKind",
    "Client",
    "Code",
    "CodeScope",
    "Confirmation",
    "ConfirmedField",
    "Contact",
    "Device",
    "DeviceCheck",
    "DeviceChecks",
    "Environment",
    "Equipment",
    "ExamCode",
    "ExamEntry",
    "ExamKind",
    "ExamLogin",
    "ExamSession",
    "HelpDesk",
    "IdentityCheck",
    "Login",
    "PaperUse",
    "PassMarks",
    "PhoneEntry",
    "Platform",
    "Program",
    "Retention",
    "SecondCamera",
    "SideViewLost",
    "Speciality",
    "Step",
    "Tick",
    "TickKind",
    "Timing",
    "Unlock",
    "check_session",
    "contact_line",
    "journey",
    "moment",
    "plan_session",
]
