"""`python -m benchmarks FIGURE [--sizes 1000 10000 100000]`: measures one figure and prints a Markdown table.

    load    cold and warm opening of banks, all records, search, peak memory, and how they grow
    check   questions checked per second, by size
    qti3    questions exported to QTI 3 per second of CPU, with and without the zip
    demo    each step of the demo

Every size runs in a process of its own, so that peak memory is its own. Seconds are wall clock unless they say CPU.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.generated import questions, write_bank

Row = dict[str, Any]


@contextmanager
def timed(row: Row, name: str) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    row[f"{name} s"] = round(time.perf_counter() - wall, 3)
    row[f"{name} CPU s"] = round(time.process_time() - cpu, 3)


def load(size: int) -> Row:
    from authoring.bank import Bank

    folder = _bank(size)
    shutil.rmtree(folder / ".bank-index", ignore_errors=True)
    row: Row = {"questions": size}
    with timed(row, "cold"):
        Bank.open(folder).close()
    with timed(row, "warm"):
        bank = Bank.open(folder)
    row["peak MB, opened"] = _peak()
    with timed(row, "search"):
        row["found"] = len(bank.search("电解铝企业2023年"))
    with timed(row, "frame"):
        bank.to_frame()
    with timed(row, "every record once"):
        sum(1 for _ in bank)
    row["peak MB"] = _peak()
    bank.close()
    return row


def check(size: int) -> Row:
    from authoring.bank import Bank
    from authoring.checks import ALL, check_questions
    from authoring.checks.frame import Context

    root = Path(__file__).parent.parent / "banks" / "dual-carbon"
    with Bank.open(root) as bank:
        context = Context.of(bank, date(2026, 12, 12))
    asked = list(questions(size))
    row: Row = {"questions": size, "checks": len(ALL)}
    with timed(row, "check"):
        row["findings"] = len(check_questions(asked, context, ALL))
    row["questions/s"] = round(size / row["check s"])
    row["peak MB"] = _peak()
    return row


def qti3(size: int) -> Row:
    from authoring.export.qti3 import item_xml
    from authoring.questions.scoring import ScoringRules

    asked = list(questions(size))
    rules = ScoringRules()
    row: Row = {"questions": size}
    with timed(row, "items"):
        total = sum(len(item_xml(question, marks=question.marks, rules=rules)) for question in asked)
    row["items/CPU s"] = round(size / row["items CPU s"])
    row["MB"] = round(total / 1e6, 1)
    row["peak MB"] = _peak()
    return row


def demo(_size: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "authoring", "demo", "--out", folder]
        row: Row = {}
        with timed(row, "whole"):
            done = subprocess.run(command, check=False, capture_output=True, text=True)
        print(done.stdout)
    return row


FIGURES: dict[str, Callable[[int], Row]] = {"load": load, "check": check, "qti3": qti3, "demo": demo}


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _bank(size: int) -> Path:
    folder = Path(tempfile.gettempdir()) / f"generated-bank-{size}"
    if not (folder / "bank.yaml").exists():
        write_bank(folder, size)
    return folder


def table(rows: list[Row]) -> str:
    names = list(rows[0])
    lines = [names, ["---:"] * len(names), *([str(row.get(name, "")) for name in names] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("figure", choices=FIGURES)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(FIGURES[chosen.figure](chosen.one)))
        return
    if chosen.figure == "demo":
        print(table([demo(0)]))
        return
    if chosen.figure == "load":
        for size in chosen.sizes:
            _bank(size)  # written here, so that writing does not count to the measured process's memory
    rows = []
    for size in chosen.sizes:
        command = [sys.executable, "-m", "benchmarks", chosen.figure, "--one", str(size)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    print(table(rows))


main()
