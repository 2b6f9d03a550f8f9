"""Content packages: the order of tests and manifests, stimuli, pictures, metadata, and our own export read back."""

from pathlib import Path
from typing import Any

import pytest

from authoring.bank import Bank
from authoring.content import parse
from authoring.export.qti3 import qti3_package
from authoring.intake.draft import Defaults, Draft, completed
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    parts,
)
from authoring.questions.responses import normalise
from authoring.questions.scoring import Incomplete, ScoringRules
from tests.export import examples
from tests.intake_exchange.samples import PNG, SINGLE, V21, choice, codes, item, manifest, package, read, told

BANK = Path(__file__).parents[2] / "banks" / "dual-carbon"
TF = item(choice("正确", "错误", prompt="水是液体。"), SINGLE)


def shown(markup: str) -> str:
    return parse(markup).text()


def essence(question: Question) -> list[dict[str, Any]]:
    """What a question asks, offers, takes for right and gives: for every answerable part."""
    stimulus = {"stimulus": shown(question.stem)} if isinstance(question, Case) else {}
    return [{"stem": shown(part.stem), "marks": part.marks} | stimulus | key(part) for part in parts(question)]


def key(part: Any) -> dict[str, Any]:
    match part:
        case SingleChoice() | MultipleChoice():
            options = [(option.id, shown(option.text), option.pinned) for option in part.options]
            return {"options": options, "key": part.key}
        case TrueFalse():
            return {"key": part.key}
        case Blanks():
            return {"blanks": [({normalise(text) for text in b.accepted}, b.accepted[0], b.match) for b in part.blanks]}
        case Numeric():
            return {"value": part.value, "bounds": {unit: part.bounds(unit) for unit in part.units}}
        case Matching():
            texts = {entry.id: shown(entry.text) for entry in (*part.premises, *part.choices)}
            return {"texts": texts, "key": part.key}
        case Ordering():
            return {"items": {entry.id: shown(entry.text) for entry in part.items}, "key": part.key}
        case ShortAnswer():
            points = [(shown(point.text), point.marks, point.keywords) for point in part.rubric]
            return {"answer": shown(part.model_answer), "rubric": points}
    raise AssertionError(part)


def whole(draft: Draft) -> Question:
    question, problems = completed(draft, str(draft.plain["id"]), Defaults(knowledge_point="D01-01"))
    assert question is not None, problems
    return question


@pytest.mark.parametrize(
    ("rules", "lost"),
    [(ScoringRules(), ["I643"]), (ScoringRules(multiple_choice=Incomplete.HALF), ["I640", "I643"])],
)
def test_the_shipped_bank_comes_back_from_its_own_package(rules: ScoringRules, lost: list[str]) -> None:
    with Bank.open(BANK) as bank:
        questions = {question.id: question for question in bank}
        paper = examples.paper(questions, rules)
        data, _ = qti3_package(paper, paper.forms[0], questions, bank.media, feedback=True)
    intake = read(data, "卷.zip")
    assert len(intake.drafts) == len(questions) == 292
    for draft in intake.drafts:
        question = questions[str(draft.plain["id"])]
        back = whole(draft)
        assert essence(back) == essence(question), question.id
        told_by_parts = [shown(part.rationale) for part in parts(question)]
        assert [shown(part.rationale) for part in parts(back)] == told_by_parts
        if not isinstance(question, Case):
            for name in ("difficulty", "seconds", "level", "knowledge_points", "cognitive"):
                assert getattr(back, name) == getattr(question, name)
    assert codes(intake) == lost


def test_options_in_the_order_of_a_form_keep_their_ids() -> None:
    questions = examples.questions()
    paper = examples.paper(questions)
    data, _ = qti3_package(paper, paper.forms[1], questions, examples.MEDIA.__getitem__)
    back = {str(draft.plain["id"]): draft for draft in read(data, "卷.zip").drafts}
    for question in questions.values():
        if isinstance(question, SingleChoice):
            assert whole(back[question.id]).key == question.key  # type: ignore[union-attr]
            assert [option["id"] for option in back[question.id].plain["options"]] == ["D", "C", "B", "A"]


