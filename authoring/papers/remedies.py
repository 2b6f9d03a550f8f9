"""Ways out of a refusal, the mildest first; each has been tried: with it there is a paper."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

import numpy as np

from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.engine.solver import Outcome
from authoring.papers.engine.solving import Effort, Forms, solve
from authoring.papers.engine.watch import Watch
from authoring.papers.forms_problem import problem
from authoring.papers.inquiry import Inquiry, Step
from authoring.papers.known import Known
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, requirements
from authoring.papers.shortfall import Shortfall
from authoring.papers.wording import listing, number
from authoring.questions import Status
from authoring.records import Record
from authoring.texts import say

__all__ = ["Remedy", "RemedyKind", "remedies", "tried"]

EFFORT = Effort(gap=0.05, enough=1.0, nodes=300, nodes_apart=100, widest=2_500)
"""A remedy that takes more to try out is not offered."""
RELEASABLE = (Status.APPROVED, Status.IN_REVIEW, Status.DRAFT)
"""Questions that may yet be put to use."""
PRICES = {Status.APPROVED: 0.2, Status.IN_REVIEW: 0.5, Status.DRAFT: 1.0}
"""Of one such question; used ones and moved limits cost 1 a question."""
REUSED = 1.0
OVERLAP_PRICE = 0.5
"""Of a question that two forms have in common."""
FEWER_PRICE = 50.0
"""Of a form less."""
NAMED = 8
"""Ids that a sentence names."""


class RemedyKind(StrEnum):
    RELAX = "relax"
    """Move the limits that must give way."""
    RELEASE = "release"
    """Put some questions to use that are on their way."""
    REUSE = "reuse"
    """Use some questions again that should rest."""
    OVERLAP = "overlap"
    """Let forms have more questions in common."""
    FORMS = "forms"
    """Make fewer forms."""


class Remedy(Record):
    """One way out."""

    kind: RemedyKind
    sentence: str
    """In Chinese."""
    price: float
    """The smaller, the milder."""
    blueprint: Blueprint | None = None
    """The changed blueprint; None where the bank must change."""
    questions: tuple[str, ...] = ()
    """Ids of the questions to be put to use."""


def remedies(
    blueprint: Blueprint,
    pool: Pool,
    known: Known,
    shortfalls: Sequence[Shortfall],
    milder: Blueprint | None,
    inquiry: Inquiry,
) -> tuple[Remedy, ...]:
    """The ways out that were found, the mildest first; `milder` is the blueprint without the shortfalls."""
    found = [
        *([] if milder is None else [_relaxing(blueprint, shortfalls, milder)]),
        *_releasing(blueprint, pool, known, inquiry),
        *_reusing(blueprint, pool, known, inquiry),
        *_sharing(blueprint, pool, known, inquiry),
        *_fewer_forms(blueprint, pool, known, inquiry),
    ]
    return tuple(sorted(found, key=lambda remedy: (remedy.price, remedy.kind)))


def tried(blueprint: Blueprint, pool: Pool, known: Known, watch: Watch) -> Forms:
    """Forms of a blueprint that need be no more than possible."""
    if watch.should_stop():
        return Forms(Outcome.UNDECIDED)
    asked = problem(blueprint, pool, requirements(blueprint, pool, known))
    asked = replace(asked, cost=pool.stock.taste(known.seed)[pool.questions])
    alone = solve(replace(asked, forms=1), effort=EFFORT, watch=watch)
    return solve(asked, effort=EFFORT, watch=watch) if alone.found and blueprint.forms > 1 else alone


def _relaxing(blueprint: Blueprint, shortfalls: Sequence[Shortfall], milder: Blueprint) -> Remedy:
    said = say("papers.remedy.relax", changes=say("papers.remedy.and").join(entry.change for entry in shortfalls))
    price = sum(float(entry.missing) * _weight(entry, blueprint) for entry in shortfalls)
    return Remedy(kind=RemedyKind.RELAX, sentence=said, price=round(price, 6), blueprint=milder)


def _weight(entry: Shortfall, blueprint: Blueprint) -> float:
    """What moving a limit by one costs: about 1 for a question's worth of it."""
    marks = entry.kind in (Kind.AT_LEAST, Kind.AT_MOST) and blueprint.rows[int(entry.place)].measure is Measure.MARKS
    if marks or entry.kind is Kind.MARKS:
        return blueprint.size / float(blueprint.marks)
    if entry.kind in (Kind.MINUTES, Kind.SECTION_MINUTES):
        return blueprint.size / (blueprint.minutes * 60.0)
    if entry.kind is Kind.INFORMATION:
        return blueprint.size / max(float(entry.needed), 1e-9)
    return 1.0


