"""What a number format shows: an author who typed 25% sees 25%, the cell holds 0.25."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from authoring.intake.excel.parts import Parts, local

__all__ = ["Display", "displays", "number_text"]

Display = Callable[[float], str]
"""The text that a number format shows."""
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
}
_BUILT_IN |= {40: "#,##0.00", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0"}
_PADDING = re.compile(r"_.|\*.|\[(?:Red|Black|Blue|\$-[0-9A-F]+)\]", re.I)
_PLAIN = re.compile(r"(?P<thousands>#,##)?0(?:\.(?P<decimals>0+))?(?P<percent>%)?")
_DATE = re.compile(r"[ymdhs]", re.I)
_QUOTED = re.compile(r'"[^"]*"|\\.')


def number_text(value: float) -> str:
    """A number as Excel shows it without a format: 15 digits, no exponent where it can be avoided."""
    number = Decimal(format(value, ".15g"))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def displays(parts: Parts) -> dict[int, Display | str]:
    """By style index: what shows its numbers, or a code that is not understood. Plain styles are left out."""
    root = parts.xml("xl/styles.xml")
    if root is None:
        return {}
    codes = dict(_BUILT_IN)
    for entry in root.iter("{*}numFmt"):
        codes[int(entry.get("numFmtId", "0"))] = entry.get("formatCode", "")
    styles = next((entry for entry in root if local(entry) == "cellXfs"), None)
    found: dict[int, Display | str] = {}
    for index, style in enumerate(styles if styles is not None else ()):
        display = _display(codes.get(int(style.get("numFmtId", "0")), ""))
        if display is not None:
            found[index] = display
    return found


def _display(code: str) -> Display | str | None:
    first = _PADDING.sub("", code.partition(";")[0]).strip()
    if first.lower() in ("", "general", "@") or _DATE.search(_QUOTED.sub("", first)):
        return None
    plain = _PLAIN.fullmatch(first)
    if plain is None:
        return code
    decimals = len(plain["decimals"] or "")

    def show(value: float) -> str:
        number = Decimal(repr(value)) * (100 if plain["percent"] else 1)
        rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return format(rounded, ",f" if plain["thousands"] else "f") + (plain["percent"] or "")

    return show
