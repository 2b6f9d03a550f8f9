"""Automatic numbering: the label that Word shows before a paragraph, from `w:numPr` and numbering.xml."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from authoring.intake.word.package import qualified, whole

__all__ = ["Numbering", "formatted"]

_VAL = qualified("w:val")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLES = 0x2460
_BULLET = "•"
_MOST = 32_767
"""The largest number that Word counts to."""


def _chinese(number: int, digits: str = _DIGITS, tens: str = "十百千", zero: str = "零") -> str:
    """21 → 二十一, 105 → 一百零五, for 1 to 9999."""
    if not 0 < number < 10_000:
        return str(number)
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            written += zero if gap and written else ""
            written += digits[digit] + (tens[place - 1] if place else "")
        gap = not digit
    short = digits[1] + tens[0]
    return written[1:] if written.startswith(short) and number < 20 else written


def _letters(number: int, first: str = "A") -> str:
    return chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    written = ""
    for value, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        written += sign * count
    return written


def _circled(number: int) -> str:
    return chr(_CIRCLES + number - 1) if 1 <= number <= 20 else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number, "a"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "koreanCounting": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _chinese(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": lambda number: chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number),
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "none": lambda number: "",
    "bullet": lambda number: _BULLET,
}


def formatted(number: int, style: str) -> str | None:
    """A number in one of Word's numbering formats; None for a format that is not known here."""
    form = _FORMATS.get(style)
    return None if form is None else form(number) if 0 < number <= _MOST else str(number)


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of a document, in order; unknown formats are remembered."""

    root: etree._Element | None
    unknown: set[str] = field(default_factory=set)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    """Number definition (`numId`) → abstract definition."""
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        links, styled = {}, {}
        for abstract in self.root.iterfind(qualified("w:abstractNum")):
            name = abstract.get(qualified("w:abstractNumId"), "")
            self._levels[name] = _levels(abstract)
            if (link := _value(abstract, "w:numStyleLink")) is not None:
                links[name] = link
            if (style := _value(abstract, "w:styleLink")) is not None:
                styled[style] = name
        for name, link in links.items():
            self._levels[name] = self._levels.get(styled.get(link, ""), {})
        for entry in self.root.iterfind(qualified("w:num")):
            self._number(entry)

    def _number(self, entry: etree._Element) -> None:
        name = entry.get(qualified("w:numId"), "")
        abstract = _value(entry, "w:abstractNumId") or ""
        own: dict[int, _Level] = {}
        for override in entry.iterfind(qualified("w:lvlOverride")):
            level = whole(override.get(qualified("w:ilvl")), 0)
            start = _value(override, "w:startOverride")
            if start is not None:
                self._starts[name, level] = whole(start, 1)
            own |= _levels(override)
        if own:
            self._levels[f"{abstract}/{name}"] = self._levels.get(abstract, {}) | own
            abstract = f"{abstract}/{name}"
        self._lists[name] = abstract

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of list `number` (`w:numId`) at `level`, from 0; empty for none."""
        abstract = self._lists.get(number)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels or number == "0":
            return ""
        counts = self._counts.setdefault(abstract, {})
        self._advance(counts, levels, number, level)
        here = levels[level]
        if here.style == "bullet":
            return _BULLET + " "
        written = re.sub(
            r"%(\d)", lambda found: self._counter(counts, levels, int(found[1]) - 1, here.legal), here.text
        )
        return written + " " if written[-1:].isascii() and written and not written.endswith(" ") else written

    def _advance(self, counts: dict[int, int], levels: dict[int, _Level], number: str, level: int) -> None:
        start = self._starts.get((number, level))
        if start is not None and (number, level) not in self._used:
            counts[level] = start
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        self._used.add((number, level))
        for deeper in [other for other in counts if other > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]

    def _counter(self, counts: dict[int, int], levels: dict[int, _Level], level: int, legal: bool) -> str:
        known = levels.get(level, _Level())
        count = counts.setdefault(level, known.start)
        written = formatted(count, "decimal" if legal else known.style)
        if written is None:
            self.unknown.add(known.style)
            return str(count)
        return written


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = {}
    for entry in parent.iterfind(qualified("w:lvl")):
        restart = _value(entry, "w:lvlRestart")
        found[whole(entry.get(qualified("w:ilvl")), 0)] = _Level(
            start=whole(_value(entry, "w:start"), 1),
            style=_value(entry, "w:numFmt") or "decimal",
            text=_value(entry, "w:lvlText") or "",
            restart=None if restart is None else whole(restart, 0),
            legal=entry.find(qualified("w:isLgl")) is not None,
        )
    return found


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(qualified(name))
    return None if child is None else child.get(_VAL)
