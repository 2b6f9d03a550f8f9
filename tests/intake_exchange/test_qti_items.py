"""Single items of QTI 2.1, 2.2 and 3.0: every kind that is a question here."""

import pytest

from tests.intake_exchange.samples import MAP, SINGLE, V30, choice, codes, declared, item, one, read, told

OPTIONS = [{"id": "A", "text": "甲"}, {"id": "B", "text": "乙"}, {"id": "C", "text": "丙"}]


def mapping(**values: float) -> str:
    rows = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in values.items())
    return f'<mapping defaultValue="0">{rows}</mapping>'


def map_response(body: str, declarations: str) -> str:
    return item(body, declarations, f'<responseProcessing template="{MAP}"/>')


def test_a_single_choice() -> None:
    text = item("<p>题干</p>" + choice("甲", "乙", "丙", prompt="选哪个？"), SINGLE)
    assert one(text) == {
        "type": "single_choice",
        "stem": "题干\n\n选哪个？",
        "options": OPTIONS,
        "key": "B",
        "marks": 1,
    }
    assert codes(read(text)) == []


def test_the_same_in_qti_3() -> None:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><qti-assessment-item xmlns="{V30}" identifier="q" title="q" '
        'adaptive="false" time-dependent="false">'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
        "<qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration>"
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="1.5"/>'
        '<qti-item-body><p>题干</p><qti-choice-interaction response-identifier="RESPONSE" max-choices="1">'
        "<qti-prompt>选哪个？</qti-prompt>"
        '<qti-simple-choice identifier="A">甲</qti-simple-choice>'
        '<qti-simple-choice identifier="B">乙</qti-simple-choice>'
        '<qti-simple-choice identifier="C" fixed="true">以上都不对</qti-simple-choice></qti-choice-interaction>'
        "</qti-item-body><qti-response-processing "
        'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/></qti-assessment-item>'
    )
    plain = one(text)
    assert (plain["stem"], plain["key"], plain["marks"]) == ("题干\n\n选哪个？", "B", 1.5)
    assert plain["options"][2] == {"id": "C", "text": "以上都不对", "pinned": True}  # type: ignore[index]


def test_a_multiple_choice_with_equal_shares() -> None:
    several = declared("RESPONSE", "multiple", "identifier", "A", "C", mapping=mapping(A=1, C=1, B=-1))
    intake = read(map_response(choice("甲", "乙", "丙", most=0, prompt="哪些？"), several))
    assert intake.drafts[0].plain == {
        "type": "multiple_choice",
        "stem": "哪些？",
        "options": OPTIONS,
        "key": ["A", "C"],
        "marks": 2,
    }
    assert codes(intake) == ["I640"]


def test_shares_that_no_scoring_rule_gives_are_told() -> None:
    several = declared("RESPONSE", "multiple", "identifier", "A", "C", mapping=mapping(A=1.5, C=0.5))
    intake = read(map_response(choice("甲", "乙", "丙", most=0, prompt="哪些？"), several))
    assert intake.drafts[0].plain["key"] == ["A", "C"]
    assert "75%" in told(intake, "I615").message


def test_a_half_right_option_beside_the_key_is_told_and_no_key() -> None:
    several = declared("RESPONSE", "multiple", "identifier", "A", "C", mapping=mapping(A=1, C=1, B=0.5))
    intake = read(map_response(choice("甲", "乙", "丙", most=0, prompt="哪些？"), several))
    assert intake.drafts[0].plain["key"] == ["A", "C"]
    assert "B 0.5" in told(intake, "I615").message


@pytest.mark.parametrize(
    ("declaration", "processing"),
    [
        (
            declared("RESPONSE", "single", "identifier", mapping=mapping(B=2, A=1)),
            f'<responseProcessing template="{MAP}"/>',
        ),
        (
            declared("RESPONSE", "single", "identifier"),
            "<responseProcessing><responseCondition><responseIf><match>"
            '<variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>'
            '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue>'
            "</responseIf></responseCondition></responseProcessing>",
        ),
    ],
)
def test_the_key_is_found_without_a_correct_response(declaration: str, processing: str) -> None:
    plain = one(item(choice("甲", "乙", "丙", prompt="？"), declaration, processing))
    assert (plain["key"], plain["marks"]) == ("B", 2)


