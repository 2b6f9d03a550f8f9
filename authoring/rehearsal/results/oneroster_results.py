"""OneRoster 1.2 CSV (1EdTech), the gradebook part: what a learning platform takes scores from.

Ids are those of our OneRoster rosters (`authoring.roster.oneroster`), so that results find their students and classes.
Bulk files leave `status` and `dateLastModified` empty.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.export.archive import write_archive
from authoring.export.qti3.pieces import number
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.results.people import user_id
from authoring.rehearsal.scores import PartResult, Result, Status
from authoring.roster.csv_text import csv_text
from authoring.roster.oneroster import ORG, TERM, manifest_lines
from authoring.sessions.timing import BEIJING
from authoring.texts import say

__all__ = ["oneroster_results_zip"]

CATEGORY = "category-exam"
_KEPT = "sourcedId,status,dateLastModified,"
_COLUMNS = {
    "categories": "title,weight",
    "lineItems": "title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,"
    "academicSessionSourcedId,schoolSourcedId,resultValueMin,resultValueMax",
    "results": "lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore,classSourcedId,"
    "inProgress,incomplete,late,missing",
}
Line = dict[str, object]


def oneroster_results_zip(exam: Exam, results: Sequence[Result]) -> bytes:
    """A zip: one line item for the whole paper and one for each section, by form; one result for each candidate."""
    rows = {
        "categories": [{"sourcedId": CATEGORY, "title": say("rehearsal_results.category"), "weight": 100}],
        "lineItems": list(_line_items(exam, results)),
        "results": [line for result in results for line in _results(exam, result)],
    }
    texts = {f"{name}.csv": csv_text((_KEPT + columns).split(","), rows[name]) for name, columns in _COLUMNS.items()}
    texts["manifest.csv"] = csv_text(("propertyName", "value"), manifest_lines(exam.rules, tuple(_COLUMNS)))
    return write_archive({name: text.encode() for name, text in texts.items()})


def _line_items(exam: Exam, results: Sequence[Result]) -> Iterator[Line]:
    forms = {result.form: result for result in results}
    for form, result in sorted(forms.items()):
        parts = {"": (exam.key.title, result.maximum)}
        parts |= {section.id: (section.title, section.maximum) for section in result.sections}
        for section, (title, maximum) in parts.items():
            yield _line_item(exam, form, section, title, maximum)


def _line_item(exam: Exam, form: str, section: str, title: str, maximum: Decimal) -> Line:
    timing = exam.rules.timing
    return {
        "sourcedId": _item_id(exam, form, section),
        "title": title,
        "assignDate": timing.start.astimezone(BEIJING).date(),
        "dueDate": timing.end.astimezone(BEIJING).date(),
        "classSourcedId": f"class-{exam.key.paper}-{form}",
        "categorySourcedId": CATEGORY,
        "academicSessionSourcedId": TERM,
        "schoolSourcedId": ORG,
        "resultValueMin": 0,
        "resultValueMax": number(maximum),
    }


def _results(exam: Exam, result: Result) -> Iterator[Line]:
    scores = {"": tuple(result.parts)} | {section.id: section.parts for section in result.sections}
    points = {"": result.points} | {section.id: section.points for section in result.sections}
    for section, known in points.items():
        yield {
            "sourcedId": f"result-{result.candidate:05}" + (f"-{section}" if section else ""),
            "lineItemSourcedId": _item_id(exam, result.form, section),
            "studentSourcedId": user_id(result.candidate),
            "scoreStatus": _status(result, scores[section]),
            "score": number(known) if result.counted and known is not None else "",
            "scoreDate": (result.ended or exam.rules.timing.end).astimezone(BEIJING).date(),
            "classSourcedId": f"class-{exam.key.paper}-{result.form}",
            "inProgress": str(result.status is Status.OPEN).lower(),
            "missing": str(result.status is Status.ABSENT).lower(),
        }


def _status(result: Result, parts: Sequence[PartResult]) -> str:
    """As the specification enumerates it; `submitted` is what waits for people as a whole."""
    if not result.counted:
        return "not submitted"
    waiting = [part.points is None for part in parts]
    if all(waiting):
        return "submitted"
    return "partially graded" if any(waiting) else "fully graded"


def _item_id(exam: Exam, form: str, section: str) -> str:
    return f"item-{exam.key.paper}-{form}" + (f"-{section}" if section else "")
