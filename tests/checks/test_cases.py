"""Every check finds what its fail cases hold, names the place and the values, and finds nothing in its pass cases."""

import inspect
import re

import pytest

from authoring.checks import ALL, check_questions
from authoring.checks.frame import UNUSED
from authoring.findings import Finding
from authoring.texts import catalogue, say
from tests.checks.casebook import HERE, Case, cases, cases_of, context

CHECKS = {check.code: check for check in ALL}
TEXTS = ("title", "summary", "why", "bad", "better", "message", "hint")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    report = check_questions(case.built(), context(case.media), [CHECKS[case.code]])
    found = list(report)
    assert len(found) == len(case.finds), [str(finding) for finding in found]
    for finding, wanted in zip(found, case.finds, strict=True):
        _agrees(finding, wanted, case)


def _agrees(finding: Finding, wanted: dict, case: Case) -> None:
    assert finding.code == case.code
    assert finding.where.field == wanted.get("field")
    single = len(case.questions) == 1 and "times" not in case.questions[0] and not case.code.startswith("K")
    assert finding.where.question == wanted.get("question", case.built()[0].id if single else None)
    assert finding.severity == wanted.get("severity", finding.severity)
    for words in wanted.get("says", ()):
        assert words in f"{finding.message}｜{finding.hint}"


def test_codes_are_distinct_in_order_and_begin_with_their_subject() -> None:
    codes = [check.code for check in ALL]
    assert codes == sorted(set(codes), key=lambda code: ("SWFK".index(code[0]), code))
    letters = {"structure": "S", "wording": "W", "facts": "F", "bank": "K"}
    assert all(check.code.startswith(letters[check.subject]) for check in ALL)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_each_check_has_cases_and_a_manual(code: str) -> None:
    made = cases_of(code)
    assert sum(not case.finds for case in made) >= 2
    assert sum(bool(case.finds) for case in made) >= 2
    manual = inspect.getdoc(type(CHECKS[code])) or ""
    assert re.search(r"\.\n\nBad: .*Better: .*[.。]", manual, re.DOTALL)


@pytest.mark.parametrize("code", [*sorted(CHECKS), UNUSED])
def test_each_check_has_its_texts(code: str) -> None:
    for name in TEXTS:
        assert say(f"checks.{code}.{name}").strip()


def test_texts_and_cases_belong_to_a_check() -> None:
    told = {key.split(".")[1] for key in catalogue() if re.match(r"checks\.[A-Z]\d{3}\.", key)}
    assert told == {*CHECKS, UNUSED}
    assert {path.stem for path in (HERE / "cases").glob("*.yaml")} == set(CHECKS)
