"""The content package of a form: files, references, order, limits, pictures, losses, bytes."""

from decimal import Decimal

import pytest
from lxml import etree

from authoring.export.qti3 import Loss, qti3_package
from authoring.export.qti3.pieces import identifier
from authoring.export.verify.qti_assessment import ItemRef, Section
from authoring.export.verify.qti_reader import QtiPackage, read_qti_package
from authoring.findings import Severity
from authoring.papers.paper import Form
from authoring.questions.scoring import ScoringRules
from tests.export import examples
from tests.export.qti3.reading import marks

QUESTIONS = examples.questions()
PAPER = examples.paper(QUESTIONS, ScoringRules(multiple_choice="half"))
A, B = PAPER.forms
LOM = "{http://ltsc.ieee.org/xsd/LOM}"


def packed(form: Form = A, **options: bool) -> bytes:
    return qti3_package(PAPER, form, QUESTIONS, examples.MEDIA.__getitem__, **options)[0]


def package(form: Form = A, **options: bool) -> QtiPackage:
    read = read_qti_package(packed(form, **options))
    assert not read.report, str(read.report)
    return read


@pytest.mark.parametrize("form", [A, B])
@pytest.mark.parametrize("with_keys", [True, False])
def test_the_items_stand_in_the_forms_order(form: Form, with_keys: bool) -> None:
    wanted = []
    for item in form.items:
        asked = QUESTIONS[item.question]
        wanted += [child.id for child in asked.children] if asked.type == "case" else [asked.id]
    test = package(form, with_keys=with_keys).test
    assert test is not None
    assert [ref.identifier for ref in test.items] == wanted


def test_options_stand_as_the_form_shows_them() -> None:
    first, second = (package(form).items["T-D01-001"].interactions[0].choices for form in (A, B))
    assert [choice.identifier for choice in first] == ["A", "B", "C", "D"]
    assert [choice.identifier for choice in second] == ["D", "C", "B", "A"]
    assert [choice.identifier for choice in package(B).items["T-D01-009.1"].interactions[0].choices] == list("DCBA")


def test_test_sections_limits_and_instructions() -> None:
    limited = A.sections[0].model_copy(
        update={"minutes": 30, "instructions": "每题 1 分。\n\n少选不得分 & 错选不得分。"}
    )
    form = A.model_copy(update={"sections": (limited, *A.sections[1:])})
    test = package(form).test
    assert test is not None
    assert (test.seconds, test.maximum, test.pass_marks) == (7200, PAPER.marks, 10)
    assert (test.navigation, test.submission) == ("nonlinear", "simultaneous")
    first, second = test.sections
    assert (first.title, first.seconds, second.seconds) == ("第S1部分", 1800, None)
    assert first.instructions == "每题 1 分。\n少选不得分 & 错选不得分。"


def test_a_case_is_a_section_around_its_children() -> None:
    read = package()
    assert read.test is not None
    case = read.test.sections[-1].members[-1]
    assert isinstance(case, Section)
    assert (case.identifier, case.title) == ("T-D01-009", "第 9 题")
    assert case.members[0] == ItemRef("T-D01-009.1", "items/T-D01-009.1.xml")
    assert read.stimuli == {"STIMULUS-T-D01-009": "stimuli/T-D01-009.xml"}
    assert "STIMULUS-T-D01-009" in read.resources["T-D01-009.2"].dependencies


def test_the_key_earns_the_papers_marks() -> None:
    items = package().items
    assert marks(items["T-D01-002"], ["A", "C", "D"]) == 3
    assert marks(items["T-D01-002"], ["A"]) == Decimal("1.5")
    assert marks(items["T-D01-002"], ["A", "B"]) == 0
    assert marks(items["T-D01-003"], True) == Decimal("0.5")


def test_only_pictures_that_are_shown_are_packed() -> None:
    read = package()
    assert [path for path in read.files if path.startswith("media/")] == ["media/流程图.svg"]
    assert read.items["T-D01-001"].pictures == ("../media/%E6%B5%81%E7%A8%8B%E5%9B%BE.svg",)
    assert read.files["media/流程图.svg"] == examples.PICTURE
    assert identifier("media/流程图.svg") in read.resources["T-D01-001"].dependencies
    assert "media/solution.svg" in package(feedback=True).files


def test_same_form_same_bytes() -> None:
    assert packed(A) == packed(A)
    assert packed(A) != packed(B)


def test_losses_are_said_once_for_each_question() -> None:
    _, report = qti3_package(PAPER, A, QUESTIONS, examples.MEDIA.__getitem__)
    assert [(finding.code, finding.where.question, finding.severity) for finding in report] == [
        (Loss.WORDINGS.value, "T-D01-004", Severity.INFO),
        (Loss.NUMBERS.value, "T-D01-005", Severity.INFO),
        (Loss.NUMBERS.value, "T-D01-009.3", Severity.INFO),
    ]
    assert report.passed


def test_without_keys_nothing_is_marked_and_nothing_told() -> None:
    data, report = qti3_package(PAPER, A, QUESTIONS, examples.MEDIA.__getitem__, with_keys=False, feedback=True)
    read = read_qti_package(data)
    assert not report
    assert not any(item.tells_key for item in read.items.values())
    for word in ("因为如此", "要点一；要点二", "国务院生态环境主管部门", "27068.05", "difficulty"):
        assert word.encode() not in data
    assert b"27068.05" in packed(A)


def test_metadata_names_syllabus_level_and_difficulty() -> None:
    manifest = etree.fromstring(package().files["imsmanifest.xml"])
    lom = next(found for found in manifest.iter(f"{LOM}lom") if "T-D01-001" in found.itertext())
    words = set(lom.itertext())
    assert {"D01-01", "junior", "初级", "understand", "理解", "easy", "PT60S"} <= words


@pytest.mark.parametrize("name", ["2026-12-junior-A", "中级 2026", "a/b", "卷一"])
def test_identifiers_are_legal_and_differ(name: str) -> None:
    etree.QName(identifier(name))  # refuses what is no XML name
    assert identifier(name) != identifier(f"{name} ")
