"""What an expression can call, and rounding."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

__all__ = ["FUNCTIONS", "irr", "npv", "round_half_up", "whole"]

SIGNIFICANT_DIGITS = 12
"""Of a floating-point number; what comes after them is an artefact of binary arithmetic."""
LARGEST_RANGE = 1000


def round_half_up(value: Decimal | float, decimals: int) -> Decimal:
    """四舍五入: ties go away from zero, as exams expect (2.675 → 2.68, −0.5 → −1); not the half-even of GB/T 8170.

    A float is first read with 12 significant digits, so that 100.49999999999999 (from 1.005 × 100) counts as 100.5.
    The result has exactly `decimals` decimals. `value` must be finite.
    """
    exact = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def npv(rate: float, cash_flows: Sequence[float]) -> float:
    """Net present value; the first flow is that of year 0 and is not discounted."""
    return math.fsum(flow / (1 + rate) ** year for year, flow in enumerate(cash_flows))


def irr(cash_flows: Sequence[float]) -> float:
    """The rate between −99 % and 1000 % a year at which `npv` is 0, by bisection to 1e-12.

    Raises ValueError when the net present value has the same sign at both ends.
    """
    low, high = -0.99, 10.0
    at_low = npv(low, cash_flows)
    if at_low * npv(high, cash_flows) >= 0:
        raise ValueError("no change of sign")
    while high - low > 1e-12:
        middle = (low + high) / 2
        if npv(middle, cash_flows) * at_low > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def whole(value: float) -> int:
    """A whole number that came as a float. Raises ValueError."""
    if value != int(value):
        raise ValueError("not a whole number")
    return int(value)


def _round(value: float, decimals: float = 0) -> float:
    return float(round_half_up(float(value), whole(decimals)))


def _range(*bounds: float) -> list[int]:
    numbers = range(*map(whole, bounds))
    if len(numbers) > LARGEST_RANGE:
        raise OverflowError
    return list(numbers)


def _zip(*lists: Sequence[float]) -> list[tuple[float, ...]]:
    return list(zip(*lists, strict=True))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sum": math.fsum,
    "zip": _zip,
    "min": min,
    "max": max,
    "abs": abs,
    "round": _round,
    "len": len,
    "floor": math.floor,
    "ceil": math.ceil,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "npv": npv,
    "irr": irr,
    "range": _range,
}
"""All that an expression can call. `round` rounds half up, `zip` wants lists of one length."""
