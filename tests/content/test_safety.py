"""Whatever an author or an attacker writes: well-formed XML of known elements, no exception, no loss, no crash."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from authoring.content import Content, parse
from authoring.content.markdown import read_markdown, xml_safe
from authoring.content.unmarked import read_unmarked

MATHML = "http://www.w3.org/1998/Math/MathML"
XHTML_ELEMENTS = {
    "p": set(), "br": set(), "strong": set(), "em": set(), "sub": set(), "sup": set(), "code": set(), "pre": set(),
    "ul": set(), "ol": set(), "li": set(), "table": set(), "thead": set(), "tbody": set(), "tr": set(),
    "th": {"class"}, "td": {"class"}, "img": {"src", "alt"}, "span": {"class", "data-blank"},
}  # fmt: skip
MATHML_ELEMENTS = {
    "math", "mi", "mn", "mo", "mtext", "mspace", "mrow", "mfrac", "msub", "msup", "msubsup", "munder", "mover",
    "munderover", "msqrt", "mroot", "mtable", "mtr", "mtd", "mphantom", "mpadded", "mstyle", "mmultiscripts",
    "mprescripts",
}  # fmt: skip
MATHML_ATTRIBUTES = {
    "display", "alttext", "mathvariant", "lspace", "rspace", "stretchy", "symmetric", "minsize", "maxsize", "form",
    "width", "movablelimits", "largeop", "displaystyle", "scriptlevel", "linethickness", "accent", "accentunder",
    "style",
}  # fmt: skip

MARKS = st.sampled_from([
    "*", "**", "_", "`", "```", "~", "^", "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", "\\ce{", "{", "}", "[[1]]", "[",
    "]", "](", "![", "(", ")", "media/a.png", "<", ">", "<b>", "</b>", "<script>", "<!--", "&", "&lt;", "&#12;", "|",
    "\n", "\n\n", " ", "  ", "\t", "    ", "- ", "+ ", "1. ", "2. ", "# ", "> ", "---", "|-|-|", "-|-", "\r", "\x01",
    r"\frac", r"\text{", r"\left(", r"\sqrt", r"\begin{align}", r"\end{align}", "&", "%", "x", "2", "a", "CO2", "碳",
    "“", "”", "（", "）", "，", "。", "　", "\ue000", "\u2028", "\x85", "😀", "\ud800", "\uffff",
])  # fmt: skip
MARKED_UP = st.lists(MARKS, max_size=25).map("".join)
NEARLY_PLAIN = st.sampled_from([
    "碳", "a", "12", ".", "1. ", "2030.", "- ", "-", "+ ", "#", "# ", "=", "> ", "    ", "\t", "  ", " ", "\n", "\n\n",
    "\n \n", "　", "_", "__", ")", "1) ", "<", "< ", "&", "& ", "!", "\x85", "\u2028", "$", "$x$", "$-$", "$|$", "$a",
    "b$", "$ ", "$5", "$`$", "$[[1]]$", "]", "\ue000", "/", ":", "(", "{",
])  # fmt: skip
ANY_TEXT = st.one_of(MARKED_UP, st.text(st.characters(exclude_categories=()), max_size=60))


def check(content: Content) -> None:
    root = etree.fromstring(f"<div>{content.xhtml()}</div>")
    for element in root.iterdescendants():
        name = etree.QName(element)
        if name.namespace == MATHML:
            assert name.localname in MATHML_ELEMENTS
            assert set(element.attrib) <= MATHML_ATTRIBUTES
        else:
            assert set(element.attrib) <= XHTML_ELEMENTS[name.localname]
    etree.fromstring(f"<div>{content.inline_xhtml()}</div>")
    assert content.text() is not None


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
@example("&#12;&#13;")
@example("$\x01$")
def test_any_text_becomes_well_formed_xhtml_of_known_elements(text: str) -> None:
    check(parse(text))


@settings(max_examples=400, deadline=None)
@given(MARKED_UP)
def test_shortcuts_within_marked_up_texts_change_nothing(text: str) -> None:
    content = parse(text)
    assert (content.blocks, content.problems) == read_markdown(xml_safe(text.replace("\r\n", "\n").replace("\r", "\n")))


@settings(max_examples=600, deadline=None)
@given(st.lists(NEARLY_PLAIN, max_size=12).map("".join))
@example("甲\n　\n乙")
@example("　\n甲  \n 乙\t\n丙")
@example("甲$x$\n\n$y$乙\n- $z$")
def test_the_short_way_is_the_long_way(text: str) -> None:
    short = read_unmarked(text)
    if short is not None:
        assert (short, ()) == read_markdown(xml_safe(text.replace("\r\n", "\n").replace("\r", "\n")))


MANY = 10_000
HOSTILE = {
    "brackets": "[" * MANY,
    "stars": "*" * MANY,
    "opened stars": "**a" * MANY,
    "mixed stars": "*a **" * 2000,
    "dollars": "$" * MANY,
    "opened dollars": "$x " * MANY,
    "ticks": "`" + "``a" * MANY,
    "tildes and carets": "a~2~^" * MANY,
    "angles": "<" * MANY,
    "opened tags": "<a b=" * MANY,
    "opened attribute": '<a b="' * MANY,
    "comments": "<!--" * MANY,
    "entities": "&lt;" * MANY,
    "huge entity": "&#x" + "9" * MANY + ";",
    "declared entities": '<!DOCTYPE x [<!ENTITY a "b">]>&a;&a;',
    "opened formulas": r"\(" * MANY,
    "backslashes": "\\" * MANY,
    "fractions": "$" + r"\frac{" * MANY + "$",
    "roots": "$" + r"\sqrt" * 240 + " x$",
    "scripts": "$" + "x^{" * 240 + "$",
    "primes": "$x" + "'" * 2900 + "$",
    "growing commands": "$" + r"\def\a{xx}\def\b{\a\a}\def\c{\b\b}\def\d{\c\c}\def\e{\d\d}\e" + "$",
    "opened chemistry": r"\ce{" * MANY,
    "long chemistry": r"\ce{" + "C2" * MANY + "}",
    "pictures": "![](" * MANY,
    "links": "[a](b)" * MANY,
    "lists on a line": "- " * MANY + "x",
    "lists in lists": "\n".join(" " * depth + "- a" for depth in range(200)),
    "wide table": "|" * MANY + "\n" + "|-" * MANY + "|",
    "filled-up table": "|" * 40 + "a\n" + "|-" * 40 + "|\n" + "|a\n" * MANY,
    "breaks": "a\n" * MANY,
    "blanks": " " * MANY + "\n" + " " * MANY + "x",
    "responses": "[[1]]" * 2000,
    "control characters": "".join(map(chr, range(0x20))) + "\x7f\ufffe\ud800",
    "scripts and handlers": "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>",
    "addresses": "[x](javascript:alert(1)) ![x](data:image/svg+xml;base64,AA) <javascript:alert(1)>",
    "html in maths": r"$<script>\text{</mtext><img onerror=x>}$ $\href{javascript:x}{y}$",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text(text: str) -> None:
    check(parse(text))


def test_nothing_of_deeply_nested_lists_is_lost() -> None:
    assert parse(HOSTILE["lists on a line"]).text().endswith("x")


@pytest.mark.parametrize("name", ["scripts and handlers", "addresses", "html in maths"])
def test_unsafe_markup_never_survives(name: str) -> None:
    xhtml = parse(HOSTILE[name]).xhtml()
    assert not re.search(r"<(script|svg|img|a)\b|(src|href|on\w+)=[\"']", xhtml)


@pytest.mark.parametrize("text", ["甲*乙*", "甲", "$x$", "|a|\n|-|\n|b|"])
def test_equal_texts_have_equal_contents(text: str) -> None:
    assert parse(text) is parse(text)
    assert parse.__wrapped__(text) == parse(text)
