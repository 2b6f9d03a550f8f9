"""What an author waits for: files taken in, and the preview after a keystroke."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from authoring.bank import Bank
from authoring.intake.files import read_data
from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from benchmarks.documents import document, plain_text, workbook
from benchmarks.made import SHIPPED
from benchmarks.measuring import Row, peak_mb, spread_ms, timed

__all__ = ["intake", "preview"]

KEYSTROKES = 30
TODAY = date(2026, 12, 12)


def intake(size: int) -> Row:
    """`size` rows of a workbook; a Word file of 1,500 questions and a text of 2,000 whatever the size."""
    files = (("workbook", "a.xlsx", workbook, size), ("Word", "a.docx", document, 1500))
    row: Row = {}
    for kind, name, make, count in (*files, ("text", "a.txt", plain_text, 2000)):
        data = make(count)
        with timed(row, kind):
            drafts = len(read_data(data, name).drafts)
        assert drafts == count, (kind, drafts)
        row[f"{kind} questions"] = count
        row[f"{kind} questions/s"] = round(count / row[f"{kind} s"])
    row["peak MB"] = peak_mb()
    return row


def preview(_: int) -> list[Row]:
    """From a keystroke in the stem to the form and the candidate's page, in Python: one row for each type."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SHIPPED, Path(folder) / "bank", ignore=shutil.ignore_patterns(".bank-index"))
        with Bank.open(Path(folder) / "bank") as bank:
            return [_typed(bank, kind) for kind in QuestionType]


def _typed(bank: Bank, kind: QuestionType) -> Row:
    editing = Editing.open(bank, bank.search(type=kind)[0], today=TODAY)
    form, page, alike = (
        spread_ms(_keystrokes(editing, show)) for show in (editing.form, editing.preview, editing.similar)
    )
    row: Row = {"type": kind.value}
    for name, (median, worst) in (("form", form), ("preview", page), ("similar", alike)):
        row[f"{name} ms, median"], row[f"{name} ms, worst"] = median, worst
    return row


def _keystrokes(editing: Editing, show: Callable[[], object]) -> Iterator[Callable[[], object]]:
    def act(stem: str) -> None:
        editing.change("stem", stem)
        show()

    stem = str(editing.plain["stem"])
    for _ in range(KEYSTROKES):
        stem += "碳"
        yield lambda typed=stem: act(typed)  # type: ignore[misc]
