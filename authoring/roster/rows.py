"""One row of a roster: its cells as text, its candidate, and everything that is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from authoring.findings import Finding, Place, Severity
from authoring.intake.excel.cells import letters
from authoring.roster.candidate import Candidate
from authoring.roster.columns import Table
from authoring.roster.faults import doubtful, wrong
from authoring.roster.identity import birth_date, id_faults, is_male
from authoring.roster.privacy import masked_value
from authoring.sessions.rules import ExamSession, Speciality
from authoring.texts import say

__all__ = ["Row", "row_faults", "rows_of"]

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_NAME = re.compile(r"[^\W\d_][\w·. '-]{0,59}")
_TYPED = re.compile(r"[\s\u200b\ufeff'‘’`-]")
"""What people and spreadsheets put into numbers: blanks, hyphens, the apostrophe that keeps text text."""
_COUNTRY = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}$)")
_DATE = re.compile(r"(\d{4})\D*?(\d{1,2})\D*(\d{1,2})\D*|(\d{4})(\d{2})(\d{2})")
LOST = 1e15
"""From here on a spreadsheet's number has lost digits: it keeps 15."""


@dataclass(slots=True)
class Row:
    """Cells by field, as text; and the place of each for findings."""

    table: Table
    number: int
    """1-based, as the spreadsheet counts."""
    cells: dict[str, str]
    candidate: Candidate | None = None

    def at(self, name: str) -> Place:
        column = self.table.columns.get(name)
        return self.table.where.model_copy(
            update={"row": self.number, "column": None if column is None else letters(column)}
        )

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


def rows_of(table: Table) -> Iterator[Row]:
    """Rows with anything in a known column."""
    for number, values in table.rows:
        cells = {
            name: text for name, at in table.columns.items() if at < len(values) and (text := _text(name, values[at]))
        }
        if cells.keys() - {"number"}:
            yield Row(table, number + 1, cells)


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = f"{value:.14E}" if value >= LOST else int(value)
    if isinstance(value, date | datetime):
        return f"{value:%Y-%m-%d}"
    text = normalize("NFKC", str(value)).strip()
    if name in ("phone", "ticket", "id_number"):
        text = _TYPED.sub("", text).upper()
        return text if name == "id_number" else _COUNTRY.sub("", text)
    return " ".join(text.split())


def row_faults(row: Row, number: int, session: ExamSession | None, on: date) -> Iterator[Finding]:
    """What is wrong with a row by itself; a row without errors gets its candidate."""
    extra, extra_faults = _extra(row, session)
    speciality, speciality_faults = _speciality(row, session)
    found = [
        *_name(row),
        *_phone(row),
        *id_faults(row.cell("id_number"), lambda: row.at("id_number"), on),
        *_told_again(row),
        *speciality_faults,
        *extra_faults,
    ]
    if not any(finding.severity is Severity.ERROR for finding in found):
        kept = {name: row.cell(name) for name in ("name", "phone", "id_number", "organisation", "room", "seat")}
        row.candidate = Candidate(number=number, speciality=speciality, extra_minutes=extra, **kept)
    yield from found


def _name(row: Row) -> Iterator[Finding]:
    name = row.cell("name")
    if not name:
        yield wrong("R211", row.at("name"))
    elif not _NAME.fullmatch(name):
        yield doubtful("R212", row.at("name"), name=name)


def _phone(row: Row) -> Iterator[Finding]:
    phone, ticket = row.cell("phone"), row.cell("ticket")
    if not phone:
        yield wrong("R213", row.at("phone"))
    elif not _PHONE.fullmatch(phone):
        yield wrong("R214", row.at("phone"), value=masked_value(phone), length=len(phone))
    elif ticket and ticket != phone:
        yield wrong("R215", row.at("ticket"), ticket=masked_value(ticket), phone=masked_value(phone))


def _told_again(row: Row) -> Iterator[Finding]:
    """Sex and birth date where the file says them once more."""
    number = row.cell("id_number")
    if len(number) != 18 or not number[:17].isdigit():
        return
    sex, said = row.cell("sex"), _DATE.fullmatch(row.cell("birth"))
    if sex in (words := (say("roster.sex.female"), say("roster.sex.male"))) and sex != words[is_male(number)]:
        yield doubtful("R227", row.at("sex"), told=sex, meant=words[is_male(number)])
    born = birth_date(number)
    if said and born and tuple(int(part) for part in said.groups() if part) != (born.year, born.month, born.day):
        yield doubtful("R230", row.at("birth"))


def _speciality(row: Row, session: ExamSession | None) -> tuple[str, list[Finding]]:
    word = row.cell("speciality")
    if session is None or not session.exam.specialities:
        return word, []
    found = _by_word(session.exam.specialities).get(word.replace(" ", "").casefold(), "")
    known = "、".join(f"{one.code} {one.name}" for one in session.exam.specialities)
    if found:
        return found, []
    if word:
        return "", [wrong("R231", row.at("speciality"), word=word, known=known)]
    return "", [wrong("R232", row.at("speciality"), known=known)]


@lru_cache(maxsize=8)
def _by_word(specialities: tuple[Speciality, ...]) -> dict[str, str]:
    """Code, name, and both together → code."""
    return {
        word.replace(" ", "").casefold(): one.code
        for one in specialities
        for word in (one.name, f"{one.code}{one.name}", one.code)
    }


def _extra(row: Row, session: ExamSession | None) -> tuple[int, list[Finding]]:
    text = row.cell("extra_minutes").removesuffix(say("roster.minutes")).strip()
    if not text:
        return 0, []
    if not text.isdecimal() or int(text) > 24 * 60:
        return 0, [wrong("R233", row.at("extra_minutes"), value=text)]
    most = session.timing.max_extra_minutes if session else int(text)
    return int(text), [wrong("R234", row.at("extra_minutes"), value=text, most=most)] if int(text) > most else []
