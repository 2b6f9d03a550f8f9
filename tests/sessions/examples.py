"""A plain session for tests, and the same session with any of its fields changed."""

from datetime import datetime
from typing import Any

from authoring.sessions import BEIJING, Contact, ExamEntry, ExamSession, PaperUse, Speciality, plan_session

REGISTRAR = Contact(name="报名处", phone="010-12345678")
HELP = Contact(name="考务组", email="exam@example.org", hours="考试期间")


def planned() -> ExamSession:
    """What a coordinator gets from the manual alone."""
    return plan_session(
        session_id="2026-12-test",
        name="双碳职业能力考试（中级）",
        start=datetime(2026, 12, 19, 9, tzinfo=BEIJING),
        end=datetime(2026, 12, 19, 11, tzinfo=BEIJING),
        registrar=REGISTRAR,
        help_desk=HELP,
    )


def complete() -> ExamSession:
    """A session about which no check has anything to say."""
    data = planned()
    entry = ExamEntry(
        specialities=(Speciality(code="S01", name="碳排放管理员（综合）"), Speciality(code="S03", name="碳排放核算员")),
        papers=(PaperUse(paper="P1", forms=("A", "B")),),
    )
    client = data.client.model_copy(update={"version": "3.2.1", "file": "client.zip", "sha256": "0" * 64})
    login = data.login.model_copy(update={"initial_password": None})
    return data.model_copy(update={"exam": entry, "client": client, "login": login})


def changed(session: ExamSession, changes: dict[str, Any]) -> ExamSession:
    """The session with values at paths such as `identity.tips.0`; validated anew."""
    data = session.model_dump(mode="json")
    for path, value in changes.items():
        *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        node: Any = data
        for step in parents:
            node = node[step]
        node[last] = value
    return ExamSession.model_validate(data)
