"""Templates as files beside the questions, and who rests on which reference."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.template_files import read_template, template_yaml
from authoring.bank.template_findings import check_templates
from authoring.bank.uses import has_ended, superseded, who_uses
from tests.builders import question
from tests.questions.grounds import COAL, template

FACTS = """
sources:
  DOC: {title: 电力因子公告, origin: found}
tables:
  coal: {_source: BOOK, A: {ncv: 23.2, cc: 0.026}, B: {ncv: 24.5, cc: 0.027}}
  grid: {_source: DOC, _unit: kgCO₂/(kW·h), 北京: 0.5554}
facts:
  - {key: avg, name_zh: 平均因子, value: 0.5306, unit: kgCO₂/(kW·h), valid_to: '2025', source: DOC, confidence: high,
     origin: found}
  - {key: bound, name_zh: 区间, value: [1, 2], unit: t, source: DOC, confidence: high, origin: found}
"""
FORMULAS = """
formulas:
  - {id: F01, name_zh: 热值法, tex: E, expr: FC*NCV*CC*OF*44/12, result_unit: tCO₂, round: 2, symbols: {}, example: {},
     common_errors: [{mistake: 漏乘44/12, expr: FC*NCV*CC*OF}, {mistake: 漏乘碳氧化率, expr: FC*NCV*CC*44/12},
                     {mistake: 误用12/44, expr: FC*NCV*CC*OF*12/44}]}
"""


CALCULATION = {"formula": "F01", "inputs": {"FC": 1}, "decimals": 2, "result": 1.5}


@pytest.fixture
def root(bank_folder: Callable[..., Path]) -> Path:
    questions = [
        question("single_choice", 1, sources=["avg"]),
        question("single_choice", 2, sources=["grid:北京"]),
        question("single_choice", 3, sources=["coal:A"]),
        question("single_choice", 4, sources=[], calculation=CALCULATION),
    ]
    folder = bank_folder(*questions)
    (folder / "references").mkdir()
    (folder / "references" / "facts.yaml").write_text(FACTS, "utf-8")
    (folder / "references" / "formulas.yaml").write_text(FORMULAS, "utf-8")
    (folder / "variants" / "D03").mkdir(parents=True)
    (folder / "variants" / "D03" / "T-D03-T01.yaml").write_text(template_yaml(template()), "utf-8")
    return folder


def test_templates_are_read_beside_the_questions(root: Path) -> None:
    with Bank.open(root) as bank:
        assert bank.templates == {"T-D03-T01": template()}
        assert len(bank) == 4
        assert not [finding for finding in bank.report if finding.where.file == "variants/D03/T-D03-T01.yaml"]


def test_a_template_is_written_as_it_reads() -> None:
    assert read_template(template_yaml(template()).encode(), "x.yaml") == (template(), [])


def test_what_is_wrong_in_a_file_is_told_with_its_line(root: Path) -> None:
    file = root / "variants" / "D03" / "T-D03-T01.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("decimals: 2", "decimal: 2"), "utf-8")
    (root / "variants" / "D03" / "other.yaml").write_text(text, "utf-8")
    (root / "variants" / "D03" / "list.yaml").write_text("- 1\n", "utf-8")
    (root / "variants" / "D03" / "T-D01-001.yaml").write_text(text.replace("T-D03-T01", "T-D01-001"), "utf-8")
    with Bank.open(root) as bank:
        found = {(finding.code, finding.where.file) for finding in bank.report if "variants" in str(finding.where.file)}
        lines = [finding.where.line for finding in bank.report if finding.where.field == "decimal"]
    assert ("B110", "variants/D03/T-D03-T01.yaml") in found
    assert ("B107", "variants/D03/other.yaml") in found
    assert ("B105", "variants/D03/list.yaml") in found
    assert ("B108", "variants/D03/T-D01-001.yaml") in found
    assert lines == [text.split("\n").index("decimals: 2") + 1]


def test_findings_of_templates_have_file_and_line(root: Path) -> None:
    file = root / "variants" / "D03" / "T-D03-T01.yaml"
    file.write_text(file.read_text("utf-8").replace("unit: tCO₂\n", "unit: tCO₂e\n"), "utf-8")
    with Bank.open(root) as bank:
        (finding,) = check_templates(root, bank.templates, bank.references)
    assert (finding.code, finding.where.file) == ("T115", "variants/D03/T-D03-T01.yaml")
    assert file.read_text("utf-8").split("\n")[(finding.where.line or 0) - 1] == "unit: tCO₂e"


USES = {
    "avg": {"T-D01-001": "avg"},
    "grid": {"T-D01-002": "grid:北京"},
    "grid:北京": {"T-D01-002": "grid:北京"},
    "DOC": {"T-D01-001": "avg", "T-D01-002": "grid:北京"},
    "coal": {"T-D01-003": "coal:A", "T-D03-T01": "coal"},
    "coal:B": {"T-D03-T01": "coal:B"},
    "F01": {"T-D01-004": "F01", "T-D03-T01": "F01"},
    "nothing": {},
}


@pytest.mark.parametrize("key", USES)
def test_who_rests_on_a_reference(root: Path, key: str) -> None:
    with Bank.open(root) as bank:
        found = who_uses(bank, key)
    assert {use.id: use.via for use in found} == USES[key]
    assert [use.kind for use in found] == ["template" if use.id == "T-D03-T01" else "question" for use in found]


def test_figures_are_numbers_of_facts_rows_and_columns(root: Path) -> None:
    with Bank.open(root) as bank:
        figure = bank.references.figure
        assert figure("bound") is None
        assert figure("coal:A") is None
        assert figure("coal:C.ncv") is None
        assert figure("no:A.ncv") is None
        known = {key: figure(key) for key in ("avg", "grid:北京", "coal:B.cc")}
    told = {key: (str(found.value), found.unit, found.source) for key, found in known.items() if found}
    assert told == {
        "avg": ("0.5306", "kgCO₂/(kW·h)", "avg"),
        "grid:北京": ("0.5554", "kgCO₂/(kW·h)", "grid:北京"),
        "coal:B.cc": ("0.027", None, "coal:B"),
    }


def test_what_is_superseded(root: Path) -> None:
    with Bank.open(root) as bank:
        assert superseded(bank.references, date(2025, 12, 31)) == []
        assert [fact.key for fact in superseded(bank.references, date(2026, 1, 1))] == ["avg"]


@pytest.mark.parametrize(
    ("until", "day", "over"),
    [
        ("2025", date(2025, 12, 31), False),
        ("2025", date(2026, 1, 1), True),
        ("2025-06", date(2025, 6, 30), False),
        ("2025-06", date(2025, 7, 1), True),
        ("2025-06-15", date(2025, 6, 15), False),
        ("2025-06-15", date(2025, 6, 16), True),
    ],
)
def test_a_time_is_over_after_its_last_day(until: str, day: date, over: bool) -> None:
    assert has_ended(until, day) is over


def test_the_builder_and_the_file_agree() -> None:
    assert template().data()["parameters"].keys() == COAL["parameters"].keys()
