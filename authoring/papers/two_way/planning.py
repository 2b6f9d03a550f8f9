"""From a table that is understood to the plain data of a blueprint, with the place of each of its parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from zlib import crc32

from authoring.findings import Place
from authoring.intake.notation import plain_number
from authoring.papers.two_way.amounts import Amount, Counted, whole
from authoring.papers.two_way.faults import doubtful, missing, note, wrong
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.sections import Sections, totals_of
from authoring.papers.two_way.settings_block import Block
from authoring.papers.two_way.table import Table
from authoring.papers.two_way.words import CHOSEN
from authoring.papers.wording import listing, number
from authoring.papers.workbook_cells import Reading
from authoring.questions import Cognitive, Level, QuestionType
from authoring.texts import say

__all__ = ["Draft", "add_rows", "add_settings", "select_of"]

_NEEDED = ("level", "minutes", "marks", "pass_marks")
_ORDER = {
    "types": [kind.value for kind in QuestionType],
    "cognitive": [level.value for level in Cognitive],
    "levels": [level.value for level in Level],
}
_HUNDRED = Decimal(100)
_TABLE = re.compile(r"[（(]?(?:理论知识)?(?:命题|考核|试卷|考试|鉴定要素)?(?:双向|多维|要素)?细目表[）)]?$")
"""What a title of a table says beside the title of the paper."""


@dataclass(slots=True)
class Draft:
    """A blueprint in the making."""

    page: Page
    reading: Reading
    block: Block
    top: int
    """Row where the table begins: texts above it may be its title."""
    given: dict[str, Any] = field(default_factory=dict)
    """Plain data from sheets of our own beside the table, and from the caller."""
    plain: dict[str, Any] = field(default_factory=dict)

    def blame(self, code: str, row: int, at: int | None = None, /, **values: object) -> None:
        self.reading.findings.append(wrong(code, self.page.place(row, at), **values))

    def add_row(self, plain: dict[str, Any], place: Place) -> None:
        rows = self.plain.setdefault("rows", [])
        self.reading.places[f"rows.{len(rows)}"] = place
        rows.append(plain)


def add_settings(draft: Draft, sections: Sections, worth: Decimal | None) -> None:
    """The settings: what a sheet of our own says, else the block, else what can be taken for granted; `worth`: marks
    that the table itself adds up to."""
    plain = draft.plain
    plain |= {name: value for name, value in draft.given.items() if name not in ("sections", "rows")}
    plain["sections"] = sections.plain
    for n in range(len(sections.plain)):
        draft.reading.places.setdefault(f"sections.{n}", draft.page.place())
    for name in (*_NEEDED, "forms"):
        said = _said(draft, name)
        if name not in plain and said:
            plain[name], row = said
            draft.reading.places[name] = draft.page.place(row)
        elif said and said[0] != plain[name]:
            values = {"name": say(f"blueprint_table.setting.{name}.name"), "value": _shown(said[0])}
            where = draft.page.place(said[1])
            draft.reading.findings.append(doubtful("P180", where, **values, used=_shown(plain[name])))
    sums = [*totals_of(sections.plain)]
    if "marks" not in plain and sums and None not in sums:
        plain["marks"] = plain_number(sum((total for total in sums if total), Decimal(0)))
    elif "marks" not in plain and worth:
        plain["marks"] = plain_number(worth)
    share = draft.block.values.get("pass_share")
    if "pass_marks" not in plain and share and "marks" in plain:
        plain["pass_marks"] = plain_number(Decimal(str(plain["marks"])) * Decimal(share[-1][0]) / _HUNDRED)
    _assumed(draft, sections)
    for name in _NEEDED:
        if name not in plain and not (name == "marks" and not sections.plain):
            draft.reading.findings.append(missing(name, draft.page.place()))


def _said(draft: Draft, name: str) -> tuple[Any, int] | None:
    """What the block says of a setting, with its row. Told twice in two ways, it is wrong."""
    said = draft.block.values.get(name, [])
    values = list(dict.fromkeys(value for value, _ in said))
    if len(values) > 1:
        title = say(f"blueprint_table.setting.{name}.name")
        draft.blame("P169", said[-1][1], name=title, values=listing(map(_shown, values)))
    if not said:
        return None
    value, row = said[0]
    return (plain_number(value) if isinstance(value, Decimal) else value), row


def _shown(value: Any) -> str:
    return say(f"label.level.{value}") if value in list(Level) else str(value)


def _assumed(draft: Draft, sections: Sections) -> None:
    """What nobody said and a blueprint needs; each assumption is told."""
    plain, told = draft.plain, []
    title = _title(draft)
    if "title" not in plain:
        plain["title"] = title
        told.append(say("blueprint_table.assumed.title", value=title))
    if "id" not in plain:
        stem = PurePath(draft.page.file).stem
        fits = stem.isascii() and stem[:1].isalpha() and stem.replace("-", "").replace("_", "").isalnum()
        plain["id"] = stem if fits and len(stem) <= 60 else f"two-way-{crc32(title.encode()):08x}"
        told.append(say("blueprint_table.assumed.id", value=plain["id"]))
    if "levels" not in plain and "level" in plain:
        plain["levels"] = [plain["level"]]
        told.append(say("blueprint_table.assumed.levels", value=say(f"label.level.{plain['level']}")))
    if "forms" not in plain:
        told.append(say("blueprint_table.assumed.forms"))
    if sections.own:
        told.append(say("blueprint_table.assumed.own", types=listing(dict.fromkeys(sections.own))))
    if told:
        draft.reading.findings.append(note("P161", draft.page.place(), assumed=say("blueprint_table.and").join(told)))


def _title(draft: Draft) -> str:
    """The first text above the table that says no setting, else the file's name."""
    stem = PurePath(draft.page.file).stem or draft.page.name
    first = next((text for row, text in draft.block.rest if row < draft.top), stem)
    return (_TABLE.sub("", first).strip() or first)[:200]


