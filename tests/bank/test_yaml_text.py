"""YAML as people write it: what is written reads back equal, what is broken is a finding with its place."""

import pytest
import ryaml
from hypothesis import given
from hypothesis import strategies as st

from authoring.bank.yaml_text import Lines, decode, parse_yaml, to_yaml

ODD_TEXTS = (
    """no|0123|3.10|a: b|a #b|- x|# x|'|"|\\frac{1}{2}| x|x |2026-01-01|~|null|"""
    """=|{a}|[a]|&a|*a|!a|>|%|@|`|，|? x|: x"""
)
TEXTS = st.text(max_size=40) | st.sampled_from(
    [*ODD_TEXTS.split("|"), "|", "多行\n  缩进\n", "\n", "\t", "\u2028", "😀", "a\r\nb"]
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_reads_back_equal(data: dict) -> None:
    assert parse_yaml(to_yaml(data), "x.yaml") == (data, [])


def test_long_texts_are_blocks_and_short_records_stand_on_a_line() -> None:
    text = to_yaml(
        {"stem": "第一行\n第二行", "options": [{"id": "A", "text": "甲"}], "n": [1, 2], "tex": "$\\frac{1}{2}$"}
    )
    assert text == "stem: |-\n  第一行\n  第二行\noptions:\n  - {id: A, text: 甲}\nn: [1, 2]\ntex: '$\\frac{1}{2}$'\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1, 2\nb: 3\n", "B102", 2),
        ("a: 'x\n", "B102", 2),
        ("a: 1\n b: 2\n", "B102", 2),
        ("\ta: 1\n", "B102", 1),
        ("a: 1\nb: 2\na: 3\n", "B104", 3),
        ("a: &x\n  b: *x\n", "B103", None),
        ("a: 1\n---\nb: 2\n", "B102", None),
    ],
)
def test_broken_yaml_is_one_finding_with_its_line(text: str, code: str, line: int | None) -> None:
    data, findings = parse_yaml(text, "x.yaml")
    assert data is None
    assert [(finding.code, finding.where.line) for finding in findings] == [(code, line)]
    assert findings[0].hint


def test_yaml_is_1_2() -> None:
    assert ryaml.loads("a: no\nb: 0123\nc: 2026-01-01\n") == {"a": "no", "b": "0123", "c": "2026-01-01"}


@pytest.mark.parametrize(
    ("data", "guess"),
    [("题干".encode("gbk"), "GBK"), ("题干".encode("utf-16"), "UTF-16"), (b"\xff\xff\x00", "未知")],
)
def test_other_encodings_are_named(data: bytes, guess: str) -> None:
    text, findings = decode(data, "x.yaml")
    assert text is None
    assert guess in findings[0].message
    assert "UTF-8" in findings[0].hint


def test_a_byte_order_mark_is_no_trouble() -> None:
    assert decode("\ufeff题干".encode(), "x.yaml") == ("题干", [])


def test_lines_of_fields() -> None:
    lines = Lines("id: X\nstem: |-\n  甲\n  乙\noptions:\n  - {id: A, text: x}\n  - id: B\n    text: y\n")
    assert [lines.at(path) for path in ("id", "stem", "options", "options.0.text", "options.1.text")] == [1, 2, 5, 6, 8]
    assert lines.at("options.1.missing") == 7
    assert Lines("a: [").at("a") is None
