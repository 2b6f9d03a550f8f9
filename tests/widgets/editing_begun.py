"""A question begun on the form, what it is so far, and the desk it is saved at."""

from datetime import date

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.questions import Question, QuestionType
from authoring.widgets.editor.editing import Editing

TODAY = date(2026, 11, 1)
KINDS = [kind.value for kind in QuestionType]


def begun(bank: Bank, kind: QuestionType) -> Editing:
    editing = Editing.new(bank, kind, "D03-01", author="甲", today=TODAY)
    editing.change("stem", "下列设备中，属于移动燃烧源的是（　　）。")
    editing.change("rationale", "装载机能行驶。")
    editing.change("sources", ["IPCC2006"])
    return editing


def question_of(editing: Editing) -> Question:
    assert editing.question is not None, [str(finding) for finding in editing.report]
    return editing.question


def desk_of(bank: Bank) -> Desk:
    return Desk(bank, "甲", Role.AUTHOR)
