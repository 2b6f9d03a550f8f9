"""Reading a bank's syllabus and references: what is readable is kept, what is not becomes a finding."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from authoring.bank.references import (
    References,
    documents_from,
    facts_from,
    formulas_from,
    outdated_from,
    tables_from,
    terms_from,
)
from authoring.bank.syllabus import Syllabus, syllabus_from
from authoring.bank.yaml_text import decode, parse_yaml
from authoring.findings import Finding, Place, Report, Severity
from authoring.texts import say

__all__ = ["read_references", "read_syllabus"]

T = TypeVar("T")


def read_syllabus(root: Path) -> tuple[Syllabus, Report]:
    """`syllabus.yaml` of a bank; an empty syllabus where there is none."""
    findings: list[Finding] = []
    data = _yaml(root, "syllabus.yaml", findings)
    syllabus = _made(syllabus_from, data, "syllabus.yaml", findings) or Syllabus()
    return syllabus, Report.of(findings)


def read_references(root: Path) -> tuple[References, Report]:
    """`references/` of a bank: facts.yaml, formulas.yaml, glossary.csv, outdated.csv."""
    findings: list[Finding] = []
    facts = _yaml(root, "references/facts.yaml", findings)
    formulas = _yaml(root, "references/formulas.yaml", findings)
    glossary = _text(root, "references/glossary.csv", findings)
    outdated = _text(root, "references/outdated.csv", findings)
    references = References(
        documents=_made(documents_from, facts, "references/facts.yaml", findings) or {},
        facts=_made(facts_from, facts, "references/facts.yaml", findings) or {},
        tables=_made(tables_from, facts, "references/facts.yaml", findings) or {},
        formulas=_made(formulas_from, formulas, "references/formulas.yaml", findings) or {},
        terms=_made(terms_from, glossary, "references/glossary.csv", findings) or {},
        outdated=_made(outdated_from, outdated, "references/outdated.csv", findings) or (),
    )
    return references, Report.of(findings)


def _made(make: Callable[[Any], T], data: Any, file: str, findings: list[Finding]) -> T | None:
    if data is None:
        return None
    try:
        return make(data)
    except (KeyError, TypeError, ValueError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        findings.append(_finding("B122", file, "reference", number="?", reason=reason))
        return None


def _text(root: Path, file: str, findings: list[Finding]) -> str | None:
    try:
        data = (root / file).read_bytes()
    except OSError:
        findings.append(_finding("B121", file, "missing_file", severity=Severity.WARNING, name=file))
        return None
    text, problems = decode(data, file)
    findings += problems
    return text


def _yaml(root: Path, file: str, findings: list[Finding]) -> Any:
    text = _text(root, file, findings)
    if text is None:
        return None
    data, problems = parse_yaml(text, file)
    findings += problems
    return data


def _finding(code: str, file: str, text: str, severity: Severity = Severity.ERROR, **values: object) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=Place(file=file),
        message=say(f"bank.{text}.message", **values),
        hint=say(f"bank.{text}.hint"),
    )
