"""A candidate (考生) and the roster (考生名册). Nothing here shows personal data by itself: see `repr`."""

from datetime import date
from typing import Annotated

from pydantic import Field

from authoring.records import Record
from authoring.roster.privacy import masked

__all__ = ["Candidate", "Roster"]


class Candidate(Record):
    """One registered person."""

    number: Annotated[int, Field(ge=1)]
    """1-based, in the order of the file that was read: names the candidate where no personal data shall stand."""
    name: Annotated[str, Field(min_length=1)]
    phone: Annotated[str, Field(pattern=r"^1[3-9][0-9]{9}$")]
    """报名手机号: it is also 登录名 and 准考证号."""
    id_number: Annotated[str, Field(pattern=r"^[0-9]{17}[0-9X]$")]
    """身份证号, or another document of the same 18 characters (港澳台居民居住证, 外国人永久居留身份证)."""
    speciality: str = ""
    """Code of the speciality registered for; empty where the session has none."""
    organisation: str = ""
    """单位."""
    room: str = ""
    """考场; empty where all sit at home."""
    seat: str = ""
    """座位号 within the room."""
    photo: str = ""
    """File name of the photo; empty without one."""
    extra_minutes: Annotated[int, Field(ge=0)] = 0
    """Granted extra time in minutes."""

    @property
    def birth_date(self) -> date:
        """As the id number says."""
        return date(int(self.id_number[6:10]), int(self.id_number[10:12]), int(self.id_number[12:14]))

    def __repr__(self) -> str:
        return f"Candidate({self.number}, {masked(self.phone)}, {masked(self.id_number)})"

    __str__ = __repr__


class Roster(Record):
    """All candidates of one file."""

    candidates: tuple[Candidate, ...] = ()

    def __repr__(self) -> str:
        return f"Roster({len(self.candidates)})"

    __str__ = __repr__
