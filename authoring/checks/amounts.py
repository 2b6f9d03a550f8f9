"""Options read as amounts: a number, a date or a range, with what stands before and behind it."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Amount", "Interval", "amount", "interval", "numbers"]

_DIGITS = r"(?:\d{1,3}(?:[ ,\u2009\u202f]\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = rf"[+\-−]?{_DIGITS}"
_BEHIND = r"(?:10[⁰¹²³⁴-⁹]+)?[^\d]{0,24}"
_ONE = re.compile(rf"(?P<before>\D{{0,8}}?)(?P<one>{_NUMBER})\s*(?P<unit>{_BEHIND})")
_RANGE = re.compile(
    rf"(?P<before>\D{{0,8}}?)(?P<one>{_NUMBER})\s*(?P<inner>\D{{0,12}}?)(?:[～~—–至到]|-(?=\d)|以上、?至?|及以上)"
    rf"(?P<two>{_NUMBER})\s*(?P<unit>{_BEHIND})"
)
_DATE = re.compile(
    r"(?P<before>\D{0,8}?)(?P<year>\d{4})"
    r"(?:年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?|(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2}))"
    r"(?P<unit>\D{0,12})"
)
_ANYWHERE = re.compile(rf"(?<![\d.])(?:(?<![0-9A-Za-z）)])[+\-−])?{_DIGITS}(?![.\d]*\d)")
_SOME_DIGIT = re.compile(r"\d")
_FROM = re.compile("(?<!不)(?:大于|超过|高于|多于)|不低于|不少于|不小于|至少|[≥>＞]")
_ABOVE, _BELOW = re.compile("以上"), re.compile("以[下内]")
_BOUNDS = re.compile("以[上下内]|及|含|[（）]")
_UP_TO = re.compile("(?<!不)(?:小于|低于|少于)|不足|不高于|不多于|不大于|不超过|至多|[≤<＜]")
_INFINITE = Decimal("Infinity")


class Amount(NamedTuple):
    before: str
    values: tuple[Decimal, ...]
    """One number, the two ends of a range, or year, month and day."""
    unit: str
    """What stands behind, a unit mostly."""

    @property
    def kind(self) -> tuple[str, int, str]:
        """Amounts of one kind can be compared."""
        return self.before, len(self.values), self.unit


class Interval(NamedTuple):
    low: Decimal
    high: Decimal
    unit: str


@lru_cache(maxsize=1024)
def amount(text: str) -> Amount | None:
    """The amount that a whole text is, None when it is something else."""
    plain = text.strip()
    if not _SOME_DIGIT.search(plain):
        return None
    if found := _DATE.fullmatch(plain):
        steps = (
            Decimal(step or 0) for step in (found["year"], found["month"] or found["m"], found["day"] or found["d"])
        )
        return Amount(found["before"], tuple(steps), found["unit"])
    if found := _RANGE.fullmatch(plain):
        return Amount(found["before"], (_decimal(found["one"]), _decimal(found["two"])), found["unit"])
    if found := _ONE.fullmatch(plain):
        return Amount(found["before"], (_decimal(found["one"]),), found["unit"].strip())
    return None


def interval(text: str) -> Interval | None:
    """The range of numbers that a text such as `5%～10%`, `10倍以上` or `不足5%` names, None when it names none."""
    found = amount(text)
    if found is None or len(found.values) > 2:
        return None
    unit = _BOUNDS.sub("", found.unit).strip()
    if len(found.values) == 2:
        low, high = found.values
        return Interval(low, high, unit) if low < high else None
    (value,) = found.values
    if _UP_TO.search(found.before) or _BELOW.search(found.unit):
        return Interval(-_INFINITE, value, unit)
    if _FROM.search(found.before) or _ABOVE.search(found.unit):
        return Interval(value, _INFINITE, unit)
    return None


def numbers(text: str) -> list[Decimal]:
    """Every number in a text, thousands separated or not."""
    return [_decimal(found.group()) for found in _ANYWHERE.finditer(text)]


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub("[ ,\u2009\u202f]", "", text).replace("−", "-"))