def test_a_key_that_disagrees_with_the_mapping_is_told() -> None:
    odd = declared("RESPONSE", "single", "identifier", "B", mapping=mapping(A=1))
    intake = read(map_response(choice("甲", "乙", "丙", prompt="？"), odd))
    assert intake.drafts[0].plain["key"] == "B"
    assert "I642" in codes(intake)


def test_no_key_at_all_is_an_error() -> None:
    intake = read(item(choice("甲", "乙", "丙", prompt="？"), declared("RESPONSE", "single", "identifier")))
    assert "key" not in intake.drafts[0].plain
    assert "I613" in codes(intake)


def test_right_and_wrong_are_a_judgement() -> None:
    assert one(item(choice("正确", "错误", prompt="水是液体。"), SINGLE))["key"] is False
    assert one(item(choice("True", "False", prompt="水是液体。"), SINGLE))["type"] == "true_false"


def test_blanks_in_a_sentence() -> None:
    declarations = declared(
        "R1", "single", "string", "生态环境部", mapping=mapping(生态环境部=1, 环境部=0.5)
    ) + declared("R2", "single", "string", "吨")
    body = (
        '<p>由 <textEntryInteraction responseIdentifier="R1" expectedLength="5"/> 主管，以'
        '<textEntryInteraction responseIdentifier="R2"/>计。</p>'
    )
    intake = read(map_response(body, declarations))
    plain = intake.drafts[0].plain
    assert plain["type"] == "blanks"
    assert plain["stem"] == "由 [[1]] 主管，以[[2]]计。"
    assert plain["blanks"] == [{"accepted": ["生态环境部"]}, {"accepted": ["吨"]}]
    assert "环境部" in told(intake, "I633").message


def test_texts_that_must_match_exactly() -> None:
    rows = '<mapping><mapEntry mapKey="tCO2" mappedValue="1" caseSensitive="true"/></mapping>'
    body = '<p>单位 <textEntryInteraction responseIdentifier="R"/></p>'
    plain = one(map_response(body, declared("R", "single", "string", "tCO2", mapping=rows)))
    assert plain["blanks"] == [{"accepted": ["tCO2"], "match": "exact"}]


def numeric(test: str, correct: str = "12.5", tail: str = " t") -> str:
    processing = (
        f"<responseProcessing><responseCondition><responseIf>{test}"
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">3</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition></responseProcessing>"
    )
    body = f'<p>算出排放量。</p><p><textEntryInteraction responseIdentifier="R"/>{tail}</p>'
    return item(body, declared("R", "single", "float", correct), processing)


VARIABLE, CORRECT = '<variable identifier="R"/>', '<correct identifier="R"/>'


@pytest.mark.parametrize(
    ("test", "reach"),
    [
        (f'<equal toleranceMode="absolute" tolerance="0.1">{VARIABLE}{CORRECT}</equal>', 0.1),
        (f'<equal toleranceMode="relative" tolerance="2 2">{VARIABLE}{CORRECT}</equal>', 0.25),
        (f'<equal toleranceMode="exact">{VARIABLE}{CORRECT}</equal>', 0),
        (f'<equalRounded roundingMode="decimalPlaces" figures="1">{VARIABLE}{CORRECT}</equalRounded>', 0.05),
        (f'<equalRounded roundingMode="significantFigures" figures="2">{VARIABLE}{CORRECT}</equalRounded>', 0.5),
        (
            f'<and><gte>{VARIABLE}<baseValue baseType="float">12</baseValue></gte>'
            f'<lte>{VARIABLE}<baseValue baseType="float">13</baseValue></lte></and>',
            0.5,
        ),
    ],
)
def test_a_number_and_its_tolerance(test: str, reach: float) -> None:
    assert one(numeric(test)) == {
        "type": "numeric",
        "stem": "算出排放量。",
        "value": 12.5,
        "unit": "t",
        "tolerance": {"absolute": reach},
        "marks": 3,
    }


