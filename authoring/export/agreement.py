"""Whether a paper, its questions and a session belong together: asked before a package is built and by its verifier."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from authoring.export.faults import doubtful, wrong
from authoring.findings import Finding, Place, Severity
from authoring.papers.paper import Form, Item, Paper
from authoring.questions import Case, Matching, MultipleChoice, Ordering, Part, Question, ShortAnswer, SingleChoice
from authoring.sessions.rules import ExamSession
from authoring.sessions.rules_check import check_session

__all__ = ["agreement_faults"]

FORM_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}")
"""Form names are parts of file names."""
PAPER_ID = re.compile(r"[\w][\w.-]{0,63}")


def agreement_faults(paper: Paper, questions: Mapping[str, Question], session: ExamSession) -> Iterator[Finding]:
    """Everything that contradicts between them; `questions` by id."""
    names = [form.name for form in paper.forms]
    if not PAPER_ID.fullmatch(paper.id):
        yield wrong("V151", Place(field="id"), id=paper.id)
    folded = [name.casefold() for name in names]
    if not names or len(set(folded)) < len(names) or not all(map(FORM_NAME.fullmatch, names)):
        yield wrong("V152", Place(field="forms"), forms="、".join(names) or "—")
    if paper.pass_marks > paper.marks:
        yield wrong("V153", Place(field="pass_marks"), passing=paper.pass_marks, total=paper.marks)
    for name in sorted(set(questions) - set(paper.question_ids)):
        yield wrong("V154", Place(question=name), id=name)
    for form in paper.forms:
        yield from _form(form, paper.marks, questions)
    yield from check_session(session).at(Severity.ERROR)
    yield from _session(paper, names, session)


def _form(form: Form, total: Decimal, questions: Mapping[str, Question]) -> Iterator[Finding]:
    items = list(form.items)
    numbers = [item.number for item in items]
    if numbers != list(range(1, len(items) + 1)):
        yield wrong(
            "V155", Place(field=f"forms.{form.name}"), form=form.name, numbers="、".join(map(str, numbers[:20]))
        )
    found = sum((item.marks for item in items), Decimal(0))
    if found != total:
        yield wrong("V156", Place(field=f"forms.{form.name}"), form=form.name, found=found, total=total)
    for name, count in Counter(item.question for item in items).items():
        if count > 1:
            yield wrong("V157", Place(question=name), form=form.name, id=name, count=count)
    for item in items:
        yield from _item(form.name, item, questions.get(item.question))


def _item(form: str, item: Item, question: Question | None) -> Iterator[Finding]:
    where = Place(question=item.question)
    if question is None:
        yield wrong("V158", where, form=form, number=item.number, id=item.question)
        return
    if question.fingerprint() != item.question_fingerprint or question.version != item.version:
        yield wrong("V159", where, form=form, number=item.number, id=item.question)
        return
    if isinstance(question, Case | ShortAnswer) and item.marks != question.marks:
        yield wrong("V160", where, form=form, number=item.number, found=item.marks, marks=question.marks)
    orders = item.child_orders if isinstance(question, Case) else {question.id: item.order}
    parts = {part.id: part for part in (question.children if isinstance(question, Case) else (question,))}
    for name, order in orders.items():
        if order and (name not in parts or sorted(order) != sorted(_arranged(parts[name]))):
            yield wrong("V161", Place(question=name), form=form, number=item.number, order="、".join(order))
    if isinstance(question, Case) and item.order:
        yield wrong("V161", where, form=form, number=item.number, order="、".join(item.order))


def _arranged(question: Part) -> Sequence[str]:
    """Ids of what a form may show in an order of its own."""
    match question:
        case SingleChoice() | MultipleChoice():
            return question.option_ids
        case Matching():
            return [choice.id for choice in question.choices]
        case Ordering():
            return [item.id for item in question.items]
        case _:
            return ()


def _session(paper: Paper, names: Sequence[str], session: ExamSession) -> Iterator[Finding]:
    uses = [use for use in session.exam.papers if use.paper == paper.id]
    if not session.exam.papers:
        yield doubtful("V162", Place(field="exam.papers"), session=session.id)
    elif not uses:
        known = "、".join(use.paper for use in session.exam.papers)
        yield wrong("V163", Place(field="exam.papers"), session=session.id, paper=paper.id, known=known)
    for form in sorted({form for use in uses for form in use.forms} - set(names)):
        yield wrong("V164", Place(field="exam.papers"), session=session.id, form=form, known="、".join(names))
    if session.timing.duration_minutes != paper.minutes:
        field = Place(field="timing.duration_minutes")
        yield wrong("V165", field, session=session.timing.duration_minutes, paper=paper.minutes)
    for name, ours, theirs in (
        ("total", paper.marks, session.marks.total),
        ("passing", paper.pass_marks, session.marks.passing),
    ):
        if ours != theirs:
            yield wrong("V166", Place(field=f"marks.{name}"), field=f"marks.{name}", session=theirs, paper=ours)
