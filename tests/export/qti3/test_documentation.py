"""docs/qti.md says what the code does."""

import re
from pathlib import Path

from authoring.export.qti3 import Loss
from authoring.questions import QuestionType
from authoring.texts import say, tree

PAGE = (Path(__file__).parents[3] / "docs" / "qti.md").read_text("utf-8")


def test_every_code_is_explained_on_the_page_and_in_chinese() -> None:
    codes = set(re.findall(r"Q[12]\d\d", PAGE))
    assert codes == {name for name in tree("export_qti") if re.fullmatch(r"Q\d{3}", name)}
    assert {loss.value for loss in Loss} <= codes
    assert all(say(f"export_qti.{code}.{part}") for code in codes for part in ("message", "hint"))


def test_every_type_has_a_row() -> None:
    first_cells = set(re.findall(r"^\| ([a-z/ ]+) \|", PAGE, re.M))
    assert {kind.replace("_", " ").replace("true false", "true/false") for kind in QuestionType} <= first_cells
