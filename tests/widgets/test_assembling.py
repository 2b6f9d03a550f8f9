"""The assembly and export panels do what the workflow does, and keep what they make beside the notebook."""

import json
from pathlib import Path

import pytest
from lxml import html

from authoring import workflow
from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.export.reader import open_package
from authoring.papers.paper import Paper
from authoring.widgets import AssemblePanel, ExportPanel
from authoring.widgets.assembling import Assembling
from authoring.widgets.exporting import Exporting

SESSION = "2026-12-junior"


@pytest.fixture(scope="module")
def paper(bank: Bank) -> Paper:
    plan, _ = workflow.read_blueprint(bank, "junior")
    assert plan is not None
    made = workflow.assemble(bank, plan, seed=3, paper_id=SESSION).paper
    assert made is not None
    return made


def test_the_model_assembles_as_the_workflow_does(bank: Bank) -> None:
    model = Assembling(bank)
    names = dict(model.blueprints)
    assert "junior" in names.values()
    report = model.run("junior", 3)
    assert model.blueprint is not None
    assert model.assembly == workflow.assemble(bank, model.blueprint, seed=3)
    assert report == model.assembly.report
    assert len(model.charts()) == 4
    assert model.blueprint.title in model.report()


def test_nothing_assembled_gives_no_charts_and_no_report(bank: Bank) -> None:
    model = Assembling(bank)
    assert model.charts() == []
    with pytest.raises(UsageError):
        model.report()


def test_the_panel_shows_the_forms_side_by_side_and_keeps_them(bank: Bank, beside: Path) -> None:
    panel = AssemblePanel(bank)
    panel.blueprint.value, panel.seed.value = "junior", 3
    panel.run()
    assert panel.model.assembly is not None
    made = panel.model.assembly.paper
    assert made is not None
    columns = html.fromstring(panel.result.value).xpath("//thead//th[contains(@class, 'col_heading')]/text()")
    assert columns == [f"{form.name} 卷" for form in made.forms]
    assert [len(column.children) for column in panel.charts.children] == [1, 3]
    panel.keep()
    kept = json.loads((beside / "build" / f"{made.id}.paper.json").read_text("utf-8"))
    assert Paper.model_validate(kept) == made
    assert (beside / "build" / "assembly.html").read_text("utf-8") == panel.model.report()


def test_the_panel_says_what_is_short(bank: Bank, own_bank: Bank) -> None:
    blueprint = own_bank.root / "blueprints" / "junior.yaml"
    blueprint.parent.mkdir()
    blueprint.write_bytes((bank.root / "blueprints" / "junior.yaml").read_bytes())
    panel = AssemblePanel(own_bank)
    panel.run()
    assert panel.model.assembly is not None
    assert panel.model.assembly.paper is None
    assert "无法组卷" in panel.said.value
    said = [line.text_content() for line in html.fromstring(panel.result.value).iter("li")]
    assert said == [entry.sentence for entry in panel.model.assembly.shortfalls]
    assert panel.charts.children == ()
    assert len(panel.table.shown) > 0


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
