"""What a jobs file says, as plain data, and where in the file each field stands."""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from authoring.bank.yaml_text import Lines, decode, parse_yaml
from authoring.errors import UsageError
from authoring.findings import Finding, Place, Voice
from authoring.intake.excel.csv_tables import open_csv
from authoring.intake.excel.opening import Opened, Sheet, open_workbook
from authoring.papers.wording import listing
from authoring.texts import say

__all__ = ["Source", "read_source"]

_VOICE = Voice("jobs")
WORDS = {
    "bank": ("题库", "题库文件夹", "bank"),
    "blueprint": ("双向细目表", "细目表", "蓝图", "blueprint"),
    "seed": ("种子", "随机种子", "seed"),
    "paper": ("试卷编号", "编号", "试卷", "paper"),
    "forms": ("卷数", "平行卷数", "套数", "forms"),
    "folder": ("文件夹", "输出文件夹", "folder"),
    "remark": ("备注", "说明", "序号", "remark"),
}
"""Headings of each column; remarks are not read."""
NUMBERS = frozenset({"seed", "forms"})
DEEPEST = 20
"""Rows in which the headings are looked for: a title may stand above them."""


class Source(NamedTuple):
    """A jobs file as it was read."""

    file: str
    plain: Any | None
    """`jobs` and `grids`; None where nothing could be made of the file."""
    locate: Callable[[str], Place]
    """From a field such as `jobs.3.seed` to where it stands."""
    label: Callable[[str], str]
    """What the author calls a field."""
    findings: list[Finding]


def read_source(data: bytes, path: Path) -> Source:
    """Raises UsageError for a suffix that no jobs file has."""
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return _yaml(data, path.name)
        case ".xlsx" | ".xlsm" | ".xls":
            return _table(open_workbook(data, path.name), path.name)
        case ".csv":
            return _table(open_csv(data, path.name), path.name)
        case suffix:
            raise UsageError(say("jobs.unknown_suffix", path=path, suffix=suffix or "—"))


def _yaml(data: bytes, file: str) -> Source:
    text, findings = decode(data, file)
    lines = Lines(text or "")
    plain = None
    if text is not None:
        plain, findings = parse_yaml(text, file)

    def locate(field: str) -> Place:
        return Place(file=file, line=lines.at(field) if field else None, field=field or None)

    empty = {} if plain is None else plain
    return Source(file, None if findings else empty, locate, str, findings)


def _table(opened: Opened, file: str) -> Source:
    findings = list(opened.findings)
    for sheet in opened.sheets:
        head = _head(sheet)
        if head:
            return _jobs(sheet, *head, file, findings)
    if not findings:
        needed = listing(WORDS[field][0] for field in ("bank", "blueprint"))
        findings.append(_VOICE.wrong("J108", Place(file=file), needed=needed))
    return Source(file, None, lambda _: Place(file=file), _heading, findings)


def _head(sheet: Sheet) -> tuple[int, list[Any]] | None:
    """Number and cells of the row that has a heading for the blueprint."""
    rows = ((row, cells) for row, cells in sheet.rows[:DEEPEST] if "blueprint" in map(_meaning, cells))
    return next(rows, None)


def _jobs(sheet: Sheet, head: int, cells: list[Any], file: str, findings: list[Finding]) -> Source:
    columns = {at: _meaning(cell) for at, cell in enumerate(cells) if _text(cell)}
    for at, field in columns.items():
        if not field:
            near = get_close_matches(_text(cells[at]), map(_heading, WORDS), n=1, cutoff=0.3)
            where = Place(file=file, sheet=sheet.name, row=head + 1, column=_letter(at))
            known = listing(map(_heading, WORDS))
            findings.append(_VOICE.wrong("J109", where, column=_text(cells[at]), near=near[0] if near else known))
    filled = [(row, job) for row, line in sheet.rows if row > head and (job := _job(line, columns))]

    def locate(field: str) -> Place:
        steps = field.split(".")
        if len(steps) < 2:
            return Place(file=file, sheet=sheet.name)
        at = next((at for at, name in columns.items() if name == steps[-1]), None)
        row = filled[int(steps[1])][0]
        return Place(file=file, sheet=sheet.name, row=row + 1, column=None if at is None else _letter(at))

    return Source(file, {"jobs": [job for _, job in filled]}, locate, _heading, findings)


def _job(line: list[Any], columns: dict[int, str]) -> dict[str, Any]:
    """What a row fills in."""
    cells = {field: line[at] for at, field in columns.items() if at < len(line) and field not in ("", "remark")}
    return {field: value for field, cell in cells.items() if (value := _value(field, cell)) is not None}


def _meaning(cell: Any) -> str:
    word = "".join(_text(cell).split()).casefold()
    return next((field for field, words in WORDS.items() if word in words), "")


def _heading(field: str) -> str:
    return WORDS[field][0]


def _text(cell: Any) -> str:
    """A cell as its author sees it: a number without the `.0` that Excel gives it."""
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell).strip()


def _value(field: str, cell: Any) -> Any:
    text = _text(cell)
    if field not in NUMBERS or not text:
        return text or None
    try:
        return int(text)
    except ValueError:
        return text


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else f"{_letter(at // 26 - 1)}{_letter(at % 26)}"
