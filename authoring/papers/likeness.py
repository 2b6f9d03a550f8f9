"""Questions that read alike may not stand in one form; looked for among the questions that forms would take."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from authoring.checks.similarity import similar_pairs
from authoring.content import parse
from authoring.papers.engine.problem import Ints
from authoring.papers.pool import Pool
from authoring.questions import Question

__all__ = ["alike_pairs", "alike_to"]


def alike_pairs(pool: Pool, forms: Sequence[Ints], least: Decimal) -> tuple[tuple[str, str], ...]:
    """Ids of alike questions among those of any form; none when no form holds both of a pair, fixed ones excepted."""
    ids = [pool.stock.ids[place] for place in np.unique(pool.questions[np.concatenate(forms)])]
    fixed = set(pool.blueprint.fixed)
    found = similar_pairs([_text(pool.stock.get(name)) for name in ids], float(least))
    pairs = [(ids[pair.first], ids[pair.second]) for pair in found]
    pairs = [pair for pair in pairs if not fixed.issuperset(pair)]
    held = [{pool.id(int(seat)) for seat in form} for form in forms]
    return tuple(pairs) if any(form.issuperset(pair) for pair in pairs for form in held) else ()


def alike_to(question: Question, others: Sequence[Question], least: Decimal) -> list[str]:
    """Ids of those of `others` that read like a question that may stand with them."""
    found = similar_pairs([_text(each) for each in (question, *others)], float(least))
    return [others[pair.second - 1].id for pair in found if pair.first == 0]


def _text(question: Question) -> str:
    return "\n".join(parse(text).text() for text in question.candidate_texts().values())
