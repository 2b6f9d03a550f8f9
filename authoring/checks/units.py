"""Units and formulas of substances as the standards write them."""

import re
from collections.abc import Iterator

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.glossary import Glossary
from authoring.checks.reading import quote
from authoring.findings import Severity

__all__ = ["UnitSpacing", "UnitWriting", "rewritten"]

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_POWERS = str.maketrans("23", "²³")
_END = r"(?![A-Za-z0-9_₀-₉])"
_GASES = r"CO2|CH4|N2O|SF6|NF3|CF4|C2F6|C3F8|SO2|H2O|O2|CaCO3|MgCO3|Na2CO3"
_WRONG = re.compile(
    r"(?=[A-Za-z])(?<![A-Za-z_\\-])(?:"
    r"(?P<hour>[kKMmGg]?[wW][.*•・‧∙×\- ]?[hH])"
    rf"|(?P<substance>(?:[kKgGMT]?[tTg]\s?-?)?(?:{_GASES}))(?:e|eq|-e|-eq)?"
    r"|(?P<apart>[kMG]?t\s+CO[2₂]e?)"
    rf"|(?P<power>[Nkcdh]?m\^?[23])){_END}"
    r"|(?=[\sA-Za-z])(?<=\d)\s?(?P<prefix>KG|Kg|kG|KJ|Kj|kj|Gj|gj|Mj|KPa|Kpa|kpa|KPA|Mpa|MPA|KM|Km|KW|Kw|kw|Mw|Gw|gw"
    rf"|HZ|hz|TCE|KGCE|Kgce){_END}|(?P<square>[㎡㎥])"
)
_PREFIXED = {
    **dict.fromkeys(("KG", "Kg", "kG"), "kg"),
    **dict.fromkeys(("KJ", "Kj", "kj"), "kJ"),
    **dict.fromkeys(("Gj", "gj"), "GJ"),
    "Mj": "MJ",
    **dict.fromkeys(("KPa", "Kpa", "kpa", "KPA"), "kPa"),
    **dict.fromkeys(("Mpa", "MPA"), "MPa"),
    **dict.fromkeys(("KM", "Km"), "km"),
    **dict.fromkeys(("KW", "Kw", "kw"), "kW"),
    "Mw": "MW",
    **dict.fromkeys(("Gw", "gw"), "GW"),
    **dict.fromkeys(("HZ", "hz"), "Hz"),
    "TCE": "tce",
    **dict.fromkeys(("KGCE", "Kgce"), "kgce"),
    "㎡": "m²",
    "㎥": "m³",
}
_GOOD_HOUR = re.compile(r"[kMG]?Wh")
_UNIT = (
    r"(?:[kMG]?W·h|[kMG]?Wh|[kM]?tCO₂e?|kgCO₂e?|gCO₂e?|[km]?gce|tce|tC|[kM]g|[kM]t|mg|[kMGT]J|[kMG]W|[kM]Pa|Nm³"
    r"|[kcm]?m[²³]?|hm²|[km]?L|[tgha])"
)


class UnitWriting(QuestionCheck):
    """Units and substances are written as the standards do: kW·h, tCO₂, m³; a wrong prefix is another unit.

    Bad: 0.58tCO2/Mwh, 100KW. Better: 0.58 tCO₂/(MW·h), 100 kW.
    """

    code, severity, subject = "W231", Severity.WARNING, Subject.WORDING

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, text, found in reading.matches(_WRONG):
            if (right := rewritten(found)) and not context.once(Glossary).covers(text, found.start(), found.end()):
                yield trouble(
                    path, written=found.group().strip(), right=right, quote=quote(text, found.start(), found.end())
                )
        for path, unit in reading.units.items():
            for found in _WRONG.finditer(f"1 {unit}"):
                if right := rewritten(found):
                    yield trouble(path, written=found.group().strip(), right=right, quote=unit)


def rewritten(found: re.Match[str]) -> str | None:
    """The right writing of what `_WRONG` found, None where it is right as it stands."""
    written = found.group().strip()
    if hour := found["hour"]:
        prefix = hour[0].upper().replace("K", "k") if hour[0] not in "wW" else ""
        return None if _GOOD_HOUR.fullmatch(hour) else f"{prefix}W·h"
    if found["substance"]:
        return re.sub(r"[\s-]|(?<=e)q", "", written).translate(_SUBSCRIPTS)
    if found["apart"]:
        return "".join(written.split()).translate(_SUBSCRIPTS)
    if found["power"]:
        return written.replace("^", "").translate(_POWERS)
    return _PREFIXED[written]


class UnitSpacing(QuestionCheck):
    """A number and its unit of Latin letters stand apart (GB 3100): 12000 t, 0.5 kg.

    Bad: 12000t. Better: 12000 t; % and ℃ and Chinese units follow at once.
    """

    code, severity, subject = "W232", Severity.INFO, Subject.WORDING
    _CLOSE = re.compile(rf"(?<![A-Za-z\d.\-])\d+(?:\.\d+)?{_UNIT}(?![A-Za-z\d₀-₉·-])")

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        met = set()
        for path, _, found in reading.matches(self._CLOSE):
            if path not in met:  # one is enough: whoever writes so does it throughout the text
                met.add(path)
                yield trouble(path, written=found.group(), right=re.sub(r"^([\d.]+)", r"\1 ", found.group()))
