"""Formulas in Word and typst: read back by the intake's reader of Word equations, and set by typst."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from authoring.content import parse
from authoring.content.nodes import Math
from authoring.intake.word.equations import Equation
from authoring.rendering.print.omml import equation
from authoring.rendering.print.typst_math import typst_math
from authoring.rendering.templates import template_text
from authoring.rendering.typesetting import pdf_of

FORMULAS = {
    r"E=\frac{44}{12}\times FC_i": r"E=\frac{44}{12}\times FC_{i}",
    r"\sum_{i=1}^{n} AD_i\times EF_i": r"\sum_{i=1}^{n} AD_{i}\times EF_{i}",
    r"\left(1+\frac{a}{b}\right)^2": r"{\left(1+\frac{a}{b}\right)}^{2}",
    r"\frac{CF}{(1+r)^t}": r"\frac{CF}{{\left(1+r\right)}^{t}}",
    r"\sqrt[3]{x}+\sqrt{y}": r"\sqrt[3]{x}+\sqrt{y}",
    r"\overline{AB}": r"\overline{AB}",
    r"\begin{cases}a & b\\ c & d\end{cases}": r"\left\{\begin{matrix}a & b \\ c & d\end{matrix}\right.",
    r"\int_0^1 x\,dx": r"\int_{0}^{1} x\,dx",
    r"\lim_{x\to0}\sin x": r"\lim_{x\to 0}\sin x",
    r"\ce{^{13}_{6}C}": r"{}_{6}^{13}\mathrm{C}",
    r"\underbrace{a+b}_{c}": r"\underbrace{a+b}_{c}",
    r"\hat{y}": r"\hat{y}",
    r"\text{吨}": r"\text{吨}",
}


def read_back(source: str) -> Equation:
    return Equation(etree.fromstring(etree.tostring(equation(Math(source)))))


@pytest.mark.parametrize(("source", "latex"), FORMULAS.items())
def test_word_holds_the_formula(source: str, latex: str) -> None:
    found = read_back(source)
    assert found.latex == latex
    assert found.unknown == []


def test_an_arrow_keeps_what_stands_on_it() -> None:
    assert "Δ" in read_back(r"\ce{CaCO3 ->[\Delta] CaO + CO2 ^}").text


def typst(sources: list[str]) -> bytes:
    calls = "".join(f"#{{{typst_math(Math(source))}}}\n\n" for source in sources)
    main = f'#import "look.typ": *\n{calls}'
    return pdf_of({"main.typ": main.encode(), "look.typ": template_text("print/look.typ").encode()})


def test_typst_sets_every_formula() -> None:
    assert typst([*FORMULAS, r"\ce{CaCO3 ->[\Delta] CaO + CO2 ^}", r"\binom{n}{k}"]).startswith(b"%PDF")


PIECES = st.sampled_from(
    ["x", "12.5", "+", "=", r"\times", r"\alpha", r"\%", r"\text{“引号”\#}", "(", ")", "[", "]", "|", r"\{", "&", r"\\"]
)
LATEX = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(" ".join),
        st.tuples(inner, inner).map(lambda pair: rf"\frac{{{pair[0]}}}{{{pair[1]}}}"),
        st.tuples(inner, inner).map(lambda pair: rf"{{{pair[0]}}}_{{{pair[1]}}}"),
        inner.map(lambda one: rf"\sqrt{{{one}}}"),
        inner.map(lambda one: rf"\left({one}\right)^2"),
        inner.map(lambda one: rf"\sum_{{i=1}}^n {one}"),
    ),
    max_leaves=8,
)


@given(st.lists(LATEX, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_whatever_the_screen_shows_can_be_printed(sources: list[str]) -> None:
    shown = [source for source in sources if not parse(f"${source}$").problems]
    assert typst(shown).startswith(b"%PDF")
    for source in shown:
        assert read_back(source).unknown == []
