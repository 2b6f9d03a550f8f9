"""What a template's seeds give, in columns: the key, every mistake, and the distractors chosen among the mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from authoring.errors import UsageError
from authoring.quantities.vectors import Column, compile_columns, round_columns
from authoring.questions.drawing import Drawn, draw, spread
from authoring.questions.template import Grounds, Law, Mistake, Template
from authoring.texts import say

__all__ = ["FARTHEST", "LETTERS", "Computed", "compute", "expression_of", "law_of", "mistake_expression"]

FARTHEST = 10_000.0
"""A distractor is at most so many times larger or smaller than the key."""
LETTERS = "ABCDEFGH"
"""Of options, which stand in ascending order."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Computed:
    """A row for each seed. Key and mistakes are rounded as the template says, nan where there is no value."""

    seeds: Sequence[int]
    drawn: Mapping[str, Drawn]
    inputs: Mapping[str, Any]
    """Columns, or lists of them, by name: the parameters and what a formula's symbols are."""
    held: Flags
    """Whether the constraints hold."""
    key: Column
    mistakes: npt.NDArray[np.float64]
    """Mistake × seed."""
    trapped: Flags
    """Mistake × seed: is the key within the tolerance."""
    usable: Flags
    """Mistake × seed: has a value, a plausible size, and is not the key within the tolerance."""
    chosen: npt.NDArray[np.int64]
    """Distractor × seed: the mistake's place, −1 where there is none left that is apart from the others."""


def law_of(template: Template, grounds: Grounds) -> Law | None:
    """The template's formula. Raises UsageError for one that the references do not have."""
    if template.formula is None:
        return None
    if template.formula not in grounds.formulas:
        raise UsageError(say("variants.no_formula", template=template.id, key=template.formula))
    return grounds.formulas[template.formula]


def expression_of(template: Template, law: Law | None) -> str:
    """The key's expression."""
    return law.expr if law else template.expr or ""


def mistake_expression(template: Template, mistake: Mistake, law: Law | None) -> str:
    """A mistake's own expression or that of the formula's common error. Raises UsageError for an unknown name."""
    if mistake.expr is not None:
        return mistake.expr
    known = {str(entry["mistake"]): str(entry["expr"]) for entry in (law.mistakes if law else ())}
    if mistake.name not in known:
        raise UsageError(
            say("variants.no_mistake", template=template.id, name=mistake.name, known="、".join(known) or "—")
        )
    return known[mistake.name]


def compute(template: Template, grounds: Grounds, seeds: Sequence[int]) -> Computed:
    """Raises UsageError for what the references do not have and ExpressionError for what is no expression."""
    law = law_of(template, grounds)
    drawn, held = draw(template, grounds, seeds)
    columns: dict[str, Any] = {name: entry.values for name, entry in drawn.items() if entry.values is not None}
    rows = (len(seeds),)
    inputs = columns | {
        name: compile_columns(wanted)(columns)
        if isinstance(wanted, str)
        else [compile_columns(e)(columns) for e in wanted]
        for name, wanted in template.inputs.items()
    }

    def rounded(expr: str) -> Column:
        return round_columns(np.broadcast_to(compile_columns(expr)(inputs), rows), template.decimals)

    key = rounded(expression_of(template, law))
    wrong = [rounded(mistake_expression(template, mistake, law)) for mistake in template.mistakes]
    mistakes = np.array(wrong) if wrong else np.empty((0, *rows))
    with np.errstate(invalid="ignore"):
        trapped = np.isfinite(mistakes) & ~_apart(template, mistakes, key)
        usable = np.isfinite(mistakes) & _sensible(template, mistakes, key) & ~trapped
    chosen = _choose(template, seeds, key, mistakes, usable)
    return Computed(seeds, drawn, inputs, held, key, mistakes, trapped, usable, chosen)


def _sensible(template: Template, values: Column, key: Column) -> Flags:
    """Positive, unless the key itself may be negative, and of the key's size within `FARTHEST`."""
    size, own = np.abs(values), np.abs(key)
    near: Flags = (size <= own * FARTHEST) & (size * FARTHEST >= own)
    return near & (values > 0) if template.plausible[0] >= 0 else near


def _apart(template: Template, values: Column, others: Column) -> Flags:
    """Farther from each other than the tolerance, which is relative to `others` or absolute."""
    tolerance = template.tolerance
    if tolerance.relative is not None:
        reach = np.abs(others) * float(tolerance.relative)
    else:
        reach = np.full(np.shape(others), float(tolerance.absolute or 0))
    shown = 0.5 * 10.0**-template.decimals
    return np.asarray(np.abs(values - others) > np.maximum(reach * (1 + 1e-9), shown))


def _choose(
    template: Template, seeds: Sequence[int], key: Column, mistakes: Column, usable: Flags
) -> npt.NDArray[np.int64]:
    """Distractors: usable mistakes in an order that the seed gives, each apart from those before it.

    How many of them are smaller than the key is drawn first, so that the key does not always stand at one letter.
    """
    wanted = template.options - 1 if template.type == "single_choice" else 0
    rows = len(key)
    chosen = np.full((wanted, rows), -1, dtype=np.int64)
    if not wanted:
        return chosen
    numbers = np.asarray(seeds, dtype=np.uint64)
    lots = np.array([spread(f"{template.id}/mistake/{name.name}", numbers, 0, 2**31) for name in template.mistakes])
    order = np.argsort(lots, axis=0, kind="stable")
    with np.errstate(invalid="ignore"):
        below = mistakes < key
    fewest = np.clip(wanted - np.count_nonzero(usable & ~below, axis=0), 0, wanted)
    most = np.clip(np.count_nonzero(usable & below, axis=0), fewest, wanted)
    quota = fewest + (spread(f"{template.id}/below", numbers, 0, 2**31) % (most - fewest + 1))
    every, filled, smaller = np.arange(rows), np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    values = np.full((wanted, rows), np.nan)
    taken = np.zeros(mistakes.shape, dtype=bool)
    for strict in (True, False):  # where mistakes are too close to each other, the quota gives way
        for candidate in order:
            value, low = mistakes[candidate, every], below[candidate, every]
            good = usable[candidate, every] & ~taken[candidate, every] & (filled < wanted)
            if strict:
                good &= np.where(low, smaller < quota, filled - smaller < wanted - quota)
            with np.errstate(invalid="ignore"):
                for before in values:
                    good &= np.isnan(before) | (_apart(template, value, before) & _apart(template, before, value))
            at = every[good]
            chosen[filled[good], at], values[filled[good], at] = candidate[good], value[good]
            taken[candidate[good], at] = True
            filled[good] += 1
            smaller[good] += low[good]
    return chosen
