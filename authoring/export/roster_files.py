"""A session's roster as the files of other systems, and as a list to print."""

from authoring.errors import UsageError
from authoring.export.archive import write_archive
from authoring.roster.entries import ExamRoster
from authoring.roster.oneroster import oneroster_files
from authoring.roster.printed_list import candidate_list
from authoring.roster.tao import tao_files
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["ROSTER_FORMATS", "roster_files"]

ROSTER_FORMATS = ("oneroster", "tao", "list")


def roster_files(kind: str, entered: ExamRoster, session: ExamSession) -> dict[str, bytes]:
    """Contents by file name in one of `ROSTER_FORMATS`. Raises UsageError where the roster is another session's."""
    if entered.session != session.id:
        raise UsageError(say("roster.other_session", found=entered.session, wanted=session.id))
    match kind:
        case "oneroster":
            return {f"{session.id}.oneroster.zip": write_archive(oneroster_files(entered, session))}
        case "tao":
            return tao_files(entered, session)
        case _:
            return {f"{session.id}.xlsx": candidate_list(entered, session)}
