"""A pool of up to a million questions, drawn as columns, and a blueprint of some sixty rows for it."""

from decimal import Decimal
from typing import Any

import numpy as np

from authoring.papers.blueprint import Blueprint
from authoring.papers.stock import Stock
from authoring.questions import Cognitive, Level, Question, QuestionType, Status

__all__ = ["drawn", "plan_of"]

DOMAINS = [f"D{n:02d}" for n in range(1, 16)]
KINDS = {"single_choice": (0.5, 50, 1, 50), "multiple_choice": (0.2, 20, 2, 75), "true_false": (0.1, 10, 1, 30)}
KINDS |= {"blanks": (0.1, 10, 2, 60), "numeric": (0.1, 10, 5, 240)}
"""Share of the pool, questions in a form, marks and seconds of each type."""
TOTAL = sum(count * marks for _, count, marks, _ in KINDS.values())


def drawn(size: int, seed: int = 1) -> Stock:
    """A pool of that many questions, in columns alone."""
    draw = np.random.default_rng(seed)
    kinds = [kind.value for kind in QuestionType]
    shares = np.array([KINDS[kind][0] if kind in KINDS else 0.0 for kind in kinds])
    types = draw.choice(len(kinds), size, p=shares)
    marks = np.array([KINDS[kind][2] if kind in KINDS else 0 for kind in kinds])
    seconds = np.array([KINDS[kind][3] if kind in KINDS else 0 for kind in kinds])
    codes = tuple(f"{domain}-{n:02d}" for domain in DOMAINS for n in range(1, 7))
    return Stock(
        ids=tuple(f"GEN-{n:07d}" for n in range(size)),
        types=types.astype(np.int16),
        statuses=np.full(size, list(Status).index(Status.ACTIVE), np.int16),
        levels=draw.integers(0, len(Level), size).astype(np.int16),
        cognitive=draw.integers(0, len(Cognitive), size).astype(np.int16),
        difficulty=draw.integers(1, 6, size).astype(np.int16),
        halves=2 * marks[types],
        seconds=seconds[types] + 10 * draw.integers(-2, 3, size),
        points=draw.integers(0, len(codes), size).astype(np.int16),
        codes=codes,
        tags=(),
        get=_never,
    )


def _never(name: str) -> Question:
    raise KeyError(name)


def plan_of(forms: int) -> Blueprint:
    """A hundred questions, some sixty rows, groups of enemies."""
    share = Decimal(TOTAL) / len(DOMAINS)
    rows: list[dict[str, Any]] = []
    for domain in DOMAINS:
        points = {"knowledge_points": [domain]}
        low, high = float(round(share * Decimal("0.75"))), float(round(share * Decimal("1.25")))
        rows.append({"select": points, "measure": "marks", "at_least": low, "at_most": high})
        rows.append({"select": points, "section": "single_choice", "at_least": 2, "at_most": 5})
        rows.append({"select": points | {"cognitive": ["apply", "analyse"]}, "at_least": 2, "at_most": 6})
    rows += [
        {"select": {"difficulty": [n]}, "measure": "marks", "at_least": TOTAL // 10, "at_most": 3 * TOTAL // 10}
        for n in range(1, 6)
    ]
    rows += [
        {"select": {"cognitive": [level.value]}, "measure": "marks", "at_least": TOTAL // 6, "at_most": TOTAL // 3}
        for level in Cognitive
    ]
    rows.append({"select": {"levels": ["intermediate", "senior"]}, "measure": "marks", "at_least": TOTAL // 2})
    draw = np.random.default_rng(2)
    enemies = [[f"GEN-{n:07d}" for n in sorted(draw.choice(1000, 3, replace=False).tolist())] for _ in range(200)]
    sections = [
        {"id": kind, "title": kind, "types": [kind], "count": count, "marks_each": marks}
        for kind, (_, count, marks, _) in KINDS.items()
    ]
    plain_data = {
        "id": "benchmark",
        "title": "benchmark",
        "level": "senior",
        "levels": [level.value for level in Level],
    }
    plain_data |= {"minutes": 180, "marks": TOTAL, "pass_marks": 0, "sections": sections, "rows": rows}
    return Blueprint.model_validate(plain_data | {"enemies": enemies, "forms": forms, "difficulty": 2.9})
