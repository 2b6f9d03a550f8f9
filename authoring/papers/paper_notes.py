"""What to know about forms that meet their blueprint: time, parallelism, questions in common."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from authoring.findings import Finding
from authoring.papers.blueprint import Blueprint
from authoring.papers.faults import doubtful, note
from authoring.papers.forms_problem import DIFFICULTY_TOLERANCE
from authoring.papers.option_order import key_letter
from authoring.papers.paper import Form, Paper
from authoring.papers.pool import Seat
from authoring.papers.timing import tight_times
from authoring.papers.wording import listing, number
from authoring.questions import SingleChoice

__all__ = ["mean_difficulty", "paper_notes"]

NOTICEABLE = 2 * Decimal(str(DIFFICULTY_TOLERANCE))


def paper_notes(blueprint: Blueprint, paper: Paper, forms: Sequence[Sequence[Seat]]) -> Iterator[Finding]:
    """Findings P221–P225 and P228. `forms` holds the seats that each form of the paper takes."""
    for form in paper.forms:
        yield from tight_times(form, paper.minutes)
    yield from _difficulties(blueprint, paper, forms)
    for form, seats in zip(paper.forms, forms, strict=True):
        yield from _letters(blueprint, form, seats)
    for (one, first), (other, second) in combinations(zip(paper.forms, forms, strict=True), 2):
        common = {seat.question.id for seat in first} & {seat.question.id for seat in second}
        if common:
            yield note("P225", "overlap", one=one.name, other=other.name, count=len(common), size=blueprint.size)


def mean_difficulty(form: Sequence[Seat]) -> Decimal:
    """Mean difficulty of a form's questions, 1 to 5, weighted by marks."""
    marks = sum((seat.marks for seat in form), Decimal(0))
    return sum((seat.marks * seat.question.difficulty for seat in form), Decimal(0)) / marks


def _difficulties(blueprint: Blueprint, paper: Paper, forms: Sequence[Sequence[Seat]]) -> Iterator[Finding]:
    means = [mean_difficulty(form) for form in forms]
    listed = listing(f"{form.name} {mean:.2f}" for form, mean in zip(paper.forms, means, strict=True))
    if max(means) - min(means) > NOTICEABLE:
        yield doubtful("P223", "difficulty", means=listed)
    target = blueprint.difficulty
    if target is not None and max(abs(mean - target) for mean in means) > NOTICEABLE:
        yield doubtful("P224", "difficulty", means=listed, target=number(target))


def _letters(blueprint: Blueprint, form: Form, seats: Sequence[Seat]) -> Iterator[Finding]:
    """P228: shuffling did not bring a key letter down to the share that it may have."""
    if blueprint.key_share is None:
        return
    questions = {seat.question.id: seat.question for seat in seats}
    asked = [(entry, item.order) for item in form.items if isinstance(entry := questions[item.question], SingleChoice)]
    letters = Counter(key_letter(entry, order) for entry, order in asked)
    for letter, count in sorted(letters.items()):
        if count > blueprint.key_share * len(asked):
            values = {"letter": letter, "count": count, "total": len(asked), "share": f"{blueprint.key_share:.0%}"}
            yield doubtful("P228", "key_share", form=form.name, **values)
