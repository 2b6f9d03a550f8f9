"""Single items of QTI: what no field of ours holds is told."""

import pytest

from tests.intake_exchange.samples import SINGLE, choice, codes, declared, item, read, told


@pytest.mark.parametrize(
    "kind",
    [
        "hotspot",
        "slider",
        "upload",
        "drawing",
        "associate",
        "hottext",
        "media",
        "selectPoint",
        "positionObject",
        "custom",
    ],
)
def test_interactions_that_are_no_question_here_keep_their_stem_and_are_told(kind: str) -> None:
    body = f'<p>在图上点出。</p><{kind}Interaction responseIdentifier="R"/>'
    intake = read(item(body, declared("R", "single", "point")))
    assert intake.drafts[0].plain["stem"] == "在图上点出。"
    assert "type" not in intake.drafts[0].plain
    finding = told(intake, "I610")
    assert "在图上点出" in finding.message
    assert "Interaction" not in finding.message


def test_rules_of_an_item_of_its_own_are_told() -> None:
    processing = (
        "<responseProcessing><responseCondition><responseIf><member>"
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></member>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    assert "member" in told(read(item(choice("甲", "乙", prompt="？"), SINGLE, processing)), "I614").message


def test_adaptive_items_and_templates_are_told() -> None:
    template = '<templateDeclaration identifier="x" cardinality="single" baseType="integer"/>'
    intake = read(item(choice("甲", "乙", prompt="？"), SINGLE + template, adaptive="true"))
    assert codes(intake) == ["I611", "I611"]


def test_marks_that_are_no_halves_are_told() -> None:
    text = item(choice("甲", "乙", prompt="？"), SINGLE).replace(
        'baseType="float"/>', 'baseType="float" normalMaximum="0.3"/>'
    )
    intake = read(text)
    assert "marks" not in intake.drafts[0].plain
    assert "0.3" in told(intake, "I617").message


def test_a_place_names_file_and_line() -> None:
    intake = read("\n\n" + item(choice("甲", "乙", prompt="？"), declared("RESPONSE", "single", "identifier")))
    assert str(told(intake, "I613").where) == "a.xml:3"


def test_question_marks_that_were_chinese_are_damage() -> None:
    assert "I345" in codes(read(item(choice("甲", "乙", prompt="????????"), SINGLE)))


def test_a_text_without_interaction_is_told() -> None:
    intake = read(item("<p>欢迎参加考试。</p>"))
    assert (intake.drafts, codes(intake)) == ((), ["I637"])


def test_a_button_for_hints_is_no_interaction() -> None:
    button = '<endAttemptInteraction responseIdentifier="HINT" title="提示"/>'
    intake = read(item(f"<p>{button}</p>" + choice("甲", "乙", prompt="？"), SINGLE))
    assert intake.drafts[0].plain["key"] == "B"
    assert codes(intake) == ["I611"]


def test_kinds_that_do_not_mix_keep_their_text_and_are_told() -> None:
    body = "<ul><li>" + choice("甲", "乙") + "</li><li>" + choice("甲", "乙").replace("RESPONSE", "R2") + "</li></ul>"
    intake = read(item(f"<p>题干</p>{body}", SINGLE + declared("R2", "single", "identifier", "A")))
    assert intake.drafts[0].plain["stem"].startswith("题干")
    assert codes(intake) == ["I612"]


def test_templates_of_common_cartridge_are_the_standard_ones() -> None:
    text = item(choice("甲", "乙", prompt="？"), SINGLE).replace("match_correct", "CC2_match")
    assert codes(read(text)) == []
