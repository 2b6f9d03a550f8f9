"""QTI Results Reporting 3.0 (1EdTech): one `assessmentResult` for each candidate.

Items, responses and outcomes have the identifiers of our QTI export, so that a result finds its item. A response that
is not of its variable's type, such as letters where a number was asked for, is carried as a string: nothing is lost.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from authoring.export.archive import write_archive
from authoring.export.qti3.pieces import attribute, escape, identifier, number
from authoring.questions import Blanks, Matching, MultipleChoice, Numeric, Ordering, Part, ShortAnswer, TrueFalse
from authoring.questions.responses import read_number
from authoring.questions.scoring import Outcome
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.results.people import user_id
from authoring.rehearsal.scores import PartResult, Result, Status
from authoring.rendering.views import CaseView, ChoiceView, OrderingView, PartView

__all__ = ["NAMESPACE", "assessment_result", "qti_results_zip"]

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_result_v3p0"
NOT_STARTED, WORKING, PENDING, FINAL = "initial", "pendingSubmission", "pendingResponseProcessing", "final"


class Variable(NamedTuple):
    """A response variable and its values."""

    name: str
    cardinality: str
    base_type: str
    values: tuple[str, ...]


def qti_results_zip(exam: Exam, results: Sequence[Result]) -> bytes:
    """A zip with one XML file for each candidate."""
    return write_archive({f"{user_id(one.candidate)}.xml": assessment_result(exam, one) for one in results})


def assessment_result(exam: Exam, result: Result) -> bytes:
    """One candidate's results."""
    stamp = _stamp(result.ended or result.began or exam.rules.timing.start)
    orders = _orders(exam, result.candidate)
    items = [
        item
        for place, part in enumerate(result.parts, start=1)
        for item in _item(exam, result, part, place, stamp, orders.get(part.part, ""))
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<assessmentResult xmlns="{NAMESPACE}">',
        f'<context sourcedId="{user_id(result.candidate)}">',
        f'<sessionIdentifier sourceID="urn:exam-session" identifier="{identifier(exam.rules.id)}"/>',
        f'<sessionIdentifier sourceID="urn:exam-package" identifier="{identifier(exam.id)}"/>',
        "</context>",
        f'<testResult identifier="{identifier(f"{exam.key.paper}-{result.form}")}" datestamp="{stamp}">',
        *_totals(exam, result),
        "</testResult>",
        *items,
        "</assessmentResult>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _totals(exam: Exam, result: Result) -> Iterator[str]:
    if result.seconds is not None:
        yield from _response(Variable("duration", "single", "duration", (number(Decimal(str(result.seconds))),)), "")
    yield from _outcome("SCORE", result.points if result.counted else None, result.maximum)
    yield from _outcome("MAXSCORE", result.maximum, None)
    for section in result.sections:
        points = section.points if result.counted else None
        yield from _outcome(f"{identifier(section.id)}_SCORE", points, section.maximum)
    if result.counted and result.points is not None:
        passed = "true" if result.points >= exam.key.pass_marks else "false"
        yield from _variable("outcomeVariable", Variable("PASSED", "single", "boolean", (passed,)))


def _item(exam: Exam, result: Result, part: PartResult, place: int, stamp: str, order: str) -> Iterator[str]:
    status = _status(result, part)
    yield (
        f'<itemResult identifier="{attribute(part.part)}" sequenceIndex="{place}" datestamp="{stamp}" '
        f'sessionStatus="{status}">'
    )
    for variable in _responses(exam.key.part(part.question, part.part), part.response):
        yield from _response(variable, order)
    if status in {FINAL, PENDING}:
        yield from _outcome("SCORE", part.points, part.maximum, by_people=part.outcome is Outcome.NEEDS_MARKER)
    yield "</itemResult>"


def _status(result: Result, part: PartResult) -> str:
    if result.status is Status.ABSENT:
        return NOT_STARTED
    if result.status is Status.OPEN:
        return WORKING
    return FINAL if part.points is not None else PENDING


def _response(variable: Variable, order: str) -> Iterator[str]:
    shown = f' choiceSequence="{attribute(order)}"' if order else ""
    yield (
        f'<responseVariable identifier="{variable.name}" cardinality="{variable.cardinality}" '
        f'baseType="{variable.base_type}"{shown}><candidateResponse>{_values(variable.values)}</candidateResponse>'
        "</responseVariable>"
    )


def _outcome(name: str, value: Decimal | None, most: Decimal | None, *, by_people: bool = False) -> Iterator[str]:
    limits = "" if most is None else f' normalMaximum="{number(most)}" normalMinimum="0"'
    scored = ' external-scored="human"' if by_people else ""
    known = () if value is None else (number(value),)
    yield from _variable("outcomeVariable", Variable(name, "single", "float", known), limits + scored)


def _variable(tag: str, variable: Variable, more: str = "") -> Iterator[str]:
    kind = f'cardinality="{variable.cardinality}" baseType="{variable.base_type}"'
    yield f'<{tag} identifier="{variable.name}" {kind}{more}>{_values(variable.values)}</{tag}>'


def _values(values: Sequence[str]) -> str:
    return "".join(f"<value>{escape(value)}</value>" for value in values)


def _responses(part: Part, given: object) -> Iterator[Variable]:
    """The response variables of an item, as our QTI export declares them."""
    match part:
        case MultipleChoice():
            yield Variable("RESPONSE", "multiple", "identifier", _list(given))
        case Ordering():
            yield Variable("RESPONSE", "ordered", "identifier", _list(given))
        case Matching():
            pairs = given.items() if isinstance(given, dict) else ()
            yield Variable("RESPONSE", "multiple", "directedPair", tuple(f"{a} {b}" for a, b in pairs if b))
        case Blanks():
            texts = _list(given) or ("",) * len(part.blanks)
            for place, text in enumerate(texts, start=1):
                yield Variable(f"RESPONSE{place}", "single", "string", (text,) if text else ())
        case Numeric():
            yield from _numeric(part, given if isinstance(given, dict) else {})
        case TrueFalse():
            word = () if given is None else ("true" if given else "false",)
            yield Variable("RESPONSE", "single", "identifier", word)
        case ShortAnswer():
            yield Variable("RESPONSE", "single", "string", (str(given),) if given else ())
        case _:
            yield Variable("RESPONSE", "single", "identifier", (str(given),) if given else ())


def _numeric(part: Numeric, given: dict[str, object]) -> Iterator[Variable]:
    text = str(given.get("value") or "").strip()
    value = read_number(text) if text else None
    if value is not None or not text:
        yield Variable("RESPONSE", "single", "float", () if value is None else (number(value),))
    else:
        yield Variable("RESPONSE", "single", "string", (text,))
    units = {unit: f"U{place}" for place, unit in enumerate(part.units, start=1)}
    unit = str(given.get("unit") or "")
    if len(units) > 1:
        known = (units[unit],) if unit in units else ()
        yield Variable("UNIT", "single", "identifier", known)


def _list(given: object) -> tuple[str, ...]:
    return tuple(str(entry) for entry in given) if isinstance(given, list) else ()


def _orders(exam: Exam, candidate: int) -> dict[str, str]:
    """The order in which the candidate saw the options, by part."""
    found = {}
    for section in exam.paper(candidate).sections:
        for item in section.items:
            for part in item.children if isinstance(item, CaseView) else (item,):
                found[part.id] = " ".join(_order(part))
    return found


def _order(part: PartView) -> list[str]:
    match part:
        case ChoiceView():
            return [option.id for option in part.options]
        case OrderingView():
            return [entry.id for entry in part.items]
        case _:
            return []


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
