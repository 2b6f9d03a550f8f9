"""The same papers wherever jobs run; what fails, dies or is interrupted costs nothing that is done."""

import shutil
from collections import Counter
from pathlib import Path

import psutil
import pytest
from joblib import register_parallel_backend
from joblib._parallel_backends import SequentialBackend

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.exposure import Exposure, Exposures
from authoring.errors import UsageError
from authoring.jobs.job import Job, JobResult, JobState
from authoring.papers.blueprint_files import blueprint_yaml
from tests.jobs.small_bank import files_in, write_small_bank
from tests.papers.pools import BANK, blueprint, section
from tests.papers.test_paper_store import NOW


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write_small_bank(tmp_path / "bank")


def job(bank: Path, plan: str = "easy", seed: int = 1) -> Job:
    paper = f"{plan}-{seed}"
    return Job(bank=bank, blueprint=bank / "blueprints" / f"{plan}.yaml", seed=seed, paper=paper, folder=paper)


def states(results: tuple[JobResult, ...]) -> list[tuple[str, bool]]:
    return [(result.state.value, result.kept) for result in results]


def test_local_processes_and_dask_write_the_same_bytes(tmp_path: Path) -> None:
    plans = {
        "choice": blueprint(section("S1", ["single_choice"], 20), section("S2", ["true_false"], 5), forms=2),
        "cases": blueprint(section("S1", ["case"], 9, None), marks=20),
    }
    for name, plan in plans.items():
        (tmp_path / f"{name}.yaml").write_text(blueprint_yaml(plan), "utf-8")
    wanted = [("choice", 1), ("cases", 1), ("choice", 2), ("choice", 3)]
    jobs = [
        Job(bank=BANK, blueprint=tmp_path / f"{plan}.yaml", seed=seed, paper=f"{plan}-{seed}", folder=f"{plan}-{seed}")
        for plan, seed in wanted
    ]
    written = {}
    for engine in ("local", "processes", "dask"):
        results = workflow.assemble_all(jobs, tmp_path / engine, engine=engine, workers=2)
        assert [result.job for result in results] == jobs
        assert states(results) == [("made", False), ("refused", False), ("made", False), ("made", False)]
        assert all(result.seconds > 0 for result in results)
        written[engine] = files_in(tmp_path / engine)
    assert written["local"] == written["processes"] == written["dask"]
    papers = {name for name in written["local"] if name.endswith(".paper.json")}
    assert papers == {f"choice-{n}/choice-{n}.paper.json" for n in (1, 2, 3)}
    assert len({written["local"][name].split(b'"forms"')[1] for name in papers}) == 3


def test_a_file_is_what_assembling_alone_gives(bank: Path, tmp_path: Path) -> None:
    (result,) = workflow.assemble_all([job(bank)], tmp_path / "out")
    with Bank.open(bank) as opened:
        plan = workflow.read_blueprint(opened, "easy")[0]
        assert plan is not None
        alone = workflow.assemble(opened, plan, seed=1, paper_id="easy-1").paper
    assert workflow.read_paper(tmp_path / "out" / "easy-1" / "easy-1.paper.json") == alone
    assert (result.forms, result.gap, result.files) == (2, 0.0, ("assembly.html", "easy-1.paper.json"))


