"""`authoring export-as`: a bank or a paper into another system's format, and what that cannot carry."""

import csv
import json
from pathlib import Path

import pytest

from authoring.intake.files import read_file
from tests.cli.conftest import Call

BANK = str(Path(__file__).parents[2] / "banks" / "dual-carbon")


def test_a_bank(call: Call) -> None:
    code, out, _ = call("export-as", "moodle", BANK, "--json")
    said = json.loads(out)
    assert (code, said["written"]) == (0, ["dual-carbon.moodle.xml"])
    assert {finding["code"] for finding in said["findings"]} >= {"F302", "F312"}
    assert len(read_file(Path("dual-carbon.moodle.xml")).drafts) > 300


@pytest.mark.parametrize("name", ["gift", "qti21", "qti22", "qti30", "tao"])
def test_a_paper(call: Call, name: str) -> None:
    call("assemble", BANK, "intermediate", "--seed", "5", "--id", "P5", "--out", "p5.json")
    code, out, _ = call("export-as", name, BANK, "p5.json", "--form", "A", "--out", "there", "--json")
    (path,) = json.loads(out)["written"]
    assert code == 0
    assert Path(path).name.startswith("P5-A.")
    assert read_file(Path(path)).drafts


def test_a_loss_is_told_once_with_the_questions_it_concerns(call: Call) -> None:
    _, out, _ = call("export-as", "gift", BANK, "--json", "--report", "losses.csv")
    findings = json.loads(out)["findings"]
    code, told, _ = call("export-as", "gift", BANK)
    codes = {finding["code"] for finding in findings}
    assert code == 0
    assert all(told.count(f"{found} ") == 1 for found in codes)
    assert len(told.splitlines()) < 3 * len(codes) + 3
    marks = [finding["where"]["question"] for finding in findings if finding["code"] == "F314"]
    assert f"共 {len(marks)} 处：{'、'.join(marks[:5])} 等" in told
    with Path("losses.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.reader(table))
    assert rows[0] == ["代码", "级别", "试题", "字段", "情况", "建议"]
    assert [row[0] for row in rows[1:]] == [finding["code"] for finding in findings]
    assert all("\n" not in cell and row[2] + row[5] for row in rows for cell in row)


def test_qti_needs_a_paper(call: Call) -> None:
    code, _, said = call("export-as", "qti21", BANK)
    assert code == 3
    assert "试卷文件" in said
    assert not list(Path().iterdir())
