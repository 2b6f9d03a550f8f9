"""OneRoster 1.2 CSV (1EdTech): the candidates of a session as students, each form of a paper as a class.

Columns and their order are those of the CSV binding. Bulk files leave `status` and `dateLastModified` empty.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from authoring.roster.csv_text import csv_text
from authoring.roster.entries import ExamRoster, RosterEntry
from authoring.sessions.rules import ExamSession

__all__ = ["ORG", "TERM", "manifest_lines", "oneroster_files"]

ORG = "org-1"
TERM = "session-1"
_PRESENT = ("academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users")
_FILES = (
    *("academicSessions", "categories", "classes", "classResources", "courses", "courseResources", "demographics"),
    *("enrollments", "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "orgs", "resources"),
    *("resultLearningObjectiveIds", "results", "resultScoreScales", "roles", "scoreScales", "userProfiles"),
    *("userResources", "users"),
)
_KEPT = "sourcedId,status,dateLastModified,"
_COLUMNS = {
    "academicSessions": "title,type,startDate,endDate,parentSourcedId,schoolYear",
    "classes": "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
    "subjectCodes,periods",
    "courses": "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "orgs": "name,type,identifier,parentSourcedId",
    "roles": "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "users": "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,"
    "grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns",
}
_SURNAMES = re.compile(
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|司徒|司空|夏侯|长孙|宇文|慕容|端木|南宫|独孤|轩辕|赫连|"
    "澹台|公冶|淳于|单于|太叔|申屠|仲孙|钟离|濮阳|闻人|万俟|呼延|百里|东郭|西门|第五|拓跋"
)
"""复姓."""
Line = dict[str, object]


def oneroster_files(roster: ExamRoster, session: ExamSession) -> dict[str, bytes]:
    """The CSV files of a zip by name. Same roster, same bytes.

    Names and phone numbers (the login name) are in them, for that is what they are for. Id numbers, photos, codes and
    passwords are not: the sealed roster carries them.
    """
    rows: dict[str, list[Line]] = {
        "academicSessions": [_term(session)],
        "orgs": [{"sourcedId": ORG, "name": session.confirmation.contact.name or session.name, "type": "school"}],
        "courses": list(_courses(roster)),
        "classes": list(_classes(roster)),
        "users": list(map(_user, roster.entries)),
        "roles": list(map(_role, roster.entries)),
        "enrollments": list(_enrollments(roster.entries)),
    }
    texts = {f"{name}.csv": csv_text((_KEPT + _COLUMNS[name]).split(","), rows[name]) for name in _PRESENT}
    texts["manifest.csv"] = csv_text(("propertyName", "value"), manifest_lines(session, _PRESENT))
    return {name: text.encode() for name, text in sorted(texts.items())}


def manifest_lines(session: ExamSession, present: Collection[str]) -> Iterator[Line]:
    """Lines of `manifest.csv`: which files of the binding are there."""
    about = {"manifest.version": "1.0", "oneroster.version": "1.2"}
    about |= {f"file.{name}": "bulk" if name in present else "absent" for name in _FILES}
    about |= {"source.systemName": "dual-carbon-authoring", "source.systemCode": session.id}
    return ({"propertyName": name, "value": value} for name, value in about.items())


def _term(session: ExamSession) -> Line:
    start, end = session.timing.start.date(), session.timing.end.date()
    return {
        "sourcedId": TERM,
        "title": session.name,
        "type": "term",
        "startDate": start,
        "endDate": end,
        "schoolYear": end.year,
    }


def _courses(roster: ExamRoster) -> Iterator[Line]:
    for paper in sorted({entry.paper for entry in roster.entries}):
        yield {"sourcedId": f"course-{paper}", "title": paper, "courseCode": paper, "orgSourcedId": ORG}


def _classes(roster: ExamRoster) -> Iterator[Line]:
    for paper, form in sorted({(entry.paper, entry.form) for entry in roster.entries}):
        yield {
            "sourcedId": f"class-{paper}-{form}",
            "title": f"{paper} {form}",
            "courseSourcedId": f"course-{paper}",
            "classCode": form,
            "classType": "scheduled",
            "schoolSourcedId": ORG,
            "termSourcedIds": TERM,
        }


def _id(entry: RosterEntry) -> str:
    """A number in the roster says nothing about the person."""
    return f"user-{entry.candidate.number:05}"


def _user(entry: RosterEntry) -> Line:
    family, given = _names(entry.candidate.name)
    return {
        "sourcedId": _id(entry),
        "enabledUser": "true",
        "username": entry.candidate.phone,
        "givenName": given,
        "familyName": family,
        "phone": entry.candidate.phone,
        "primaryOrgSourcedId": ORG,
    }


def _names(name: str) -> tuple[str, str]:
    """Family name and given name (姓、名). Both must be there: a name that cannot be parted is both."""
    if not ("\u4e00" <= name[0] <= "\u9fff") or "·" in name or len(name) == 1:
        first, _, rest = name.replace("·", " ").partition(" ")
        return rest or first, first
    size = 2 if _SURNAMES.match(name) and len(name) > 2 else 1
    return name[:size], name[size:]


def _role(entry: RosterEntry) -> Line:
    about: Line = {"userSourcedId": _id(entry), "roleType": "primary", "role": "student", "orgSourcedId": ORG}
    return {"sourcedId": f"role-{entry.candidate.number:05}"} | about


def _enrollments(entries: Iterable[RosterEntry]) -> Iterator[Line]:
    for entry in entries:
        yield {
            "sourcedId": f"enrollment-{entry.candidate.number:05}",
            "classSourcedId": f"class-{entry.paper}-{entry.form}",
            "schoolSourcedId": ORG,
            "userSourcedId": _id(entry),
            "role": "student",
            "primary": "false",
        }