def _releasing(blueprint: Blueprint, pool: Pool, known: Known, inquiry: Inquiry) -> Iterator[Remedy]:
    """First with reviewed questions alone, then with those in review, at last with drafts."""
    watch = inquiry.step(Step.RELEASE)
    statuses: tuple[Status, ...] = blueprint.statuses
    for status in RELEASABLE:
        if status in statuses:
            continue
        statuses = (*statuses, status)
        wider = blueprint.model_copy(update={"statuses": statuses})
        used = _fewest(wider, pool, known, watch)
        if used:
            counts = Counter(pool.why[int(pool.reasons[place])].status for place in used)
            price = sum(PRICES[kind] * count for kind, count in counts.items() if kind is not None)
            parts = (
                say("papers.sentence.elsewhere_entry", count=counts[kind], name=say(f"label.status.{kind}"))
                for kind in RELEASABLE
                if counts[kind]
            )
            yield Remedy(
                kind=RemedyKind.RELEASE,
                sentence=say("papers.remedy.release", parts=listing(parts), ids=_named(pool, used)),
                price=price,
                questions=tuple(pool.stock.ids[place] for place in used),
            )
            return


def _reusing(blueprint: Blueprint, pool: Pool, known: Known, inquiry: Inquiry) -> Iterator[Remedy]:
    if not blueprint.rest and blueprint.most_uses is None:
        return
    freer = blueprint.model_copy(update={"rest": 0, "most_uses": None})
    used = _fewest(freer, pool, known, inquiry.step(Step.REUSE))
    if used:
        sentence = say("papers.remedy.reuse", count=len(used), ids=_named(pool, used))
        ids = tuple(pool.stock.ids[place] for place in used)
        price = REUSED * len(used)
        yield Remedy(kind=RemedyKind.REUSE, sentence=sentence, price=price, blueprint=freer, questions=ids)


def _fewest(wider: Blueprint, pool: Pool, known: Known, watch: Watch) -> list[int]:
    """The fewest questions out of reach that a wider blueprint needs; none where even that has no paper."""
    if watch.should_stop():
        return []
    there = Pool.of(wider, pool.stock, known.exposed)
    asked = problem(wider, there, requirements(wider, there, known))
    released = pool.reasons[there.questions] >= 0
    cost = np.where(released, 1.0, 1e-6 * pool.stock.taste(known.seed)[there.questions])
    made = solve(replace(asked, cost=cost), effort=EFFORT, watch=watch)
    if not made.found:
        return []
    seats = np.unique(np.concatenate(made.forms))
    return sorted(set(there.questions[seats[released[seats]]].tolist()))


def _sharing(blueprint: Blueprint, pool: Pool, known: Known, inquiry: Inquiry) -> Iterator[Remedy]:
    """The smallest overlap with which there are forms; more overlap is never worse."""
    own = blueprint.own
    if blueprint.forms == 1 or own <= blueprint.shared:
        return

    def with_shared(shared: int) -> Blueprint:
        share = (Decimal(shared) / own).quantize(Decimal("0.0001"), ROUND_CEILING)
        return blueprint.model_copy(update={"overlap": min(Decimal(1), share)})

    watch = inquiry.step(Step.OVERLAP)
    low, high = blueprint.shared, own
    if not tried(with_shared(high), pool, known, watch).found:
        return
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if tried(with_shared(middle), pool, known, watch).found else (middle, high)
    found = with_shared(high)
    said = say("papers.remedy.overlap", shared=high, percent=number(round(100 * found.overlap, 1)))
    price = OVERLAP_PRICE * (high - blueprint.shared)
    yield Remedy(kind=RemedyKind.OVERLAP, sentence=said, price=price, blueprint=found)


def _fewer_forms(blueprint: Blueprint, pool: Pool, known: Known, inquiry: Inquiry) -> Iterator[Remedy]:
    """The most forms of which there are so many; fewer are never harder."""
    if blueprint.forms == 1:
        return
    watch = inquiry.step(Step.FORMS)
    best, low, high = None, 0, blueprint.forms
    forms = 1  # the easiest first, so that there is something when the rest takes too long
    while high - low > 1:
        fewer = blueprint.model_copy(update={"forms": forms})
        if tried(fewer, pool, known, watch).found:
            best, low = fewer, forms
        elif low == 0:
            return
        else:
            high = forms
        forms = (low + high) // 2
    if best is not None:
        price = FEWER_PRICE * (blueprint.forms - best.forms)
        said = say("papers.remedy.forms", forms=best.forms)
        yield Remedy(kind=RemedyKind.FORMS, sentence=said, price=price, blueprint=best)


def _named(pool: Pool, places: Sequence[int]) -> str:
    ids = listing(pool.stock.ids[place] for place in places[:NAMED])
    return ids if len(places) <= NAMED else say("papers.remedy.and_more", ids=ids, count=len(places))
