"""QTI's values as this reader holds them, and how their written form is read.

A single value is a Decimal (float, integer), a text (string, identifier), a truth value, or a pair of identifiers. NULL
is None; an empty text and an empty container are NULL.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Container", "Response", "Single", "Value", "read_value", "typed"]

Single = Decimal | str | bool | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Container:
    """Several values of one type; never empty."""

    values: tuple[Single, ...]
    ordered: bool = False


Value = Single | Container | None
Response = str | Sequence[str] | None
"""What a candidate gave for one variable, in QTI's written form: `B`, `["P1 C2", "P2 C1"]`, `12.5`."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
LONGEST_NUMBER = 200


def read_value(base_type: str, text: str) -> Single | None:
    """A single value from its written form; None (NULL) when it is none of that type, as for `约570` as a float."""
    match base_type:
        case "float" | "integer":
            plain = text.strip()
            return Decimal(plain) if len(plain) <= LONGEST_NUMBER and _NUMBER.fullmatch(plain) else None
        case "boolean":
            return {"true": True, "1": True, "false": False, "0": False}.get(text.strip())
        case "directedPair" | "pair":
            names = text.split()
            if len(names) != 2:
                return None
            return (names[0], names[1]) if base_type == "directedPair" else (min(names), max(names))
        case _:
            return text or None


def typed(cardinality: str, base_type: str, given: Response) -> Value:
    """The value of a variable. A container with one value that cannot be read is NULL as a whole."""
    if given is None:
        return None
    if cardinality == "single":
        return read_value(base_type, given) if isinstance(given, str) else None
    values = [read_value(base_type, text) for text in ([given] if isinstance(given, str) else given)]
    known = tuple(value for value in values if value is not None)
    return Container(known, cardinality == "ordered") if known and len(known) == len(values) else None
