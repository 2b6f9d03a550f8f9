"""The three CSV files that TAO's roster service (Simple Roster) ingests: line items, users, assignments."""

from authoring.roster.csv_text import csv_text
from authoring.roster.entries import ExamRoster
from authoring.sessions.rules import ExamSession

__all__ = ["tao_files"]


def tao_files(roster: ExamRoster, session: ExamSession) -> dict[str, bytes]:
    """`line-items.csv`, `users.csv` and `assignments.csv`. Same roster, same bytes.

    A line item is a form of a paper; its `uri` is empty, for TAO gives it when the test is published there. Users
    log in with their phone number and the initial password; `groupId` is the room.
    """
    start, end = (int(moment.timestamp()) for moment in (session.timing.opens, session.timing.end))
    times = {"startTimestamp": start, "endTimestamp": end, "maxAttempts": 1}
    forms = sorted({(entry.paper, entry.form) for entry in roster.entries})
    items = [{"uri": "", "label": f"{session.name} {p} {form}", "slug": f"{p}-{form}"} | times for p, form in forms]
    shared = session.login.initial_password or ""
    users = [
        {
            "username": entry.candidate.phone,
            "password": entry.password or shared,
            "groupId": entry.candidate.room or session.id,
        }
        for entry in roster.entries
    ]
    given = [
        {"username": entry.candidate.phone, "lineItemSlug": f"{entry.paper}-{entry.form}"} for entry in roster.entries
    ]
    columns = ("uri", "label", "slug", *times)
    return {
        "assignments.csv": csv_text(("username", "lineItemSlug"), given).encode(),
        "line-items.csv": csv_text(columns, items).encode(),
        "users.csv": csv_text(("username", "password", "groupId"), users).encode(),
    }
