"""Session files: one YAML file per session, `sessions/<id>.yaml` in a bank's folder.

A file says `format: 1`; what it leaves out takes the manual's default. `session_yaml` writes everything.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from authoring.bank.yaml_text import Lines, decode, parse_yaml, to_yaml
from authoring.errors import StorageError
from authoring.findings import Finding, Place, Report, Severity
from authoring.sessions.faults import doubtful, wrong
from authoring.sessions.rules import SESSION_FORMAT, ExamSession
from authoring.sessions.rules_check import check_session
from authoring.sessions.timing import BEIJING
from authoring.texts import catalogue, say
from authoring.validation import Fault, faults

__all__ = ["UPGRADES", "load_session", "parse_session", "session_yaml", "upgraded"]

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: dict[int, Upgrade] = {}
"""From a format version to the next one: `{1: to_2}` once there is a version 2."""


def load_session(
    path: Path, *, specialities: Mapping[str, str] | None = None, now: datetime | None = None
) -> tuple[ExamSession | None, Report]:
    """The session of a file, None when it cannot be read as one, and everything that is wrong with it.

    `specialities` and `now` as in `check_session`. Raises StorageError when the file cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise StorageError(say("sessions.structure.unreadable", path=path, reason=reason)) from problem
    text, findings = decode(data, path.name)
    if text is None:
        return None, Report.of(findings)
    session, report = parse_session(text, file=path.name, specialities=specialities, now=now)
    if session is not None and session.id != path.stem:
        misnamed = doubtful("R111", "id", file=path.name, id=session.id)
        report += Report.of([_placed(misnamed, path.name, Lines(text))])
    return session, report


def parse_session(
    text: str, *, file: str, specialities: Mapping[str, str] | None = None, now: datetime | None = None
) -> tuple[ExamSession | None, Report]:
    """As `load_session`, from the text of `file`."""
    data, findings = parse_yaml(text, file)
    if findings:
        return None, Report.of(findings)
    lines = Lines(text)
    unusable = _unusable(data)
    if unusable:
        return None, Report.of([_placed(unusable, file, lines)])
    try:
        session = ExamSession.model_validate_json(json.dumps(upgraded(data), ensure_ascii=False), strict=True)
    except ValidationError as error:
        return None, Report.of(_structure(error, file, lines))
    return session, check_session(session, file=file, line_of=lines.at, specialities=specialities, now=now)


def session_yaml(session: ExamSession) -> str:
    """A session's file: every rule, in the order of the candidate's journey. `parse_session` gives the session back."""
    parts = []
    for field, value in session.model_dump(mode="json").items():
        heading = f"sessions.heading.{field}"
        parts.append(f"\n# {say(heading)}\n" if heading in catalogue() else "")
        parts.append(to_yaml({field: value}))
    return "".join(parts)


def upgraded(
    data: dict[str, Any], upgrades: Mapping[int, Upgrade] = UPGRADES, newest: int = SESSION_FORMAT
) -> dict[str, Any]:
    """The data of an older format, step by step, as the newest one."""
    for version in range(data["format"], newest):
        data = upgrades[version](data) | {"format": version + 1}
    return data


def _unusable(data: Any) -> Finding | None:
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        return wrong("R114", "")
    version = data.get("format")
    if type(version) is not int:
        return wrong("R112", "format", value=json.dumps(version, ensure_ascii=False, default=str), known=SESSION_FORMAT)
    return None if 1 <= version <= SESSION_FORMAT else wrong("R113", "format", value=version, known=SESSION_FORMAT)


def _placed(finding: Finding, file: str, lines: Lines) -> Finding:
    field = finding.where.field or None
    line = lines.at(field) if field else None
    return finding.model_copy(update={"where": Place(file=file, line=line, field=field)})


def _structure(error: ValidationError, file: str, lines: Lines) -> list[Finding]:
    """Findings R100; a time without its zone is offered as Beijing's."""
    return [_finding(fault, file, lines) for fault in faults(error, ExamSession, see=say("sessions.structure.see"))]


def _finding(fault: Fault, file: str, lines: Lines) -> Finding:
    where = Place(file=file, line=lines.at(fault.path), field=fault.field or None)
    if fault.kind == "timezone_aware" and (fixed := _in_beijing(fault.value)):
        zoned = wrong("R103", fault.field, value=fault.value, fixed=fixed)
        return zoned.model_copy(update={"where": where, "severity": Severity.ERROR})
    return Finding(code="R100", severity=Severity.ERROR, where=where, message=fault.message, hint=fault.hint)


def _in_beijing(value: Any) -> str | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=BEIJING).isoformat()
    except (TypeError, ValueError):
        return None
