"""`authoring print`: a paper's forms on paper, with answer sheet, keys and marking guide."""

from pathlib import Path
from typing import Any

import click

from authoring import workflow
from authoring.bank import Bank
from authoring.cli.chinese import Choice
from authoring.cli.show import show_json, show_report, show_written, write
from authoring.cli.verbs import EXISTING, FOLDER, as_json, verbs
from authoring.errors import UsageError
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product
from authoring.texts import say

__all__ = ["print_paper"]


@verbs.command("print")
@click.argument("bank", type=FOLDER)
@click.argument("paper", type=EXISTING)
@click.option("--form", "forms", multiple=True, cls=Choice)
@click.option("--layout", type=click.Choice([layout.value for layout in PrintLayout]), default="a4", cls=Choice)
@click.option("--what", default="paper,sheet,key,guide", cls=Choice)
@click.option("--as", "kinds", default="pdf", cls=Choice)
@click.option("--out", type=FOLDER, default=Path("print"), cls=Choice)
@as_json
def print_paper(
    bank: Path, paper: Path, forms: tuple[str, ...], layout: str, what: str, kinds: str, out: Path, as_json: bool
) -> int:
    products, formats = _several(what, Product), _several(kinds, PrintKind)
    with Bank.open(bank) as opened:
        made = workflow.read_paper(paper)
        files, report = workflow.print_paper(
            opened, made, forms, layout=PrintLayout(layout), products=products, kinds=formats
        )
    written = [write(out / name, data) for name, data in files.items()]
    if as_json:
        show_json(findings=report, written=written, passed=report.passed)
    else:
        show_report(report)
        show_written(written)
    return report.exit_code


def _several(words: str, kinds: Any) -> list[Any]:
    """Names parted by commas. Raises UsageError for an unknown one, naming those there are."""
    known = [kind.value for kind in kinds]
    names = [word.strip() for word in words.replace("，", ",").split(",") if word.strip()]
    if not names or set(names) - set(known):
        raise UsageError(say("printing.unknown", name=words, known="、".join(known)))
    return [kinds(name) for name in names]
