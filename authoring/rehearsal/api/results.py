"""Results, for the coordinator alone."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from authoring.rehearsal.api.asking import files
from authoring.rehearsal.api.staff import ONLY_COORDINATOR, staff_look
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.results.event_lines import event_lines
from authoring.rehearsal.results.oneroster_results import oneroster_results_zip
from authoring.rehearsal.results.qti_results import qti_results_zip
from authoring.rehearsal.results.score_workbook import score_workbook
from authoring.rehearsal.scores import results

__all__ = ["FILES", "router"]

router = APIRouter(prefix="/api/console/results")

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[str, tuple[str, Callable[[Connection, Exam], bytes]]] = {
    "scores.xlsx": (SHEET, lambda connection, exam: score_workbook(exam, results(connection, exam))),
    "qti.zip": ("application/zip", lambda connection, exam: qti_results_zip(exam, results(connection, exam))),
    "oneroster.zip": (
        "application/zip",
        lambda connection, exam: oneroster_results_zip(exam, results(connection, exam)),
    ),
    "events.jsonl": ("application/jsonl", event_lines),
}
"""Name of each file, its media type, and how it is made."""


@router.get("/{name}", **files(*sorted({kind for kind, _ in FILES.values()})))
async def file(request: Request, name: str) -> Response:
    """One of `FILES`."""
    if name not in FILES:
        raise Refused("missing")
    kind, made = FILES[name]
    content = await staff_look(request, ONLY_COORDINATOR, lambda connection, exam, _staff, _now: made(connection, exam))
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
