"""Masking (脱敏): what messages, lists and consoles show of an id number or a phone number."""

import re

__all__ = ["masked", "masked_value"]

_ID = re.compile(r"(?<![0-9])([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9])")
_PHONE = re.compile(r"(?<![0-9])(1[0-9]{2})[0-9]{4}([0-9]{4})(?![0-9])")


def masked(text: str) -> str:
    """A text with every id number and phone number in it masked.

    >>> masked("11010519491231002X 13812345678")
    '110105********002X 138****5678'
    """
    return _PHONE.sub(r"\1****\2", _ID.sub(r"\1********\2", text))


def masked_value(value: str) -> str:
    """A value that should be an id number or a phone number, right or wrong: at least half of it is hidden."""
    if _ID.fullmatch(value) or _PHONE.fullmatch(value):
        return masked(value)
    shown = min(len(value) // 4, 4)
    return value[:shown] + "*" * (len(value) - 2 * shown) + value[len(value) - shown :]
