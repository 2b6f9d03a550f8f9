"""Everything of every question, for programs and spreadsheets: JSON, a workbook, CSV; pictures go along."""

import csv
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from io import StringIO

from authoring.bank.syllabus import Syllabus
from authoring.export.archive import write_archive
from authoring.export.formats.groups import Group
from authoring.findings import Report
from authoring.intake.excel.export import export_workbook
from authoring.questions import Question
from authoring.records import canonical_json

__all__ = ["csv_archive", "excel_archive", "json_text"]

Media = Callable[[str], bytes]


def json_text(groups: Sequence[Group], media: Media) -> bytes:
    """`{"format": 1, "questions": […], "media": {"media/x.png": base64}}`; questions as in their files."""
    questions = [question for group in groups for question in group.questions]
    pictures = {address: b64encode(data).decode() for address, data in _pictures(questions, media).items()}
    data = {"format": 1, "questions": [question.data() for question in questions], "media": pictures}
    return canonical_json(data).encode()


def excel_archive(groups: Sequence[Group], media: Media) -> tuple[bytes, Report]:
    """A zip: `questions.xlsx`, which the intake reads back, and the pictures in `media/`."""
    questions = [question for group in groups for question in group.questions]
    book, report = export_workbook(questions, Syllabus())
    return write_archive({"questions.xlsx": book} | _pictures(questions, media)), report


def csv_archive(groups: Sequence[Group], media: Media) -> bytes:
    """A zip: `questions.csv` (UTF-8 with mark; a row for each question, its data as JSON), and `media/`."""
    questions = [question for group in groups for question in group.questions]
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("id", "type", "level", "knowledge_points", "difficulty", "stem", "tags", "data"))
    writer.writerows(_row(question) for question in questions)
    return write_archive({"questions.csv": text.getvalue().encode("utf-8-sig")} | _pictures(questions, media))


def _row(question: Question) -> tuple[str | int, ...]:
    points, tags = " ".join(question.knowledge_points), "；".join(question.tags)
    whole = canonical_json(question.data())
    return question.id, question.type, question.level, points, question.difficulty, question.stem, tags, whole


def _pictures(questions: Iterable[Question], media: Media) -> dict[str, bytes]:
    return {address: media(address) for address in sorted({name for q in questions for name in q.media})}
