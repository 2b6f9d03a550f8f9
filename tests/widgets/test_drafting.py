"""The form makes the question its author typed, says what is missing, and saves drafts only."""

from datetime import date

import pytest

from authoring.bank import Bank
from authoring.errors import ConflictError, UsageError
from authoring.questions import QuestionType, Status
from authoring.widgets import NewQuestion
from authoring.widgets.drafting import KINDS, Drafting

TODAY = date(2026, 11, 1)


def _draft(bank: Bank, **fields: object) -> Drafting:
    filled = {
        "stem": "下列设备中，属于移动燃烧源的是（　　）。",
        "options": ["锅炉", "装载机", "", "导热油炉", ""],
        "right": [False, True, False, False, False],
        "rationale": "装载机能行驶。",
        "sources": "IPCC2006",
        "author": "张三",
    }
    return Drafting(bank, TODAY, "D03-01", **(filled | fields))  # type: ignore[arg-type]


def test_a_single_choice_is_what_was_typed(own_bank: Bank) -> None:
    question, report = _draft(own_bank).read()
    assert question is not None
    assert report.passed
    assert (question.id, question.status, question.key) == ("DC-D03-003", Status.DRAFT, "B")
    assert [(option.id, option.text) for option in question.options] == [
        ("A", "锅炉"),
        ("B", "装载机"),
        ("D", "导热油炉"),
    ]
    assert question.sources == ("IPCC2006",)


def test_the_other_types_are_what_was_typed(own_bank: Bank) -> None:
    many, _ = _draft(own_bank, kind=QuestionType.MULTIPLE_CHOICE, right=[True, True, False, False, False]).read()
    assert many is not None
    assert many.key == ("A", "B")
    judged, _ = _draft(own_bank, kind=QuestionType.TRUE_FALSE, statement=False).read()
    assert judged is not None
    assert judged.key is False
    number, _ = _draft(own_bank, kind=QuestionType.NUMERIC, value=" 27068.55 ", tolerance="0.5").read()
    assert number is not None
    assert (str(number.value), number.unit, str(number.bounds()[0])) == ("27068.55", "tCO₂", "27068.05")


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_says_what_is_missing(own_bank: Bank, kind: QuestionType) -> None:
    model = Drafting(own_bank, TODAY, "D03-01", kind=kind)
    question, report = model.read()
    assert question is None
    assert not report.passed
    assert any(finding.where.field == "stem" for finding in report)
    with pytest.raises(UsageError, match=f"{len(report)} 处"):
        model.save()


def test_what_is_no_number_is_shown_as_typed(own_bank: Bank) -> None:
    question, report = _draft(own_bank, kind=QuestionType.NUMERIC, value="十二").read()
    assert question is None
    assert "十二" in next(finding.message for finding in report if finding.where.field == "value")


def test_the_checks_look_at_the_draft(own_bank: Bank) -> None:
    _, report = _draft(own_bank, sources="", rationale="").read()
    assert {"S124", "S125"} <= set(report.codes())


def test_a_draft_is_saved_and_saved_again_and_the_next_gets_a_new_id(own_bank: Bank) -> None:
    model = _draft(own_bank)
    assert model.save() == "questions/D03/DC-D03-003.yaml"
    model.stem = "改过的题干（　　）。"
    assert model.save() == "questions/D03/DC-D03-003.yaml"
    assert own_bank["DC-D03-003"].stem == "改过的题干（　　）。"
    assert _draft(own_bank).save() == "questions/D03/DC-D03-004.yaml"


def test_somebody_elses_change_is_not_overwritten(own_bank: Bank) -> None:
    model = _draft(own_bank)
    model.save()
    theirs = own_bank["DC-D03-003"]
    own_bank.save(theirs.model_copy(update={"stem": "别人的题干（　　）。"}), theirs.fingerprint())
    with pytest.raises(ConflictError):
        model.save()
    assert own_bank["DC-D03-003"].stem == "别人的题干（　　）。"


def test_the_view_follows_the_form(own_bank: Bank) -> None:
    form = NewQuestion(own_bank, TODAY)
    assert form.preview.value == ""
    form.domain.value, form.point.value = "D03", "D03-01"
    form.fields["stem"].value = "下列设备中，属于移动燃烧源的是（　　）。"
    for text, value in zip(form.options, ("锅炉", "装载机", "", "", ""), strict=True):
        text.value = value
    assert [row[1][1] for row in form.table.shown] == ["B110"], "the key is still missing"
    form.right[1].value = True
    assert "iframe" in form.preview.value
    assert "移动燃烧源" in form.preview.value
    form.save()
    assert own_bank["DC-D03-003"].key == "B"
    assert "DC-D03-003.yaml" in form.said.value


def test_the_view_shows_the_fields_of_the_type(own_bank: Bank) -> None:
    form = NewQuestion(own_bank, TODAY)
    groups = (form.choice, form.fields["statement"], form.number)
    for kind, place in (("single_choice", 0), ("multiple_choice", 0), ("true_false", 1), ("numeric", 2)):
        form.fields["kind"].value = QuestionType(kind)
        assert [group.layout.display is None for group in groups] == [n == place for n in range(3)]


def test_trouble_is_said_in_the_panel(own_bank: Bank) -> None:
    form = NewQuestion(own_bank, TODAY)
    form.save()
    assert "还不能保存" in form.said.value
