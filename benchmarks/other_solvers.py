"""The same forms from other programs: one plain model of all forms for each solver, and a public assembly library.

They come with the extra `benchmarks`; what is not installed is told as missing. Each runs in a process of its own,
from a file: some of them cannot be loaded beside one another.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from authoring.papers.engine.exact import exact_model
from authoring.papers.engine.problem import Problem
from benchmarks.solver_runs import RUNS, SECONDS

__all__ = ["OTHERS", "SECONDS", "others"]

OTHERS = tuple(RUNS)
MOST = 4
"""Times the limit that anything may take with reading and building."""


def others(asked: Problem, names: tuple[str, ...]) -> dict[str, str]:
    """Seconds and cost of each; what came of it where it found nothing."""
    said = {}
    with tempfile.TemporaryDirectory() as folder:
        if names:
            _write(asked, Path(folder))
        for name in names:
            command = [sys.executable, "-m", "benchmarks.solver_runs", name, folder]
            try:
                done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=MOST * SECONDS)
                said[name] = done.stdout.splitlines()[-1]
            except subprocess.TimeoutExpired:
                said[name] = f"not done in {MOST * SECONDS}"
            except subprocess.CalledProcessError as error:
                missing = "ModuleNotFoundError" in error.stderr
                said[name] = "not installed" if missing else error.stderr.splitlines()[-1][:60]
    return said


def _write(asked: Problem, folder: Path) -> None:
    """The plain model for the solvers, the limits for the library."""
    exact_model(asked).model.write(folder / "model.mps")
    limits = [
        {"seats": limit.seats.tolist(), "amounts": limit.amounts.tolist(), "range": [limit.lower, limit.upper]}
        for limit in (*asked.limits, *asked.sparse)
    ]
    plain = {"forms": asked.forms, "cost": asked.cost.tolist(), "limits": limits}
    (folder / "problem.json").write_text(json.dumps(plain), "utf-8")
