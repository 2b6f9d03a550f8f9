"""Questions a second of CPU into each exchange format, beside QTI the public Python writers where they are installed.

text2qti and qti-package-maker are asked to write single choices alone, which is the least they can do; ours are of
every type. qti-package-maker refuses Chinese, so it gets short English ones.
text2qti comes with the development tools; qti-package-maker is installed for this figure only.
"""

import importlib.util
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from authoring.content import parse
from authoring.export.formats import FORMATS, by_domain, export
from authoring.export.qti2 import Version, in_older_words
from authoring.export.qti3 import item_xml
from authoring.questions import Question, SingleChoice
from authoring.questions.scoring import ScoringRules
from benchmarks.generated import questions
from benchmarks.measuring import Row, timed

__all__ = ["formats"]

RULES = ScoringRules()


def formats(size: int) -> list[Row]:
    """One row for each format; the whole file is made, for QTI every item."""
    asked = list(questions(size))
    groups = by_domain(asked)
    rows = [_row(name, size, lambda name=name: export(name, groups, _no_media)) for name in FORMATS]
    rows.append(_row("qti30 items", size, lambda: [_item(question) for question in asked]))
    rows += [_row(f"qti{v} items", size, lambda v=v: [in_older_words(_item(q), v) for q in asked]) for v in Version]
    single = [question for question in asked if isinstance(question, SingleChoice)]
    for name, module, write in (
        ("text2qti, single choice", "text2qti", _text2qti),
        ("qti-package-maker, single choice", "qti_package_maker", _package_maker),
    ):
        if importlib.util.find_spec(module) is None:
            rows.append({"format": name, "questions": "not installed"})
        else:
            rows.append(_row(name, len(single), lambda write=write: write(single)))
    return rows


def _row(name: str, count: int, act: Callable[[], object]) -> Row:
    """Nothing is left of the formats before: no text has been read yet."""
    parse.cache_clear()
    row: Row = {"format": name, "questions": count}
    with timed(row, "written"):
        act()
    row["questions/CPU s"] = round(count / max(row["written CPU s"], 0.001))
    return row


def _item(question: Question) -> str:
    return item_xml(question, marks=question.marks, rules=RULES)  # type: ignore[arg-type]  # no case among them


def _no_media(address: str) -> bytes:
    raise KeyError(address)


def _text2qti(asked: Sequence[SingleChoice]) -> object:
    from text2qti.config import Config
    from text2qti.qti import QTI
    from text2qti.quiz import Quiz

    texts = []
    for number, question in enumerate(asked, start=1):
        options = [f"{'*' if o.id == question.key else ''}{o.id.lower()}) {o.text}" for o in question.options]
        texts.append(f"{number}. {question.stem}\n" + "\n".join(options))
    quiz = Quiz("\n\n".join(texts), config=Config(), source_name="generated")
    return QTI(quiz).zip_bytes()


def _package_maker(asked: Sequence[SingleChoice]) -> object:
    from qti_package_maker.package_interface import QTIPackageInterface

    package = QTIPackageInterface("generated", verbose=False)
    for number, question in enumerate(asked, start=1):
        options = [f"Option {option.id} of {number}" for option in question.options]
        stem = f"Which of these is right in case {number}?"
        package.add_item("MC", (stem, options, options[question.option_ids.index(question.key)]))
    with tempfile.TemporaryDirectory() as folder:
        package.save_package("blackboard_qti_v2_1", outfile=str(Path(folder) / "generated.zip"))
    return package
