"""What every figure is measured with: a stopwatch, peak memory, quantiles, generated banks."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.generated import write_bank

__all__ = ["Row", "bank_folder", "milliseconds", "peak_mb", "spread_ms", "timed"]

Row = dict[str, Any]


@contextmanager
def timed(row: Row, name: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    row[f"{name} s"] = round(time.perf_counter() - wall, 3)
    row[f"{name} CPU s"] = round(time.process_time() - cpu, 3)


def milliseconds(act: Callable[[], object]) -> float:
    """Wall clock."""
    began = time.perf_counter()
    act()
    return round((time.perf_counter() - began) * 1000, 1)


def spread_ms(acts: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """Median and worst."""
    found = sorted(map(milliseconds, acts))
    return found[len(found) // 2], found[-1]


def peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def bank_folder(size: int) -> Path:
    """A generated bank, written once and kept."""
    folder = Path(tempfile.gettempdir()) / f"generated-bank-{size}"
    if not (folder / "bank.yaml").exists():
        write_bank(folder, size)
    return folder
