"""What to know about forms that meet their blueprint: time, parallelism, questions in common."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from authoring.findings import Finding
from authoring.papers.blueprint import Blueprint
from authoring.papers.faults import doubtful, note
from authoring.papers.forms_model import DIFFICULTY_TOLERANCE
from authoring.papers.paper import Paper
from authoring.papers.pool import Seat
from authoring.papers.timing import tight_times
from authoring.papers.wording import listing, number

__all__ = ["mean_difficulty", "paper_notes"]

NOTICEABLE = 2 * Decimal(str(DIFFICULTY_TOLERANCE))


def paper_notes(blueprint: Blueprint, paper: Paper, forms: Sequence[Sequence[Seat]]) -> Iterator[Finding]:
    """Findings P221–P225. `forms` holds the seats that each form of the paper takes."""
    for form in paper.forms:
        yield from tight_times(form, paper.minutes)
    yield from _difficulties(blueprint, paper, forms)
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
