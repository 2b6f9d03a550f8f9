r"""`\ce{…}`: formulas look like the text around them, reactions are formulas."""

import pytest

from authoring.content import parse
from authoring.content.chemistry import ChemistryError, species, to_latex

FORMULAS = {
    "CO2": "CO<sub>2</sub>",
    "CaCO3": "CaCO<sub>3</sub>",
    "SO4^2-": "SO<sub>4</sub><sup>2−</sup>",
    "NH4+": "NH<sub>4</sub><sup>+</sup>",
    "Fe^3+": "Fe<sup>3+</sup>",
    "Fe^{3+}": "Fe<sup>3+</sup>",
    "e-": "e<sup>−</sup>",
    "C2F6": "C<sub>2</sub>F<sub>6</sub>",
    "Ca(OH)2": "Ca(OH)<sub>2</sub>",
    "CaMg(CO3)2": "CaMg(CO<sub>3</sub>)<sub>2</sub>",
    "CuSO4*5H2O": "CuSO<sub>4</sub>·5H<sub>2</sub>O",
    "CuSO4.5H2O": "CuSO<sub>4</sub>·5H<sub>2</sub>O",
    "[Cu(NH3)4]^2+": "[Cu(NH<sub>3</sub>)<sub>4</sub>]<sup>2+</sup>",
    "(C6H10O5)_n": "(C<sub>6</sub>H<sub>10</sub>O<sub>5</sub>)<sub>n</sub>",
    "^{14}C": "<sup>14</sup>C",
    "CH2=CH2": "CH<sub>2</sub>=CH<sub>2</sub>",
    "Fe0.95O": "Fe<sub>0.95</sub>O",
    "CO2(g)": "CO<sub>2</sub>(g)",
    "2H2O": "2H<sub>2</sub>O",
}


@pytest.mark.parametrize(("body", "xhtml"), FORMULAS.items())
def test_a_formula_is_text_with_scripts(body: str, xhtml: str) -> None:
    assert parse(rf"\ce{{{body}}}").xhtml() == f"<p>{xhtml}</p>"


def test_a_formula_within_dollars_is_upright() -> None:
    assert parse(r"$m(\ce{CO2})=44$").text() == "m(CO₂) = 44"
    assert "<mi>CO</mi>" in parse(r"$\ce{CO2}$").xhtml()


REACTIONS = {
    r"CaCO3 ->[\Delta] CaO + CO2 ^": "CaCO₃ →(Δ) CaO + CO₂↑",
    "CaCO3 ->[高温] CaO + CO2 ^": "CaCO₃ →(高温) CaO + CO₂↑",
    "CaCO3 =[高温] CaO + CO2^": "CaCO₃ =(高温) CaO + CO₂↑",
    "N2 + 3H2 <=>[高温、高压][催化剂] 2NH3": "N₂ + 3H₂ ⇌(高温、高压；催化剂) 2NH₃",
    "2KClO3 ->[MnO2] 2KCl + 3O2 ^": "2KClO₃ →(MnO₂) 2KCl + 3O₂↑",
    "Ca(OH)2 + CO2 = CaCO3 v + H2O": "Ca(OH)₂ + CO₂ = CaCO₃↓ + H₂O",
    "CO2 + H2O <=> H2CO3": "CO₂ + H₂O ⇌ H₂CO₃",
    "H+ + OH- -> H2O": "H⁺ + OH⁻ ⟶ H₂O",
    "C + 1/2 O2 -> CO": "C + 1/2O₂ ⟶ CO",
    "A->B": "A ⟶ B",
}


@pytest.mark.parametrize(("body", "text"), REACTIONS.items())
def test_a_reaction_is_a_formula(body: str, text: str) -> None:
    content = parse(rf"反应 \ce{{{body}}}。")
    assert content.problems == ()
    assert "<math " in content.xhtml()
    assert content.text() == f"反应 {text}。"


def test_latex_of_a_reaction() -> None:
    assert to_latex("CO2 + H2O") == r"\mathrm{CO}_{2}+\mathrm{H}_{2}\mathrm{O}"
    assert to_latex("SO4^2-") == r"\mathrm{SO}_{4}^{2-}"
    assert to_latex("^{14}C") == r"{}^{14}\mathrm{C}"


@pytest.mark.parametrize(("body", "position"), [("CO2 + ?", 6), ("H2%", 2), ("A -> {x", 5)])
def test_what_is_not_understood_is_placed(body: str, position: int) -> None:
    assert species(body) is None
    with pytest.raises(ChemistryError) as caught:
        to_latex(body)
    assert caught.value.position == position