def test_a_range_that_does_not_lie_around_the_value_is_told() -> None:
    intake = read(numeric(f'<gte>{VARIABLE}<baseValue baseType="float">12</baseValue></gte>'))
    assert "tolerance" not in intake.drafts[0].plain
    assert codes(intake) == ["I632"]


def test_a_number_within_a_sentence_leaves_an_empty_place() -> None:
    text = item(
        '<p>约 <textEntryInteraction responseIdentifier="R"/> 吨。</p>', declared("R", "single", "integer", "7")
    )
    assert one(text) | {"marks": 0} == {
        "type": "numeric",
        "stem": "约 （　　） 吨。",
        "value": 7,
        "tolerance": {"absolute": 0},
        "marks": 0,
    }


def match_interaction(pairs: tuple[str, ...]) -> str:
    left = "".join(
        f'<simpleAssociableChoice identifier="L{n}" matchMax="1">{text}</simpleAssociableChoice>'
        for n, text in enumerate(("燃煤", "外购电力"))
    )
    right = "".join(
        f'<simpleAssociableChoice identifier="R{n}" matchMax="2">{text}</simpleAssociableChoice>'
        for n, text in enumerate(("范围一", "范围二", "范围三"))
    )
    body = (
        '<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="2"><prompt>连线</prompt>'
        f"<simpleMatchSet>{left}</simpleMatchSet><simpleMatchSet>{right}</simpleMatchSet></matchInteraction>"
    )
    return item(body, declared("RESPONSE", "multiple", "directedPair", *pairs))


@pytest.mark.parametrize("pairs", [("L0 R0", "L1 R1"), ("L1 R1", "L0 R0"), ("R0 L0", "R1 L1")])
def test_matching(pairs: tuple[str, ...]) -> None:
    plain = one(match_interaction(pairs))
    assert plain["type"] == "matching"
    assert plain["premises"] == [{"id": "L0", "text": "燃煤"}, {"id": "L1", "text": "外购电力"}]
    assert plain["key"] == {"L0": "R0", "L1": "R1"}


@pytest.mark.parametrize("pairs", [("L0 R0",), ("L0 R0", "L1 R1", "L1 R2")])
def test_matching_that_is_not_one_to_one_is_told(pairs: tuple[str, ...]) -> None:
    intake = read(match_interaction(pairs))
    assert "key" not in intake.drafts[0].plain
    assert codes(intake) == ["I630"]


@pytest.mark.parametrize("order", ["ABC", "CAB"])
def test_ordering_is_never_stored_in_its_right_order(order: str) -> None:
    choices = "".join(f'<simpleChoice identifier="{name}">步骤{name}</simpleChoice>' for name in "ABC")
    body = f'<orderInteraction responseIdentifier="RESPONSE"><prompt>排</prompt>{choices}</orderInteraction>'
    plain = one(item(body, declared("RESPONSE", "ordered", "identifier", *order)))
    texts = {entry["id"]: entry["text"] for entry in plain["items"]}  # type: ignore[attr-defined]
    assert [texts[name] for name in plain["key"]] == [f"步骤{name}" for name in order]  # type: ignore[attr-defined]
    assert [entry["id"] for entry in plain["items"]] != plain["key"]  # type: ignore[attr-defined]


