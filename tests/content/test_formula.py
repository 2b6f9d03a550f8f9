"""LaTeX → MathML: well-formed, known elements only, and readable as one line."""

import re

import pytest
from lxml import etree

from authoring.content import parse
from authoring.content.formula import formula

READINGS = {
    r"E = FC \times NCV \times CC \times OF \times \frac{44}{12}": "E = FC × NCV × CC × OF × 44/12",
    r"E_{\text{燃烧}} = \sum_{i=1}^{n} \left( AD_i \times EF_i \right)": "E_燃烧 = ∑_(i=1)ⁿ (AD_i × EF_i)",
    r"AD_i = NCV_i \times FC_i \quad (\text{单位：GJ})": "AD_i = NCV_i × FC_i (单位：GJ)",
    r"s = \sqrt{\frac{\sum (x_k-\bar{x})^2}{n-1}}": "s = √((∑(x_k − x̄)²)/(n − 1))",
    r"f(x) = \begin{cases} x^2, & x \ge 0 \\ -x, & x < 0 \end{cases}": "f(x) = {x², x ≥ 0；−x, x < 0",
    r"\int_0^{+\infty} e^{-x^2}\,\mathrm{d}x = \frac{\sqrt{\pi}}{2}": "∫₀^(+∞) e^(−x²)dx = (√π)/2",
    r"\Delta H = -393.5\ \mathrm{kJ \cdot mol^{-1}}": "ΔH = −393.5 kJ⋅mol⁻¹",
    r"\eta = \frac{W_{\text{有效}}}{Q_{\text{输入}}} \times 100\%": "η = W_有效/Q_输入 × 100%",
    r"\eta = 50% \times 2": "η = 50% × 2",
    r"\overrightarrow{AB} \perp \vec{n},\ \angle ABC = 60^\circ": "AB⃗ ⟂ n⃗, ∠ABC = 60°",
    r"\mathrm{CO_2e} = \mathrm{CO_2} + 28\,\mathrm{CH_4}": "CO₂e = CO₂ + 28CH₄",
    r"\lim_{n\to\infty}\left(1+\frac1n\right)^n \approx 2.718": "lim_(n→∞) (1 + 1/n)ⁿ ≈ 2.718",
    r"FC=\frac{Q}{NCV\,\eta}": "FC = Q/(NCVη)",
    r"\frac{1}{2}x": "(1/2)x",
    r"\dfrac{a+b}{c}": "(a + b)/c",
    r"\sqrt[3]{x+1}": "³√(x + 1)",
    r"\binom{n}{k}": "(n k)",
    "12,000 + f(1,2)": "12,000 + f(1, 2)",
    r"\max(G-O,0)": "max(G − O, 0)",
    r"{x^2}^3": "(x²)³",
    r"\mathbf{x}\in\mathbb{R}": "x ∈ R",
    r"\phantom{x}y": "y",
    r"\begin{align} a &= b \\ c &= d \end{align}": "a = b；c = d",
    r"\begin{equation*} a \end{equation*}": "a",
    "x'": "x′",
}


@pytest.mark.parametrize(("latex", "reading"), READINGS.items())
def test_a_formula_reads_well(latex: str, reading: str) -> None:
    found = formula(latex, False)
    assert found.error is None
    assert found.reading == reading
    math = etree.fromstring(found.mathml)
    assert math.get("alttext") == reading
    assert math.tag == "{http://www.w3.org/1998/Math/MathML}math"


def test_display_is_said_on_the_element() -> None:
    assert 'display="inline"' in parse("$x$").xhtml()
    assert 'display="inline"' in parse(r"\(x\)").xhtml()
    assert 'display="block"' in parse("甲 $$x$$ 乙").xhtml()
    assert 'display="block"' in parse("\\[\nx\n\\]").xhtml()


def test_a_displayed_formula_may_hold_what_would_be_a_list() -> None:
    assert parse("甲\n$$\nx\n- y\n= z\n$$\n乙").text() == "甲\nx − y = z\n乙"


def test_a_list_item_may_hold_a_displayed_formula() -> None:
    assert parse("- 甲\n  $$\n  x\n  $$\n- 乙").text() == "- 甲\n  x\n- 乙"


@pytest.mark.parametrize(
    "latex",
    [
        r"\dfrac12", r"\displaystyle\sum_i x", r"\operatorname{ln}x", r"\text{a\textbf{b}}", r"\mathrm{CO_2}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"\sin x", r"\begin{aligned} a &= b \end{aligned}",
    ],
)  # fmt: skip
def test_mathml_keeps_to_what_the_schemas_of_mathml_2_and_3_know(latex: str) -> None:
    mathml = formula(latex, True).mathml
    assert "<mspace/>" not in mathml
    assert not re.search(r"<m(row|frac)[^>]*(displaystyle|scriptlevel)", mathml)
    assert not re.search(r"<mtable[^>]*scriptlevel", mathml)
    assert not re.search(r"<(b|span|menclose)\b", mathml)
    assert set(re.findall(r"&(\w+);", mathml)) <= {"lt", "gt", "amp", "quot"}


@pytest.mark.parametrize(
    "latex",
    [
        "", " ", r"\href{javascript:alert(1)}{x}", r"\label{a}", r"\boxed{x}", r"\begin{align}a\label{x}\end{align}",
        r"\raisebox{1em}{x}", r"\eqref{\"onclick=}", r"\def\a{\a\a}\a", "{" * 600, r"\sqrt" * 200 + " x", "x" * 4000,
    ],
)  # fmt: skip
def test_what_cannot_be_shown_has_an_error_and_no_mathml(latex: str) -> None:
    found = formula(latex, False)
    assert found.error is not None
    assert found.mathml == ""
    assert found.error.message


def test_html_inside_a_formula_is_text() -> None:
    assert "<script" not in parse(r"$<script>\text{<img onerror=x>}$").xhtml()


def test_nested_formulas_up_to_any_reasonable_depth() -> None:
    assert formula(r"\frac{1}{1+" * 12 + "x" + "}" * 12, False).error is None
