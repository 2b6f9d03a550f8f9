"""How much sooner independent papers are there when processes share the work: the shipped bank's, in two forms."""

import os
import tempfile
from pathlib import Path

from authoring import workflow
from authoring.jobs.job import Job
from benchmarks.measuring import Row, timed

__all__ = ["jobs"]

BANK = Path(__file__).parents[1] / "banks" / "dual-carbon"
WORKERS = 2


def jobs(count: int) -> Row:
    """So many jobs here and in processes; both must write the same. The processes' start is within their seconds."""
    asked = [_job(("junior", "intermediate")[n % 2], n // 2 + 1) for n in range(count)]
    row: Row = {"jobs": count, "workers": WORKERS, "processors": os.cpu_count()}
    with tempfile.TemporaryDirectory() as folder:
        for engine in ("local", "processes"):
            out = Path(folder) / engine
            with timed(row, engine):
                results = workflow.assemble_all(asked, out, engine=engine, workers=WORKERS)
            row[f"{engine} jobs' CPU s"] = round(sum(result.seconds for result in results), 1)
        row["same bytes"] = _bytes(Path(folder) / "local") == _bytes(Path(folder) / "processes")
    row["ratio"] = round(row["local s"] / row["processes s"], 2)
    return row


def _job(plan: str, seed: int) -> Job:
    name = f"{plan}-{seed}"
    return Job(bank=BANK, blueprint=BANK / "blueprints" / f"{plan}.yaml", seed=seed, paper=name, folder=name)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
