"""Nothing is dropped in silence: what is left out or changed is a finding at its question."""

from io import BytesIO
from pathlib import Path

import pytest

from authoring.errors import UsageError
from authoring.export.formats import FORMATS, by_domain, export, export_form
from authoring.export.formats.matrix import codes_table, matrix
from authoring.intake.files import read_data
from authoring.questions import QuestionType, parts
from tests.builders import KINDS, question
from tests.export import examples

PAGE = (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")
READ = ("moodle", "gift", "national")


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("kind", KINDS)
def test_every_question_is_written_or_told(name: str, kind: str) -> None:
    asked = question(kind)
    data, report = export(name, by_domain([asked]), examples.MEDIA.__getitem__)
    drafts = read_data(data, f"x{FORMATS[name].suffix}").drafts
    dropped = {finding.where.question for finding in report if finding.severity.value == "warning"}
    assert len(drafts) == len([part for part in parts(asked) if part.id not in dropped])


def codes(name: str, kind: str, **fields: object) -> set[str]:
    return {f.code for f in export(name, by_domain([question(kind, **fields)]), examples.MEDIA.__getitem__)[1]}


def test_what_changes_is_named() -> None:
    assert codes("moodle", "single_choice") == {"F302"}
    assert codes("moodle", "numeric", tolerance={"relative": 0.01}) == {"F302", "F309"}
    assert codes("gift", "numeric") == {"F302", "F314", "F316"}
    assert codes("gift", "ordering") == {"F302", "F301"}
    assert codes("gift", "blanks") == {"F302", "F313"}
    assert codes("canvas", "single_choice") == {"F302", "F328"}
    assert codes("canvas", "ordering") == {"F302", "F301"}
    assert codes("canvas", "multiple_choice") == {"F302", "F325", "F328"}
    assert codes("aiken", "matching") == {"F302", "F301"}
    assert all(not codes(name, kind) for name in ("json", "excel", "csv") for kind in KINDS)


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_form_loses_is_told_once(name: str) -> None:
    chosen = examples.questions()
    paper = examples.paper(chosen)
    _, report = export_form(name, paper, paper.forms[0], chosen, examples.MEDIA.__getitem__)
    told = [finding.code for finding in report if finding.code in {"F329", "F330"}]
    assert told == ["F330" if name == "canvas" else "F329"]


def test_a_missing_picture_stops_the_export() -> None:
    asked = question("single_choice", stem="看图\n\n![图](media/none.png)")
    for name in FORMATS:
        data, report = export(name, by_domain([asked]), {}.__getitem__)
        assert (data, [finding.code for finding in report]) == (b"", ["F303"])


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="moodle"):
        export("word", [], {}.__getitem__)


@pytest.mark.parametrize("name", FORMATS)
def test_same_questions_same_bytes(name: str) -> None:
    groups = by_domain(examples.questions().values())
    first, second = (export(name, groups, examples.MEDIA.__getitem__)[0] for _ in range(2))
    assert first == second
    assert BytesIO(first).read()


def test_the_page_is_that_of_the_code() -> None:
    """`python -m authoring.export.formats.matrix docs/formats.md` writes the tables."""
    assert matrix() in PAGE
    assert codes_table() in PAGE
    assert all(f"| {kind.value} |" in PAGE for kind in QuestionType)
