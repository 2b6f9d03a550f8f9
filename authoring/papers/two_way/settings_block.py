"""The small block above or below a table: `满分 100 分 时间 90 分钟 合格 60 分 单选 40 题，每题 1 分`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from authoring.intake.notation import folded, type_of
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.words import meaning
from authoring.texts import tree

__all__ = ["Block", "Kind", "add_type_table", "read_block", "says"]

_N = r"(\d{1,4}(?:\.\d{1,2})?)"
_UNIT = r"(?:\s*\(\s*(?:分|分钟|min|套)\s*\))?\s*[:为是定]?\s*"
_MARKS = re.compile(rf"(?:满分|总分值?|卷面分值?|全卷共?(?:计)?){_UNIT}{_N}\s*分?(?!\s*(?:分钟|题|%))")
_MINUTES = re.compile(rf"(?:时间|时长|时限|限时){_UNIT}{_N}\s*(分钟|分|min|小时|h)?")
_HOURS = frozenset({"小时", "h"})
_PASS = re.compile(rf"(?:合格|及格)(?:分数?线|标准|线|分数|分)?{_UNIT}{_N}\s*(%|分)?")
_PASS_AFTER = re.compile(rf"{_N}\s*(%|分)\s*(?:及以上|以上)?\s*(?:为|算|即)?\s*(?:合格|及格)")
_FORMS = re.compile(rf"(?:套数|卷数|平行卷|份数){_UNIT}(\d{{1,2}})\s*套?|(?<!\d)(\d{{1,2}})\s*套(?!题)")
_LEVEL = re.compile(r"初级|中级|高级")
_COUNT = re.compile(r"(?<![每\d.])(?:共|计|有)?\s*(\d{1,3})\s*(?:道|个|小)?\s*(?:小?题|道)")
_EACH = re.compile(rf"(?:每\s*(?:小?题|道|个|空)\s*|[×xX*]\s*){_N}\s*分")
_TOTAL = re.compile(rf"(?:共|计|合计)\s*{_N}\s*分")
_BARE_UNIT = re.compile(r"单位\s*[:为]?\s*(题|道|分)")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a block says of one type."""

    type: str
    name: str
    count: Decimal | None = None
    each: Decimal | None = None
    row: int = 0


@dataclass(slots=True)
class Block:
    """What the texts around a table say, each with the row it stands in."""

    values: dict[str, list[tuple[Decimal | str, int]]] = field(default_factory=dict)
    """By setting: `marks`, `minutes`, `pass_marks`, `pass_share`, `forms`, `level`, `unit`; all that is said of it."""
    kinds: list[Kind] = field(default_factory=list)
    rest: list[tuple[int, str]] = field(default_factory=list)
    """Texts that say nothing of the kind."""


def says(text: str) -> bool:
    """Whether a text says any setting."""
    block = read_block([(0, text)])
    return bool(block.values or block.kinds)


def read_block(texts: Iterable[tuple[int, str]]) -> Block:
    """The settings in rows of text."""
    block = Block()
    for row, text in texts:
        plain = normalize("NFKC", text)
        found = [*_settings(plain)]
        kinds = [*_kinds(plain, row)]
        for name, value in found:
            block.values.setdefault(name, []).append((value, row))
        block.kinds += kinds
        if not kinds and not any(name != "level" for name, _ in found):
            block.rest.append((row, text))
    return block


def add_type_table(block: Block, page: Page, below: int) -> None:
    """Adds what a small table above says: a row of types, and under it rows of their counts and marks."""
    columns: dict[int, str] = {}
    found: dict[str, dict[int, Decimal]] = {}
    for row in range(below):
        line = page.line(row)
        first = meaning(line[:1], {}) if line else None
        types = {at: text for at in range(page.width) if type_of(text := page.text(row, at)) and not text.isascii()}
        if first and not first.measure and types:
            columns = types
        elif first and first.measure in ("count", "each") and columns:
            numbers = {at: page.value(row, at) for at in columns}
            found[first.measure] = {at: Decimal(str(value)) for at, value in numbers.items() if _number(value)}
        else:
            continue
        block.rest = [(other, text) for other, text in block.rest if other != row]
    counts, marks = found.get("count", {}), found.get("each", {})
    for at, name in columns.items():
        if at in counts or at in marks:
            block.kinds.append(Kind(str(type_of(name)), name, counts.get(at), marks.get(at), below))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _settings(text: str) -> Iterable[tuple[str, Decimal | str]]:
    for match in _MARKS.finditer(text):
        yield "marks", Decimal(match[1])
    for match in _MINUTES.finditer(text):
        hours = match[2] in _HOURS
        yield "minutes", Decimal(match[1]) * (60 if hours else 1)
    for match in _PASS.finditer(text):
        yield ("pass_share" if match[2] == "%" else "pass_marks"), Decimal(match[1])
    for match in () if _PASS.search(text) else _PASS_AFTER.finditer(text):
        yield ("pass_share" if match[2] == "%" else "pass_marks"), Decimal(match[1])
    for match in _FORMS.finditer(text):
        yield "forms", Decimal(match[1] or match[2])
    for match in _BARE_UNIT.finditer(text):
        yield "unit", "marks" if match[1] == "分" else "count"
    levels = {folded(word): value for value, words in tree("intake_excel", "level").items() for word in _list(words)}
    for word in dict.fromkeys(_LEVEL.findall(text)):
        yield "level", levels[word]


def _list(words: object) -> list[str]:
    return [str(word) for word in words] if isinstance(words, list) else []


@lru_cache(maxsize=1)
def _types() -> re.Pattern[str]:
    words = (word for found in tree("intake", "notation", "type").values() for word in _list(found))
    chinese = sorted((word for word in words if not word.isascii()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, chinese)))


def _kinds(text: str, row: int) -> Iterable[Kind]:
    """Each type that a text names, with the count and the marks that follow it before the next one."""
    found = [*_types().finditer(text)]
    for n, match in enumerate(found):
        segment = text[match.end() : found[n + 1].start() if n + 1 < len(found) else None]
        count, each, total = (pattern.search(segment) for pattern in (_COUNT, _EACH, _TOTAL))
        kind = type_of(match.group())
        if kind and (count or each):
            many = Decimal(count[1]) if count else None
            marks = Decimal(each[1]) if each else None
            if marks is None and many and total:
                marks = Decimal(total[1]) / many
            yield Kind(kind.value, match.group(), many, marks, row)
