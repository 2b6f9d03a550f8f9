"""A refusal in findings: each requirement that must give way, and the requirements that clash."""

from collections.abc import Sequence

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Report
from authoring.papers.blueprint import Blueprint, Measure
from authoring.papers.conflict import clash
from authoring.papers.elastic import shortfalls
from authoring.papers.faults import wrong
from authoring.papers.forms_model import Name
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, Requirement, requirements
from authoring.papers.shortfall import Shortfall, relaxed
from authoring.papers.wording import number, requirement, unit
from authoring.texts import say

__all__ = ["refusal"]


def refusal(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], syllabus: Syllabus | None
) -> tuple[tuple[Shortfall, ...], Report]:
    """What must give way, and why. A clash is looked for in what the pool is not simply too small for."""
    short = shortfalls(blueprint, pool, required, syllabus)
    findings = [_finding(entry, blueprint) for entry in short]
    scarce = [entry.model_copy(update={"available": entry.reachable}) for entry in short if entry.scarce]
    to_blame = [(entry.kind, entry.place) for entry in short if not entry.scarce or entry.available != entry.reachable]
    milder = relaxed(blueprint, scarce)
    if to_blame and milder is not None:
        names = clash(milder, pool, requirements(milder, pool.seats), to_blame)
        findings += [_clash(names, milder, syllabus)] if len(names) > 1 else []
    return short, Report.of(findings)


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


def _clash(names: Sequence[Name], blueprint: Blueprint, syllabus: Syllabus | None) -> Finding:
    sentences = [requirement(name, blueprint, syllabus) for name in names]
    numbered = "".join(say("papers.numbered", number=n, sentence=text) for n, text in enumerate(sentences, start=1))
    return wrong("P206", _field(names[0], blueprint) if names else "", count=len(names), sentences=numbered)


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
        case Kind.FIXED:
            return f"fixed.{list(blueprint.fixed).index(place)}"
        case _:
            return kind.value
