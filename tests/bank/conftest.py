from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.bank.question_file import question_yaml
from authoring.questions import Question


@pytest.fixture
def bank_folder(tmp_path: Path) -> Callable[..., Path]:
    """Makes a bank folder with the given questions."""

    def make(*questions: Question) -> Path:
        (tmp_path / "bank.yaml").write_text("format: 1\nid: t\nname: 试题库\nid_prefix: T\n", "utf-8")
        for question in questions:
            file = tmp_path / "questions" / question.domain / f"{question.id}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(question_yaml(question), "utf-8")
        return tmp_path

    return make
