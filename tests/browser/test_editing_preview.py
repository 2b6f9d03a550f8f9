"""The candidate's page of a question that is only half written: it draws, and nothing in it fails."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from authoring.bank import Bank
from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from tests.browser.editing import TODAY, small_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with small_bank(tmp_path / "bank") as opened:
        yield opened


@pytest.mark.parametrize("kind", list(QuestionType))
def test_a_half_written_question_is_drawn(
    bank: Bank, new_page: Callable[..., Page], as_file: Callable[[str], str], kind: QuestionType
) -> None:
    editing = Editing.new(bank, kind, "D03-01", today=TODAY)
    page = new_page()
    for stem in ("", "写到一半的题干 [[2]] [[1]] [[1]] ![图](media/nowhere.svg)"):
        editing.change("stem", stem)
        if kind is QuestionType.CASE and stem:
            for part in QuestionType:
                if part is not QuestionType.CASE:
                    editing.add("children", part.value)
        page.goto(as_file(editing.preview()))
        question = page.locator("#question-title")
        expect(question).to_be_visible()
        if stem:
            expect(page.get_by_text("写到一半的题干").first).to_be_visible()
