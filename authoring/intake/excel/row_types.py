"""What only tables say of a type: blanks, units and mistakes in columns of their own, rubrics, pairs."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from authoring.content import parse
from authoring.intake.answers import BlankNotation
from authoring.intake.drafting import Pen
from authoring.intake.excel.cells import Cells
from authoring.intake.excel.entries import labelled_entries, matching_key, rubric_points, tolerance_of
from authoring.intake.excel.words import title
from authoring.intake.notation import absent, plain_number
from authoring.questions import QuestionType

__all__ = ["Answering", "completed_by_columns", "matching"]

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answering:
    """A row whose answer is being read; `own`: in a workbook of ours."""

    cells: Cells
    pen: Pen
    own: bool


def completed_by_columns(row: Answering, plain: Plain) -> None:
    """Writes into `plain` what the columns of its type say."""
    match plain.get("type"):
        case "single_choice" | "multiple_choice":
            _mistakes(row, plain)
        case "blanks":
            _blanks(row, plain)
        case "numeric":
            _numeric(row, plain)
        case "short_answer":
            _rubric(row, plain)


def _mistakes(row: Answering, plain: Plain) -> None:
    if text := row.cells.text("mistakes"):
        known = {entry["id"]: entry["text"] for entry in labelled_entries(text, "")}
        for option in plain.get("options", ()):
            if known.get(option["id"]):
                option["mistake"] = row.pen.markup(known[option["id"]])


def _blanks(row: Answering, plain: Plain) -> None:
    """Blanks in columns of their own."""
    given = sorted((int(place), cell.text) for place, cell in row.cells.placed("blank") if cell.text)
    if not given:
        return
    notation = row.pen.blanks or (BlankNotation() if row.own else None)
    found = []
    for place, text in given:
        wordings = text.split(notation.wordings) if notation else [text]
        if notation is None and ";" in text:
            parts = " / ".join(text.split(";"))
            row.cells.blame("I213", f"blank.{place}", value=text, first=f"[{text}]", second=f"[{parts}]")
        plainly = [row.pen.plain(word) if not row.own else word.strip() for word in wordings]
        found.append({"accepted": [word for word in plainly if word]})
    plain["blanks"] = found
    places = len(parse(plain["stem"]).blanks)
    if places != len(found):
        row.cells.blame("I214", "stem", places=places, value="；".join(text for _, text in given))


def _numeric(row: Answering, plain: Plain) -> None:
    value = row.cells.value("answer")
    percent = "%" in row.cells.text("answer")
    if isinstance(value, int | float) and not isinstance(value, bool) and not percent:
        plain["value"] = plain_number(Decimal(format(value, ".15g")))
    if unit := row.cells.text("unit"):
        plain["unit"] = row.pen.plain(unit) if not row.own else unit
    cell = row.cells.cells.get("tolerance")
    if cell and cell.text and not absent(cell.text):
        tolerance = tolerance_of(cell.text)
        if tolerance:
            plain["tolerance"] = tolerance
        else:
            row.cells.blame("I216", "tolerance", title=title("tolerance"), value=cell.text)


def _rubric(row: Answering, plain: Plain) -> None:
    text = row.cells.text("rubric")
    if not text:
        return
    points = rubric_points(text)
    if points:
        plain["rubric"] = [point | {"text": row.pen.markup(point["text"])} for point in points]
        plain.setdefault("marks", sum(point["marks"] for point in points))
        return
    row.cells.blame("I238", "rubric", value=text)
    plain["rationale"] = "\n\n".join(filter(None, (plain.get("rationale", ""), row.pen.markup(text))))


def matching(row: Answering) -> Plain:
    """A matching question, which no text grammar knows."""
    plain: Plain = {"type": QuestionType.MATCHING.value, "stem": row.pen.markup(row.cells.text("stem"))}
    for name, letter in (("premises", "P"), ("choices", "C")):
        entries = labelled_entries(row.cells.text(name), letter)
        plain[name] = [entry | {"text": row.pen.markup(entry["text"])} for entry in entries]
    answer = row.cells.text("answer")
    key = matching_key(answer)
    if key:
        plain["key"] = key
    else:
        row.cells.blame("I237" if answer else "I209", "answer", **({"value": answer} if answer else {}))
    return plain
