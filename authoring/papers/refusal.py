"""A refusal in findings: each requirement that must give way, and the requirements that clash."""

from collections.abc import Sequence

from authoring.bank.syllabus import Syllabus
from authoring.findings import Finding, Report
from authoring.papers.blueprint import Blueprint
from authoring.papers.conflict import clash, shortfalls
from authoring.papers.faults import wrong
from authoring.papers.forms_model import Name
from authoring.papers.pool import Pool
from authoring.papers.requirements import Kind, Requirement
from authoring.papers.shortfall import Shortfall
from authoring.papers.wording import elsewhere_text, number, requirement
from authoring.texts import say

__all__ = ["refusal"]


def refusal(
    blueprint: Blueprint, pool: Pool, required: Sequence[Requirement], syllabus: Syllabus | None
) -> tuple[tuple[Shortfall, ...], Report]:
    """What must give way, and why. A clash is looked for where the pool is not simply too small."""
    short = shortfalls(blueprint, pool, required, syllabus)
    findings = [_finding(entry, blueprint) for entry in short]
    if not all(entry.scarce for entry in short):
        to_blame = [(entry.kind, entry.place) for entry in short if not entry.scarce]
        findings.append(_clash(clash(blueprint, pool, required, to_blame), blueprint, syllabus))
    return short, Report.of(findings)


def _finding(entry: Shortfall, blueprint: Blueprint) -> Finding:
    field = _field((entry.kind, entry.place), blueprint)
    values: dict[str, object] = {
        "sentence": entry.sentence,
        "missing": number(entry.missing),
        "available": number(entry.available),
        "elsewhere": elsewhere_text(entry.elsewhere) or say("papers.none_elsewhere"),
    }
    if entry.scarce:
        return wrong("P201" if entry.kind is Kind.SECTION else "P202", field, **values)
    return wrong({Kind.SECTION: "P203", Kind.AT_LEAST: "P204", Kind.AT_MOST: "P204"}.get(entry.kind, "P205"), field, **values)


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
