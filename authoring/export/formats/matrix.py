"""The tables of `docs/formats.md`: what each format carries of each type; a test holds the page to the code."""

import sys
from pathlib import Path

from authoring.export.formats.gaps import Gap
from authoring.export.formats.registry import FORMATS
from authoring.questions import QuestionType
from authoring.texts import tree

__all__ = ["codes_table", "matrix"]

CARRIED, PARTLY, LEFT_OUT = "●", "◐", "○"


def matrix() -> str:
    """Type × format: ● carried, ◐ with the changes whose codes are named, ○ not (or not where the code says so)."""
    head = ["type", *FORMATS]
    rows = [[kind.value, *(_cell(kind, entry.gaps) for entry in FORMATS.values())] for kind in QuestionType]
    return "\n".join([_row(head), _row(["---"] * len(head)), *map(_row, rows)])


def _cell(kind: QuestionType, gaps: tuple[Gap, ...]) -> str:
    here = [gap for gap in gaps if kind in gap.types]
    if any(gap.code == "F301" for gap in here):
        return f"{LEFT_OUT} F301"
    codes = [f"{gap.code}{LEFT_OUT if gap.leaves_out else ''}" for gap in here]
    return f"{PARTLY} {' '.join(sorted(codes))}" if codes else CARRIED


def codes_table() -> str:
    """Every code with what happens and what to do about it."""
    found = {code: text for code, text in sorted(tree("formats").items()) if isinstance(text, dict)}
    rows = [_row([code, text["message"], text["hint"]]) for code, text in found.items()]
    return "\n".join([_row(["code", "what happens", "remedy"]), _row(["---"] * 3), *rows])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(path: str) -> None:
    """Puts the tables in their places on the page, between the marks."""
    page = Path(path)
    text = page.read_text("utf-8")
    for name, table in (("matrix", matrix()), ("codes", codes_table())):
        before, _, rest = text.partition(f"<!-- {name} -->")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}<!-- {name} -->\n\n{table}\n\n<!-- /{name} -->{after}"
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
