"""A text without any of a pattern's literals never matches it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks.needles import Needled, needles
from tests.checks.test_shipped_bank import shipped


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"0\.6101", {"0.6101"}),
        (r"GB/T\s*2589\s*[-—–:：]\s*2008", {"GB/T"}),
        (r"(?:甲烷|CH[4₄])[^。；\d]{0,20}21(?!\d)", {"21"}),
        (r"(?:甲烷|CH[4₄])[^。；\d]{0,20}2", {"甲烷", "CH4", "CH₄"}),
        (r"150\s*(?:欧元|€)", {"150"}),
        (r"ab+c", {"ab"}),
        (r"ab?cd", {"cd"}),
        (r"(?:abc)?de", {"de"}),
        (r"(?<![a-z])[Cc][Oo]2", {"CO2", "Co2", "cO2", "co2"}),
        (r"标煤|\d", set()),
        (r"\d+", set()),
        (r"(?i)co2", set()),
        (r"a{0,2}(?:bc|de){2,}", {"bc", "de"}),
        (r"x[^\]ab]y\]z", {"y]z"}),
        ("", set()),
    ],
)
def test_needles(pattern: str, wanted: set[str]) -> None:
    assert needles(pattern) == wanted


def patterns() -> list[str]:
    references = shipped().references
    return [t.avoid_pattern for t in references.terms.values() if t.avoid_pattern] + [
        o.pattern for o in references.outdated
    ]


@pytest.mark.parametrize("pattern", patterns())
@settings(max_examples=15)
@given(st.data())
def test_what_matches_holds_a_needle(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern)))
    assert Needled(pattern).search(text) is not None
