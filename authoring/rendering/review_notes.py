"""From a paper and its questions to what a reviewer sees beside the candidate's page."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import assert_never

from authoring.bank.references import References, Resolved
from authoring.bank.syllabus import Syllabus
from authoring.content import parse
from authoring.findings import Finding, Report
from authoring.papers.paper import Form, Item, Paper
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.rendering.review import ReviewNote, ReviewPaper
from authoring.rendering.views import EntryView
from authoring.texts import say

__all__ = ["key_text", "letters", "question_notes", "review_paper"]


def review_paper(
    paper: Paper,
    form: Form,
    questions: Mapping[str, Question],
    references: References,
    syllabus: Syllabus,
    report: Report,
) -> ReviewPaper:
    """The notes of one form, in its order; a case before its children."""
    findings = _by_question(report)
    notes = (
        note for item in form.items for note in _notes(questions[item.question], item, references, syllabus, findings)
    )
    return ReviewPaper(paper=paper.id, form=form.name, title=paper.title, notes=tuple(notes))


def question_notes(
    question: Question, title: str, references: References, syllabus: Syllabus, report: Report
) -> ReviewPaper:
    """The notes of one question by itself, with its options in their own order; `title` stands above them."""
    item = Item(
        question=question.id,
        version=question.version,
        question_fingerprint="",
        number=1,
        marks=question.marks,
        seconds=question.seconds,
    )
    notes = tuple(_notes(question, item, references, syllabus, _by_question(report)))
    return ReviewPaper(paper=question.id, form="", title=title, notes=notes)


def _by_question(report: Report) -> dict[str, list[Finding]]:
    findings: dict[str, list[Finding]] = {}
    for finding in report:
        findings.setdefault(finding.where.question or "", []).append(finding)
    return findings


def _notes(
    question: Question,
    item: Item,
    references: References,
    syllabus: Syllabus,
    findings: Mapping[str, Sequence[Finding]],
) -> Iterator[ReviewNote]:
    for part, number, order in _with_children(question, item):
        yield _note(part, number, order, references, syllabus, findings.get(part.id, ()))


def _with_children(question: Question, item: Item) -> Iterator[tuple[Question, str, Sequence[str]]]:
    yield question, str(item.number), item.order
    if isinstance(question, Case):
        for n, child in enumerate(question.children, start=1):
            yield child, f"{item.number}.{n}", item.child_orders.get(child.id, ())


def letters(ids: Sequence[str], order: Sequence[str]) -> dict[str, str]:
    """The letter each option is shown with: A for the first place of the form's order."""
    return {name: chr(ord("A") + place) for place, name in enumerate(order or ids)}


def key_text(question: Part, order: Sequence[str] = ()) -> str:
    """The key as plain text, with the letters that the form shows."""
    match question:
        case SingleChoice():
            return letters(question.option_ids, order)[question.key]
        case MultipleChoice():
            shown = letters(question.option_ids, order)
            return "".join(sorted(shown[entry] for entry in question.key))
        case TrueFalse():
            return say("review_notes.right" if question.key else "review_notes.wrong")
        case Blanks():
            return "；".join(f"[{n}] {' / '.join(blank.accepted)}" for n, blank in enumerate(question.blanks, start=1))
        case Numeric():
            return _numeric_key(question)
        case Matching():
            shown = letters([choice.id for choice in question.choices], order)
            places = {premise.id: n for n, premise in enumerate(question.premises, start=1)}
            return "，".join(
                f"{places[p]}—{shown[c]}" for p, c in sorted(question.key.items(), key=lambda pair: places[pair[0]])
            )
        case Ordering():
            shown = letters([item.id for item in question.items], order)
            return " → ".join(shown[entry] for entry in question.key)
        case ShortAnswer():
            return parse(question.model_answer).text()
        case _:
            assert_never(question)


def _numeric_key(question: Numeric) -> str:
    low, high = question.bounds()
    span = say("review_notes.range", low=f"{low.normalize():f}", high=f"{high.normalize():f}")
    units = "、".join(unit for unit in question.units[1:])
    also = say("review_notes.also_units", units=units) if units else ""
    return f"{question.value:f} {question.unit}".strip() + span + also


def _note(
    question: Question,
    number: str,
    order: Sequence[str],
    references: References,
    syllabus: Syllabus,
    findings: Sequence[Finding],
) -> ReviewNote:
    resolved = [(key, references.resolve(key)) for key in question.sources]
    return ReviewNote(
        question=question.id,
        number=number,
        key=_key_html(question, order),
        rationale=parse(question.rationale).xhtml() if question.rationale else "",
        mistakes=_mistakes(question, order),
        sources=tuple(f"{key}　{found.title}" if found else key for key, found in resolved),
        facts=tuple(_fact_line(found) for _, found in resolved if found and found.kind in ("fact", "row")),
        findings=tuple(findings),
        points=tuple(f"{code} {syllabus.names.get(code, '')}".strip() for code in question.knowledge_points),
        level=say(f"label.level.{question.level}"),
        cognitive=say(f"label.cognitive.{question.cognitive}"),
        difficulty=question.difficulty,
        marks=question.marks,
        seconds=question.seconds,
    )


def _fact_line(fact: Resolved) -> str:
    since = say("review_notes.valid", start=fact.valid_from or "…", end=fact.valid_to or "…")
    return f"{fact.title}：{fact.value}（{fact.document}；{since}）"


def _key_html(question: Question, order: Sequence[str]) -> str:
    if isinstance(question, Case):
        return ""
    if isinstance(question, ShortAnswer):
        rows = "".join(
            f"<tr><td>{parse(point.text).inline_xhtml()}</td><td>{point.marks.normalize():f}</td>"
            f"<td>{escape('、'.join(point.keywords))}</td></tr>"
            for point in question.rubric
        )
        head = "".join(f"<th>{say(f'review_notes.rubric.{name}')}</th>" for name in ("text", "marks", "keywords"))
        return (
            f"{parse(question.model_answer).xhtml()}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
    return f"<p>{escape(key_text(question, order))}</p>"


def _mistakes(question: Question, order: Sequence[str]) -> tuple[EntryView, ...]:
    if not isinstance(question, SingleChoice | MultipleChoice):
        return ()
    shown = letters(question.option_ids, order)
    found = [(shown[option.id], option.mistake) for option in question.options if option.mistake]
    return tuple(EntryView(id=letter, html=parse(text).inline_xhtml()) for letter, text in sorted(found))
