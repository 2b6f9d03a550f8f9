"""What the cells of a table count: questions, marks or shares, as heads, cells and the texts around them say."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from authoring.findings import Finding
from authoring.papers.two_way.faults import note, wrong
from authoring.papers.two_way.settings_block import Block
from authoring.papers.two_way.table import Cell, Line, Table
from authoring.papers.two_way.words import Meaning

__all__ = ["Amount", "Counted", "amounts", "whole"]

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Amount:
    """So many questions, marks or a share, of the lines and the column of a cell."""

    row: int
    at: int
    measure: str
    """`count`, `marks` or `share`."""
    value: Decimal
    codes: tuple[str, ...]
    chosen: Mapping[str, tuple[object, ...]]
    head: Meaning


@dataclass(frozen=True)
class Counted:
    """A table whose cells all say what they count."""

    inner: tuple[Amount, ...]
    """Of the lines, sums left out."""
    beside: tuple[Amount, ...]
    """Sums of lines, in columns such as 合计."""
    below: tuple[tuple[Amount, range, str], ...]
    """Sums of columns, with the positions of the lines and what the line of sums says it holds (`each`, `share` …)."""

    @cached_property
    def marked(self) -> bool:
        """Whether columns of types or levels hold marks."""
        return any(made.measure == "marks" and whole(made.head) for made in self.inner)

    @cached_property
    def marks_of_some(self) -> bool:
        """Whether types that are counted have no marks in the table, while others have."""
        names = {
            measure: {made.head.name for made in self.inner if made.measure == measure and "types" in made.chosen}
            for measure in ("count", "marks")
        }
        return bool(names["marks"]) and bool(names["count"] - names["marks"])


def amounts(table: Table, block: Block) -> tuple[Counted, list[Finding]]:
    """Every cell with its measure. Where nothing says it, the sums that fit the paper's marks do; else questions."""
    findings: list[Finding] = []
    heads = table.header.heads
    default = _default(table, block, findings)
    inner: list[Amount] = []
    at_row = {line.row: n for n, line in enumerate(table.lines)}
    for cell in table.cells:
        first = at_row[cell.row]
        lines = table.lines[first : first + _height(cell, at_row)]
        inner += _measured(table, cell, lines, heads[cell.at].measure or "", default, findings)
    below = [
        (made, total.lines, total.meaning.measure or "")
        for total in table.totals
        for cell in total.cells
        for made in _measured(table, cell, [], total.meaning.measure or heads[cell.at].measure or "", default, findings)
    ]
    each = [made for made in inner if made.measure == "each"]
    inner = [made for made in inner if made.measure != "each"]
    below += [(made, range(0), "each") for made in each]
    unused = dict.fromkeys(made.at for made in each if "types" not in made.chosen)
    last = table.header.below - 1
    findings += [note("P163", table.page.place(last, at), column=table.header.titles[at]) for at in unused]
    dims = {made.measure for made in inner if whole(made.head) and not made.head.total}
    sums = [made for made in inner if _is_sum(made, dims)]
    kept = [made for made in inner if not _is_sum(made, dims)]
    findings += [
        wrong("P154", table.page.place(made.row, made.at), value=made.value)
        for made in kept
        if made.measure == "count" and made.value % 1
    ]
    return Counted(tuple(kept), tuple(sums), tuple(below)), findings


def _is_sum(made: Amount, dims: Collection[str]) -> bool:
    """A total, or a column without a type or level, beside columns of types or levels in the same measure."""
    known = made.measure in dims or (made.measure == "share" and bool(dims))
    return known and (made.head.total or not whole(made.head))


def _height(cell: Cell, at_row: Mapping[int, int]) -> int:
    last = max(row for row in range(cell.row, cell.row + cell.rows) if row in at_row)
    return at_row[last] - at_row[cell.row] + 1


def _measured(
    table: Table, cell: Cell, lines: Sequence[Line], said: str, default: str, findings: list[Finding]
) -> Iterator[Amount]:
    head = table.header.heads[cell.at]
    codes = tuple(dict.fromkeys(code for line in lines for code in line.codes))
    chosen = {**lines[0].chosen, **head.chosen} if lines else dict(head.chosen)
    numbers, own = cell.quantity.numbers, cell.quantity.measure
    place = table.page.place(cell.row, cell.at)
    if (said == "pair") != (own == "pair") and said not in ("", "each"):
        findings.append(wrong("P177", place, value=table.page.text(cell.row, cell.at)))
        return
    if own == "pair":
        for measure, value in zip(("count", "marks"), numbers, strict=True):
            yield Amount(cell.row, cell.at, measure, value, codes, chosen, head)
        return
    measure = said or own or default
    if own and said and own != said and (own, said) != ("marks", "each"):
        findings.append(wrong("P177", place, value=table.page.text(cell.row, cell.at)))
        return
    value = numbers[0] / _HUNDRED if own == "share" else numbers[0]
    yield Amount(cell.row, cell.at, measure, value, codes, chosen, head)


def _default(table: Table, block: Block, findings: list[Finding]) -> str:
    """What bare numbers under heads without a measure count."""
    said = block.values.get("unit")
    if said:
        return str(said[-1][0])
    heads = table.header.heads
    bare = [cell for cell in table.cells if not heads[cell.at].measure and not cell.quantity.measure]
    values = [cell.quantity.numbers[0] for cell in bare if not heads[cell.at].total]
    if not values:
        return "count"
    if _of_one(bare, heads):
        return "share"
    plain = [head for head in heads.values() if head.total or not whole(head)]
    summed = {head.measure for head in plain if head.measure in ("count", "marks")}
    if len(summed) == 1:
        return str(summed.pop())
    fits = _sums(bare, heads)
    if sum((kind.count or Decimal(0) for kind in block.kinds), Decimal(0)) in fits - {Decimal(0)}:
        return "count"
    marks = [value for value, _ in block.values.get("marks", ())]
    each = {kind.type: kind.each for kind in block.kinds if kind.each}
    worth = sum((value * each.get(str(kind), Decimal(0)) for kind, value in _by_type(bare, heads).items()), Decimal(0))
    if any(value % 1 for value in values) or (marks and marks[-1] in fits and worth != marks[-1]):
        return "marks"
    findings.append(note("P170", table.page.place(table.header.below - 1)))
    return "count"


def _of_one(cells: Sequence[Cell], heads: Mapping[int, Meaning]) -> bool:
    """Whether the numbers are shares: all between 0 and 1, and one set of columns adds up to 1."""
    values = [cell.quantity.numbers[0] for cell in cells]
    return (
        all(value <= 1 for value in values) and any(value % 1 for value in values) and Decimal(1) in _sums(cells, heads)
    )


def _sums(cells: Sequence[Cell], heads: Mapping[int, Meaning]) -> set[Decimal]:
    """The sum of each set of columns that share out the same questions."""
    found: dict[frozenset[str], Decimal] = defaultdict(Decimal)
    for cell in cells:
        found[whole(heads[cell.at])] += cell.quantity.numbers[0]
    return set(found.values())


def _by_type(cells: Sequence[Cell], heads: Mapping[int, Meaning]) -> dict[object, Decimal]:
    found: dict[object, Decimal] = defaultdict(Decimal)
    for cell in cells:
        kinds = heads[cell.at].chosen.get("types", ())
        if kinds and not heads[cell.at].total:
            found[kinds[0]] += cell.quantity.numbers[0]
    return found


def whole(head: Meaning) -> frozenset[str]:
    """Columns with equal sets share out the same questions: by type, by level, by both."""
    return frozenset({*head.chosen, *(("section",) if head.section else ())})
