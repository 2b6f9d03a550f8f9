"""The export panel does what the workflow does, and keeps what it makes beside the notebook."""

from pathlib import Path

import pytest
from lxml import html

from authoring import workflow
from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.export.reader import open_package
from authoring.papers.paper import Paper
from authoring.widgets import ExportPanel
from authoring.widgets.exporting import Exporting

SESSION = "2026-12-junior"


@pytest.fixture(scope="module")
def paper(bank: Bank) -> Paper:
    plan, _ = workflow.read_blueprint(bank, "junior")
    assert plan is not None
    made = workflow.assemble(bank, plan, seed=3, paper_id=SESSION).paper
    assert made is not None
    return made


def test_a_package_is_written_and_verified(bank: Bank, paper: Paper, beside: Path) -> None:
    panel = ExportPanel(bank, paper)
    assert panel.session.value == SESSION, "the session in which this paper is sat comes first"
    panel.run()
    files = sorted(path.name for path in (beside / "build").iterdir())
    forms = [f"{SESSION}-{form.name}.qti3.zip" for form in paper.forms]
    assert files == sorted([f"{SESSION}.dcexam.zip", *forms, "signing-key.pem"])
    assert open_package(beside / "build" / f"{SESSION}.dcexam.zip").paper == paper
    ticks = html.fromstring(panel.ticks.value).xpath("//tbody/tr/td[1]/text()")
    assert len(ticks) > 5
    assert set(ticks) == {"✓"}
    assert "验证通过" in panel.said.value


@pytest.mark.usefixtures("beside")
def test_the_same_paper_gives_the_same_package(bank: Bank, paper: Paper) -> None:
    model = Exporting(bank, paper)
    model.build(SESSION)
    first = model.files[0].read_bytes()
    model.build(SESSION)
    assert model.files[0].read_bytes() == first


def test_nothing_is_written_for_a_paper_that_is_out_of_date(bank: Bank, paper: Paper, beside: Path) -> None:
    first = paper.forms[0].sections[0].items[0]
    sections = paper.forms[0].sections
    stale = sections[0].model_copy(
        update={"items": (first.model_copy(update={"question_fingerprint": "0" * 64}), *sections[0].items[1:])}
    )
    form = paper.forms[0].model_copy(update={"sections": (stale, *sections[1:])})
    panel = ExportPanel(bank, paper.model_copy(update={"forms": (form,)}))
    panel.run()
    assert "没有打包" in panel.said.value
    assert not (beside / "build").exists()
    with pytest.raises(UsageError):
        panel.model.verify()
