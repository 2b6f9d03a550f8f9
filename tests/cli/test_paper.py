"""`authoring paper`: a paper is kept, compared, changed by hand within its blueprint, checked, approved and frozen."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authoring.bank.exposure import Exposures
from tests.command_line import Call

BANK = Path(__file__).parents[2] / "banks" / "dual-carbon"
Paper = Callable[..., tuple[int, Any]]


@pytest.fixture
def paper(call: Call, tmp_path: Path) -> Paper:
    """`authoring paper BANK … --json` on a copy of the shipped bank that keeps the paper P5."""
    bank = tmp_path / "bank"
    shutil.copytree(BANK, bank, ignore=shutil.ignore_patterns(".bank-index"))
    call("assemble", str(bank), "intermediate", "--seed", "5", "--id", "P5", "--out", "p5.json")

    def invoke(*arguments: str) -> tuple[int, Any]:
        code, out, err = call("paper", str(bank), *arguments, "--json")
        return code, json.loads(out) if out else err

    assert invoke("keep", "p5.json")[0] == 0
    return invoke


def test_a_swap_keeps_the_blueprint_and_is_kept(paper: Paper) -> None:
    before = paper("key", "P5", "--form", "A")[1]["keys"]["A"]
    offered = paper("substitutes", "P5", "A", "3", "--limit", "3")[1]["substitutes"]
    assert len(offered) == 3
    chosen = offered[1]["question"]
    assert paper("swap", "P5", "A", "3", chosen) == (0, {"effect": offered[1]["effect"], "saved": True})
    after = paper("key", "P5", "--form", "A")[1]["keys"]["A"]
    changed = [new["试题编号"] for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [chosen]


def test_a_swap_that_cannot_be_says_why(paper: Paper) -> None:
    held = paper("key", "P5", "--form", "A")[1]["keys"]["A"]
    code, said = paper("swap", "P5", "A", "3", held[0]["试题编号"])
    assert code == 3
    assert "已经在 A 卷第 1 题" in said


def test_an_approved_paper_is_frozen_and_counts(paper: Paper, tmp_path: Path) -> None:
    offered = paper("substitutes", "P5", "A", "3", "--limit", "1")[1]["substitutes"][0]["question"]
    told = paper("approve", "P5", "--term", "2026-12", "--who", "考务")[1]
    assert (told["status"], told["term"], told["saved_by"]) == ("approved", "2026-12", "考务")
    code, said = paper("swap", "P5", "A", "3", offered)
    assert code == 3
    assert "已批准并冻结（考务" in said
    held = {row["试题编号"].partition(".")[0] for rows in paper("key", "P5")[1]["keys"].values() for row in rows}
    assert set(Exposures(tmp_path / "bank").terms()) == held


def test_papers_are_listed_and_compared_in_chinese(call: Call, paper: Paper) -> None:
    listed = paper("list")[1]["papers"]
    assert [(entry["id"], entry["status"]) for entry in listed] == [("P5", "draft")]
    out = call("paper", "bank", "compare", "P5")[1]
    assert "A 卷　82 题　150 分" in out
    assert "A 卷与 B 卷有 0 题相同" in out
    code, out, _ = call("paper", "bank", "check", "P5")
    assert code == 0
    assert "提示了第" in out


def test_a_paper_that_is_not_there(paper: Paper) -> None:
    code, said = paper("compare", "P6")
    assert code == 3
    assert "没有试卷 P6；现有：P5" in said
