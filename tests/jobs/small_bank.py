"""A bank of a dozen questions with a blueprint that it can carry and one that it cannot."""

import shutil
from pathlib import Path

from authoring.bank.question_file import question_yaml
from authoring.papers.blueprint_files import blueprint_yaml
from tests.papers.pools import BANK, blueprint, make, section

__all__ = ["files_in", "write_small_bank"]


def write_small_bank(folder: Path, questions: int = 12) -> Path:
    for name in ("questions/D01", "blueprints"):
        (folder / name).mkdir(parents=True)
    for name in ("bank.yaml", "syllabus.yaml"):
        shutil.copy(BANK / name, folder)
    for n in range(1, questions + 1):
        question = make(n, stem=f"第 {n} 题：下列哪一项正确？")
        (folder / "questions" / "D01" / f"{question.id}.yaml").write_text(question_yaml(question), "utf-8")
    for name, count in (("easy", 3), ("hard", 40)):
        plan = blueprint(section("S1", ["single_choice"], count), id=name, forms=2)
        (folder / "blueprints" / f"{name}.yaml").write_text(blueprint_yaml(plan), "utf-8")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Bytes of every file below a folder, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
