"""`authoring assemble-all`: a jobs file, a line for each job, a table, a workbook."""

import json
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.cli.conftest import Call
from tests.jobs.small_bank import files_in, write_small_bank

JOBS = "bank: bank\ngrids:\n  - {blueprints: [easy, hard], seeds: [1], prefix: 2026-12-}\n"


def test_a_jobs_file_becomes_folders_a_table_and_a_workbook(call: Call, tmp_path: Path) -> None:
    write_small_bank(tmp_path / "bank")
    (tmp_path / "jobs.yaml").write_text(JOBS, "utf-8")
    code, out, err = call("assemble-all", "jobs.yaml", "--out", "out")
    assert code == 1
    assert err.startswith("[1/2] 2026-12-easy-1　已组成　2 卷，差距 0.00%")
    assert "[2/2] 2026-12-hard-1　组不成" in err
    lines = out.splitlines()
    assert lines[0].split() == ["试卷编号", "结果", "卷数", "差距", "CPU", "秒", "问题"]
    assert "2 套卷共需 80 题，题库可用 12 题" in out
    assert "已组成 1，组不成 1，出错 0，未完成 0；其中沿用 0。" in out
    assert set(files_in(tmp_path / "out")) == {
        *(f"2026-12-easy-1/{name}" for name in ("2026-12-easy-1.paper.json", "assembly.html", "job.json")),
        *(f"2026-12-hard-1/{name}" for name in ("assembly.html", "job.json")),
        "summary.xlsx",
    }
    book = CalamineWorkbook.from_path(tmp_path / "out" / "summary.xlsx")
    jobs, found = (book.get_sheet_by_name(name).to_python() for name in ("批量组卷", "发现的问题"))
    assert [row[:6] for row in jobs[1:]] == [
        ["2026-12-easy-1", "已组成", "bank", "easy", 1, 2],
        ["2026-12-hard-1", "组不成", "bank", "hard", 1, 0],
    ]
    assert {row[0] for row in found[1:]} == {"2026-12-hard-1"}


def test_programs_read_the_results_and_a_second_run_keeps_them(call: Call, tmp_path: Path) -> None:
    write_small_bank(tmp_path / "bank")
    (tmp_path / "jobs.yaml").write_text(JOBS.replace(", hard", ""), "utf-8")
    runs = [call("assemble-all", "jobs.yaml", "--json") for _ in range(2)]
    assert [code for code, _, _ in runs] == [0, 0]
    told = [json.loads(out) for _, out, _ in runs]
    assert [run["jobs"][0]["kept"] for run in told] == [False, True]
    assert {run["jobs"][0]["state"] for run in told} == {"made"}
    assert told[0]["written"] == ["papers/summary.xlsx"]


def test_a_broken_jobs_file_does_nothing(call: Call, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text("题库,双向细目表,种子\nbank,easy,七\n,easy,\n", "utf-8")
    code, out, _ = call("assemble-all", "jobs.csv")
    assert code == 1
    assert "jobs.csv 第2行 C列　应为整数，现为 七" in out
    assert "jobs.csv 第3行 A列　缺少“题库”" in out
    assert "什么都没有做" in out
    assert not (tmp_path / "papers").exists()
    assert call("assemble-all", "jobs.csv", "--engine", "ray")[2].count("local、processes、dask") == 1
