"""What is wrong with a template is found before any seed is drawn: every code, its field and the hint's word."""

from typing import Any

import pytest

from authoring.findings import Finding
from authoring.questions.template_check import check_template
from tests.questions.grounds import COAL, GROUNDS, template

PARAMETERS: dict[str, Any] = COAL["parameters"]


def test_a_sound_template_has_no_findings() -> None:
    assert list(check_template(template(), GROUNDS)) == []


def with_parameter(**more: Any) -> dict[str, Any]:
    return {"parameters": PARAMETERS | more}


OWN: dict[str, Any] = {
    "formula": None,
    "inputs": {},
    "mistakes": [{"name": f"错误{n}", "expr": f"FC*{n + 2}"} for n in range(3)],
}
STEM = COAL["stem"]

WRONG: list[tuple[str, str, str, dict[str, Any]]] = [
    ("T101", "formula", "F02", {"formula": "F02", "inputs": {}}),
    ("T102", "mistakes.0", "漏乘44/21", {"mistakes": ["漏乘44/21", *COAL["mistakes"][1:]]}),
    ("T103", "expr", "写法不对", OWN | {"expr": "FC*"}),
    ("T103", "constraints.0", "不允许", {"constraints": ["FC.real > 1"]}),
    ("T104", "expr", "NVC", OWN | {"expr": "FC*NVC*CC*OX/100*44/12"}),
    ("T104", "inputs.OF", "XO", {"inputs": {"OF": "XO/100"}}),
    ("T105", "parameters", "P、Q", with_parameter(P={"expr": "Q", "decimals": 1}, Q={"expr": "P", "decimals": 1})),
    ("T106", "parameters.NCV.figure", "FC", with_parameter(NCV={"figure": "coal:<<FC>>.ncv", "unit": "GJ/t"})),
    ("T107", "parameters.CC.figure", "coal:B.c", with_parameter(CC={"figure": "coal:<<KIND>>.c", "unit": "tC/GJ"})),
    ("T108", "stem", "FCC", {"stem": STEM + "<<FCC>>"}),
    ("T108", "rationale", "mistake9", {"rationale": "<<mistake9>>"}),
    ("T109", "parameters.H", "H", with_parameter(H={"expr": "FC*2", "unit": "t"}) | {"stem": STEM + "<<H>>"}),
    ("T110", "stem", "result", {"stem": STEM + "<<result>>"}),
    ("T111", "stem", "修约", {"stem": STEM.replace("<<rounding>>", "")}),
    ("T112", "parameters.Z", "Z", with_parameter(Z={"choices": [1], "unit": ""})),
    ("T113", "stem", "NCV", {"stem": STEM.replace("<<NCV>>", "若干")}),
    ("T113", "stem", "OX", {"stem": STEM.replace("<<OX>>", "若干")}),
    ("T114", "parameters.FC.unit", "吨位", with_parameter(FC=PARAMETERS["FC"] | {"unit": "吨位"})),
    ("T114", "unit", "tCO3", {"unit": "tCO3"}),
    ("T115", "unit", "44/12", OWN | {"expr": "FC*NCV*CC*OX/100"}),
    ("T115", "unit", "100 倍", OWN | {"expr": "FC*NCV*CC*OX*44/12"}),
    ("T115", "unit", "tCO₂e", {"unit": "tCO₂e"}),
    ("T115", "unit", "1000 倍", with_parameter(FC=PARAMETERS["FC"] | {"unit": "kg"})),
    ("T115", "parameters.H.expr", "GJ", with_parameter(H={"expr": "FC*NCV", "decimals": 1, "unit": "tC"})),
    ("T116", "parameters.G.unit", "grid", with_parameter(G={"figure": "grid", "unit": "kgCO₂/(MW·h)"})),
    ("T116", "parameters.G.unit", "kgCO₂e", with_parameter(G={"figure": "grid", "unit": "kgCO₂e/(kW·h)"})),
    ("T117", "parameters.FC", "燃料消耗量", with_parameter(FC={"range": [10, 60], "step": 1, "unit": "t"})),
]


@pytest.mark.parametrize(("code", "field", "word", "changes"), WRONG)
def test_what_is_wrong_is_told_with_its_place(code: str, field: str, word: str, changes: dict[str, Any]) -> None:
    found = [finding for finding in check_template(template(**changes), GROUNDS) if finding.code == code]
    assert [finding.where.field for finding in found] == [field]
    assert word in found[0].message
    assert found[0].hint
    assert found[0].where.question == "T-D03-T01"


def codes(found: Any) -> list[str]:
    return sorted(finding.code for finding in found if isinstance(finding, Finding))


def test_everything_is_told_at_once() -> None:
    changes = {"stem": "<<FCC>>", "constraints": ["FC*"], "mistakes": ["甲", "乙", "丙"]}
    found = codes(check_template(template(**changes), GROUNDS))
    assert {"T102", "T103", "T108", "T111", "T113"} <= set(found)


def test_a_figure_keeps_its_unit_in_another_writing() -> None:
    same = with_parameter(G={"figure": "grid", "unit": "tCO₂/(MW·h)"})
    assert codes(check_template(template(**same), GROUNDS)) == ["T112"]


def test_a_derived_number_in_the_stem_hides_nothing() -> None:
    """OX may stay unseen where the stem shows what is computed from it."""
    parameters = PARAMETERS | {"OD": {"expr": "OX/100", "decimals": 3, "unit": "1"}}
    shown = {"parameters": parameters, "inputs": {"OF": "OD"}, "stem": STEM.replace("<<OX>>%", "<<OD>>")}
    assert codes(check_template(template(**shown), GROUNDS)) == []