def test_a_long_answer_with_a_rubric_for_markers() -> None:
    rubric = (
        '<rubricBlock view="scorer"><p><strong>要点</strong></p><ol><li>说出基准线（2分）</li>'
        "<li>指出泄漏（3分）关键词：泄漏、边界</li></ol><p>参考答案的文字。</p></rubricBlock>"
    )
    body = f'{rubric}<p>说说看。</p><extendedTextInteraction responseIdentifier="R" expectedLength="300"/>'
    assert one(item(body, declared("R", "single", "string"), "")) == {
        "type": "short_answer",
        "stem": "说说看。",
        "expected_length": 300,
        "model_answer": "参考答案的文字。",
        "rubric": [
            {"text": "说出基准线", "marks": 2},
            {"text": "指出泄漏", "marks": 3, "keywords": ["泄漏", "边界"]},
        ],
    }


def test_a_long_answer_without_a_model_answer_is_told() -> None:
    body = '<p>说说看。</p><extendedTextInteraction responseIdentifier="R"/>'
    assert codes(read(item(body, declared("R", "single", "string"), ""))) == ["I619"]


def test_feedback_is_rationale_or_names_a_mistake() -> None:
    feedback = (
        '<modalFeedback outcomeIdentifier="FB" identifier="A" showHide="show">漏了折算</modalFeedback>'
        '<modalFeedback outcomeIdentifier="FB" identifier="ALL" showHide="show">按公式计算。</modalFeedback>'
    )
    text = item(choice("甲", "乙", "丙", prompt="？"), SINGLE).replace(
        "</assessmentItem>", feedback + "</assessmentItem>"
    )
    plain = one(text)
    assert plain["options"][0] == {"id": "A", "text": "甲", "mistake": "漏了折算"}  # type: ignore[index]
    assert plain["rationale"] == "按公式计算。"


def test_feedback_inside_of_choices() -> None:
    wrong = '甲<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">不对</feedbackInline>'
    plain = one(item(choice(wrong, "乙", prompt="？"), SINGLE))
    assert plain["options"][0] == {"id": "A", "text": "甲", "mistake": "不对"}  # type: ignore[index]


def test_several_interactions_on_one_text_are_a_case() -> None:
    body = (
        "<p>某厂用煤 10 t。</p>"
        + choice("甲", "乙", prompt="第一问？")
        + '<p>第二问：说明理由。</p><extendedTextInteraction responseIdentifier="R2"/>'
    )
    plain = one(item(body, SINGLE + declared("R2", "single", "string")))
    assert (plain["type"], plain["stem"]) == ("case", "某厂用煤 10 t。")
    children = plain["children"]
    assert isinstance(children, list)
    assert [(child["type"], child["stem"]) for child in children] == [
        ("single_choice", "第一问？"),
        ("short_answer", "第二问：说明理由。"),
    ]


def test_a_drop_down_is_a_blank_and_its_choices_are_told() -> None:
    body = (
        '<p>属于<inlineChoiceInteraction responseIdentifier="R" shuffle="false"><inlineChoice identifier="a">范围一'
        '</inlineChoice><inlineChoice identifier="b">范围二</inlineChoice></inlineChoiceInteraction>。</p>'
    )
    intake = read(item(body, declared("R", "single", "identifier", "b")))
    assert intake.drafts[0].plain["stem"] == "属于[[1]]。"
    assert intake.drafts[0].plain["blanks"] == [{"accepted": ["范围二"]}]
    assert "范围一" in told(intake, "I635").message


def test_words_dragged_into_gaps_are_blanks() -> None:
    body = (
        '<gapMatchInteraction responseIdentifier="R" shuffle="false"><prompt>填。</prompt>'
        '<gapText identifier="W" matchMax="1">碳达峰</gapText><gapText identifier="X" matchMax="1">碳中和</gapText>'
        '<blockquote><p>2030 年前<gap identifier="G1"/>，2060 年前<gap identifier="G2"/>。</p></blockquote>'
        "</gapMatchInteraction>"
    )
    plain = one(item(body, declared("R", "multiple", "directedPair", "W G1", "X G2")))
    assert plain["stem"] == "填。\n\n2030 年前[[1]]，2060 年前[[2]]。"
    assert plain["blanks"] == [{"accepted": ["碳达峰"]}, {"accepted": ["碳中和"]}]
