"""Published item pools, where they are at hand: `ATA_POOLS` names their folder, else they stand in `shared/ata-pools`
beside the repository; they are not part of it. Who names a folder, as continuous integration does, must have it.
"""

import os
from pathlib import Path

import pytest

from authoring.papers.engine.solving import Effort, solve
from tests.papers.published import Published

NAMED = os.environ.get("ATA_POOLS")
POOLS = Path(NAMED) if NAMED else Path(__file__).parents[3] / "shared" / "ata-pools"
PROVEN = ("td_science_maxinfo", "td_fatigue_maxinfo", "td_reading_maxinfo", "eatata_mini")
"""Problems whose optimum is known."""
OPEN = ("td_science_tif", "td_reading_tif", "td_science_split4", "eatata_diao_2x55", "eatata_vera_14")
"""Problems of which only the best known forms are known."""
EFFORT = Effort(gap=0.0, enough=0.0, nodes=50)
"""Some seconds each."""

if NAMED or POOLS.is_dir():

    @pytest.mark.parametrize("name", PROVEN)
    def test_the_known_optimum_is_reached_and_proven(name: str) -> None:
        published = Published(POOLS / f"{name}.json")
        found = solve(published.problem(), effort=EFFORT)
        best = -published.spec["best_known"]["objective"]
        assert found.objective == pytest.approx(best, rel=1e-9)
        assert found.bound == pytest.approx(best, rel=1e-6)
        assert published.objective(found.forms) == pytest.approx(best, rel=1e-9)

    @pytest.mark.parametrize("name", OPEN)
    def test_the_best_known_forms_are_reached_or_beaten(name: str) -> None:
        published = Published(POOLS / f"{name}.json")
        problem = published.problem()
        found = solve(problem, effort=EFFORT)
        assert published.objective(found.forms) <= published.spec["best_known"]["objective"]
        assert found.bound <= found.objective
        for form in found.forms:
            for limit in (*problem.limits, *problem.sparse):
                amount = limit.amounts[[seat in form for seat in limit.seats]].sum()
                assert limit.lower - 1e-9 <= amount <= limit.upper + 1e-9, limit.name


def test_the_pools_are_there_when_they_are_named() -> None:
    assert NAMED is None or all((POOLS / f"{name}.json").is_file() for name in (*PROVEN, *OPEN))
