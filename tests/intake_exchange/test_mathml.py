"""MathML → LaTeX: what it reads like stays the same, and what cannot be carried over is None."""

import pytest

from authoring.content.nodes import Math
from authoring.intake.exchange.mathml import latex_of
from authoring.intake.exchange.xml import root_of


def from_mathml(inner: str) -> str | None:
    return latex_of(root_of(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'.encode()))


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{44}{12}",
        r"\left(\frac{E_1/G_1}{E_0/G_0}\right)\times 100\%=20.83\%",
        r"E=AD\times EF",
        r"\sum_{i=1}^{n} x_i^2",
        r"\ce{CaCO3 ->[\Delta] CaO + CO2 ^}",
        r"\ce{N2 + 3H2 <=>[高温][催化剂] 2NH3}",
        r"\sqrt[3]{x}+\sqrt{y}",
        r"\begin{cases}a&x>0\\c&d\end{cases}",
        r"\begin{aligned}a&=b\\c&=d\end{aligned}",
        r"\hat{x}+\overline{AB}+\vec{a}+\dot{x}",
        r"\ln x+\max_{i} y_i+\lim_{x\to0} f'(x)",
        r"\mathbf{x}+\boldsymbol{\alpha}+\mathbb{R}+\mathcal{L}",
        r"{}^{14}_{6}\mathrm{C}",
        r"\underbrace{x+y}_{n}\overset{a}{b}\underset{a}{b}",
        r"\binom{n}{k}+\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\text{排放量}=10^{-3}\,\mathrm{tCO_2/(MW\cdot h)}",
        r"|x|\le\|y\|\ne\pm\infty",
    ],
)
def test_our_own_formulas_come_back(latex: str) -> None:
    written = Math(latex)
    back = latex_of(root_of(written.mathml.encode()))
    assert back is not None
    assert Math(back).reading == written.reading


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<mfenced open='[' close=')' separators=';'><mn>1</mn><mi>x</mi></mfenced>", r"\left[1;x\right)"),
        ("<mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow>", "(x)"),
        (
            "<mmultiscripts><mi>C</mi><mn>1</mn><none/><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
            "{}_{6}^{14}C_{1}",
        ),
        ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>y^2</annotation></semantics>", "y^2"),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>α</mi>", r"\sin \alpha"),
        ("<mtext>吨 </mtext><mi>CO</mi>", r"\text{吨 }\mathrm{CO}"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", r"\begin{matrix}1 & 2\end{matrix}"),
    ],
)
def test_formulas_of_other_editors(mathml: str, latex: str) -> None:
    assert from_mathml(mathml) == latex


@pytest.mark.parametrize("mathml", ["<menclose notation='box'><mi>x</mi></menclose>", "<mi></mi>", "<mfrac><mi>x</mi>"
 "</mfrac>", "<maction><mi>x</mi><mi>y</mi></maction>", "<mrow>" * 80 + "<mi>x</mi>" + "</mrow>" * 80])  # fmt: skip
def test_what_cannot_be_carried_over_whole_is_none(mathml: str) -> None:
    assert from_mathml(mathml) is None or from_mathml(mathml) == r"\frac{x}{}"
