"""Notebooks find the shipped bank, write only beside themselves, and never into that bank."""

from pathlib import Path

import pytest

from authoring import workflow
from authoring.bank import Bank
from authoring.papers.paper_store import Papers
from authoring.widgets import keep, kept_paper, shipped_bank, signing_key, working_bank
from tests.widgets.conftest import SHIPPED


def test_the_shipped_bank_is_found_from_anywhere(beside: Path) -> None:
    with shipped_bank() as bank:
        assert bank.root.samefile(SHIPPED)


def test_a_bank_above_the_working_folder_comes_first(beside: Path) -> None:
    nearer = beside.parent / "banks" / "dual-carbon"
    nearer.mkdir(parents=True)
    (nearer / "bank.yaml").write_text("format: 1\nid: near\nname: 近处的题库\n", "utf-8")
    with shipped_bank() as bank:
        assert bank.info.name == "近处的题库"


def test_the_working_bank_is_a_copy_that_keeps_drafts(beside: Path) -> None:
    with working_bank() as bank, shipped_bank() as shipped:
        assert bank.root.resolve() == beside / "build" / "bank"
        assert bank.ids == shipped.ids
        made = bank["DC-D03-001"].model_copy(update={"id": "DC-D03-900"})
        bank.save(made)
        assert "DC-D03-900" not in shipped.ids
    with working_bank() as again:
        assert "DC-D03-900" in again


def test_files_are_kept_beside_the_notebook(beside: Path) -> None:
    assert keep("报告.html", "内容") == Path("build/报告.html")
    assert keep("a.bin", b"\x00").read_bytes() == b"\x00"
    assert (beside / "build" / "报告.html").read_text("utf-8") == "内容"


@pytest.mark.usefixtures("beside")
def test_the_signing_key_is_made_once() -> None:
    assert signing_key().key_id == signing_key().key_id


def test_a_paper_saved_in_the_bank_is_opened_by_its_name(bank_copy: Bank) -> None:
    plan, _ = workflow.read_blueprint(bank_copy, "junior")
    assert plan is not None
    made = workflow.assemble(bank_copy, plan, seed=3, paper_id="2026-12-junior").paper
    assert made is not None
    assert kept_paper(bank_copy, made.id) is None
    Papers(bank_copy, "丙").save(made)
    assert kept_paper(bank_copy, made.id) == made
