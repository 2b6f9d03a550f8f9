"""What the reading of texts told, in the words of tables and at their cells."""

from collections.abc import Iterable, Iterator
from typing import Any

from authoring.content import parse
from authoring.findings import Finding
from authoring.intake.answers import BlankNotation, blank_answers
from authoring.intake.excel.cells import Cells
from authoring.intake.excel.faults import fault
from authoring.texts import say

__all__ = ["retold"]

Options = list[tuple[str, str]]
_DAMAGE = frozenset(("I331", "I332", "I333", "I334", "I335", "I345"))
_BY_ANSWER = frozenset(("I305", "I306", "I308", "I312", "I313", "I317", "I318"))
_BOTH = (BlankNotation(), BlankNotation(blanks=";", wordings="|"))


def retold(
    findings: Iterable[Finding], cells: Cells, plain: dict[str, Any], options: Options, answer: str, *, own: bool
) -> Iterator[Finding]:
    """The findings of the reading in the words of tables, at their cells."""
    for finding in findings:
        if finding.code in _DAMAGE and own:
            continue
        place = cells.place("answer" if finding.code in _BY_ANSWER else "stem")
        said = _reworded(finding.code, cells, plain, options, answer)
        if said is None:
            yield finding.model_copy(update={"where": place})
        else:
            yield from said


def _reworded(code: str, cells: Cells, plain: dict[str, Any], options: Options, answer: str) -> list[Finding] | None:
    """The same in the words of tables; None where the words fit as they are."""
    place = cells.place("answer")
    match code:
        case "I305":
            count = say("intake_excel.part.options", count=len(options)) if options else ""
            return [fault("I210", place, value=answer, options=count)]
        case "I306":
            return [] if any(cell.text for _, cell in cells.placed("blank")) else [fault("I209", place)]
        case "I307":
            missing = "、".join(letter for letter, text in options if not text)
            return [fault("I212", cells.place("option.A"), missing=missing, present=options[-1][0])]
        case "I312":
            label = say(f"label.question_type.{plain['type']}")
            keys = plain.pop("key")
            number = len(keys) if isinstance(keys, list) else 1
            return [fault("I211", place, type=label, value=answer, count=number)]
        case "I313":
            return [_blanks_unclear(cells, plain, answer)]
        case "I317":
            return [] if cells.text("tolerance") else None
        case "I318":
            return [fault("I231", place, value=answer)]
        case _:
            return None


def _blanks_unclear(cells: Cells, plain: dict[str, Any], answer: str) -> Finding:
    count = len(parse(plain["stem"]).blanks)
    readings = [blank_answers(answer, count, notation) for notation in _BOTH]
    place = cells.place("answer")
    if all(readings) and readings[0] != readings[1]:
        first, second = ("；".join(map(" = ".join, reading)) for reading in readings if reading)
        return fault("I213", place, value=answer, first=f"[{first}]", second=f"[{second}]")
    return fault("I214", place, places=count, value=answer)
