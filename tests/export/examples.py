"""A small paper with every question type, two forms, pictures, and a session it belongs to."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from authoring.export.package import BankState, build_package
from authoring.export.signing import SigningKey
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Case, Level, Question
from authoring.questions.scoring import ScoringRules
from authoring.sessions import ExamSession
from tests import builders
from tests.sessions import examples as sessions

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
SECRET_PICTURE = PICTURE.replace(b"rect", b"path")
MEDIA = {"media/流程图.svg": PICTURE, "media/solution.svg": SECRET_PICTURE}
BANK = BankState("test-bank", "0" * 64)
KEY = SigningKey.generate()

VARIED: dict[str, dict[str, Any]] = {
    "single_choice": {"stem": "看图，下列哪一项正确？\n\n![生产流程图](media/流程图.svg)"},
    "multiple_choice": {"rationale": "见图。\n\n![解题过程](media/solution.svg)", "marks": 3},
    "true_false": {"marks": 0.5},
}


def questions(**fields: Any) -> dict[str, Question]:
    """One of each kind, `T-D01-001` to `-009`."""
    made = (
        builders.question(kind, n, **(VARIED.get(kind, {}) | fields)) for n, kind in enumerate(builders.KINDS, start=1)
    )
    return {question.id: question for question in made}


def _order(question: Question, turned: bool) -> tuple[str, ...]:
    entries = getattr(question, "options", None) or getattr(question, "choices", None) or getattr(question, "items", ())
    ids = [entry.id for entry in entries]
    return tuple(reversed(ids)) if turned else ()


def _item(question: Question, number: int, turned: bool) -> Item:
    children = question.children if isinstance(question, Case) else ()
    return Item(
        question=question.id,
        version=question.version,
        question_fingerprint=question.fingerprint(),
        number=number,
        marks=question.marks,
        seconds=question.seconds,
        order=() if children else _order(question, turned),
        child_orders={child.id: _order(child, turned) for child in children if _order(child, turned)},
    )


def _form(name: str, chosen: list[Question]) -> Form:
    items = [_item(question, number, turned=name != "A") for number, question in enumerate(chosen, start=1)]
    half = len(items) // 2
    groups = ((f"S{n}", part) for n, part in enumerate((items[:half], items[half:]), start=1) if part)
    sections = (
        FormSection(id=group, title=f"第{group}部分", instructions="按要求作答。", minutes=None, items=tuple(part))
        for group, part in groups
    )
    return Form(name=name, sections=tuple(sections))


def paper(chosen: dict[str, Question], scoring: ScoringRules = ScoringRules(), **fields: Any) -> Paper:
    """Form A in the questions' own order, form B in the opposite one with every list of options turned round."""
    inside = list(chosen.values())
    data: dict[str, Any] = {
        "id": "P1",
        "title": "双碳职业能力考试（测试）",
        "level": Level.JUNIOR,
        "minutes": 120,
        "marks": sum((question.marks for question in inside), Decimal(0)),
        "pass_marks": Decimal(10),
        "scoring": scoring,
        "blueprint": "test",
        "blueprint_fingerprint": "0" * 64,
        "seed": 1,
        "forms": (_form("A", inside), _form("B", inside[::-1])),
    }
    return Paper(**(data | fields))


def _limited(form: Form, minutes: int) -> Form:
    sections = tuple(section.model_copy(update={"minutes": minutes}) for section in form.sections)
    return form.model_copy(update={"sections": sections})


def session(made: Paper, rules: Mapping[str, object] = MappingProxyType({})) -> ExamSession:
    marks = {"marks.total": float(made.marks), "marks.passing": float(made.pass_marks)}
    return sessions.changed(sessions.complete(), {**marks, **rules})


def package(
    key: SigningKey = KEY,
    section_minutes: int | None = None,
    rules: Mapping[str, object] = MappingProxyType({}),
    **fields: Any,
) -> bytes:
    """A package without errors, every section of its forms with the same limit, if any; some `rules` changed."""
    chosen = questions(**fields)
    made = paper(chosen)
    if section_minutes is not None:
        made = made.model_copy(update={"forms": tuple(_limited(form, section_minutes) for form in made.forms)})
    data, report = build_package(made, chosen, session(made, rules), MEDIA.__getitem__, BANK, key)
    assert report.passed, str(report)
    return data
