"""Whole amounts from shares, by the largest remainder (最大余数法), so that they add up exactly."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from math import gcd

__all__ = ["apportioned", "unit_of"]


def apportioned(shares: Sequence[Decimal], total: Decimal, unit: Decimal = Decimal(1)) -> list[Decimal]:
    """`total` in multiples of `unit`, in proportion to the shares; of equal remainders the earlier share gets more.

    Raises ValueError where the shares have no sum or the total is no multiple of the unit.
    """
    whole = sum(shares, Decimal(0))
    if whole <= 0 or total % unit:
        raise ValueError("no shares, or a total that is no multiple of the unit")
    exact = [share * total / whole / unit for share in shares]
    floors = [value.to_integral_value(ROUND_FLOOR) for value in exact]
    left = int(total / unit - sum(floors, Decimal(0)))
    order = sorted(range(len(shares)), key=lambda n: (floors[n] - exact[n], n))
    for n in order[:left]:
        floors[n] += 1
    return [value * unit for value in floors]


def unit_of(marks: Sequence[Decimal]) -> Decimal:
    """The largest amount of which all are multiples: what marks of whole questions are made of."""
    halves = [int(value * 2) for value in marks]
    return Decimal(gcd(*halves)) / 2 if halves else Decimal(1)
