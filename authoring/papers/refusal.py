"""A refusal in findings: each requirement that must give way, the requirements that clash, and the ways out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Report
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.conflict import clash
from authoring.papers.elastic import missed
from authoring.papers.engine.watch import Watch
from authoring.papers.faults import wrong
from authoring.papers.forms_problem import problem
from authoring.papers.inquiry import Inquiry, Step
from authoring.papers.known import Known
from authoring.papers.pool import Pool
from authoring.papers.remedies import Remedy, remedies, tried
from authoring.papers.requirements import Kind, Name, requirements
from authoring.papers.shortage import shortfall
from authoring.papers.shortfall import Shortfall, relaxed
from authoring.papers.wording import number, requirement, unit
from authoring.texts import say

__all__ = ["Refusal", "refusal"]


NUDGES = 4


@dataclass(frozen=True)
class Refusal:
    shortfalls: tuple[Shortfall, ...]
    remedies: tuple[Remedy, ...]
    report: Report


def refusal(
    blueprint: Blueprint,
    pool: Pool,
    known: Known,
    syllabus: Syllabus | None,
    inquiry: Inquiry,
) -> Refusal:
    """What must give way, why, and what would help. A clash is looked for in what the pool is not too small for."""
    short, milder = _smallest(blueprint, pool, known, syllabus, inquiry.step(Step.SMALLEST))
    findings = [_finding(entry, blueprint) for entry in short]
    scarce = [entry.model_copy(update={"available": entry.reachable}) for entry in short if entry.scarce]
    to_blame = [(entry.kind, entry.place) for entry in short if not entry.scarce or entry.available != entry.reachable]
    rest = relaxed(blueprint, scarce)
    if (to_blame or not short) and rest is not None:
        there = Pool.of(rest, pool.stock, known.exposed)
        watch = inquiry.step(Step.CLASH)
        names = clash(problem(rest, there, requirements(rest, there, known)), to_blame, watch)
        findings += [_clash(names, rest, syllabus, sure=not watch.stopped)] if len(names) > 1 else []
    found = remedies(blueprint, pool, known, short, milder, inquiry)
    return Refusal(short, found, Report.of([*(findings or [wrong("P231", "")]), *inquiry.cut()]))


def _smallest(
    blueprint: Blueprint, pool: Pool, known: Known, syllabus: Syllabus | None, watch: Watch
) -> tuple[tuple[Shortfall, ...], Blueprint | None]:
    """The shortfalls, and the blueprint without them, tried out; None where it has no paper either.

    What a large pool can have is computed for all forms together, then for a form by itself; should that not do, the
    limits are moved on a little.
    """
    required = requirements(blueprint, pool, known)
    given = missed(blueprint, pool, required, problem(blueprint, pool, required), watch)
    short: tuple[Shortfall, ...] = ()
    for attempt in range(NUDGES):
        short = tuple(shortfall(name, available, blueprint, pool, syllabus) for name, available in given.items())
        milder = relaxed(blueprint, short) if short else None
        if milder is not None and tried(milder, Pool.of(milder, pool.stock, known.exposed), known, watch).found:
            return short, milder
        if watch.should_stop():
            break
        whole = milder is not None and len(milder.rows) == len(blueprint.rows)  # else their positions differ
        alone = _alone(milder, pool, known, watch) if attempt == 0 and milder is not None and whole else {}
        given = {**given, **alone} if alone else {(entry.kind, entry.place): _nudged(entry) for entry in short}
    return short, None


def _alone(blueprint: Blueprint, pool: Pool, known: Known, watch: Watch) -> dict[Name, Decimal]:
    """What one form by itself can have, where that is less."""
    single = blueprint.model_copy(update={"forms": 1})
    there = Pool.of(single, pool.stock, known.exposed)
    required = requirements(single, there, known)
    return missed(single, there, required, problem(single, there, required), watch)


def _nudged(entry: Shortfall) -> Decimal:
    """A little further from what was asked."""
    step = Decimal(60 if entry.kind in (Kind.MINUTES, Kind.SECTION_MINUTES) else 1)
    return max(Decimal(0), entry.available - step) if entry.available < entry.needed else entry.available + step


def _finding(entry: Shortfall, blueprint: Blueprint) -> Finding:
    field = _field((entry.kind, entry.place), blueprint)
    values = {"sentence": entry.sentence, "available": number(entry.available)}
    if entry.scarce and entry.demand is not None and entry.supply is not None:
        marks = entry.kind is Kind.AT_LEAST and blueprint.rows[int(entry.place)].measure is Measure.MARKS
        lacking = {
            "lacking": number(entry.demand - entry.supply),
            "unit": unit(Measure.MARKS if marks else Measure.COUNT),
        }
        return wrong("P201" if entry.kind is Kind.SECTION else "P202", field, **values, **lacking)
    codes = {Kind.SECTION: "P203", Kind.AT_LEAST: "P204", Kind.AT_MOST: "P204"}
    return wrong(codes.get(entry.kind, "P205"), field, **values)


def _clash(names: Sequence[Name], blueprint: Blueprint, syllabus: Syllabus | None, *, sure: bool) -> Finding:
    """`sure`: that none of the names can be spared."""
    sentences = [requirement(name, blueprint, syllabus) for name in names]
    numbered = "".join(say("papers.numbered", number=n, sentence=text) for n, text in enumerate(sentences, start=1))
    code = "P206" if sure else "P207"
    return wrong(code, _field(names[0], blueprint), count=len(names), sentences=numbered)


def _field(name: Name, blueprint: Blueprint) -> str:
    """The blueprint's field that holds a requirement."""
    kind, place = name
    match kind:
        case Kind.AT_LEAST | Kind.AT_MOST:
            return f"rows.{place}.{kind.value}"
        case Kind.SECTION | Kind.SECTION_MINUTES:
            at = [section.id for section in blueprint.sections].index(place)
            return f"sections.{at}.{'count' if kind is Kind.SECTION else 'minutes'}"
        case Kind.ENEMIES:
            return f"enemies.{place}"
        case Kind.INFORMATION:
            return f"information.{place}"
        case Kind.LETTERS:
            return "key_share"
        case Kind.FIXED:
            return f"fixed.{list(blueprint.fixed).index(place)}"
        case _:
            return kind.value
