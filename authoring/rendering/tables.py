"""Findings and papers as tables with Chinese headings: for notebooks and kept reports."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from authoring.bank.syllabus import Syllabus
from authoring.findings import Report, Severity
from authoring.papers.blueprint import Blueprint, Row
from authoring.papers.comparison import amount
from authoring.papers.paper import Form, Item, Paper
from authoring.papers.wording import number, sentence, unit
from authoring.questions import Question, SingleChoice, parts
from authoring.rendering.review_notes import key_text
from authoring.texts import say

__all__ = [
    "amount",
    "findings_table",
    "forms_table",
    "items_table",
    "key_letters",
    "key_table",
    "mean_difficulty",
    "minutes",
    "ranked",
    "rows_table",
]


def _headings(table: str, names: Sequence[str]) -> dict[str, str]:
    return {name: say(f"report.{table}.{name}") for name in names}


def _rounded(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def ranked(report: Report) -> Report:
    """The findings, worst first, then by code and place."""
    ranks = list(Severity)
    return Report.of(sorted(report, key=lambda found: (ranks.index(found.severity), found.code, str(found.where))))


def findings_table(report: Report) -> pd.DataFrame:
    """One row per finding, worst first."""
    columns = _headings("finding", ("severity", "code", "place", "message", "hint"))
    rows = [(say(f"label.severity.{f.severity}"), f.code, str(f.where), f.message, f.hint) for f in ranked(report)]
    return pd.DataFrame(rows, columns=list(columns.values()))


def forms_table(paper: Paper, questions: Mapping[str, Question]) -> pd.DataFrame:
    """The forms side by side: questions, marks, mean difficulty, expected minutes, how often each letter is a key."""
    counts = {form.name: key_letters(form, questions) for form in paper.forms}
    shown = sorted({letter for letters in counts.values() for letter in letters})
    columns = {
        say("report.form.name", form=form.name): [
            str(sum(1 for _ in form.items)),
            number(sum((item.marks for item in form.items), Decimal(0))),
            str(_rounded(mean_difficulty(form, questions), "0.01")),
            str(minutes(form.items)),
            *(str(counts[form.name][letter]) for letter in shown),
        ]
        for form in paper.forms
    }
    measures = [say(f"report.form.{name}") for name in ("questions", "marks", "difficulty", "minutes")]
    return pd.DataFrame(columns, index=[*measures, *(say("report.form.letter", letter=letter) for letter in shown)])


def rows_table(
    blueprint: Blueprint, paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus | None = None
) -> pd.DataFrame:
    """Every row of the blueprint as a sentence, with what each form has of it; the index is the row's number."""
    rows = [
        [sentence(row, blueprint, syllabus), *(_got(row, form, questions) for form in paper.forms)]
        for row in blueprint.rows
    ]
    columns = [say("report.row.sentence"), *(say("report.form.name", form=form.name) for form in paper.forms)]
    index = pd.RangeIndex(1, len(rows) + 1, name=say("report.row.number"))
    return pd.DataFrame(rows, columns=columns, index=index)


def _got(row: Row, form: Form, questions: Mapping[str, Question]) -> str:
    got = amount(row, form, questions)
    inside = (row.at_least is None or got >= row.at_least) and (row.at_most is None or got <= row.at_most)
    return say("report.row.got" if inside else "report.row.missed", amount=number(got), unit=unit(row.measure))


def items_table(paper: Paper, questions: Mapping[str, Question], syllabus: Syllabus) -> pd.DataFrame:
    """Every question of every form in its order, without keys."""
    columns = _headings(
        "item", ("form", "number", "question", "type", "point", "level", "cognitive", "difficulty", "marks", "seconds")
    )
    rows = [_item(form.name, item, questions[item.question], syllabus) for form in paper.forms for item in form.items]
    return pd.DataFrame(rows, columns=list(columns.values()))


def _item(form: str, item: Item, question: Question, syllabus: Syllabus) -> list[object]:
    point = question.knowledge_points[0]
    return [
        form,
        item.number,
        item.question,
        say(f"label.question_type.{question.type}"),
        f"{point} {syllabus.names.get(point, '')}".strip(),
        say(f"label.level.{question.level}"),
        say(f"label.cognitive.{question.cognitive}"),
        question.difficulty,
        number(item.marks),
        item.seconds,
    ]


def key_table(form: Form, questions: Mapping[str, Question]) -> pd.DataFrame:
    """The key of a form, one row per answerable question: number (`41.2` in a case), id, key as this form shows it."""
    rows = []
    for item in form.items:
        held = questions[item.question]
        for place, part in enumerate(parts(held), start=1):
            own = part.id == held.id
            order = item.order if own else item.child_orders.get(part.id, ())
            rows.append((str(item.number) if own else f"{item.number}.{place}", part.id, key_text(part, order)))
    return pd.DataFrame(rows, columns=[say("report.item.number"), say("report.item.question"), say("report.item.key")])


def key_letters(form: Form, questions: Mapping[str, Question]) -> Counter[str]:
    """How often each letter, as the form shows it, is the key of a single choice question; 0 for one that never is."""
    counts: Counter[str] = Counter()
    for item in form.items:
        question = questions[item.question]
        if isinstance(question, SingleChoice):
            counts.update({chr(ord("A") + place): 0 for place in range(len(question.options))})
            counts[key_text(question, item.order)] += 1
    return counts


def mean_difficulty(form: Form, questions: Mapping[str, Question]) -> Decimal:
    """Mean of the authors' estimates (1 to 5), weighted by marks."""
    marks = sum((item.marks for item in form.items), Decimal(0))
    weighted = sum((item.marks * questions[item.question].difficulty for item in form.items), Decimal(0))
    return weighted / marks


def minutes(items: Iterable[Item]) -> Decimal:
    """Expected answering time in minutes, to one decimal."""
    return _rounded(Decimal(sum(item.seconds for item in items)) / 60, "0.1")
