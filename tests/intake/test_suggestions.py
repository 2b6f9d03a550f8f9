"""Repairs that an author takes by a click: what is offered, and what taking one changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.findings import Place
from authoring.intake.damage import damage
from authoring.intake.suggestions import SUGGESTED, Suggestion, accepted, suggestions

DAMAGED = st.lists(
    st.sampled_from(["CO?e", "tCO2e", "CO2", "（O）", "10 m?", "$CO_2$", "CO~2~", "碳", "，", " ", "是不是?"]),
    max_size=8,
).map("".join)


def question(stem: str, *options: str) -> dict[str, Any]:
    entries = [{"id": letter, "text": text} for letter, text in zip("ABCD", options, strict=False)]
    return {"type": "single_choice", "stem": stem, "options": entries, "key": "A"}


@pytest.mark.parametrize(
    ("stem", "code", "puts"),
    [
        ("CO?e 的含义", "I331", ["CO₂e"]),
        ("排放 5 tCO�e 与 kgCO�e", "I331", ["CO₂e"]),
        ("面积为 10 km?", "I331", ["km²", "km³"]),
        ("CH4 和 CH4", "I332", ["CH₄"]),
        ("属于温室气体的是（ O ）。", "I333", ["（　　）"]),
        ("是不是 CO~2~？", "", []),
        ("公式 $\\ce{CO2}$ 与图 ![CO2](media/CO2.png)", "", []),
    ],
)
def test_what_is_offered(stem: str, code: str, puts: list[str]) -> None:
    found = suggestions(question(stem))
    assert [suggestion.put for suggestion in found] == puts
    assert {suggestion.code for suggestion in found} == ({code} if code else set())


def test_one_that_is_taken_holds_for_every_text_and_nothing_else() -> None:
    plain = question("CO2 与 CH4 与 3 tCO2", "CO2", "tCO2e")
    plain |= {"rationale": "CO2 见 $CO2$", "tags": ["CO2"], "media": {"CO2.png": "CO2"}}
    changed = accepted(plain, Suggestion(code="I332", quote="CO2", put="CO₂"))
    assert changed["stem"] == "CO₂ 与 CH4 与 3 tCO₂"
    assert [option["text"] for option in changed["options"]] == ["CO₂", "tCO2e"]
    assert changed["rationale"] == "CO₂ 见 $CO2$"
    assert {name: changed[name] for name in ("tags", "media", "key")} == {
        "tags": ["CO2"],
        "media": {"CO2.png": "CO2"},
        "key": "A",
    }


def test_questions_of_a_case_are_repaired_too() -> None:
    case = {"type": "case", "stem": "材料", "children": [question("CO?e")]}
    (suggestion,) = suggestions(case)
    assert accepted(case, suggestion)["children"][0]["stem"] == "CO₂e"


@given(DAMAGED, DAMAGED)
def test_all_taken_leave_nothing_to_tell(stem: str, option: str) -> None:
    plain: dict[str, Any] = question(stem, option)
    for _ in range(20):
        found = suggestions(plain)
        if not found:
            break
        plain = accepted(plain, found[0])
    assert suggestions(plain) == []
    text = "\n".join([plain["stem"], plain["options"][0]["text"]])
    assert SUGGESTED & {finding.code for finding in damage(text, Place())} == set()
