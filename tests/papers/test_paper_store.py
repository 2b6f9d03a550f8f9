"""Papers that a bank keeps: conflicts are refused, approved papers are frozen, their questions count as used."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.errors import ConflictError, StorageError, UsageError
from authoring.papers.assembly import assemble
from authoring.papers.paper import Paper
from authoring.papers.paper_store import Papers, PaperStatus
from tests.papers.pools import BANK, blueprint, make, section

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    (tmp_path / "bank").mkdir()
    shutil.copy(BANK / "bank.yaml", tmp_path / "bank")
    return Bank.open(tmp_path / "bank")


def a_paper(name: str = "P1", seed: int = 1) -> Paper:
    plan = blueprint(section("S1", ["single_choice"], 3), forms=2)
    made = assemble(plan, [make(n) for n in range(1, 12)], seed=seed, paper_id=name).paper
    assert made is not None
    return made


def papers(bank: Bank, who: str = "甲") -> Papers:
    return Papers(bank, who, lambda: NOW)


def test_what_was_saved_opens_as_it_was(bank: Bank) -> None:
    kept = papers(bank).save(a_paper())
    assert papers(bank, "乙").open("P1") == kept
    assert kept.paper == a_paper()
    assert papers(bank).ids == ["P1"]


def test_the_second_of_two_who_opened_the_same_is_refused(bank: Bank) -> None:
    opened = papers(bank).save(a_paper())
    saved = papers(bank, "乙").save(a_paper(seed=2), opened)
    with pytest.raises(ConflictError, match="已被他人保存（乙"):
        papers(bank, "丙").save(a_paper(seed=3), opened)
    with pytest.raises(ConflictError):
        papers(bank, "丙").save(a_paper(seed=3))
    assert papers(bank).open("P1") == saved


def test_an_approved_paper_is_frozen_and_its_questions_count(bank: Bank) -> None:
    kept = papers(bank).save(a_paper())
    approved = papers(bank, "乙").approve(kept, "2026-12")
    assert approved.status is PaperStatus.APPROVED
    assert approved.approved == kept.paper.fingerprint()
    for again in (approved, kept, None):
        with pytest.raises(UsageError, match="已批准并冻结（乙"):
            papers(bank).save(a_paper(seed=2), again)
    assert set(Exposures(bank.root).terms()) == set(kept.paper.question_ids)
    assert set(Exposures(bank.root).terms().values()) == {("2026-12",)}


def test_a_refused_approval_counts_nothing(bank: Bank) -> None:
    kept = papers(bank).save(a_paper())
    papers(bank, "乙").save(a_paper(seed=2), kept)
    with pytest.raises(ConflictError):
        papers(bank).approve(kept, "2026-12")
    assert Exposures(bank.root).terms() == {}


def test_a_frozen_paper_that_was_changed_by_hand_is_no_longer_it(bank: Bank) -> None:
    kept = papers(bank).approve(papers(bank).save(a_paper()), "2026-12")
    path = bank.root / "papers" / "P1.paper.json"
    path.write_text(path.read_text("utf-8").replace('"seed": 1', '"seed": 2'), "utf-8")
    with pytest.raises(StorageError, match="与批准时不一致"):
        papers(bank).open(kept.paper.id)
    path.write_text("{", "utf-8")
    with pytest.raises(StorageError, match="读不出来"):
        papers(bank).open(kept.paper.id)
    with pytest.raises(UsageError, match="没有试卷 P9；现有：P1"):
        papers(bank).open("P9")


def test_a_question_of_two_terms(bank: Bank) -> None:
    for name, term in (("P1", "2026-06"), ("P2", "2026-12")):
        papers(bank).approve(papers(bank).save(a_paper(name)), term)
    used = Exposures(bank.root).terms()
    assert set(used.values()) == {("2026-12", "2026-06")}


def test_a_line_that_cannot_be_read_is_told_and_the_others_count(bank: Bank) -> None:
    papers(bank).approve(papers(bank).save(a_paper()), "2026-12")
    path = bank.root / "history" / "exposure.jsonl"
    path.write_text(path.read_text("utf-8") * 2 + "{half", "utf-8")
    found, report = Exposures(bank.root).all()
    assert len(found) == 1
    assert [(f.code, f.where.line) for f in report] == [("B130", 3)]


WORKER = """
import sys
from authoring.bank import Bank
from authoring.errors import ConflictError
from authoring.papers.paper_store import Papers
with Bank.open(sys.argv[1]) as bank:
    desk, done = Papers(bank, sys.argv[2]), 0
    while done < 20:
        kept = desk.open("P1")
        try:
            desk.save(kept.paper.model_copy(update={"seed": kept.paper.seed + 1}), kept)
            done += 1
        except ConflictError:
            pass
"""


def test_no_save_of_four_coordinators_is_lost(bank: Bank) -> None:
    papers(bank).save(a_paper())
    workers = [subprocess.Popen([sys.executable, "-c", WORKER, str(bank.root), str(n)]) for n in range(4)]
    assert [worker.wait() for worker in workers] == [0, 0, 0, 0]
    assert papers(bank).open("P1").paper.seed == 1 + 4 * 20
