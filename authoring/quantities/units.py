"""Units of the field: a unit text becomes a dimension and an exact scale.

>>> parse_unit("kgCO₂/(kW·h)") == parse_unit("tCO₂/(MW·h)")
True
>>> parse_unit("tC") == parse_unit("tCO₂")
False

Masses of carbon, of CO₂, of CO₂ equivalent and of coal equivalent are dimensions of their own, and so is electricity
beside heat: only a named factor leads from one to another. A period of accounting (年, 月) counts as 1: what a year
emits is told as a mass. Counted things (头, 个, 份 …) are one dimension, whatever is counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from authoring.texts import say

__all__ = ["BASES", "NUMBER", "Unit", "UnitError", "parse_unit", "parse_units"]

BASES: Mapping[str, str] = {
    "carbon": "tC",
    "co2": "tCO₂",
    "co2e": "tCO₂e",
    "coal": "tce",
    "mass": "t",
    "energy": "GJ",
    "electricity": "MW·h",
    "volume": "m³",
    "area": "m²",
    "length": "km",
    "time": "h",
    "temperature": "℃",
    "substance": "kmol",
    "yuan": "元",
    "euro": "€",
    "count": "个",
    "each": "单位",
}
"""The dimensions that are not made of others, each with the unit that messages show."""


class UnitError(ValueError):
    """A text is no unit; the message names the part that is not known."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of bases, and how many of the program's own units (kg, J, kW·h, m³, h, 元 …) it is."""

    powers: tuple[tuple[str, Fraction], ...] = ()
    """Bases with their exponents, sorted, none 0."""
    scale: Fraction = Fraction(1)

    def __mul__(self, other: Unit) -> Unit:
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, Fraction(0)) + power
        return Unit(_sorted(powers), self.scale * other.scale)

    def __truediv__(self, other: Unit) -> Unit:
        return self * other.power(Fraction(-1))

    def power(self, exponent: Fraction) -> Unit:
        """Raised to a power; of a scale's root only the nearest fraction is kept."""
        powers = {base: power * exponent for base, power in self.powers}
        scale = self.scale**exponent
        return Unit(_sorted(powers), scale if isinstance(scale, Fraction) else Fraction(scale).limit_denominator())

    def times(self, number: Fraction) -> Unit:
        return Unit(self.powers, self.scale * number)

    def same_kind(self, other: Unit) -> bool:
        return self.powers == other.powers

    @property
    def is_number(self) -> bool:
        return not self.powers

    @property
    def shown(self) -> str:
        """The dimension in the field's own units, such as `tCO₂/(MW·h)`; `1` for a number."""
        return _written([(BASES[base], power) for base, power in self.powers])

    @property
    def named(self) -> str:
        """The dimension in words, such as `二氧化碳质量/电量`."""
        return _written([(say(f"units.base.{base}"), power) for base, power in self.powers])


NUMBER = Unit()


def _sorted(powers: Mapping[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    order = list(BASES)
    return tuple(sorted(((b, p) for b, p in powers.items() if p), key=lambda pair: order.index(pair[0])))


def _written(factors: list[tuple[str, Fraction]]) -> str:
    above = [_raised(name, power) for name, power in factors if power > 0]
    below = [_raised(name, -power) for name, power in factors if power < 0]
    under = f"({'·'.join(below)})" if len(below) > 1 or "·" in "".join(below) else "".join(below)
    return "·".join(above or ["1"]) + (f"/{under}" if below else "")


def _raised(name: str, power: Fraction) -> str:
    wrapped = f"({name})" if "·" in name or name.endswith("m") else name  # km^2 would be an area
    return name if power == 1 else f"{wrapped}^{power}"


def _made(base: str, scale: str | Fraction | int) -> Unit:
    return Unit(((base, Fraction(1)),), Fraction(scale))


_GRAMS = {
    "g": "1/1000",
    "kg": "1",
    "mg": "1/1000000",
    "t": "1000",
    "kt": "1e6",
    "Mt": "1e9",
    "Gt": "1e12",
    "吨": "1000",
}
_SUBSTANCES = {"C": "carbon", "CO2": "co2", "CO2e": "co2e", "CO2eq": "co2e", "ce": "coal", "标准煤": "coal"}
_PREFIXES = {"": "1", "k": "1e3", "M": "1e6", "G": "1e9", "T": "1e12"}


def _atoms() -> Iterator[tuple[str, Unit]]:
    for mass, scale in _GRAMS.items():
        yield mass, _made("mass", scale)
        yield from ((mass + name, _made(base, scale)) for name, base in _SUBSTANCES.items())
    hour = _made("time", 1)
    for prefix, size in _PREFIXES.items():
        yield f"{prefix}J", _made("energy", size)
        yield f"{prefix}cal", _made("energy", Fraction(size) * Fraction("4.1868"))
        yield f"{prefix}W", _made("electricity", Fraction(size) / 1000) / hour
        yield f"{prefix}Wh", _made("electricity", Fraction(size) / 1000)
    yield from ((name, hour.times(Fraction(size))) for name, size in _TIMES.items())
    yield from ((name, _made(base, size)) for base, names in _PLAIN.items() for name, size in names.items())
    yield from ((name, NUMBER) for name in _COUNTED_AS_ONE)
    yield "%", Unit((), Fraction(1, 100))
    yield "‰", Unit((), Fraction(1, 1000))


_COUNTED_AS_ONE = ("年", "a", "月", "年度", "倍", "-")
_TIMES: dict[str, str | int] = {"h": 1, "小时": 1, "min": "1/60", "s": "1/3600", "d": 24, "天": 24, "日": 24}
_PLAIN: Mapping[str, Mapping[str, str | int]] = {
    "volume": {"m3": 1, "Nm3": 1, "L": "1/1000", "mL": "1/1000000"},
    "area": {"m2": 1, "hm2": 10_000, "km2": 1_000_000, "公顷": 10_000},
    "length": {"m": 1, "km": 1000, "公里": 1000},
    "temperature": {"℃": 1, "K": 1},
    "substance": {"mol": "1/1000", "kmol": 1},
    "yuan": {"元": 1, "CNY": 1},
    "euro": {"€": 1, "欧元": 1, "EUR": 1},
    "count": dict.fromkeys((*"个头份人台次件户家只辆套座处批棵株", "功能单位"), 1),
    "each": {"单位": 1},
}
_ATOMS: Mapping[str, Unit] = dict(_atoms())
_MULTIPLES = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 10**2}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NOTE = re.compile(r"（[^）]*）")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_EITHER = re.compile("[或即]")
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([^\W\d][\w.]*|[%‰€℃-])|(\^-?\d+)|([·*×/()]))")


