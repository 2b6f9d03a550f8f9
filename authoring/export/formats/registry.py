"""Every exchange format by its name, and the one way to write any of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from authoring.errors import StorageError, UsageError
from authoring.export.formats import aiken, canvas, gift, moodle, national
from authoring.export.formats.gaps import VOICE, Gap, told
from authoring.export.formats.groups import Group, by_section
from authoring.export.formats.qti import PLAIN, QTI_VERSIONS, QtiChoices, qti_package
from authoring.export.formats.whole import csv_archive, excel_archive, json_text
from authoring.findings import Finding, Place, Report
from authoring.papers.paper import Form, Paper
from authoring.questions import Question
from authoring.texts import say

__all__ = ["FORMATS", "Format", "export", "export_form", "suffix"]

Media = Callable[[str], bytes]
Written = bytes | tuple[bytes, Report]


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format."""

    write: Callable[[Sequence[Group], Media], Written]
    suffix: str
    """What a file's name ends in."""
    gaps: tuple[Gap, ...] = ()
    whole: bool = False
    """Holds every field of the bank."""
    write_form: Callable[[Paper, Form, Sequence[Group], Media], bytes] | None = None
    """Of a format that knows what a paper is; the others write a form's sections as groups."""
    form_gap: str = "F329"
    """What of a paper is not carried."""


FORMATS = {
    "moodle": Format(moodle.moodle_xml, ".moodle.xml", moodle.GAPS),
    "gift": Format(gift.gift_text, ".gift.txt", gift.GAPS),
    "aiken": Format(aiken.aiken_text, ".aiken.txt", aiken.GAPS),
    "national": Format(national.national_workbook, ".national.xlsx", national.GAPS),
    "canvas": Format(canvas.canvas_package, ".canvas.zip", canvas.GAPS, write_form=canvas.canvas_form, form_gap="F330"),
    "json": Format(json_text, ".json", whole=True),
    "excel": Format(excel_archive, ".excel.zip", whole=True),
    "csv": Format(csv_archive, ".csv.zip", whole=True),
}


def export(name: str, groups: Sequence[Group], media: Media) -> tuple[bytes, Report]:
    """The questions in a format, and a finding for each construct that it cannot carry.

    `media` gives the bytes of a picture by its address (`media/1.png`); one that is missing is an error, and then
    nothing is written and the bytes are empty. Raises UsageError for an unknown format, and for a version of QTI.
    """
    if name in QTI_VERSIONS:
        raise UsageError(say("formats.needs_paper", name=name))
    chosen = _format(name)
    return _exported(chosen, chosen.write, groups, media)


def _exported(
    chosen: Format, write: Callable[[Sequence[Group], Media], Written], groups: Sequence[Group], media: Media
) -> tuple[bytes, Report]:
    questions = [question for group in groups for question in group.questions]
    pictures, missing = _pictures(questions, media)
    if missing:
        return b"", Report.of(missing)
    written = write(groups, pictures.__getitem__)
    data, more = written if isinstance(written, tuple) else (written, Report())
    general = [] if chosen.whole or not questions else [VOICE.note("F302", "")]
    return data, Report.of([*general, *told(chosen.gaps, questions)]) + more


def export_form(
    name: str, paper: Paper, form: Form, questions: Mapping[str, Question], media: Media, choices: QtiChoices = PLAIN
) -> tuple[bytes, Report]:
    """A form of a paper in a format or a version of QTI, for which alone the choices are; else as `export`."""
    if name in QTI_VERSIONS:
        return qti_package(name, paper, form, questions, media, choices)
    chosen = _format(name)
    write = partial(chosen.write_form, paper, form) if chosen.write_form else chosen.write
    data, report = _exported(chosen, write, by_section(form, questions), media)
    return data, Report.of([VOICE.note(chosen.form_gap, "")] if report.passed else []) + report


def suffix(name: str) -> str:
    """What a file's name in a format or a version of QTI ends in. Raises UsageError for an unknown one."""
    return f".{name}.zip" if name in QTI_VERSIONS else _format(name).suffix


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UsageError(say("formats.unknown", name=name, known="、".join([*FORMATS, *QTI_VERSIONS])))
    return FORMATS[name]


def _pictures(questions: Sequence[Question], media: Media) -> tuple[dict[str, bytes], list[Finding]]:
    """Every picture once, and what is missing at each question that shows it."""
    found: dict[str, bytes] = {}
    missing: list[Finding] = []
    for question, address in _shown(questions):
        try:
            found[address] = found[address] if address in found else media(address)
        except (StorageError, KeyError):
            missing.append(VOICE.wrong("F303", Place(question=question), id=question, address=address))
    return found, missing


def _shown(questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    return ((question.id, address) for question in questions for address in question.media)
