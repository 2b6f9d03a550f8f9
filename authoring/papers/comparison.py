"""Forms side by side, in numbers: what makes them parallel, and what they have in common."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from authoring.papers.blueprint import Measure, Row
from authoring.papers.option_order import key_letter
from authoring.papers.paper import Form, Item, Paper
from authoring.papers.statistics import Observed
from authoring.papers.timing import form_seconds
from authoring.questions import Question, SingleChoice
from authoring.records import Record

__all__ = ["Comparison", "FormFigures", "amount", "compare", "figures", "key_letters", "observed_share"]


class FormFigures(Record):
    """One form in numbers."""

    form: str
    questions: int
    marks: Decimal
    seconds: int
    """Expected answering time."""
    difficulty: float
    """Mean of the authors' estimates (1 to 5), weighted by marks."""
    spread: float
    """Standard deviation of the same, weighted by marks."""
    domains: dict[str, Decimal]
    """Marks by domain."""
    cognitive: dict[str, Decimal]
    """Marks by cognitive level."""
    types: dict[str, int]
    """Questions by type."""
    letters: dict[str, int]
    """How often each letter is the key of a single choice question."""


class Comparison(Record):
    forms: tuple[FormFigures, ...]
    overlap: tuple[tuple[int, ...], ...]
    """Questions that two forms have in common, in the order of the forms; a form with itself: all."""

    @property
    def apart(self) -> float:
        """Largest difference between the mean difficulties of two forms."""
        means = [form.difficulty for form in self.forms]
        return max(means) - min(means)


def compare(paper: Paper, questions: Mapping[str, Question]) -> Comparison:
    """All forms of a paper; `questions` has every question of it by id."""
    held = [{item.question for item in form.items} for form in paper.forms]
    overlap = tuple(tuple(len(one & other) for other in held) for one in held)
    return Comparison(forms=tuple(figures(form, questions) for form in paper.forms), overlap=overlap)


def figures(form: Form, questions: Mapping[str, Question]) -> FormFigures:
    items = list(form.items)
    marks = sum((item.marks for item in items), Decimal(0))
    weighted = [(item.marks, questions[item.question].difficulty) for item in items]
    mean = float(sum((worth * level for worth, level in weighted), Decimal(0)) / marks) if marks else 0.0
    variance = sum(float(worth) * (level - mean) ** 2 for worth, level in weighted) / float(marks) if marks else 0.0
    return FormFigures(
        form=form.name,
        questions=len(items),
        marks=marks,
        seconds=form_seconds(form),
        difficulty=mean,
        spread=variance**0.5,
        domains=_marks_by(items, lambda item: questions[item.question].domain),
        cognitive=_marks_by(items, lambda item: questions[item.question].cognitive.value),
        types=dict(sorted(Counter(questions[item.question].type for item in items).items())),
        letters=dict(sorted(Counter(letter for _, letter in key_letters(form, questions)).items())),
    )


def _marks_by(items: Iterable[Item], group: Callable[[Item], str]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for item in items:
        found[group(item)] = found.get(group(item), Decimal(0)) + item.marks
    return dict(sorted(found.items()))


def key_letters(form: Form, questions: Mapping[str, Question]) -> list[tuple[int, str]]:
    """Number and key letter, as the form shows it, of every single choice question, in order."""
    held = ((item, questions[item.question]) for item in form.items)
    return [(item.number, key_letter(entry, item.order)) for item, entry in held if isinstance(entry, SingleChoice)]


def amount(row: Row, form: Form, questions: Mapping[str, Question]) -> Decimal:
    """Questions or marks that a form has of a row's selection."""
    taken = (
        item
        for section in form.sections
        if row.section in (None, section.id)
        for item in section.items
        if row.select.covers(questions[item.question])
    )
    return sum((Decimal(1) if row.measure is Measure.COUNT else item.marks for item in taken), Decimal(0))


def observed_share(form: Form, observed: Mapping[str, Observed]) -> float | None:
    """Mean share of the marks that candidates reached, 0 to 1, weighted by marks; None where nothing was observed."""
    seen = ((item.marks, observed[item.question].share) for item in form.items if item.question in observed)
    known = [(float(marks), share) for marks, share in seen if share is not None]
    whole = sum(marks for marks, _ in known)
    return sum(marks * share for marks, share in known) / whole if whole else None