@lru_cache(maxsize=2048)
def parse_units(text: str) -> frozenset[Unit]:
    """The units a text names: one, or several where it says 或. An empty text is a number.

    Words after a unit of mass that are no unit tell of what (`t 熟料`, `kg CH₄`) and full-width brackets are notes;
    both are passed over. Raises UnitError.
    """
    plain = _NOTE.sub("", text).replace("•", "·").replace("⋅", "·")
    plain = _SUPERSCRIPT.sub(lambda found: "^" + found.group().translate(_RAISED), plain).translate(_LOWERED)
    plain = re.sub(r"(?<=[mM])\^(?=[23])", "", unicodedata.normalize("NFC", plain)).strip()
    return frozenset(_Reader(part.strip(), text).read() for part in _EITHER.split(plain))


def parse_unit(text: str) -> Unit:
    """The one unit a text names. Raises UnitError."""
    found = parse_units(text)
    if len(found) != 1:
        raise UnitError(say("units.several", text=text))
    return next(iter(found))


class _Reader:
    """Recursive descent: products and quotients of factors; what stands side by side binds closer than `/`."""

    def __init__(self, plain: str, text: str) -> None:
        self.text = text
        self.tokens: list[str] = []
        place = 0
        while place < len(plain):
            found = _TOKEN.match(plain, place)
            if not found:
                raise UnitError(say("units.unknown", part=plain[place:], text=text))
            self.tokens.append(found.group().strip())
            place = found.end()
        self.place = 0

    def read(self) -> Unit:
        if not self.tokens:
            return NUMBER
        unit = self.product()
        if self.place < len(self.tokens):
            raise self.unknown(self.tokens[self.place])
        return unit

    def unknown(self, part: str) -> UnitError:
        return UnitError(say("units.unknown", part=part or self.text, text=self.text))

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1] if self.place <= len(self.tokens) else ""

    def product(self) -> Unit:
        unit = self.run()
        while self.next and self.next in "·*×/":
            unit = unit / self.run() if self.take() == "/" else unit * self.run()
        return unit

    def run(self) -> Unit:
        """Factors side by side: `10^4 Nm3`, `t CO2`, `kg CH4`, `%(tC/t)`."""
        unit, masses = self.factor(None)
        while self.next and self.next not in "·*×/)":
            more, masses = self.factor(masses)
            unit = more if masses else unit * more
        return unit

    def factor(self, mass: str | None) -> tuple[Unit, str | None]:
        """A factor, and the word itself when it is a unit of mass that the next word may complete."""
        part = self.take()
        if part == "(":
            unit = self.product()
            if self.take() != ")":
                raise self.unknown(self.text)
            return self.raised(unit), None
        if part[:1].isdigit():
            return self.raised(NUMBER.times(Fraction(part))), None
        if mass:
            return self.raised(_word(mass + part) or _word(part) or _ATOMS[mass]), mass
        single = _word(part)
        if single is None:
            raise self.unknown(part)
        return self.raised(single), part if part in _GRAMS else None

    def raised(self, unit: Unit) -> Unit:
        return unit.power(Fraction(self.take()[1:])) if self.next.startswith("^") else unit


def _word(word: str) -> Unit | None:
    if word in _ATOMS:
        return _ATOMS[word]
    if word[:1] in _MULTIPLES and word[1:] in _ATOMS:
        return _ATOMS[word[1:]].times(Fraction(_MULTIPLES[word[0]]))
    return None
