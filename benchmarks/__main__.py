"""`python -m benchmarks FIGURE [--sizes 1000 10000 100000]`: measures one figure and prints a Markdown table.

    load      cold and warm opening of banks, all records, search, peak memory, and how they grow
    list      the list of a bank: first and deep pages, orders, filters, words, counts, and saving
    similar   similar questions, per keystroke
    check     questions checked per second, by size
    variants  finished questions of one template, and a million evaluations of its formula
    qti3      questions exported to QTI 3 per second of CPU, with and without the zip
    intake    rows of a workbook, a Word file and a text taken in
    preview   from a keystroke to form, preview and similar questions, for each type of question
    assemble  parallel forms of 100 questions, by size of the pool, beside other solvers and a public library
    jobs      independent papers of the shipped bank, one after another and in two processes
    seal      a package sealed and opened, by its megabytes
    roster    candidates read, assigned, sealed and written for others
    formats   questions written in each exchange format, and by public writers where installed
    print     a paper to PDF and to Word, by its questions
    rehearsal answers stored while so many candidates answer at once
    cameras   the same while both cameras of everybody send pictures and a console looks on
    demo      each step of the demo

`python -m benchmarks.keystroke` measures the same keystroke in a browser, to the painted page.
Every size runs in a process of its own, so that peak memory is its own. Seconds are wall clock unless they say CPU.
"""

import argparse
import importlib
import json
import subprocess
import sys
import tempfile

from benchmarks.measuring import Row, bank_folder, timed

FIGURES = {
    "load": ("banks", "load"),
    "list": ("banks", "listing"),
    "similar": ("banks", "similar"),
    "check": ("made", "check"),
    "variants": ("made", "made_variants"),
    "qti3": ("made", "qti3"),
    "intake": ("writing", "intake"),
    "preview": ("writing", "preview"),
    "assemble": ("assembly", "assembly"),
    "jobs": ("jobs", "jobs"),
    "seal": ("sealing", "sealing"),
    "roster": ("sealing", "roster"),
    "formats": ("formats", "formats"),
    "print": ("printing", "printing"),
    "rehearsal": ("rehearsal", "rehearsal"),
    "cameras": ("cameras", "cameras"),
}
"""Module and function of each."""
OF_BANKS = ("load", "list", "similar")
SIZES = {
    "intake": [10_000],
    "variants": [10_000],
    "preview": [0],
    "assemble": [1000, 10_000, 100_000, 1_000_000],
    "jobs": [16],
    "seal": [20, 200],
    "roster": [300, 30_000],
    "print": [50, 100, 200],
    "rehearsal": [100, 500],
    "cameras": [100, 300, 500],
}
"""Where they are not 1,000 and 10,000."""


def measured(figure: str, size: int) -> list[Row]:
    module, name = FIGURES[figure]
    rows: Row | list[Row] = getattr(importlib.import_module(f"benchmarks.{module}"), name)(size)
    return rows if isinstance(rows, list) else [rows]


def demo() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "authoring", "demo", "--out", folder]
        row: Row = {}
        with timed(row, "whole"):
            done = subprocess.run(command, check=False, capture_output=True, text=True)
        print(done.stdout, file=sys.stderr)
    return row


def table(rows: list[Row]) -> str:
    """Few rows of many columns are turned round."""
    lines = [list(rows[0]), *([str(row.get(name, "")) for name in rows[0]] for row in rows)]
    if len(lines[0]) > 2 * len(lines):
        lines = list(map(list, zip(*lines, strict=True)))
    rule = ["---", *["---:"] * (len(lines[0]) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (lines[0], rule, *lines[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("figure", choices=[*FIGURES, "demo"])
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.figure == "demo":
        print(table([demo()]))
        return
    if chosen.one is not None:
        print(json.dumps(measured(chosen.figure, chosen.one)))
        return
    rows = []
    for size in chosen.sizes or SIZES.get(chosen.figure, [1000, 10_000]):
        if chosen.figure in OF_BANKS:
            bank_folder(size)  # written here, so that writing does not count to the measured process's memory
        command = [sys.executable, "-m", "benchmarks", chosen.figure, "--one", str(size)]
        rows += json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    print(table(rows))


main()
