"""From a blueprint and a bank to a paper: parallel forms that meet every row, or what stands in the way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from itertools import combinations

from authoring.bank.syllabus import Syllabus
from authoring.errors import AssemblyError
from authoring.findings import Finding, Report
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_check import check_blueprint
from authoring.papers.faults import doubtful, note, wrong
from authoring.papers.forms_model import FormsModel, forms_model, prefer
from authoring.papers.layout import lay_out
from authoring.papers.paper import Paper
from authoring.papers.paper_notes import paper_notes
from authoring.papers.pool import Pool, Seat
from authoring.papers.refusal import refusal
from authoring.papers.requirements import Requirement, broken, requirements
from authoring.papers.shortfall import Shortfall
from authoring.papers.solver import Outcome, Solution
from authoring.papers.wording import listing
from authoring.questions import Question
from authoring.records import Record
from authoring.texts import say

__all__ = ["Assembly", "assemble"]

GAP = 0.03
"""How far, relative to the bound, a paper's cost may be from the best possible."""
MOST_NODES = 20_000
NODES_APART = 500
"""For the attempt at forms without common questions: a smaller model, worth trying first."""
FORM_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Progress = Callable[[str], None]


class Assembly(Record):
    """What came of a blueprint."""

    paper: Paper | None = None
    """None exactly when no paper can meet the blueprint."""
    report: Report
    """P1xx: the blueprint contradicts itself. P20x: what clashes or is short. P22x: what to know about the forms."""
    shortfalls: tuple[Shortfall, ...] = ()
    """The smallest change with which there would be a paper."""
    objective: float | None = None
    """Cost of the paper: 0 to 1 for each choice of a question (the seed's taste), 2 for each shared question, 20 for
    each tolerance that forms are apart or off the target difficulty."""
    bound: float | None = None
    """No paper can cost less."""
    gap: float | None = None
    """(objective − bound) / objective."""


def assemble(
    blueprint: Blueprint,
    questions: Iterable[Question],
    *,
    seed: int,
    paper_id: str | None = None,
    syllabus: Syllabus | None = None,
    progress: Progress | None = None,
) -> Assembly:
    """Assembles all forms of a paper at once. Equal arguments give an equal paper; another seed usually gives another.

    `paper_id` defaults to the blueprint's id and the seed. The syllabus gives its names to the messages, and lets
    unknown knowledge points be found. `progress` hears, in Chinese, what is being done.
    Raises AssemblyError when the solver fails or gives up without an answer.
    """
    tell = progress or _quiet
    tell(say("papers.progress.check"))
    report = check_blueprint(blueprint, syllabus)
    pool = Pool.of(blueprint, questions)
    report += Report.of(_unknown_ids(blueprint, pool))
    if not report.passed:
        return Assembly(report=report)
    required = requirements(blueprint, pool.seats)
    tell(say("papers.progress.solve", seats=len(pool.seats), forms=blueprint.forms))
    made, solution = _solve(blueprint, pool, required, seed)
    if solution.outcome is Outcome.UNDECIDED:
        raise AssemblyError(say("papers.undecided", nodes=MOST_NODES))
    if solution.outcome is Outcome.INFEASIBLE:
        tell(say("papers.progress.explain"))
        short, why = refusal(blueprint, pool, required, syllabus)
        return Assembly(report=report + why, shortfalls=short)
    tell(say("papers.progress.lay_out"))
    taken = made.taken(solution)
    _make_sure(blueprint, required, taken, pool.seats)
    forms = [[pool.seats[n] for n in form] for form in taken]
    paper = _paper(blueprint, forms, seed, paper_id or f"{blueprint.id}-{seed}")
    report += Report.of(paper_notes(blueprint, paper, forms))
    if solution.outcome is Outcome.STOPPED:
        report += Report.of([note("P226", "", nodes=MOST_NODES)])
    objective, bound = round(solution.objective, 6), round(solution.bound, 6)
    gap = (objective - bound) / objective if objective else 0.0
    return Assembly(paper=paper, report=report, objective=objective, bound=bound, gap=round(gap, 6))


def _solve(blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], seed: int) -> tuple[FormsModel, Solution]:
    """Forms without a question in common where there are such forms, else forms that share as few as they must."""
    apart = blueprint.model_copy(update={"overlap": Decimal(0)})
    if blueprint.shared and blueprint.forms > 1:
        made, solution = _solved(apart, pool, required, seed, NODES_APART)
        if solution.found:
            return made, solution
    return _solved(blueprint, pool, required, seed, MOST_NODES)


def _solved(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], seed: int, nodes: int
) -> tuple[FormsModel, Solution]:
    made = forms_model(blueprint, pool.seats, required)
    prefer(made, blueprint, pool.seats, seed=seed)
    return made, made.model.solve(gap=GAP, nodes=nodes)


def _quiet(_: str) -> None:
    pass


def _unknown_ids(blueprint: Blueprint, pool: Pool) -> Iterator[Finding]:
    usable = {seat.question.id for seat in pool.seats}
    reasons = {seat.question.id: why for seat, why in pool.excluded}
    for place, name in enumerate(blueprint.fixed):
        if name not in pool.ids:
            yield wrong("P208", f"fixed.{place}", id=name, near=_near(name, pool))
        elif name not in usable:
            why = reasons.get(name, say("papers.no_section"))
            yield wrong("P209", f"fixed.{place}", id=name, reason=why)
    groups = [("banned", blueprint.banned)]
    groups += [(f"enemies.{place}", group) for place, group in enumerate(blueprint.enemies)]
    for field, names in groups:
        for place, name in enumerate(names):
            if name not in pool.ids:
                yield doubtful("P210", f"{field}.{place}", id=name, near=_near(name, pool))


def _near(name: str, pool: Pool) -> str:
    near = get_close_matches(name, sorted(pool.ids), n=1)
    return say("papers.near", name=near[0]) if near else ""


def _make_sure(
    blueprint: Blueprint, required: Sequence[Requirement], taken: Sequence[Sequence[int]], seats: Sequence[Seat]
) -> None:
    """Adds up again in exact numbers what the solver found in floating point."""
    unmet = [entry for form in taken for entry in broken(required, form)]
    own = [{seats[n].question.id for n in form} - set(blueprint.fixed) for form in taken]
    if unmet or any(len(one & other) > blueprint.shared for one, other in combinations(own, 2)):
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