def test_a_second_run_does_only_what_has_changed(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    jobs = [job(bank), job(bank, seed=2), job(bank, "hard")]
    assert states(workflow.assemble_all(jobs, out)) == [("made", False), ("made", False), ("refused", False)]
    first = files_in(out)
    assert states(workflow.assemble_all(jobs, out)) == [("made", True), ("made", True), ("refused", True)]
    moved = shutil.copytree(bank, tmp_path / "moved")
    assert states(workflow.assemble_all([job(moved)], out)) == [("made", True)]

    (out / "easy-1" / "easy-1.paper.json").write_text("{}", "utf-8")
    (out / "easy-2" / "assembly.html").unlink()
    assert states(workflow.assemble_all(jobs, out)) == [("made", False), ("made", False), ("refused", True)]
    assert states(workflow.assemble_all(jobs[:1], out, again=True)) == [("made", False)]
    assert files_in(out) == first

    again = jobs[0].model_copy(update={"seed": 3})
    assert states(workflow.assemble_all([again, jobs[1]], out)) == [("made", False), ("made", True)]


@pytest.mark.parametrize("change", ["question", "blueprint", "use"])
def test_what_a_paper_rests_on_is_noticed(bank: Path, tmp_path: Path, change: str) -> None:
    workflow.assemble_all([job(bank)], tmp_path / "out")
    if change == "question":
        file = bank / "questions" / "D01" / "T-D01-001.yaml"
        file.write_text(file.read_text("utf-8").replace("因为如此", "因为原来如此"), "utf-8")
    elif change == "blueprint":
        file = bank / "blueprints" / "easy.yaml"
        file.write_text(file.read_text("utf-8").replace("minutes: 60", "minutes: 61"), "utf-8")
    else:
        used = {"paper": "P", "paper_fingerprint": "0" * 64, "term": "2026-11", "forms": {"A": ("T-D01-002",)}}
        Exposures(bank).append(Exposure(at=NOW, who="考务", **used))
    assert states(workflow.assemble_all([job(bank)], tmp_path / "out")) == [("made", False)]


def test_a_paper_that_can_no_longer_be_made_is_taken_away(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    workflow.assemble_all([job(bank)], out)
    for n in range(4, 13):
        (bank / "questions" / "D01" / f"T-D01-{n:03d}.yaml").unlink()
    assert states(workflow.assemble_all([job(bank)], out)) == [("refused", False)]
    assert set(files_in(out)) == {"easy-1/assembly.html", "easy-1/job.json"}


def test_one_failure_stops_no_other_job_and_is_tried_again(bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "easy-1").touch()
    jobs = [job(bank), job(tmp_path / "nowhere", seed=2), job(bank, seed=3)]
    results = workflow.assemble_all(jobs, out)
    assert states(results) == [("failed", False), ("failed", False), ("made", False)]
    assert [finding.code for result in results for finding in result.report] == ["J120", "J120"]
    assert "nowhere" in str(results[1].report.findings[0])
    (out / "easy-1").unlink()
    assert states(workflow.assemble_all(jobs, out)) == [("made", False), ("failed", False), ("made", True)]


def test_jobs_outlive_the_workers_that_are_killed(bank: Path, tmp_path: Path) -> None:
    jobs = [job(bank, seed=seed) for seed in range(1, 5)]
    killed = []

    def told(_: JobResult) -> None:
        if not killed:
            for child in psutil.Process().children():
                if any("LokyProcess" in part for part in child.cmdline()):
                    child.kill()
                    killed.append(child.pid)

    results = workflow.assemble_all(jobs, tmp_path / "out", engine="processes", workers=2, told=told)
    assert killed
    assert {result.state for result in results} == {JobState.MADE}
    workflow.assemble_all(jobs, tmp_path / "undisturbed")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "undisturbed")


@pytest.mark.parametrize("engine", ["local", "processes"])
def test_an_interrupted_run_keeps_what_is_done(bank: Path, tmp_path: Path, engine: str) -> None:
    jobs = [job(bank, seed=seed) for seed in range(1, 6)]
    heard = []

    def told(result: JobResult) -> None:
        heard.append(result)
        if len(heard) == 2:
            raise KeyboardInterrupt

    results = workflow.assemble_all(jobs, tmp_path / "out", engine=engine, workers=2, told=told)
    assert Counter(result.state for result in results) == {JobState.MADE: 2, JobState.OPEN: 3}
    rest = workflow.assemble_all(jobs, tmp_path / "out")
    assert {result.state for result in rest} == {JobState.MADE}
    assert all(result.kept for result in rest if result.job in {entry.job for entry in heard})


def test_any_backend_that_is_registered_with_joblib_will_do(bank: Path, tmp_path: Path) -> None:
    seen = []

    class Elsewhere(SequentialBackend):
        def configure(self, *args: object, **settings: object) -> int:
            seen.append("here")
            return int(super().configure(*args, **settings))

    register_parallel_backend("elsewhere", Elsewhere)
    assert states(workflow.assemble_all([job(bank)], tmp_path / "out", engine="elsewhere")) == [("made", False)]
    assert seen


def test_an_engine_that_is_not_there(bank: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="local、processes、dask"):
        workflow.assemble_all([job(bank)], tmp_path / "out", engine="spark")
    with pytest.raises(UsageError, match="连不上 Dask 调度器 tcp"):
        workflow.assemble_all([job(bank)], tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:1")
