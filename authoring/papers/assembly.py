"""From a blueprint and a bank to a paper: parallel forms that meet every row, or what stands in the way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import combinations

import numpy as np

from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.bank.syllabus import Syllabus
from authoring.errors import AssemblyError
from authoring.findings import Finding, Report
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_check import check_blueprint
from authoring.papers.engine.problem import Ints
from authoring.papers.engine.solver import Outcome
from authoring.papers.engine.solving import Effort, Forms, solve
from authoring.papers.engine.watch import Standing, Watch
from authoring.papers.faults import doubtful, note, wrong
from authoring.papers.forms_problem import problem
from authoring.papers.inquiry import Inquiry
from authoring.papers.known import Known
from authoring.papers.layout import lay_out
from authoring.papers.likeness import alike_pairs
from authoring.papers.paper import Paper
from authoring.papers.paper_notes import paper_notes
from authoring.papers.pool import Exposed, Pool, Seat
from authoring.papers.refusal import refusal
from authoring.papers.remedies import Remedy
from authoring.papers.requirements import Requirement, broken, requirements
from authoring.papers.shortfall import Shortfall
from authoring.papers.statistics import ItemStatistics
from authoring.papers.stock import Stock
from authoring.papers.wording import listing
from authoring.questions import Question
from authoring.records import Record
from authoring.texts import say

__all__ = ["Assembly", "Progress", "assemble"]

EFFORT = Effort()
ROUNDS = 20
"""How often a paper is assembled anew because two of its questions read alike."""
FORM_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Progress = Callable[[str], None]


class Assembly(Record):
    """What came of a blueprint."""

    paper: Paper | None = None
    """None exactly when no paper can meet the blueprint, or when it was stopped too early."""
    report: Report
    """P1xx: the blueprint contradicts itself. P20x: what clashes or is short. P22x: what to know about the forms.
    P229–P231: what was not found out about a refusal."""
    shortfalls: tuple[Shortfall, ...] = ()
    """The smallest change with which there would be a paper."""
    remedies: tuple[Remedy, ...] = ()
    """Ways out, the mildest first; with each of them there is a paper."""
    objective: float | None = None
    """Cost of the paper: 0 to 1 for each choice of a question (the seed's known) and 1 for each term in which it was
    used before, 2 for each shared question, 20 for each tolerance that forms are apart or off a target."""
    bound: float | None = None
    """No paper can cost less; where forms without common questions were found, no such paper."""
    gap: float | None = None
    """(objective − bound) / objective."""


def assemble(
    blueprint: Blueprint,
    questions: Bank | Iterable[Question],
    *,
    seed: int,
    paper_id: str | None = None,
    syllabus: Syllabus | None = None,
    exposed: Exposed | None = None,
    statistics: Mapping[str, ItemStatistics] | None = None,
    progress: Progress | None = None,
    standing: Callable[[Standing], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Assembly:
    """Assembles all forms of a paper at once. Equal arguments give an equal paper; another seed usually gives another.

    `paper_id` defaults to the blueprint's id and the seed. The syllabus gives its names to the messages, and lets
    unknown knowledge points be found. `exposed` says in which terms questions were used (default: a bank's exposures),
    `statistics` what is known of them by id. `progress` hears, in Chinese, what is being done, `standing` in numbers
    how far it is; when `stop` says so, the best paper so far is returned.
    Raises AssemblyError when the solver fails or gives up without an answer.
    """
    tell = progress or _quiet
    tell(say("papers.progress.check"))
    report = check_blueprint(blueprint, syllabus)
    stock = Stock.of(questions)
    if exposed is None:
        exposed = Exposures(questions.root).terms() if isinstance(questions, Bank) else {}
    pool = Pool.of(blueprint, stock, exposed)
    report += Report.of([*_unknown_ids(blueprint, pool), *_unknown_statistics(blueprint, pool, statistics or {})])
    if not report.passed:
        return Assembly(report=report)
    known = Known(seed, exposed, statistics or {})
    tell(say("papers.progress.solve", seats=len(pool), forms=blueprint.forms))
    watch = Watch(standing, stop)
    known, found = _solve(blueprint, pool, known, watch)
    if found.outcome is Outcome.UNDECIDED:
        if watch.stopped:
            return Assembly(report=report + Report.of([wrong("P227", "")]))
        raise AssemblyError(say("papers.undecided", nodes=EFFORT.nodes))
    if found.outcome is Outcome.INFEASIBLE:
        tell(say("papers.progress.explain"))
        refused = refusal(blueprint, pool, known, syllabus, Inquiry(watch, tell))
        return Assembly(report=report + refused.report, shortfalls=refused.shortfalls, remedies=refused.remedies)
    tell(say("papers.progress.lay_out"))
    _make_sure(blueprint, requirements(blueprint, pool, known), found.forms, pool)
    forms = [[pool.seat(n) for n in form] for form in found.forms]
    paper = _paper(blueprint, forms, seed, paper_id or f"{blueprint.id}-{seed}")
    report += Report.of(paper_notes(blueprint, paper, forms))
    if found.outcome is Outcome.STOPPED:
        report += Report.of([note("P226", "", gap=f"{found.gap:.2%}")])
    objective, bound = round(found.objective, 6), round(found.bound, 6)
    gap = max(0.0, (objective - bound) / objective) if objective else 0.0
    return Assembly(paper=paper, report=report, objective=objective, bound=bound, gap=round(gap, 6))


def _solve(blueprint: Blueprint, pool: Pool, known: Known, watch: Watch) -> tuple[Known, Forms]:
    """Forms of which none holds two questions that read alike; with the pairs that were found on the way."""
    for _ in range(ROUNDS):
        asked = problem(blueprint, pool, requirements(blueprint, pool, known), known)
        found = solve(asked, effort=EFFORT, watch=watch)
        pairs = alike_pairs(pool, found.forms, blueprint.alike) if found.found and blueprint.alike else ()
        if not pairs or watch.stopped:
            break
        known = replace(known, alike=tuple(dict.fromkeys((*known.alike, *pairs))))
    return known, found


def _quiet(_: str) -> None:
    pass


def _unknown_ids(blueprint: Blueprint, pool: Pool) -> Iterator[Finding]:
    stock = pool.stock
    usable = set(pool.questions.tolist())
    for place, name in enumerate(blueprint.fixed):
        if name not in stock.place:
            yield wrong("P208", f"fixed.{place}", id=name, near=_near(name, stock))
        elif (at := stock.place[name]) not in usable:
            reason = int(pool.reasons[at])
            why = pool.why[reason].name if reason >= 0 else say("papers.no_section")
            yield wrong("P209", f"fixed.{place}", id=name, reason=why)
    groups = [("banned", blueprint.banned)]
    groups += [(f"enemies.{place}", group) for place, group in enumerate(blueprint.enemies)]
    for field, names in groups:
        for place, name in enumerate(names):
            if name not in stock.place:
                yield doubtful("P210", f"{field}.{place}", id=name, near=_near(name, stock))


def _unknown_statistics(
    blueprint: Blueprint, pool: Pool, statistics: Mapping[str, ItemStatistics]
) -> Iterator[Finding]:
    if blueprint.information and not any(name in statistics for name in pool.stock.ids):
        yield wrong("P211", "information")


def _near(name: str, stock: Stock) -> str:
    near = get_close_matches(name, stock.ids, n=1)
    return say("papers.near", name=near[0]) if near else ""


def _make_sure(blueprint: Blueprint, required: Sequence[Requirement], forms: Sequence[Ints], pool: Pool) -> None:
    """Adds up again in exact numbers what the solver found in floating point."""
    unmet = [entry for form in forms for entry in broken(required, form)]
    fixed = pool.stock.places(blueprint.fixed)
    own = [np.setdiff1d(pool.questions[form], fixed) for form in forms]
    common = blueprint.shared + (blueprint.anchors if blueprint.forms > 1 else 0)
    twice = any(len(set(pool.questions[form].tolist())) < len(form) for form in forms)
    if unmet or twice or any(len(np.intersect1d(one, other)) > common for one, other in combinations(own, 2)):
        names = listing(f"{entry.kind} {entry.place}" for entry in unmet)
        raise AssemblyError(say("papers.solver_failed", status=names))


def _paper(blueprint: Blueprint, forms: Sequence[Sequence[Seat]], seed: int, name: str) -> Paper:
    return Paper(
        id=name,
        title=blueprint.title,
        level=blueprint.level,
        minutes=blueprint.minutes,
        marks=blueprint.marks,
        pass_marks=blueprint.pass_marks,
        scoring=blueprint.scoring,
        blueprint=blueprint.id,
        blueprint_fingerprint=blueprint.fingerprint(),
        seed=seed,
        forms=tuple(
            lay_out(letter, form, blueprint, seed=seed)
            for letter, form in zip(FORM_NAMES[: len(forms)], forms, strict=True)
        ),
    )
