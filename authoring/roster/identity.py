"""What an 18-character id number says by itself: check character, birth date, sex, area.

GB 11643: six digits of area, eight of birth date, three of sequence (odd for men), one check character by
ISO 7064 MOD 11-2. 港澳台居民居住证 (areas 81, 82, 83) and 外国人永久居留身份证 (beginning with 9) are built
the same way. Areas are only doubted: people keep the code of a county that was dissolved long ago.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from stdnum import numdb
from stdnum.cn import ric

from authoring.findings import Finding, Place
from authoring.roster.faults import doubtful, wrong
from authoring.roster.privacy import masked_value

__all__ = ["birth_date", "id_faults", "is_male"]

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FORM = re.compile(r"[0-9]{15}")
_LOST = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+")
_OTHER_AREAS = ("71", "81", "82", "83", "9")
"""台湾, and the documents of people from 香港、澳门、台湾 and from abroad."""
YOUNGEST, OLDEST = 16, 75
"""Years of age between which people work; others are asked about."""


def birth_date(number: str) -> date | None:
    """None for a day that is not in the calendar."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_male(number: str) -> bool:
    return int(number[16]) % 2 == 1


def id_faults(number: str, where: Callable[[], Place], on: date) -> list[Finding]:
    """What is wrong with an id number (upper case, without blanks) on the day `on`; the value is shown masked.

    `where` is asked only where something is wrong: a roster has tens of thousands of numbers that are right.
    """
    if _FORM.fullmatch(number) and ric.calc_check_digit(number) == number[-1]:
        return list(_facts(number, where, on))
    if not number:
        return [wrong("R221", where())]
    shown = masked_value(number)
    if _LOST.fullmatch(number):
        return [wrong("R222", where(), value=shown)]
    if _OLD_FORM.fullmatch(number):
        return [wrong("R223", where(), value=shown, length=15)]
    if not _FORM.fullmatch(number):
        return [wrong("R229", where(), value=shown, length=len(number))]
    return [wrong("R224", where(), value=shown)]


def _facts(number: str, where: Callable[[], Place], on: date) -> Iterator[Finding]:
    """What an intact number says that cannot be."""
    born = birth_date(number)
    if born is None or born > on:
        yield wrong("R225", where(), value=masked_value(number))
        return
    if not YOUNGEST <= _age(born, on) <= OLDEST:
        yield doubtful("R228", where(), value=masked_value(number), age=_age(born, on))
    if not number.startswith(_OTHER_AREAS) and not _known_area(number[:6]):
        yield doubtful("R226", where(), value=masked_value(number), area=number[:6])


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@lru_cache(maxsize=10_000)
def _known_area(code: str) -> bool:
    """Whether the code was ever given to a county, whenever that was."""
    return any("county" in facts for _, facts in numdb.get("cn/loc").info(code))