def add_rows(draft: Draft, table: Table, counted: Counted, sections: Sections, worth: Mapping[int, Decimal]) -> None:
    """A row for each amount that is not nothing, line by line; columns in the order of sections and levels.

    `worth`: marks of the lines that follow from their questions, by row.
    """
    titled = [plain.get("id") for plain in sections.plain]
    several: dict[tuple[Any, ...], list[Amount]] = defaultdict(list)
    for made in counted.inner:
        if made.measure != "share" and made.value and not _follows(made, sections, worth):
            several[(made.row, *_rank(made, sections, titled))].append(made)
    for key in sorted(several):
        same = several[key]
        value = plain_number(sum((made.value for made in same), Decimal(0)))
        home = _section(same[0], sections)
        plain: dict[str, Any] = {"select": select_of(same[0])} | ({"section": home} if home else {})
        plain |= {"measure": same[0].measure, "at_least": value, "at_most": value}
        draft.add_row(plain, table.page.place(same[0].row, same[0].at))
    _complete(draft, table, counted, sections)


def select_of(made: Amount) -> dict[str, Any]:
    points = {"knowledge_points": list(made.codes)} if made.codes else {}
    return points | {name: list(made.chosen[name]) for name in CHOSEN if name in made.chosen}


def _section(made: Amount, sections: Sections) -> str | None:
    if made.head.section:
        return made.head.section
    kind = made.chosen.get("types", ("",))[0]
    return sections.named.get((str(kind), made.head.name)) if kind in sections.doubled else None


def _rank(made: Amount, sections: Sections, titled: Sequence[Any]) -> tuple[Any, ...]:
    """Where a row stands within its line: columns of sections and types before those of levels."""
    home = made.head.section or sections.named.get((str(made.chosen.get("types", ("",))[0]), made.head.name))
    dims = tuple(int(name in made.chosen) for name in CHOSEN)
    places = tuple(
        tuple(
            _ORDER[name].index(str(value)) if name in _ORDER else int(str(value)) for value in made.chosen.get(name, ())
        )
        for name in CHOSEN
    )
    section = titled.index(home) if home in titled else -1
    return (
        made.head.section is None,
        tuple(-flag for flag in dims),
        section,
        places,
        made.measure,
        _section(made, sections) or "",
    )


def _follows(made: Amount, sections: Sections, worth: Mapping[int, Decimal]) -> bool:
    """Marks that are said by questions of types already."""
    of_line = made.measure == "marks" and not whole(made.head) and made.row in worth
    return of_line or (made.row, made.at, made.measure) in sections.implied


def _complete(draft: Draft, table: Table, counted: Counted, sections: Sections) -> None:
    """Columns that share out the same questions must hold all of them."""
    size = sum(plain.get("count") or 0 for plain in sections.plain)
    marks = draft.plain.get("marks")
    sums: dict[tuple[str, frozenset[str]], Decimal] = defaultdict(Decimal)
    for made in counted.inner:
        sums[made.measure, whole(made.head)] += made.value
    for (measure, dims), total in sums.items():
        wanted = {"count": size, "marks": marks}.get(measure)
        if measure == "marks" and "types" in dims and counted.marks_of_some:
            continue
        if wanted and total != Decimal(str(wanted)):
            said = {"name": _dims_text(table, dims), "total": number(total), "due": number(wanted)}
            draft.blame("P162", table.header.below - 1, **said, unit=say(f"papers.unit.{measure}"))


def _dims_text(table: Table, dims: Iterable[str]) -> str:
    names = [say(f"blueprint_table.group.{name}") for name in ("section", *CHOSEN) if name in dims]
    return listing(names) if names else table.page.name
