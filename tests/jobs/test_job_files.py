"""Jobs files: jobs, grids and tables say the same; everything that is wrong is said at once, with its place."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from authoring.errors import StorageError, UsageError
from authoring.jobs.job import Job
from authoring.jobs.job_files import read_jobs
from tests.jobs.small_bank import write_small_bank

ROWS = [
    ["题库", "双向细目表", "种子", "试卷编号", "卷数", "文件夹", "备注"],
    ["bank", "easy", 1, "2026-12-甲", 1, "", "复核过"],
    ["bank", "blueprints/own.yaml", 7, "", "", "own"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bank = write_small_bank(tmp_path / "bank")
    (tmp_path / "blueprints").mkdir()
    (tmp_path / "blueprints" / "own.yaml").write_bytes((bank / "blueprints" / "easy.yaml").read_bytes())
    return tmp_path


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def table(path: Path, rows: list[list[object]], above: int = 0) -> Path:
    with Workbook(path) as book:
        sheet = book.add_worksheet("任务")
        sheet.write(0, 0, "批量组卷任务表")
        for at, row in enumerate(rows):
            sheet.write_row(at + above, 0, row)
    return path


def expected(folder: Path) -> tuple[Job, ...]:
    bank = folder / "bank"
    easy = {"blueprint": bank / "blueprints" / "easy.yaml", "paper": "2026-12-甲", "folder": "2026-12-甲", "forms": 1}
    own = {"blueprint": folder / "blueprints" / "own.yaml", "paper": "easy-7", "folder": "own"}
    return Job(bank=bank, seed=1, **easy), Job(bank=bank, seed=7, **own)


def test_yaml_excel_and_csv_say_the_same(folder: Path) -> None:
    yaml = """
    bank: bank
    jobs:
      - {blueprint: easy, paper: 2026-12-甲, forms: 1}
      - {bank: bank, blueprint: blueprints/own.yaml, seed: 7, folder: own}
    """
    csv = "\n".join(",".join(map(str, row)) for row in ROWS)
    files = [
        written(folder / "jobs.yaml", yaml),
        table(folder / "jobs.xlsx", ROWS, above=3),
        written(folder / "jobs.csv", csv),
    ]
    for file in files:
        jobs, report = read_jobs(file)
        assert (jobs, list(map(str, report))) == (expected(folder), []), file.name


def test_a_grid_is_every_blueprint_with_every_seed(folder: Path) -> None:
    text = "grids: [{bank: bank, blueprints: [easy, hard], seeds: [1, 2, 9], prefix: 2026-12-, forms: 3}]"
    jobs, _ = read_jobs(written(folder / "jobs.yaml", text))
    assert [job.paper for job in jobs] == [f"2026-12-{plan}-{seed}" for plan in ("easy", "hard") for seed in (1, 2, 9)]
    assert {(job.forms, job.bank.name) for job in jobs} == {(3, "bank")}


def test_everything_wrong_is_said_at_once_with_its_line(folder: Path) -> None:
    (folder / "broken.yaml").write_text("id: x\n", "utf-8")
    text = """bank: bank
jobs:
  - {blueprint: easy, seed: -1}
  - {blueprint: esay}
  - {bank: nowhere, blueprint: easy}
  - {seed: 4}
  - {blueprint: broken.yaml}
  - {blueprint: easy, paper: P1}
  - {blueprint: easy, paper: p1, folder: other}
  - {blueprint: easy, paper: P2, folder: P1}
  - {blueprint: easy, paper: ../P3}
  - {blueprint: easy, forms: 30, sead: 3}
grids:
  - {blueprints: [easy], seeds: [5, 5]}
"""
    jobs, report = read_jobs(written(folder / "jobs.yaml", text))
    assert jobs == ()
    found = sorted((finding.where.line, finding.code, finding.where.field) for finding in report)
    assert found == [
        (3, "J100", "jobs.0.seed"),
        (4, "J103", "jobs.1.blueprint"),
        (5, "J102", "jobs.2.bank"),
        (6, "J107", "jobs.3.blueprint"),
        (7, "J104", "jobs.4.blueprint"),
        (9, "J105", "jobs.6.paper"),
        (10, "J106", "jobs.7.folder"),
        (11, "J100", "jobs.8.paper"),
        (12, "J100", "jobs.9.forms"),
        (12, "J100", "jobs.9.sead"),
        (14, "J105", "grids.0.paper"),
    ]
    told = "\n".join(map(str, report))
    assert "没有双向细目表“esay”；题库里有：easy、hard" in told
    assert "是否指 seed？" in told


def test_a_table_names_row_and_column(folder: Path) -> None:
    rows = [["题库", "双向细目表", "种籽"], ["bank", "easy", 1], [], ["", "easy", ""]]
    rows += [["bank", "easy", ""]]
    report = read_jobs(table(folder / "jobs.xlsx", rows, above=1))[1]
    found = [(finding.code, finding.where.row, finding.where.column) for finding in report]
    assert found == [("J109", 2, "C"), ("J107", 5, "A"), ("J105", 6, None)]
    assert str(report.findings[0].where) == "jobs.xlsx 工作表“任务” 第2行 C列"


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("jobs.yaml", b"", ["J101"]),
        ("jobs.yaml", b"jobs: []", ["J101"]),
        ("jobs.yaml", b"jobs: [1, {}]", ["J100"]),
        ("jobs.yaml", b"jobs: [", ["B102"]),
        ("jobs.yaml", b"format: 9", ["J100"]),
        ("jobs.csv", b"a,b\n1,2\n", ["J108"]),
        ("jobs.xlsx", b"PK", ["I112"]),
    ],
)
def test_a_file_without_jobs_says_why(tmp_path: Path, name: str, data: bytes, codes: list[str]) -> None:
    (tmp_path / name).write_bytes(data)
    jobs, report = read_jobs(tmp_path / name)
    assert (jobs, [finding.code for finding in report]) == ((), codes)


def test_a_file_that_is_not_there_or_no_jobs_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="读不了任务文件"):
        read_jobs(tmp_path / "jobs.yaml")
    (tmp_path / "jobs.txt").touch()
    with pytest.raises(UsageError, match=r"\.txt"):
        read_jobs(tmp_path / "jobs.txt")
