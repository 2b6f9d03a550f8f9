"""Rosters for the tests: numbers that nobody has, with check characters computed here and not by the program."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from authoring.findings import Report
from authoring.roster.candidate import Roster
from authoring.roster.photos import Photos
from authoring.roster.reading import read_roster
from authoring.sessions import BEIJING, Contact, ExamEntry, ExamSession, PaperUse, Speciality, plan_session

HEADER = ("姓名", "报名手机号", "身份证号", "报考专业", "考场", "座位号")
EXAM_DAY = date(2026, 12, 19)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of GB 11643, appendix A."""


def id_number(birth: str = "19900307", sequence: int = 2, area: str = "110105") -> str:
    digits = f"{area}{birth}{sequence:03}"
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11]


def person(number: int = 0, **changes: Any) -> list[Any]:
    """A row under `HEADER`; every number is another person."""
    birth = f"{1970 + number % 30}{1 + number % 12:02}{1 + number % 28:02}"
    row = {
        "name": f"考生{chr(0x4E00 + number)}",
        "phone": str(13800138000 + number),
        "id_number": id_number(birth, number % 1000),
        "speciality": "S01",
        "room": str(1 + number // 30),
        "seat": str(1 + number % 30),
    }
    return list((row | changes).values())


def workbook(rows: list[list[Any]], header: tuple[str, ...] = HEADER, title: str = "") -> bytes:
    data = BytesIO()
    book = Workbook(data, {"in_memory": True})
    page = book.add_worksheet("名册")
    lines: list[Any] = [[title]] if title else []
    for row, line in enumerate([*lines, header, *rows]):
        page.write_row(row, 0, line)
    book.close()
    return data.getvalue()


def session(**changes: Any) -> ExamSession:
    contact = Contact(name="报名机构", phone="010-12345678")
    planned = plan_session(
        session_id="E1",
        name="碳排放管理考试",
        start=datetime(2026, 12, 19, 9, tzinfo=BEIJING),
        end=datetime(2026, 12, 19, 11, 30, tzinfo=BEIJING),
        registrar=contact,
        help_desk=contact,
    )
    specialities = (Speciality(code="S01", name="碳排放核算"), Speciality(code="S02", name="碳资产管理"))
    papers = (PaperUse(paper="P1", forms=("A", "B")),)
    return planned.model_copy(update={"exam": ExamEntry(specialities=specialities, papers=papers)} | changes)


def read(
    rows: list[list[Any]], header: tuple[str, ...] = HEADER, photos: Photos | None = None
) -> tuple[Roster, Report]:
    return read_roster(workbook(rows, header), "名册.xlsx", on=EXAM_DAY, session=session(), photos=photos)


def found(report: Report) -> list[tuple[str, int | None, int | str | None]]:
    """Code, row and column of each finding."""
    return [(one.code, one.where.row, one.where.column) for one in report]
