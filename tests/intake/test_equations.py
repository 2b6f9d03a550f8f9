"""Equations of Word as LaTeX: what exams use, checked by what the formula reads as."""

import pytest
from lxml import etree

from authoring.content import parse
from authoring.intake.word.equations import Equation, latex_of
from tests.intake.docx import NAMESPACES, math, mr


def e(inner: str) -> str:
    return f"<m:e>{inner}</m:e>"


def part(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


def settings(name: str, **values: str) -> str:
    """The properties of an element: `settings("d", begChr="[")`."""
    inner = "".join(f'<m:{key} m:val="{value}"/>' for key, value in values.items())
    return f"<m:{name}Pr>{inner}</m:{name}Pr>"


def equation(inner: str) -> Equation:
    return Equation(etree.fromstring(f"<r {NAMESPACES}>{math(inner)}</r>")[0])


FRACTION = "<m:f>" + part("num", mr("44")) + part("den", mr("12")) + "</m:f>"
SUB = "<m:sSub>" + e(mr("E")) + part("sub", mr("燃烧")) + "</m:sSub>"
PAIR = e(mr("a")) + e(mr("b"))
LINES = part("eqArr", e(mr("a&=b")) + e(mr("&=c")))
MATRIX = part("m", part("mr", e(mr("1")) + e(mr("2"))) + part("mr", e(mr("3")) + e(mr("4"))))
SUM = part("sub", mr("i=1")) + part("sup", mr("n")) + e(SUB)
CASES = [
    (mr("E=FC×NCV"), r"E=FC\times NCV", "E = FC × NCV"),
    (FRACTION, r"\frac{44}{12}", "44/12"),
    (part("f", settings("f", type="lin") + part("num", mr("a")) + part("den", mr("b"))), "{a}/{b}", "a/b"),
    (SUB, r"E_{\text{燃烧}}", "E_燃烧"),
    (part("sSup", e(mr("x")) + part("sup", mr("2"))), "x^{2}", "x²"),
    (part("sSubSup", e(mr("x")) + part("sub", mr("i")) + part("sup", mr("2"))), "x_{i}^{2}", "x_i²"),
    (part("sPre", part("sub", mr("6")) + part("sup", mr("14")) + e(mr("C"))), "{}_{6}^{14}C", "₆¹⁴C"),
    (part("rad", settings("rad", degHide="1") + "<m:deg/>" + e(mr("2"))), r"\sqrt{2}", "√2"),
    (part("rad", part("deg", mr("3")) + e(mr("x"))), r"\sqrt[3]{x}", "³√x"),
    (part("nary", settings("nary", chr="∑") + SUM), r"\sum_{i=1}^{n} E_{\text{燃烧}}", "∑_(i=1)ⁿ E_燃烧"),
    (part("nary", part("sub", mr("0")) + part("sup", mr("1")) + e(mr("x"))), r"\int_{0}^{1} x", "∫₀¹ x"),
    (part("d", e(mr("a+b"))), r"\left(a+b\right)", "(a + b)"),
    (part("d", settings("d", begChr="[", endChr="]") + e(mr("a"))), r"\left[a\right]", "[a]"),
    (
        part("d", settings("d", begChr="{", endChr="") + e(part("eqArr", PAIR))),
        r"\begin{cases}a \\ b\end{cases}",
        "{a；b",
    ),
    (MATRIX, r"\begin{matrix}1 & 2 \\ 3 & 4\end{matrix}", "1 2；3 4"),
    (LINES, r"\begin{aligned}a&=b \\ &=c\end{aligned}", "a = b；= c"),
    (part("func", part("fName", mr("ln", "p")) + e(mr("x"))), r"\ln x", "ln x"),
    (part("limLow", e(mr("lim", "p")) + part("lim", mr("n→∞"))), r"\lim_{n\to \infty}", "lim_(n→∞)"),
    (part("acc", settings("acc", chr="\u0305") + e(mr("x"))), r"\overline{x}", "x\u0305"),
    (part("acc", settings("acc", chr="\u20d7") + e(mr("x"))), r"\vec{x}", "x\u20d7"),
    (part("bar", settings("bar", pos="top") + e(mr("x"))), r"\overline{x}", "x\u0305"),
    (mr("αβΔηθ≤≥≠±%"), r"\alpha \beta \Delta \eta \theta \le \ge \ne \pm \%", None),
    (mr("CO", "p"), r"\mathrm{CO}", "CO"),
    (part("groupChr", settings("groupChr", chr="→", pos="bot") + e(mr("高温"))), r"\xrightarrow{\text{高温}}", None),
]


@pytest.mark.parametrize(("inner", "latex", "reading"), CASES)
def test_equations(inner: str, latex: str, reading: str | None) -> None:
    found = equation(inner)
    assert found.unknown == []
    assert latex_of(found) == latex
    assert reading in (None, parse(f"${latex}$").text())


@pytest.mark.parametrize(
    "inner",
    [
        "<m:borderBox>" + e(mr("x")) + "</m:borderBox>",
        "<m:unheard>" + mr("x") + "</m:unheard>",
        "<m:phant>" + e(mr("x")) + "</m:phant>",
    ],
)
def test_what_is_not_known_is_told(inner: str) -> None:
    found = equation(inner)
    assert found.unknown == ["x"]
    assert latex_of(found) == "x"


def test_a_very_deep_equation_ends() -> None:
    found = equation("<m:d><m:e>" * 100 + mr("x") + "</m:e></m:d>" * 100)
    assert latex_of(found) is None or found.unknown


def test_words_in_unusual_places_are_told() -> None:
    assert equation("<m:d>" + mr("x") + e(mr("y")) + "</m:d>").unknown == ["xy"]
