"""The list of candidates for print (Excel): numbers masked, a page for each room, a column to sign."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby

from xlsxwriter import Workbook

from authoring.roster.assignment import in_seat_order
from authoring.roster.entries import ExamRoster, RosterEntry
from authoring.roster.privacy import masked
from authoring.sessions.rules import ExamSession
from authoring.sessions.timing import moment
from authoring.texts import say

__all__ = ["candidate_list"]

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone; a fixed one keeps equal workbooks equal
_WIDTHS = {"place": 6, "name": 12, "ticket": 15, "id_number": 22, "speciality": 20, "seat": 8, "form": 6, "sign": 16}
_LONGEST_SHEET = 28
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def candidate_list(roster: ExamRoster, session: ExamSession) -> bytes:
    """An .xlsx file with a sheet for each room, ready to print on A4. Same roster, same bytes."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": session.name, "created": CREATED})
    entries = {entry.candidate.number: entry for entry in roster.entries}
    ordered = [entries[one.number] for one in in_seat_order(entry.candidate for entry in roster.entries)]
    rooms = [(room, list(group)) for room, group in groupby(ordered, lambda entry: entry.candidate.room)]
    for number, (room, group) in enumerate(rooms or [("", [])], start=1):
        _page(book, f"{number}_{room}" if room else say("roster.list.sheet"), room, group, session)
    book.close()
    return data.getvalue()


def _page(book: Workbook, name: str, room: str, entries: Sequence[RosterEntry], session: ExamSession) -> None:
    page = book.add_worksheet(name.translate(_FORBIDDEN)[:_LONGEST_SHEET])
    page.set_paper(9)
    page.set_margins(0.4, 0.4, 0.6, 0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.set_footer(say("roster.list.footer"))
    last = len(_WIDTHS) - 1
    centre = {"align": "center", "valign": "vcenter"}
    page.merge_range(0, 0, 0, last, session.name, book.add_format({"bold": True, "font_size": 16} | centre))
    about = say("roster.list.about", room=room or "—", when=moment(session.timing.start), count=len(entries))
    page.merge_range(1, 0, 1, last, about, book.add_format(centre))
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1} | centre)
    cell = book.add_format({"border": 1, "valign": "vcenter", "shrink": True} | centre)
    page.set_row(0, 30)
    for at, (column, width) in enumerate(_WIDTHS.items()):
        page.set_column(at, at, width)
        page.write_string(2, at, say(f"roster.list.{column}"), head)
    names = {one.code: one.name for one in session.exam.specialities}
    for row, entry in enumerate(entries, start=3):
        page.set_row(row, 22)
        for at, text in enumerate(_cells(row - 2, entry, names)):
            page.write_string(row, at, text, cell)


def _cells(place: int, entry: RosterEntry, specialities: dict[str, str]) -> tuple[str, ...]:
    one = entry.candidate
    speciality = specialities.get(one.speciality, one.speciality)
    numbers = (masked(one.phone), masked(one.id_number))
    return (str(place), one.name, *numbers, speciality, one.seat, entry.form, "")