def test_tests_decide_the_order_and_the_sections() -> None:
    test = (
        f'<assessmentTest xmlns="{V21}" identifier="t" title="期中"><testPart identifier="p" navigationMode="linear" '
        'submissionMode="individual"><timeLimits maxTime="3600"/>'
        '<assessmentSection identifier="s" title="一、判断题" visible="true"><ordering shuffle="true"/>'
        '<assessmentItemRef identifier="b" href="items/b.xml"/><assessmentItemRef identifier="a" href="items/a.xml"/>'
        '<assessmentItemRef identifier="x" href="items/x.xml"/></assessmentSection></testPart></assessmentTest>'
    )
    files = {
        "imsmanifest.xml": manifest(
            ("imsqti_item_xmlv2p1", "items/a.xml"),
            ("imsqti_item_xmlv2p1", "items/c.xml"),
            ("imsqti_test_xmlv2p1", "test.xml"),
            ("imsqti_item_xmlv2p1", "items/b.xml"),
            ("webcontent", "readme.pdf"),
        ),
        "test.xml": test,
        "readme.pdf": "%PDF",
    } | {f"items/{name}.xml": TF.replace('identifier="q1"', f'identifier="{name}"') for name in "abc"}
    intake = read(package(files), "包.zip")
    assert [(draft.number, draft.section) for draft in intake.drafts] == [
        ("b", "一、判断题"),
        ("a", "一、判断题"),
        ("c", ""),
    ]
    assert str(intake.drafts[0].where) == "包.zip/items/b.xml:1"
    assert codes(intake) == ["I605", "I609", "I643", "I644"]
    assert "时间限制" in told(intake, "I643").message


def test_a_manifest_in_a_folder_and_pictures_beside_the_items() -> None:
    body = '<p>看图</p><img src="../img/%E5%9B%BE.png" alt="流程"/>' + choice("甲", "乙")
    files: dict[str, str | bytes] = {
        "包/imsmanifest.xml": manifest(("imsqti_item_xmlv2p2", "items/a.xml"), ("webcontent", "img/%E5%9B%BE.png")),
        "包/items/a.xml": item(body, SINGLE).replace(V21, V21.replace("v2p1", "v2p2")),
        "包/img/图.png": PNG,
    }
    (draft,) = (intake := read(package(files), "a.zip")).drafts
    ((name, data),) = draft.media.items()
    assert data == PNG
    assert draft.plain["stem"] == f"看图\n\n![流程](media/{name})"
    assert codes(intake) == []


def test_items_on_one_stimulus_are_a_case() -> None:
    stimulus = (
        '<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s" title="s">'
        "<qti-stimulus-body><p>某厂的数据。</p></qti-stimulus-body></qti-assessment-stimulus>"
    )
    reference = '<assessmentStimulusRef identifier="s" href="../s.xml"/>'
    files = {
        "imsmanifest.xml": manifest(
            ("imsqti_item_xmlv3p0", "i/a.xml"), ("imsqti_item_xmlv3p0", "i/b.xml"), ("imsqti_stimulus_xmlv3p0", "s.xml")
        ),
        "i/a.xml": TF.replace("<itemBody>", reference + "<itemBody>"),
        "i/b.xml": TF.replace("<itemBody>", reference + "<itemBody>"),
        "s.xml": stimulus,
    }
    (draft,) = read(package(files), "a.zip").drafts
    assert (draft.plain["type"], draft.plain["stem"]) == ("case", "某厂的数据。")
    assert [child["key"] for child in draft.plain["children"]] == [False, False]


def test_metadata_are_read_and_the_rest_is_told() -> None:
    lom = (
        "<metadata><lom xmlns='http://ltsc.ieee.org/xsd/LOM'><general><title><string>甲题</string></title>"
        "<keyword><string>难点</string></keyword></general><educational><difficulty><source>LOMv1.0</source>"
        "<value>difficult</value></difficulty><typicalLearningTime><duration>PT1M30S</duration></typicalLearningTime>"
        "</educational><classification><taxonPath><taxon><id>D03-02</id></taxon></taxonPath></classification></lom>"
        "</metadata>"
    )
    resource = f'<resource identifier="x" type="imsqti_item_xmlv2p1" href="a.xml">{lom}<file href="a.xml"/></resource>'
    intake = read(package({"imsmanifest.xml": manifest(more=resource), "a.xml": TF}), "a.zip")
    plain = intake.drafts[0].plain
    assert (plain["difficulty"], plain["seconds"], plain["knowledge_points"]) == (4, 90, ["D03-02"])
    assert plain["tags"] == ["难点"]
    assert codes(intake) == ["I606"]


def test_one_broken_item_keeps_no_other_out() -> None:
    files = {
        "imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml"), ("imsqti_item_xmlv2p1", "b.xml")),
        "a.xml": TF[:200],
        "b.xml": TF,
    }
    intake = read(package(files), "a.zip")
    assert len(intake.drafts) == 1
    assert str(told(intake, "I601").where) == "a.zip/a.xml"


def test_qti_1_is_told_with_what_to_do() -> None:
    old = (
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="x"/></questestinterop>'
    )
    files = {"imsmanifest.xml": manifest(("imsqti_xmlv1p2", "a.xml")), "a.xml": old}
    assert codes(read(package(files), "a.zip")) == ["I608"]
    assert codes(read(old)) == ["I608"]


def test_other_xml_is_told() -> None:
    assert codes(read("<a/>")) == ["I607"]
    assert codes(read("<?xml version='1.0'?><a>", "a.txt")) == ["I601"]
