"""The bank that comes with the program passes its own checks, and its references are found by them."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from authoring.bank.question_file import read_question
from authoring.bank.references import Outdated, Term
from authoring.bank.references_files import read_references, read_syllabus
from authoring.checks import ALL, Context, check_questions
from authoring.checks.glossary import Glossary
from authoring.findings import Severity
from authoring.questions import Question
from tests.builders import question

BANK = Path(__file__).parents[2] / "banks" / "dual-carbon"


@cache
def shipped() -> Context:
    def media(address: str) -> bytes | None:
        path = BANK / address
        return path.read_bytes() if path.is_file() else None

    return Context(read_syllabus(BANK)[0], read_references(BANK)[0], media, date(2026, 11, 22))


def questions() -> list[Question]:
    read = [read_question(path.read_bytes(), path.name) for path in sorted(BANK.glob("questions/*/*.yaml"))]
    assert not [str(finding) for _, findings in read for finding in findings]
    return [made for made, _ in read if made is not None]


def test_no_errors_and_no_warnings() -> None:
    report = check_questions(questions(), shipped())
    assert [str(finding) for finding in report if finding.severity is not Severity.INFO] == []
    assert "C001" not in report.codes()


def outdated() -> tuple[Outdated, ...]:
    return shipped().references.outdated


@pytest.mark.parametrize("entry", outdated(), ids=lambda entry: entry.key)
def test_each_outdated_statement_is_found_where_its_example_has_it(entry: Outdated) -> None:
    assert says_outdated(entry.example_hit, entry)
    assert not says_outdated(entry.example_ok, entry)


def says_outdated(text: str, entry: Outdated) -> bool:
    checks = [check for check in ALL if check.code == "F301"]
    report = check_questions([question("true_false", stem=text, key=True)], shipped(), checks)
    return any(entry.old in finding.message and entry.new in finding.hint for finding in report)


def terms() -> list[Term]:
    return [term for term in shipped().references.terms.values() if term.avoid]


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.english)
def test_each_form_to_avoid_is_found(term: Term) -> None:
    glossary = Glossary(shipped())
    for form in term.avoid:
        found = [entry for entry in glossary.avoided(f"本题所称{form}是一个概念。") if entry.form == form]
        assert [entry.term for entry in found] == [term]
        assert term.preferred not in {entry.form for entry in glossary.avoided(term.preferred)}
