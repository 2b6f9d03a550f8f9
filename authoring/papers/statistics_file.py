"""Item statistics from a table, Excel or CSV: a column of question ids and any of a, b, c, p, seconds and n."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from authoring.findings import Finding, Place, Report, Voice
from authoring.intake.excel.csv_tables import open_csv
from authoring.intake.excel.opening import Sheet, open_workbook
from authoring.papers.statistics import ItemStatistics, Observed, Statistics
from authoring.papers.wording import listing

__all__ = ["read_statistics"]

_VOICE = Voice("statistics")
WORDS = {
    "id": ("id", "编号", "试题编号", "题目编号", "试题id", "题目id", "question"),
    "a": ("a", "a参数", "参数a", "区分度参数", "区分度a"),
    "b": ("b", "b参数", "参数b", "难度参数", "难度b"),
    "c": ("c", "c参数", "参数c", "猜测参数", "猜测度", "猜测度c"),
    "share": ("p", "p值", "通过率", "答对率", "正确率", "得分率", "难度p"),
    "seconds": ("seconds", "平均用时", "实测用时", "作答时间", "作答用时", "用时", "秒数"),
    "takers": ("n", "人数", "作答人数", "考生人数", "样本量"),
}
"""Headings of each column. 区分度 and 难度 alone are not among them: they may be of either theory."""
LIMITS = {
    "a": (0.0, 10.0),
    "b": (-10.0, 10.0),
    "c": (0.0, 0.99),
    "share": (0.0, 1.0),
    "seconds": (0.0, 86_400.0),
    "takers": (0.0, 1e9),
}
POSITIVE = frozenset({"a", "seconds"})
DEEPEST = 20
"""Rows in which a heading is looked for: titles and notes may stand above it."""
NAMED = 8
"""Ids that a message names."""
_BRACKETS = re.compile(r"[（(\[].*?[)）\]]")
Columns = dict[str, int]


def read_statistics(data: bytes, name: str, known: Collection[str]) -> tuple[Statistics, Report]:
    """What a table says of the questions that `known` names; with an error nothing is taken of it."""
    opened = open_csv(data, name) if name.lower().endswith((".csv", ".txt")) else open_workbook(data, name)
    headed = next(((sheet, head) for sheet in opened.sheets if (head := _head(sheet))), None)
    if headed is None:
        missing = [] if opened.findings else [_VOICE.wrong("P241", Place(file=name))]
        return Statistics(), Report.of([*opened.findings, *missing])
    reading = _Reading(name, headed[0], *headed[1])
    reading.read()
    findings = [*opened.findings, *reading.findings, *reading.left_out(known)]
    report = Report.of(findings)
    if not report.passed:
        return Statistics(), report
    models = {id_: model for id_, model in reading.models.items() if id_ in known}
    observed = {id_: seen for id_, seen in reading.observed.items() if id_ in known}
    return Statistics(models=models, observed=observed), report


def _head(sheet: Sheet) -> tuple[int, Columns] | None:
    """The row of the headings, counted from 0, and the column of each."""
    for row, cells in sheet.rows[:DEEPEST]:
        columns: Columns = {}
        for at, cell in enumerate(cells):
            if found := _meaning(cell):
                columns.setdefault(found, at)
        if "id" in columns and len(columns) > 1:
            return row, columns
    return None


def _meaning(cell: Any) -> str:
    word = "".join(_BRACKETS.sub("", str(cell or "")).split()).casefold()
    return next((name for name, words in WORDS.items() if word in words), "")


class _Reading:
    """One table being read."""

    def __init__(self, file: str, sheet: Sheet, head: int, columns: Columns) -> None:
        self.file, self.sheet, self.head, self.columns = file, sheet, head, columns
        self.models: dict[str, ItemStatistics] = {}
        self.observed: dict[str, Observed] = {}
        self.findings: list[Finding] = []
        self.rows: dict[str, int] = {}
        """Of each id, counted from 0."""
        heads = next(cells for row, cells in sheet.rows if row == head)
        self.heads = {at: str(cell).strip() for at, cell in enumerate(heads) if cell}

    def read(self) -> None:
        for row, cells in self.sheet.rows:
            if row > self.head and (name := self._text(cells, "id")):
                self._question(name, row, cells)

    def _question(self, name: str, row: int, cells: list[Any]) -> None:
        if name in self.rows:
            self.findings.append(_VOICE.wrong("P244", self._place(row, "id"), id=name, row=self.rows[name] + 1))
            return
        self.rows[name] = row
        values = {field: self._number(field, row, cells) for field in self.columns if field != "id"}
        a, b, c = (values.pop(field, None) for field in "abc")
        if a is not None and b is not None:
            self.models[name] = ItemStatistics(a=a, b=b, c=c or 0.0)
        elif any(self._text(cells, field) for field in "abc") and not all(self._text(cells, field) for field in "ab"):
            self.findings.append(_VOICE.wrong("P245", self._place(row, "id"), id=name))
        if any(value is not None for value in values.values()):
            takers = values.pop("takers", None)
            self.observed[name] = Observed(**values, takers=None if takers is None else round(takers))

    def _number(self, field: str, row: int, cells: list[Any]) -> float | None:
        text = self._text(cells, field)
        if not text:
            return None
        try:
            value = float(text[:-1]) / 100 if text[-1] in "%％" else float(text)
        except ValueError:
            value = float("nan")
        low, high = LIMITS[field]
        if low <= value <= high and (value > 0 or field not in POSITIVE):
            return value
        limits = {"low": f"{low:g}", "high": f"{high:g}"}
        heading = self.heads[self.columns[field]]
        self.findings.append(_VOICE.wrong("P243", self._place(row, field), value=text, heading=heading, **limits))
        return None

    def _text(self, cells: list[Any], field: str) -> str:
        at = self.columns.get(field, len(cells))
        return str(cells[at]).strip() if at < len(cells) and cells[at] is not None else ""

    def _place(self, row: int, field: str) -> Place:
        column = chr(ord("A") + self.columns[field]) if field in self.columns and self.columns[field] < 26 else None
        return Place(file=self.file, sheet=self.sheet.name, row=row + 1, column=column)

    def left_out(self, known: Collection[str]) -> Iterator[Finding]:
        """Questions that the bank does not have, and columns that nothing is made of."""
        strange = [name for name in self.rows if name not in known]
        where = Place(file=self.file, sheet=self.sheet.name)
        if strange:
            yield _VOICE.doubtful("P242", where, count=len(strange), ids=listing(strange[:NAMED]))
        unused = [heading for at, heading in self.heads.items() if at not in self.columns.values()]
        if unused:
            yield _VOICE.note("P246", where, names=listing(unused))
