"""Files that LibreOffice 7.4 wrote, of a paper and a table made by hand: what is expected stands in their source."""

from pathlib import Path

import pytest

from authoring.intake.draft import Intake
from authoring.intake.files import read_file
from tests.intake_exchange.samples import codes

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def paper() -> Intake:
    """Numbered lists of questions and options, bold answers, subscripts, a picture, a table."""
    return read_file(FILES / "paper.docx")


def test_numbers_options_and_bold_answers(paper: Intake) -> None:
    first, second, third = (draft.plain for draft in paper.drafts[:3])
    assert first["stem"] == "全国碳排放权交易市场由（　　）主管。"
    assert [option["text"] for option in first["options"]] == ["财政部", "生态环境部", "工业和信息化部", "国家能源局"]
    assert [draft["key"] for draft in (first, second, third)] == ["B", "D", "B"]
    assert [draft.number for draft in paper.drafts] == ["1", "2", "3", "1", "1", "2", "1"]


def test_lowered_and_raised_signs(paper: Intake) -> None:
    """LibreOffice writes them as smaller letters on another height."""
    assert [option["text"] for option in paper.drafts[1].plain["options"]] == ["CO~2~", "CH~4~", "N~2~O", "SF~6~"]
    assert paper.drafts[3].plain["rationale"] == "范围一是直接排放；10^3^ kg 为 1 t。"


def test_a_picture(paper: Intake) -> None:
    ((name, data),) = paper.drafts[2].media.items()
    assert data.startswith(b"\x89PNG")
    assert f"media/{name}" in paper.drafts[2].plain["stem"]


def test_sections_answers_and_marks(paper: Intake) -> None:
    kinds = [(draft.plain["type"], draft.plain["marks"]) for draft in paper.drafts]
    assert kinds == [
        *[("single_choice", 1)] * 3,
        ("multiple_choice", 2),
        *[("true_false", 1)] * 2,
        ("short_answer", 5),
    ]
    assert paper.drafts[3].plain["key"] == ["A", "C"]
    assert [draft.plain["key"] for draft in paper.drafts[4:6]] == [False, True]


def test_a_table_and_its_rubric(paper: Intake) -> None:
    plain = paper.drafts[6].plain
    assert plain["stem"].endswith("| 年份 | 排放量（t） |\n| --- | --- |\n| 2021 | 120 |\n| 2022 | 100 |")
    assert [point["marks"] for point in plain["rubric"]] == [2, 3]


def test_what_the_paper_lost_is_told(paper: Intake) -> None:
    assert codes(paper) == ["I301", "I327", "I327", "I327", "I415"]
    assert paper.report.passed


def test_a_workbook() -> None:
    table = read_file(FILES / "table.xlsx")
    kinds = [draft.plain["type"] for draft in table.drafts]
    assert kinds == ["single_choice", "multiple_choice", "true_false", "blanks", "numeric", "short_answer"]
    assert [draft.plain.get("key") for draft in table.drafts[:3]] == ["B", ["A", "C"], False]
    assert table.drafts[3].plain["blanks"] == [{"accepted": ["tCO₂"]}]
    assert table.drafts[4].plain["tolerance"] == {"absolute": 0.1}
    assert [draft.where.row for draft in table.drafts] == [3, 4, 5, 6, 7, 9]
    assert codes(table) == ["I215"]
