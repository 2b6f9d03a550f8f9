"""What stands in an item: interactions, order, secrecy."""

from decimal import Decimal

import pytest

from authoring.export.qti3 import item_xml
from authoring.export.verify.qti_item import QtiItem
from authoring.questions import Case, parts
from authoring.questions.scoring import Incomplete, ScoringRules
from tests.builders import FIELDS, question
from tests.export.qti3.reading import read

SECRETS = {"rationale": "绝密解析", "model_answer": "绝密范文"}


def item(kind: str, order: tuple[str, ...] = (), with_keys: bool = True, **fields: object) -> QtiItem:
    return read(written(kind, order, with_keys, **fields))


def written(kind: str, order: tuple[str, ...] = (), with_keys: bool = True, **fields: object) -> str:
    (part,) = parts(question(kind, **fields))
    return item_xml(part, marks=Decimal(2), rules=ScoringRules(), order=order, with_keys=with_keys)


@pytest.mark.parametrize(
    ("kind", "interactions"),
    [
        ("single_choice", ["choice"]),
        ("multiple_choice", ["choice"]),
        ("true_false", ["choice"]),
        ("blanks", ["text-entry", "text-entry"]),
        ("numeric", ["text-entry", "inline-choice"]),
        ("matching", ["match"]),
        ("ordering", ["order"]),
        ("short_answer", ["extended-text"]),
    ],
)
def test_interactions_by_type(kind: str, interactions: list[str]) -> None:
    assert [found.kind for found in item(kind).interactions] == interactions


def test_options_stand_in_the_forms_order() -> None:
    (choice,) = item("single_choice", order=("C", "A", "D", "B")).interactions
    assert [option.identifier for option in choice.choices] == ["C", "A", "D", "B"]
    assert [option.text for option in choice.choices] == ["选项C", "选项A", "选项D", "选项B"]


def test_matching_turns_its_choices_and_keeps_its_premises() -> None:
    (match,) = item("matching", order=("C3", "C1", "C2")).interactions
    assert [premise.identifier for premise in match.choices] == ["P1", "P2", "P3"]
    assert [choice.identifier for choice in match.targets] == ["C3", "C1", "C2"]
    assert [premise.most for premise in match.choices] == [1, 1, 1]
    assert match.most == 3


def test_nothing_is_shuffled_and_pinned_options_are_fixed() -> None:
    options = [{"id": "A", "text": "甲"}, {"id": "B", "text": "以上都对", "pinned": True}]
    xml = written("single_choice", options=options)
    assert 'shuffle="true"' not in xml
    assert '<qti-simple-choice identifier="A">' in xml
    assert '<qti-simple-choice identifier="B" fixed="true">' in xml


def test_a_single_unit_stands_behind_the_box() -> None:
    (box,) = item("numeric", accepted_units=[]).interactions
    assert box.behind == "tCO₂"


def test_a_number_without_unit_can_be_chosen_among_units() -> None:
    _, choice = item("numeric", unit="", accepted_units=[{"unit": "%", "factor": 100}]).interactions
    assert [option.text for option in choice.choices] == ["（无单位）", "%"]


def test_maximum_and_marking() -> None:
    assert item("numeric").outcomes["SCORE"].maximum == 2
    assert item("numeric").outcomes["MAXSCORE"].default == ("2",)
    assert not item("numeric").marked_by_people
    assert item("short_answer").marked_by_people
    assert item("short_answer").processing is None


def test_only_scorers_see_the_rubric() -> None:
    xml = written("short_answer", model_answer=SECRETS["model_answer"])
    assert SECRETS["model_answer"] in xml
    assert read(xml).rubric_views == ("scorer",)


@pytest.mark.parametrize("kind", FIELDS)
def test_a_package_for_candidates_tells_no_key(kind: str) -> None:
    fields = {name: text for name, text in SECRETS.items() if name == "rationale" or kind == "short_answer"}
    (part,) = parts(question(kind, **fields))
    rules = ScoringRules(multiple_choice=Incomplete.PER_OPTION)
    xml = item_xml(part, marks=Decimal(2), rules=rules, with_keys=False, feedback=True)
    assert not read(xml).tells_key
    assert read(item_xml(part, marks=Decimal(2), rules=rules)).tells_key
    for word in ("correct", "mapping", "processing", "feedback", "rubric", *SECRETS.values()):
        assert word not in xml


@pytest.mark.parametrize("kind", FIELDS)
def test_with_and_without_keys_candidates_see_the_same(kind: str) -> None:
    def shown(found: QtiItem) -> object:
        return found.interactions, list(found.responses), found.pictures

    assert shown(item(kind)) == shown(item(kind, with_keys=False))


def test_feedback_shows_the_rationale_after_the_attempt() -> None:
    (part,) = parts(question("true_false", rationale="因为 $a<b$。"))
    xml = item_xml(part, marks=Decimal(1), rules=ScoringRules(), feedback=True)
    assert read(xml).has_feedback
    assert "因为" in xml
    assert "因为" not in item_xml(part, marks=Decimal(1), rules=ScoringRules())


def test_a_child_refers_to_its_stimulus() -> None:
    case = question("case")
    assert isinstance(case, Case)
    child = case.children[0]
    found = read(item_xml(child, marks=child.marks, rules=ScoringRules(), case=case))
    assert found.identifier == "T-D01-001.1"
    assert found.stimuli == (("STIMULUS-T-D01-001", "../stimuli/T-D01-001.xml"),)


def test_what_xml_must_escape() -> None:
    options = [{"id": "A", "text": 'a < b & "c"'}, {"id": "B", "text": "<b>粗</b>\x07"}]
    (choice,) = item("single_choice", stem="若 a<b & c>d？", options=options, key="B").interactions
    assert [option.text for option in choice.choices] == ['a < b & "c"', "<b>粗</b>\N{REPLACEMENT CHARACTER}"]
    blank = item("blanks", stem="[[1]]", blanks=[{"accepted": ['<&">']}])
    assert blank.responses["RESPONSE1"].correct == ('<&">',)


def test_tables_use_qtis_own_style_names() -> None:
    xml = written("true_false", stem="| 项目 | 数量 |\n| --- | ---: |\n| 煤 | 12 |")
    assert '<td class="qti-align-right">12</td>' in xml
