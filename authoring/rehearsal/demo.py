"""Invented candidates for a rehearsal without a roster. Names and numbers say that they are invented."""

from stdnum.cn import ric

from authoring.errors import UsageError
from authoring.export.reader import Package
from authoring.roster.candidate import Candidate, Roster
from authoring.roster.entries import ExamRoster, enter
from authoring.texts import say

__all__ = ["MOST", "demo_roster"]

MOST = 9999
FIRST_PHONE = 13_800_000_000


def demo_roster(package: Package, count: int) -> ExamRoster:
    """So many candidates of the package's session, numbered. Raises UsageError for none or too many."""
    if not 1 <= count <= MOST:
        raise UsageError(say("rehearsal.exam.demo_count", count=count, most=MOST))
    session = package.session
    fitting = [use for use in session.exam.papers if use.paper == package.manifest.paper]
    own = [use.speciality for use in fitting if use.speciality]
    specialities = own or [each.code for each in session.exam.specialities] or [""]
    people = tuple(_candidate(number, specialities[(number - 1) % len(specialities)]) for number in range(1, count + 1))
    return enter(Roster(candidates=people), session, seed=1)[0]


def _candidate(number: int, speciality: str) -> Candidate:
    digits = f"11010119900101{number % 1000:03}" if number < 1000 else f"1101011991{number:07}"[:17]
    return Candidate(
        number=number,
        name=say("rehearsal.exam.demo_name", number=f"{number:02}"),
        phone=str(FIRST_PHONE + number),
        id_number=digits + ric.calc_check_digit(digits),
        speciality=speciality,
    )
